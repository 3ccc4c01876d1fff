"""Who was present, and how the meeting stood against its rule."""

from __future__ import annotations

from assess.casework.meeting import attendance, attendee_label
from assess.language import _
from assess.reports import wording
from assess.reports.dossier import Dossier
from assess.reports.view import Prose


def presence(dossier: Dossier) -> tuple[Prose, ...]:
    """The roles present by party, how the meeting rule was met, and whether impartiality was confirmed."""
    meeting, profile = dossier.assessment.meeting, dossier.profile
    parties = []
    for party in meeting.parties():
        roles = [
            _("{role} (sekretær)").format(role=attendee_label(one, profile))
            if one.secretary
            else attendee_label(one, profile)
            for one in meeting.attendees
            if one.party == party
        ]
        parties.append(f"{profile.party_label(party)}: {wording.listed(roles)}.")
    return (
        Prose(_("Til stede"), " ".join(parties) or _("Ingen er ført opp."), missing=not parties),
        Prose(_("Møteregelen"), _meeting_rule(dossier)),
    )


def _meeting_rule(dossier: Dossier) -> str:
    meeting, profile = dossier.assessment.meeting, dossier.profile
    rule = profile.meeting_rule
    standing = attendance(meeting, rule)
    if standing.met:
        said = [_("Oppfylt. {rule}").format(rule=wording.sentence(rule.text))]
    else:
        lacking = [
            _("{count} til fra {party}").format(count=count, party=profile.party_label(party))
            for party, count in standing.missing.items()
        ]
        if not standing.secretary:
            lacking.append(_("sekretær fra {party}").format(party=profile.party_label(rule.secretary_from)))
        said = [_("Ikke oppfylt. Det mangler {lacking}.").format(lacking=wording.listed(lacking))]
        reason = meeting.deviation_reason.strip()
        said.append(
            _("Møtet ble likevel holdt fordi: {reason}").format(reason=wording.sentence(reason))
            if reason
            else _("Ingen grunn er skrevet.")
        )
    if standing.partial:
        partial = [attendee_label(one, profile) for one in meeting.attendees if one.id in standing.partial]
        said.append(_("Habilitet er ikke bekreftet for {roles}.").format(roles=wording.listed(partial)))
    elif meeting.attendees:
        said.append(_("Habilitet er bekreftet for alle."))
    return " ".join(said)
