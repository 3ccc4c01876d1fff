"""The way to every place around the assessments where somebody can write: follow-up, first calls, contact meetings."""

from __future__ import annotations

from tests.attacks.attacked_register import show_notes
from tests.attacks.fields import Attacker
from tests.attacks.places import attack_over, leave, open_over


def attack_follow_up(attacker: Attacker) -> None:
    """What is written between the assessments of a case; from home and back."""
    terminal = attacker.terminal
    terminal.press("enter")
    terminal.see("låst 13")
    show_notes(terminal)
    terminal.press("f")
    terminal.see("Sett en dag")
    terminal.settle()
    for key, form in (("s", "ConsentForm"), ("d", "CheckForm"), ("o", "HandoverForm")):
        attack_over(attacker, (key,), form)
    attack_over(attacker, ("home", "enter"), "ProgressForm")
    _open_check(attacker)
    attacker.attack_all()
    leave(attacker, "CheckDoneForm")
    terminal.press("backspace")
    terminal.see("låst 13")
    terminal.press("backspace")
    terminal.see("1 sak")
    terminal.settle()


def _open_check(attacker: Attacker) -> None:
    """Go down the list until a day to look at opens."""
    attacker.terminal.press("home")
    for _line in range(20):
        since = attacker.witness.now()
        attacker.terminal.press("enter")
        opened = attacker.witness.comes(lambda focus: "Form" in focus.name, attacker.terminal, since, 1.5)
        if opened and attacker.reach("CheckDoneForm"):
            return
        if opened:
            leave(attacker, "Form")
        attacker.terminal.press("down")
    message = f"no day to look at\n{attacker.terminal.screen()}"
    raise AssertionError(message)


def attack_calls(attacker: Attacker) -> None:
    """A first call that can't wait, who was called, and the case that comes of it; from home and back."""
    terminal = attacker.terminal
    terminal.press("t")
    terminal.see("3 henvendelser")
    show_notes(terminal)
    terminal.press("home", "enter")
    terminal.see("Reglene peker mot")
    terminal.settle()
    for keys, form in (
        (("r",), "PromptText#outcome-reason"),
        (("home", "down", "down", "enter"), "TextLine#summary"),
        (("down", "down", "r"), "PromptText#words"),
    ):
        open_over(attacker, keys, form)
        attacker.attack_here()
        attacker.step_back()
    attack_over(attacker, ("a", "n"), "AcuteAnswerScreen")
    attack_over(attacker, ("end", "s"), "CaseFromCallScreen")
    terminal.press("backspace")
    terminal.see("3 henvendelser")
    terminal.press("backspace")
    terminal.see("1 sak")
    terminal.settle()


def attack_agenda(attacker: Attacker) -> None:
    """A contact meeting: its points, a new one's title, who is there; from home and back."""
    terminal = attacker.terminal
    terminal.press("m")
    terminal.see("1 kontaktmøte")
    show_notes(terminal)
    terminal.press("enter")
    terminal.see("Hva ble sagt?")
    terminal.settle()
    open_over(attacker, ("home", "enter"), "PromptText#point-note")
    attacker.attack_all()
    attacker.step_back()
    attack_over(attacker, ("m",), "AskLine", "title: ")
    terminal.press("h")
    terminal.see("Hvorfor holder dere møtet likevel?")
    terminal.settle()
    for key, form, name in (("b", "AskLine", "label: "), ("d", "AskLine", "day: "), ("n", "RolesScreen", "")):
        attack_over(attacker, (key,), form, name)
    assert attacker.reach("PromptText#deviation"), terminal.screen()
    attacker.attack_here()
    attacker.step_back()
    terminal.press("backspace")
    terminal.see("Avslutt møtet")
    terminal.press("backspace")
    terminal.see("1 kontaktmøte")
    terminal.press("backspace")
    terminal.see("1 sak")
    terminal.settle()


def attack_reports(attacker: Attacker) -> None:
    """What each kind of report asks; from home and back."""
    terminal = attacker.terminal
    terminal.press("enter")
    terminal.see("låst 13")
    show_notes(terminal)
    terminal.press("down", "p")
    terminal.see("Hvem er rapporten til?")
    terminal.settle()
    for line, form in enumerate(("ReportForm", "", "", "AccessForm", "HandoverReportForm", "PlainForm")):
        if form:
            attack_over(attacker, (*["up"] * 6, *["down"] * line, "enter"), form)
    terminal.press("backspace")
    terminal.see("låst 13")
    terminal.press("backspace")
    terminal.see("1 sak")
    terminal.settle()


def attack_end_of_case(attacker: Attacker, form: str) -> None:
    """What is asked before a case is closed, or taken up again; from home."""
    terminal = attacker.terminal
    terminal.press("enter")
    terminal.see("Oppfølging")
    show_notes(terminal)
    attack_over(attacker, ("a",), form, "end: ")
