"""A secretary's hands in the first half of a meeting: the case, who is there, what was observed, and rating alone."""

from __future__ import annotations

from typing import get_args

from assess.casework.case import Phase
from assess.casework.observation import Hand, Nature, Sensitivity
from assess.profile.load import Profiles
from assess.profile.model import Profile, Role
from assess.training.case_file import ObservationEntry, TrainingCase
from tests.journeys.meeting_script import Script
from tests.journeys.terminal import Secretary

_CASE_PHASES: tuple[Phase, ...] = ("initial", "anonymous", "follow_up")
_MEETING_PHASES: tuple[Phase, ...] = ("initial", "follow_up")
"""In the order that the screens show."""


def open_case(secretary: Secretary, case: TrainingCase, profile: Profile) -> None:
    """Open the case from the overview, and show what is written about it."""
    about = case.background
    secretary.press("n")
    secretary.see("uten navn")
    secretary.write(about.summary)
    secretary.press("tab", *_choosing(_CASE_PHASES.index(about.phase)))
    secretary.press("tab", *_choosing([one.id for one in profile.age_bands].index(about.age_band)))
    secretary.press("tab", *_choosing([one.id for one in profile.senders].index(about.sender)))
    secretary.press("tab", *_choosing([one.id for one in profile.ideologies].index(about.ideology)), "ctrl+s")
    secretary.see("Ingen vurdering ennå", "Skjermet – F9 viser")
    secretary.press("f9")
    secretary.see(" ".join(about.summary.split()[:3]))


def attendance(secretary: Secretary, script: Script) -> None:
    """Begin a contact meeting: who is there, who leads, what kind of meeting it is, and why it is held all the same."""
    secretary.press("n")
    secretary.see("Hvem er til stede?", "Ingen er ført opp")
    secretary.press("n")
    secretary.see("Skriv litt av rollen")
    for number, one in enumerate(script.present):
        role = script.profile.role(one.role)
        assert role is not None
        secretary.write(_enough_of(role, script.profile, secretary=one.secretary, wanted=number == 0))
        secretary.see(role.label)
        secretary.press("enter")
        secretary.see("Skriv litt av rollen")
    secretary.press("escape")
    leads = next(number for number, one in enumerate(script.present) if one.leads)
    secretary.press(*["up"] * (len(script.present) - 1 - leads), "l")
    secretary.see("leder møtet", "vurderer sist")
    secretary.press("H")
    secretary.see("habile i denne saken?")
    secretary.press("j")
    secretary.see("Habiliteten er bekreftet for alle")
    _meeting_itself(secretary, script)
    secretary.press("f3")


def _meeting_itself(secretary: Secretary, script: Script) -> None:
    """Why the rule is departed from, and the phase; the day is today's."""
    if script.rule_met:
        secretary.see("✓ Oppfylt")
    else:
        secretary.see("! Ikke oppfylt: mangler")
        secretary.press("tab")
        secretary.see("0 tegn")
        secretary.pause()
        secretary.write(script.entry.deviation_reason)
    if script.entry.phase != script.case.background.phase:
        secretary.press("tab", "tab", "tab", "home", *_choosing(_MEETING_PHASES.index(script.entry.phase)))
    secretary.see("Lagret")


def calls(secretary: Secretary, script: Script) -> None:
    """Stop for what is acute: note whom they called, and go on where they were."""
    secretary.press("f8")
    note_calls(secretary, script)


def note_calls(secretary: Secretary, script: Script) -> None:
    """Note every call on «Akutt», which is open, and close it."""
    secretary.see("Akutt: stopp møtet")
    for call in script.entry.calls:
        secretary.press("n")
        secretary.fill(call.whom)
        secretary.press("enter")
        secretary.fill(call.by)
        secretary.press("enter")
        secretary.fill(call.note)
        secretary.press("enter")
        secretary.pause()
        secretary.press("enter")
        secretary.pause()
    secretary.press("escape")


def observations(secretary: Secretary, script: Script) -> None:
    """Enter every observation in one line: seen, from whom, when, for and against. Then refine each in the ledger."""
    secretary.see("Ny opplysning")
    for number, one in enumerate(script.entry.observations, start=1):
        secretary.write(line_of(one))
        secretary.press("enter")
        secretary.see(f"Opplysning {number}")
    secretary.press("down", "home")
    for number, one in enumerate(script.entry.observations[: script.refined], start=1):
        secretary.see(f"Opplysning {number}")
        _refine(secretary, one, [party.id for party in script.profile.parties])
        secretary.press("down")
    secretary.press("f3")


def line_of(one: ObservationEntry) -> str:
    """An observation in one line."""
    sides = [f"+{item}" for item in one.speaks_for] + [f"-{item}" for item in one.speaks_against]
    cells = [one.seen, one.brought_by, one.observed, " ".join(sides)]
    return " | ".join(cell for cell in cells if cell)


def _refine(secretary: Secretary, one: ObservationEntry, parties: list[str]) -> None:
    """What the line had no room for: meaning, received, mentions, kind, gradings, and how it is shared."""
    if one.lawful:
        secretary.press("l")
    secretary.press("enter")
    secretary.pause()
    secretary.press("tab")
    if one.meaning:
        secretary.fill(one.meaning)
    secretary.press("tab", "tab", "tab")
    secretary.fill(f"{one.received:%d.%m.%Y}")
    secretary.press("enter")
    if one.mentions:
        secretary.fill(one.mentions)
    secretary.pause()
    secretary.press("enter")
    secretary.pause()
    secretary.press("enter")
    secretary.pause()
    secretary.press("tab", "tab", "home", *_choosing(get_args(Hand).index(one.hand)))
    secretary.press("tab", "home", *_choosing(get_args(Nature).index(one.nature)))
    secretary.press("tab", one.reliability.lower(), "tab", one.credibility)
    if one.sensitivity != "ordinary":
        secretary.press("tab", "home", *_choosing(get_args(Sensitivity).index(one.sensitivity)))
    secretary.to_list()
    if one.shared:
        _share(secretary, one, parties)


def _share(secretary: Secretary, one: ObservationEntry, parties: list[str]) -> None:
    """Mark it as shared, choose what it leans on, and go to what is missing: why, and who receives it."""
    bases = [basis.id for basis in Profiles().legal("no", "nb").bases]
    secretary.press("d", "g")
    secretary.see("Hvilken hjemmel")
    secretary.press(*["down"] * (bases.index(one.legal_basis) + 1), "enter")
    secretary.pause()
    secretary.press("m")
    secretary.fill(one.necessity)
    if one.recipients:
        secretary.press("tab")
        for party in one.recipients:
            secretary.press("home", *_choosing(parties.index(party)))
    secretary.to_list()


def individual(secretary: Secretary, script: Script) -> None:
    """Let each rate alone and give the keyboard on, or enter their paper forms; then show what all answered."""
    secretary.see("Hver deltaker vurderer for seg")
    if script.paper:
        _paper(secretary, script)
    else:
        for rater in script.raters:
            secretary.press("enter")
            secretary.see("vurderer alene. 0 av 34")
            for item in script.items:
                own = script.own(rater, item)
                secretary.press(script.alone(rater, item).lower())
                if own is not None:
                    secretary.find(rf"(▸ *{own.code} {item} |Alt er vurdert)")
                    secretary.press(own.confidence[0], "r")
                    secretary.fill(own.reason)
                    secretary.to_list()
                secretary.press("enter")
            secretary.see("Takk,", "Alt er vurdert")
            secretary.press("b")
            secretary.see("Takk.")
    secretary.see("Alle har vurdert alt")
    secretary.press("tab", "enter")
    secretary.see("Alles vurderinger er vist")
    secretary.press("f3")


def _paper(secretary: Secretary, script: Script) -> None:
    """Enter the forms in the grid, each straight down."""
    secretary.press("g")
    secretary.see("føre inn svar fra papirskjema?")
    secretary.press("j")
    secretary.see("0 av 34 ført")
    for number, rater in enumerate(script.raters):
        secretary.press(*(script.alone(rater, item).lower() for item in script.items))
        secretary.see("34 av 34 ført")
        if number + 1 < len(script.raters):
            secretary.press("tab")
            secretary.see("0 av 34 ført")
    secretary.press("escape")
    secretary.see("Svar er ført inn fra papirskjema")


def _choosing(number: int) -> list[str]:
    return [*["right"] * number, "space"]


def _enough_of(role: Role, profile: Profile, *, secretary: bool, wanted: bool) -> str:
    """As few letters as find the role; `wanted` is whether the meeting still lacks a secretary, who stands first."""
    seats = [one for one in profile.roles if wanted and one.may_be_secretary and one.party == "kommune"]
    known = [(one.id, True) for one in seats] + [(one.id, False) for one in profile.roles]
    labels = {one.id: one.label.casefold() for one in profile.roles}
    label = role.label.casefold()
    for letters in range(3, len(label) + 1):
        first = next(seat for seat in known if labels[seat[0]].startswith(label[:letters]))
        if first == (role.id, secretary) and not label[:letters].endswith(" "):
            return label[:letters]
    return label
