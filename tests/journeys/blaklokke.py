"""A whole contact meeting on the training case BLÅKLOKKE, as a secretary would key it in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assess.training.case_file import Conclusion, MeetingEntry
from tests.journeys.terminal import Secretary

CONSENTS = ("given", "to_be_asked", "declined", "not_needed", "not_considered")
"""Where consent may stand, in the order that the screen shows."""

UNKNOWN = ("B2", "F2", "A5", "F1")
"""What is unknown in the case as the screen shows it: critical items first."""

PASSPHRASE = "fire rolige ord om vinteren"
OTHER_PASSPHRASE = "blåklokke under steinrøysa"

_RECOVERY_KEY = re.compile("(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}")


def set_up(secretary: Secretary) -> None:
    """Make a register on a machine that has none: two keyholders, and a recovery key copied from the screen."""
    secretary.see("Hvem er dere?")
    secretary.press("1")
    secretary.see("2 Den første nøkkelholderen")
    for _time in range(2):
        secretary.write(PASSPHRASE)
        secretary.press("enter")
    secretary.see("3 Den andre nøkkelholderen")
    secretary.write("slt")
    secretary.press("enter")
    for _time in range(2):
        secretary.write(OTHER_PASSPHRASE)
        secretary.press("enter")
    key = _RECOVERY_KEY.search(secretary.see("4 Gjenopprettingsnøkkelen", "når den står på papiret"))
    assert key is not None
    secretary.press("enter")
    secretary.see("Skriv den inn fra papiret")
    secretary.write(key[0])
    secretary.press("enter")
    secretary.see("Ingen saker ennå", within=60)


def unlock(secretary: Secretary) -> None:
    """Open the register again."""
    secretary.see("Skriv passordfrasen")
    secretary.write(PASSPHRASE)
    secretary.press("enter")
    secretary.see("F-2026-0001")


def new_case(secretary: Secretary) -> None:
    """Open a case about a boy of fifteen, reported by his school, and show what is written about it."""
    secretary.press("n")
    secretary.see("uten navn")
    secretary.write("Elev viser symboler og deler voldsbilder")
    secretary.press("tab", "tab", "down", "space")  # 13–15 år
    secretary.press("tab", "space")  # skole
    secretary.press("tab", "down", "down", "space", "ctrl+s")  # uklar ideologi
    secretary.see("Ingen vurdering ennå", "Skjermet – F9 viser")
    secretary.press("f9")
    secretary.see("deler voldsbilder")


def attendance(secretary: Secretary) -> None:
    """Enter five participants and ask about impartiality."""
    secretary.press("n")
    secretary.see("Hvem er til stede?", "Ingen er ført opp")
    secretary.press("n")
    secretary.see("Skriv litt av rollen")
    for part in ("sekretær for", "slt", "spesialk", "radikal", "mangf"):
        secretary.write(part)
        secretary.see(part)
        secretary.press("enter")
        secretary.see("Skriv litt av rollen")
    secretary.press("escape")
    secretary.see("Oppfylt: 2 fra kommunen, 2 fra politiet og sekretær fra kommunen")
    secretary.press("H")
    secretary.see("habile i denne saken?")
    secretary.press("j")
    secretary.see("Habiliteten er bekreftet for alle")
    secretary.press("f3")


def observations(secretary: Secretary, meeting: MeetingEntry, items: Sequence[str]) -> None:
    """Enter every observation in a line, then tie each to what it speaks for and against."""
    secretary.see("Ny opplysning")
    for number, observation in enumerate(meeting.observations, start=1):
        secretary.write(observation.seen)
        secretary.press("enter")
        secretary.see(f"Opplysning {number}")
    secretary.press("down", "home")
    for number, observation in enumerate(meeting.observations, start=1):
        secretary.see(f"Opplysning {number}")
        if observation.lawful:
            secretary.press("l")
        secretary.press("i")
        secretary.see("mellomrom")
        at = 0
        signs = [(item, "+") for item in observation.speaks_for] + [(item, "-") for item in observation.speaks_against]
        for item, sign in sorted(signs, key=lambda one: items.index(one[0])):
            secretary.press(*["down"] * (items.index(item) - at), sign)
            at = items.index(item)
        secretary.press("enter")
        secretary.see(f"+{len(observation.speaks_for)}")
        secretary.press("down")
    secretary.press("f3")


def individual(secretary: Secretary, ratings: Sequence[Sequence[str]]) -> None:
    """Let each participant rate alone; each is a code an item, in the instrument's order."""
    for place, codes in enumerate(ratings):
        secretary.see("Hver deltaker vurderer for seg")
        secretary.press("home", *["down"] * place, "enter")
        secretary.see("vurderer alene. 0 av 34")
        for code in codes:
            secretary.press(code.lower(), "enter")
        secretary.see("34 av 34 er vurdert")
        secretary.press("b")
    secretary.see("Alle har vurdert alt")
    secretary.press("tab", "enter")
    secretary.see("Alles vurderinger er vist")
    secretary.press("f3")


def discussion(secretary: Secretary, meeting: MeetingEntry, items: Sequence[str], start: int, end: int) -> None:
    """Agree on the items from `start` to `end` of the instrument's order, each with its reason."""
    concluded = conclusion(meeting)
    secretary.see("Kjent", "ikke drøftet")
    secretary.press("o", "home", *["down"] * start)
    for item in items[start:end]:
        secretary.see(f"{item} ", "Ikke til stede")
        agreed = concluded.agreed.get(item)
        secretary.press(meeting.sealed.ratings[item].lower())
        if agreed is None:
            secretary.press("enter")
            continue
        secretary.press(agreed.confidence[0], "r")
        secretary.see("Til lista")
        secretary.write(agreed.reason)
        secretary.press("ctrl+n")
    secretary.see("Lagret")


def formulation(secretary: Secretary, meeting: MeetingEntry, prompts: Sequence[str]) -> None:
    """Answer the instrument's prompts."""
    secretary.see("Gruppas forklaring")
    secretary.press("enter")
    secretary.see("Til lista")
    for prompt in prompts:
        secretary.write(conclusion(meeting).prompts.get(prompt, ""))
        secretary.press("ctrl+n")
    secretary.press("escape", "f3")


def level(secretary: Secretary, meeting: MeetingEntry) -> None:
    """Rights first, then each party, then the group, then what the rules say; at last the help need."""
    concluded = conclusion(meeting)
    secretary.see("Rettighetskontroll", "1a")
    for answer in concluded.rights:
        if answer.answer:
            secretary.press({"yes": "j", "no": "n"}[answer.answer])
        if answer.text:
            secretary.press("r")
            secretary.write(answer.text)
            secretary.press("escape")
        secretary.press("down")
    for party in concluded.party_levels:
        secretary.see("velger", "Ubegrunnet")
        secretary.press(party.level[-1], "down")
    secretary.see("Gruppas bekymringsnivå")
    secretary.press(meeting.sealed.level[-1], concluded.decision.confidence[0], "r")
    secretary.write(concluded.decision.reason)
    secretary.press("ctrl+s")
    secretary.see("Reglene")
    secretary.press("down")
    secretary.see("Hjelpebehov", "HB2")
    secretary.press(meeting.sealed.help[-1])
    if concluded.help.reason:
        secretary.press("r")
        secretary.write(concluded.help.reason)
        secretary.press("escape")
    secretary.press("f3")


def measures(secretary: Secretary, meeting: MeetingEntry) -> None:
    """Plan the measures, who clears up each unknown, and the next assessment."""
    concluded = conclusion(meeting)
    secretary.see("Nytt tiltak")
    for measure in concluded.measures:
        secretary.press("n")
        secretary.see("Foreldreveiledning")
        secretary.press(measure.number[-1])
        secretary.see("Ansvarlig")
        secretary.write(measure.text)
        secretary.press("tab")
        secretary.write(measure.owner)
        secretary.press("tab")
        secretary.write(f"{measure.deadline:%d.%m.%Y}")
        secretary.press("tab", "home", *["down"] * CONSENTS.index(measure.consent), "space", "tab")
        if measure.guardians:
            secretary.write(measure.guardians)
        secretary.press("tab", "tab")
        secretary.write(measure.harm)
        secretary.press("escape", "home")
    secretary.press("home", *["down"] * (len(concluded.measures) + 1))
    for plan in sorted(concluded.unknown_plans, key=lambda one: UNKNOWN.index(one.item)):
        secretary.press("enter")
        secretary.write(plan.who)
        secretary.press("tab")
        secretary.write(plan.how)
        secretary.press("tab")
        secretary.write(f"{plan.by:%d.%m.%Y}" if plan.by is not None else "")
        secretary.press("escape", "down")
    secretary.see("Ny vurdering")
    secretary.press("s")
    secretary.see("Lagret")
    secretary.press("f3")


def quality(secretary: Secretary, lines: Sequence[str | None]) -> None:
    """Answer the checklist, then let one from each party sign."""
    secretary.see("Sjekkliste")
    for number, auto in enumerate(lines):
        if auto is None:
            secretary.press("home", *["down"] * number, "j")
    secretary.press("end", "enter")
    secretary.see("Hvem signerer først?")
    secretary.press("down", "space")
    secretary.see("Skal SLT-koordinator signere?")
    secretary.press("j")
    secretary.see("1 av 2")
    secretary.press("enter", "space")
    secretary.see("Skal Radikaliseringskontakt i politiet signere?")
    secretary.press("j")
    secretary.see("LÅST")


def report(secretary: Secretary) -> None:
    """Make the PDF."""
    secretary.press("f5")
    secretary.see("PDF-en ligger på", within=60)


def conclusion(meeting: MeetingEntry) -> Conclusion:
    """What the meeting came to; the training case has one."""
    assert meeting.concluded is not None
    return meeting.concluded
