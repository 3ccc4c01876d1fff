"""Two assessments side by side, item by item.

Going from known to unknown is a kind of its own: not knowing any longer is never an improvement. An item that
changed between instrument versions is not comparable, and that is said rather than guessed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from assess.casework.assessment import Assessment
from assess.casework.plan import PlannedMeasure
from assess.instrument.model import Instrument, Item
from assess.judgement.coverage import knowledge
from assess.language import _, mark

Kind = Literal[
    "eased",
    "worsened",
    "unchanged",
    "known_to_unknown",
    "unknown_to_known",
    "still_unknown",
    "not_comparable",
]
"""What happened to an item. `eased` is a risk lowered or a strength grown; `worsened` the other way."""

KINDS: tuple[Kind, ...] = (
    "worsened",
    "known_to_unknown",
    "unknown_to_known",
    "eased",
    "unchanged",
    "still_unknown",
    "not_comparable",
)
"""The order in which a reader should meet them."""


KIND_WORDS: dict[Kind, str] = {
    "worsened": mark("Økt, eller styrke svekket"),
    "known_to_unknown": mark("Fra kjent til ukjent"),
    "unknown_to_known": mark("Fra ukjent til kjent"),
    "eased": mark("Redusert, eller styrke økt"),
    "unchanged": mark("Uendret"),
    "still_unknown": mark("Fortsatt ukjent"),
    "not_comparable": mark("Ikke sammenlignbar"),
}
"""What each kind is called, to be translated when it is shown."""


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One item in two assessments; a code is None where it was not dealt with."""

    item: str
    kind: Kind
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from the earlier assessment to the later one."""

    before: Assessment
    after: Assessment
    changes: tuple[ItemChange, ...]
    """In the later instrument's order."""
    between: tuple[PlannedMeasure, ...]
    """The measures planned in the earlier one: what lay between."""

    def count(self, kind: Kind) -> int:
        """How many items changed in this way."""
        return Counter(change.kind for change in self.changes)[kind]

    def of_kind(self, kind: Kind) -> tuple[ItemChange, ...]:
        """The items that changed in this way."""
        return tuple(change for change in self.changes if change.kind == kind)


def not_yet_assessed(comparison: Comparison) -> tuple[Assessment, ...]:
    """Those of the two that are drafts in which nothing is agreed yet: there is nothing to compare, and no change."""
    both = (comparison.before, comparison.after)
    return tuple(one for one in both if one.state == "draft" and not one.agreed)


def not_yet_words(comparison: Comparison) -> str:
    """That one of the two, or both, have nothing to compare yet; empty when both have."""
    empty = not_yet_assessed(comparison)
    if not empty:
        return ""
    numbers = [_("vurdering {number}").format(number=one.number) for one in empty]
    said = _("Ikke vurdert ennå: {assessments}. Det er ingenting å sammenligne før gruppa har drøftet forholdene.")
    return said.format(assessments=", ".join(numbers))


def compare(before: Assessment, old: Instrument, after: Assessment, new: Instrument) -> Comparison:
    """Compare two assessments, each read with its own frozen instrument."""
    changes = tuple(_change(item, before, old, after, new) for item in new.items())
    return Comparison(before, after, changes, before.measures)


def _change(item: Item, before: Assessment, old: Instrument, after: Assessment, new: Instrument) -> ItemChange:
    earlier = _earlier(item, old, new)
    second = after.answers.get(item.id)
    if earlier is None:
        return ItemChange(item.id, "not_comparable", None, second)
    first = before.answers.get(earlier)
    was = knowledge(old, earlier, before.answers) == "known"
    now = knowledge(new, item.id, after.answers) == "known"
    if not (was and now):
        kinds: dict[tuple[bool, bool], Kind] = {
            (True, False): "known_to_unknown",
            (False, True): "unknown_to_known",
            (False, False): "still_unknown",
        }
        return ItemChange(item.id, kinds[was, now], first, second)
    scale = new.scale_of(item.id)
    step = (scale.rank(second or "") or 0) - (scale.rank(first or "") or 0)
    if step == 0:
        return ItemChange(item.id, "unchanged", first, second)
    better = (step > 0) == (item.kind == "protective")
    return ItemChange(item.id, "eased" if better else "worsened", first, second)


def _earlier(item: Item, old: Instrument, new: Instrument) -> str | None:
    """The item's id in the old instrument, or None where the two can't be compared."""
    if (old.id, old.version) == (new.id, new.version):
        return item.id if item.id in old.items_by_id else None
    if old.id != new.id:
        return None
    declared = next((same for same in item.same_as if same.version == old.version), None)
    if declared is not None:
        comparable = declared.comparability == "exact" and declared.item in old.items_by_id
        return declared.item if comparable else None
    former = old.items_by_id.get(item.id)
    if former is None or (former.title, former.question) != (item.title, item.question):
        return None
    same_scale = [level.code for level in old.scale_of(item.id).levels] == [
        level.code for level in new.scale_of(item.id).levels
    ]
    return item.id if same_scale else None
