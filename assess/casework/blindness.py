"""What may not leave an assessment yet: ratings and parties' levels given alone, until everybody's are shown.

Whoever has seen what another answered no longer answers alone. The rule stands here and nowhere else: whatever
carries an assessment out of the meeting asks for it `without_hidden`. Two things stay whole. A backup is encrypted and
must bring back everything; and the archive must be given the record as it is, when the case has come to its end.
"""

from __future__ import annotations

from assess.casework.assessment import Assessment
from assess.casework.deeds.deciding import shown_party_levels


def hides_ratings(assessment: Assessment) -> bool:
    """Whether ratings given alone are still hidden.

    A locked assessment hides none: its signatures vouch for all of it, and nobody can rate any more.
    """
    return assessment.state == "draft" and assessment.revealed_at is None


def hidden_ratings(assessment: Assessment) -> int:
    """How many ratings were given alone that nobody but the rater may see yet."""
    return len(assessment.individual) if hides_ratings(assessment) else 0


def without_hidden(assessment: Assessment) -> Assessment:
    """The assessment as it may be seen outside the meeting: the very same one when it hides nothing.

    A signature vouches for all of the content, so it is void in a copy that lacks some of it.
    """
    levels = assessment.party_levels if assessment.state == "locked" else shown_party_levels(assessment)
    if not hidden_ratings(assessment) and levels == assessment.party_levels:
        return assessment
    fields = {name: getattr(assessment, name) for name in Assessment.model_fields}
    if hides_ratings(assessment):
        fields["ratings"] = tuple(one for one in assessment.ratings if one.round != "individual")
    fields["party_levels"] = levels
    fields["signatures"] = tuple(one.model_copy(update={"void": True}) for one in assessment.signatures)
    return Assessment.model_construct(**fields)
