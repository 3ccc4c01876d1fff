"""The meeting's own words: parties, agenda, phase, and how the meeting stands against its rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assess.casework.anonymity import never_a_case
from assess.casework.case import Phase
from assess.casework.meeting import Attendance, Attendee, Meeting, attendance, attendee_label
from assess.language import _, mark
from assess.profile.model import Profile
from assess.screens.widgets.choice import Option

_PARTIES = {"kommune": mark("kommunen"), "politi": mark("politiet")}
"""The two that every plan names; any other party is called what the profile calls it."""

_PARTIES_ALONE = {"kommune": mark("Kommunen"), "politi": mark("Politiet")}
"""The same where nothing stands around them."""


def party_words(profile: Profile, party: str) -> str:
    """A party in running text: «kommunen», «politiet», else the profile's own words."""
    return _(_PARTIES[party]) if party in _PARTIES else profile.party_label(party)


def party_cell(profile: Profile, party: str) -> str:
    """A party alone in a cell."""
    return _(_PARTIES_ALONE[party]) if party in _PARTIES_ALONE else profile.party_label(party)


def agenda_options() -> list[Option]:
    """What the meeting is about."""
    return [
        Option("case", _("Enkeltsak")),
        Option("demonstration", _("Markering")),
        Option("planning", _("Planarbeid")),
    ]


def phase_options(now: Phase) -> list[Option]:
    """The phases that a meeting in this one may have: an anonymous discussion stays one, and nothing becomes one."""
    if now == "anonymous":
        return [Option("anonymous", _("Anonym drøfting"), help=never_a_case())]
    return [
        Option("initial", _("Innledende vurdering")),
        Option("follow_up", _("Oppfølging")),
    ]


def anonymous_words() -> str:
    """What may not be written while the case is discussed anonymously."""
    return _(
        "Anonym drøfting: Skriv ikke navn, telefonnummer, fødselsnummer, e-postadresse eller fødselsdato noe sted. "
        "Gjør alder, sted og særpreg så vage at ingen kjennes igjen."
    )


def rule_met(meeting: Meeting, profile: Profile) -> bool:
    """Whether the meeting has the people its rule asks for."""
    return attendance(meeting, profile.meeting_rule).met


def rule_words(meeting: Meeting, profile: Profile) -> str:
    """How the meeting stands against its rule, in one sentence: who is there, or who is missing."""
    standing = attendance(meeting, profile.meeting_rule)
    there = _counted(standing.present, profile)
    from_party = party_words(profile, profile.meeting_rule.secretary_from)
    secretary = _("sekretær fra {party}").format(party=from_party)
    if standing.met:
        return _("Oppfylt: {people}.").format(people=_listed([*there, secretary]))
    missing = _missing(standing, profile, secretary)
    present = _listed([*there, secretary] if standing.secretary else there) or _("ingen")
    return _("Ikke oppfylt: mangler {missing}. Til stede: {present}.").format(missing=_listed(missing), present=present)


def impartial_words(meeting: Meeting, profile: Profile, called: Callable[[Attendee], str] | None = None) -> str:
    """Whose impartiality is confirmed, in one sentence; empty while nobody is there.

    Args:
        meeting: The meeting.
        profile: Where the roles are named.
        called: What a participant is called; the group's own words unless it is given.
    """
    named = called or (lambda one: attendee_label(one, profile))
    open_ones = [named(one) for one in meeting.attendees if not one.impartial]
    if not meeting.attendees:
        return ""
    if not open_ones:
        return _("Habiliteten er bekreftet for alle.")
    if len(open_ones) == len(meeting.attendees):
        return _("Habiliteten er ikke bekreftet for noen ennå. H spør alle samlet.")
    return _("Habiliteten er ikke bekreftet for: {people}.").format(people=", ".join(open_ones))


def leader_words(meeting: Meeting, called: Callable[[Attendee], str]) -> str:
    """Who leads the meeting, in one sentence; empty when nobody is said to.

    Args:
        meeting: The meeting.
        called: What a participant is called.
    """
    leader = next((one for one in meeting.attendees if one.leads), None)
    if leader is None:
        return ""
    if leader.rates:
        return _("{who} leder møtet og vurderer sist.").format(who=called(leader))
    return _("{who} leder møtet.").format(who=called(leader))


def rates_cell(attendee: Attendee) -> str:
    """Whether a participant gives a rating of their own, and for the leader when."""
    if not attendee.rates:
        return _("nei")
    return _("sist") if attendee.leads else _("ja")


def source_words(profile: Profile) -> str:
    """The rule itself and where it stands."""
    rule = profile.meeting_rule
    return _("{rule} ({source})").format(rule=rule.text, source=rule.source)


def _missing(standing: Attendance, profile: Profile, secretary: str) -> list[str]:
    return [*_counted(standing.missing, profile), *([] if standing.secretary else [secretary])]


def _counted(numbers: Mapping[str, int], profile: Profile) -> list[str]:
    return [
        _("{number} fra {party}").format(number=number, party=party_words(profile, party))
        for party, number in numbers.items()
        if number
    ]


def _listed(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("{first} og {last}").format(first=", ".join(words[:-1]), last=words[-1])
