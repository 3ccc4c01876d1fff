"""A secretary's hands in the middle of a meeting: what the group agrees on, how it explains it, and the level."""

from __future__ import annotations

from collections.abc import Mapping

from assess.casework.rating import Change, RemarkKind
from assess.training.case_file import Agreement, DutyEntry
from tests.journeys.meeting_script import Script
from tests.journeys.terminal import Secretary

_CHANGES: Mapping[Change, str] = {"increased": "+", "unchanged": "=", "decreased": "-", "unclear": "."}
_REMARKS: Mapping[RemarkKind, str] = {"devils_advocate": "d", "read_differently": "f", "question": "s"}
_HERE = r"▸\s*\S+ ([A-Z]\d)!?\s"
"""The item that the list's cursor is on."""


def discussion(secretary: Secretary, script: Script, dealt_with: set[str], upto: int) -> None:
    """Discuss the items in the order of the screen, what differs most first, until so many are dealt with.

    Args:
        secretary: Who types.
        script: What they agree on.
        dealt_with: The items that are done; filled on the way.
        upto: How many items to be through with.
    """
    secretary.see("Kjent", "ikke drøftet")
    while len(dealt_with) < upto:
        item = secretary.find(_HERE)
        assert item not in dealt_with, f"{item} comes again"
        discuss(secretary, script, item)
        dealt_with.add(item)
        if len(dealt_with) < len(script.items):
            _wait_until_past(secretary, item)
    left = len(script.items) - len(dealt_with)
    secretary.see(f"ikke drøftet {left}" if left else "Kjent")


def discuss(secretary: Secretary, script: Script, item: str) -> None:
    """Agree on the item that the cursor is on, and go on to the next."""
    if script.agreed_at_once(item):
        secretary.press("enter")
        return
    if item in script.slips:
        secretary.press(script.slips[item].lower())
        secretary.see(f"{script.slips[item]} {item}")
        secretary.press("f7")
        secretary.see("Angret:")
    if item in script.first_thoughts:
        secretary.press(script.first_thoughts[item].lower(), "ctrl+n")
        return
    secretary.press("enter" if script.all_alike(item) else script.agreed_code(item).lower())
    _say_why(secretary, script, item)


def changed_minds(secretary: Secretary, script: Script) -> None:
    """Go back to what they agreed on at first, and change it with the reason that the case gives."""
    for item in script.first_thoughts:
        secretary.press("o", "home", *["down"] * script.items.index(item))
        secretary.find(rf"▸\s*\S+ ({item})!?\s")
        secretary.press(script.agreed_code(item).lower())
        _say_why(secretary, script, item)
        secretary.press("o")
    secretary.see("Lagret")


def _say_why(secretary: Secretary, script: Script, item: str) -> None:
    """How sure they are, how it has moved, what was remarked, the reason, and who finds out what is unknown."""
    agreed: Agreement = script.end.agreed[item]
    secretary.pause()
    secretary.press(agreed.confidence[0], _CHANGES[agreed.change])
    for remark in script.remarks(item):
        secretary.press(_REMARKS[remark.kind])
        secretary.see("Til lista")
        secretary.write(remark.text)
        secretary.to_list()
    secretary.press("r")
    secretary.see("Til lista")
    secretary.write(agreed.reason)
    plan = next((one for one in script.end.unknown_plans if one.item == item), None)
    if plan is None:
        secretary.press("ctrl+n")
        return
    assert plan.by is not None
    secretary.to_list()
    secretary.press("p")
    secretary.fill(plan.who)
    secretary.press("enter")
    secretary.fill(f"{plan.by:%d.%m.%Y}")
    secretary.press("enter")


def _wait_until_past(secretary: Secretary, item: str) -> None:
    secretary.find(rf"▸\s*\S+ (?!{item})([A-Z]\d)!?\s")


def formulation(secretary: Secretary, script: Script) -> None:
    """Answer the prompts, say what would change the level and who looks for it, and write the scenarios."""
    secretary.see("Gruppas forklaring")
    secretary.press("enter")
    secretary.see("Til lista")
    for prompt in script.instrument.prompts:
        secretary.write(script.end.prompts.get(prompt.id, ""))
        secretary.press("ctrl+n")
        secretary.pause()
    secretary.to_list()
    for indicator in script.end.indicators:
        secretary.press("+" if indicator.direction == "raise" else "-")
        secretary.see("Hvilken dag ser dere etter?")
        secretary.fill(indicator.text)
        secretary.press("enter")
        secretary.fill(indicator.who)
        secretary.press("enter")
        secretary.fill(f"{indicator.look_on:%d.%m.%Y}" if indicator.look_on else "")
        secretary.press("enter")
        secretary.see("Ville hevet" if indicator.direction == "raise" else "Ville senket")
    for number, scenario in enumerate(script.end.scenarios, start=1):
        secretary.press("n")
        secretary.see(f"Scenario {number}:", "Til lista")
        for fields in script.instrument.scenario_fields:
            secretary.fill(scenario[fields.id])
            secretary.press("ctrl+n")
        secretary.to_list()
    secretary.press("f3")


def level(secretary: Secretary, script: Script) -> None:
    """Rights first, each party for itself, the group, what the rules say, the help need, dissents, and duties."""
    secretary.see("Rettighetskontroll", "1a")
    for answer in script.end.rights:
        secretary.press(*{"yes": "j", "no": "n"}.get(answer.answer, ""))
        _reason(secretary, answer.text)
        secretary.press("down")
    for party in script.end.party_levels:
        secretary.see("velger", "Ubegrunnet")
        secretary.press(party.level[-1].lower())
        _reason(secretary, party.reason)
        secretary.press("down")
    secretary.see("Gruppas bekymringsnivå", "Partenes egne nivåer")
    secretary.press(script.entry.sealed.level[-1].lower(), script.end.decision.confidence[0], "r")
    secretary.fill(script.end.decision.reason)
    secretary.press("ctrl+s")
    if script.entry.sealed.level == "N4":
        secretary.see("Akutt: stopp møtet", "er satt og lagret")
        secretary.press("escape")
    secretary.see(f"Dere svarte {script.entry.sealed.level}")
    secretary.press("down")
    secretary.see("Hjelpebehov", "HB2")
    secretary.press(script.end.help.need[-1])
    _reason(secretary, script.end.help.reason)
    secretary.press("down")
    secretary.see("Ny dissens")
    for dissent in script.end.dissents:
        secretary.press("enter")
        secretary.fill(dissent.who)
        secretary.press("tab", *(dissent.level[-1] if dissent.level else ""), "tab")
        secretary.fill(dissent.text)
        secretary.press("ctrl+s")
        secretary.see("Dissens:")
        secretary.press("down")
    for duty in script.end.duties:
        secretary.press("down")
        _consider(secretary, duty)
    secretary.press("f3")


def _consider(secretary: Secretary, duty: DutyEntry) -> None:
    secretary.see("Hvem svarer for dette?", "Kilde:")
    secretary.press("enter")
    secretary.fill(duty.by)
    secretary.press("tab")
    secretary.fill(duty.text)
    secretary.to_list()


def _reason(secretary: Secretary, text: str) -> None:
    if text:
        secretary.press("r")
        secretary.fill(text)
        secretary.to_list()
