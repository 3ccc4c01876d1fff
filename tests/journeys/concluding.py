"""A secretary's hands at the end of a meeting: the plan, the checklist, two signatures, and the PDF."""

from __future__ import annotations

from assess.casework.plan import Consent
from assess.training.case_file import MeasureEntry
from tests.journeys.meeting_script import Script
from tests.journeys.terminal import Secretary

_CONSENTS: tuple[Consent, ...] = ("given", "to_be_asked", "declined", "not_needed", "not_considered")
"""Where consent may stand, in the order that the screen shows."""


def measures(secretary: Secretary, script: Script) -> None:
    """Plan the measures, how each unknown is cleared up, and the next assessment."""
    secretary.see("Nytt tiltak")
    for number, measure in enumerate(script.end.measures, start=1):
        _plan(secretary, script, number, measure)
    unknown = script.unknown()
    if unknown:
        secretary.press("end", *["up"] * len(unknown))
    for item in unknown:
        plan = next(one for one in script.end.unknown_plans if one.item == item)
        secretary.pause()
        secretary.press("enter")
        secretary.pause()
        secretary.press("tab")
        secretary.fill(plan.how)
        secretary.to_list()
        secretary.press("down")
    secretary.press("end")
    secretary.see("Ny vurdering", "Dato for ny vurdering")
    if script.end.review is not None:
        secretary.press("s")
    secretary.see("Lagret")
    secretary.press("f3")


def _plan(secretary: Secretary, script: Script, number: int, measure: MeasureEntry) -> None:
    secretary.press("n")
    secretary.see("5.4 Foreldreveiledning")
    secretary.press(measure.number[-1] if measure.number else "e")
    secretary.find(rf"(?m)^ {{0,3}}│▸ · *({number}) ")
    secretary.fill(measure.text)
    secretary.press("tab")
    secretary.write(measure.owner)
    secretary.press("tab")
    secretary.write(f"{measure.deadline:%d.%m.%Y}")
    secretary.press("tab", "home", *["right"] * _CONSENTS.index(measure.consent), "space", "tab")
    if asks_guardians(script, measure):
        secretary.fill(measure.guardians)
        secretary.press("tab")
    secretary.press("tab")
    secretary.fill(measure.harm)
    if measure.items:
        secretary.press("ctrl+o")
        secretary.see("Hvilke forhold skal tiltaket påvirke?")
        at = 0
        for item in sorted(measure.items, key=script.items.index):
            secretary.press(*["down"] * (script.items.index(item) - at), "space")
            at = script.items.index(item)
        secretary.press("enter")
        secretary.pause()
    secretary.to_list()
    secretary.press("home")
    secretary.pause()


def asks_guardians(script: Script, measure: MeasureEntry) -> bool:
    """Whether the form asks how guardians are involved."""
    known = script.profile.measure(measure.number)
    band = script.profile.age_band(script.case.background.age_band)
    return (band is None or band.minor) and (known is None or known.guardians)


def quality(secretary: Secretary, script: Script) -> None:
    """Answer the checklist, then let one from each party sign."""
    secretary.see("Sjekkliste")
    for answer in script.checks:
        secretary.pause()
        secretary.press({"yes": "j", "no": "n", "not_relevant": "i"}[answer.answer])
    secretary.pause()
    secretary.press("end", "enter")
    secretary.see("Hvem signerer først?")
    first, second = script.end.signatures
    _sign(secretary, script, first.by, signed="")
    secretary.see("1 av 2")
    secretary.press("enter")
    secretary.pause()
    _sign(secretary, script, second.by, signed=first.by)
    secretary.see("LÅST")


def _sign(secretary: Secretary, script: Script, key: str, *, signed: str) -> None:
    """Let a participant sign, out of those whose party has not; `signed` is who has, empty for nobody."""
    parties = {one.key: _party(script, one.role) for one in script.present}
    may = [one for one in script.present if parties[one.key] != parties.get(signed)]
    number = next(number for number, one in enumerate(may) if one.key == key)
    role = script.profile.role(may[number].role)
    assert role is not None
    secretary.press(*["down"] * number, "space")
    secretary.see(f"Skal {role.label} signere?")
    secretary.press("j")


def _party(script: Script, role_id: str) -> str:
    role = script.profile.role(role_id)
    assert role is not None
    return role.party


def report(secretary: Secretary) -> None:
    """Make the PDF."""
    secretary.press("f5")
    secretary.see("PDF-en ligger på", within=60)
