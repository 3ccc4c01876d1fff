"""Whatever is written, pasted or brought in: the terminal never obeys it, and what is read is what is there."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pypdf import PdfReader

from assess.register.exchange import Bundle, as_text
from tests.attacks import places, places_around
from tests.attacks.attacked_register import (
    STORABLE,
    empty_register,
    filled,
    hostile_arrivals,
    hostile_register,
    register_with_a_case,
    show_notes,
    unlock,
)
from tests.attacks.conftest import Figures, Start
from tests.attacks.fields import SLOW, Attacker, Witness
from tests.attacks.payloads import ALL, NEVER, leaks, too_wide
from tests.attacks.recorded_terminal import RecordedTerminal
from tests.journeys import blaklokke
from tests.journeys.terminal import environment
from tests.unit.conftest import PASSPHRASE

FEW = tuple(ALL[number] for number in (0, 3, 10, 13, 19, 22, 30, 31, 34, 60))

ELSEWHERE = {
    "UnlockScreen": "a passphrase, which another test writes in",
    "IndividualStep": "closed once the ratings are shown; another test writes before",
    "PromptText[0] < ReviewForm": "asked only where the day is late, which tests of the screens write in",
    "LockedPage": "written in only once the assessment is signed, which another test does",
}
"""Fields that a walk through a meeting comes by and can't write in, and why."""


def checked(attacker: Attacker, figures: Figures) -> None:
    raw, score = attacker.terminal.raw, attacker.score
    found = leaks(raw)
    figures(
        f"terminal injection of {len(ALL)} payloads",
        fields=len(score.attacked),
        written=score.sent,
        drawn=len(score.drawn),
        leaked=len(found),
    )
    assert found == []
    assert too_wide(raw, 160) == []
    assert score.not_literal == []
    assert b"\x1b]52" not in raw
    assert set(_titles(bytes(raw))) <= {b"assess"}
    assert attacker.terminal.alive()


def missed(attacker: Attacker, *elsewhere: str) -> set[str]:
    """The fields that there were and that nothing was written in, but for those that another test writes in."""
    reached = " ".join(attacker.score.attacked)
    found = {name for name in attacker.witness.fields() if name not in reached}
    return {name for name in found if not any(known in name for known in elsewhere)}


def _titles(raw: bytes) -> list[bytes]:
    return [part.partition(b"\x07")[0] for start in (b"\x1b]0;", b"\x1b]2;") for part in raw.split(start)[1:]]


def attacker_in(start: Start, folder: Path, register: Path, **more: object) -> Attacker:
    witness = Witness(folder)
    terminal = start(
        ["--register", str(register)], size=(160, 30), env=witness.env(unsafe=bool(more.pop("unsafe", False)))
    )
    return Attacker(terminal, witness, **more)  # type: ignore[arg-type]  # the payloads, when they are given


@pytest.mark.slow
def test_a_few_payloads_in_the_locked_program_and_in_search_reach_no_terminal(
    start: Start, tmp_path: Path, figures: Figures
) -> None:
    attacker = attacker_in(start, tmp_path, hostile_register(tmp_path), payloads=FEW)
    places.attack_before_home(attacker)
    attacker.terminal.press("/")
    attacker.terminal.see("Søk etter sak")
    attacker.await_field()
    attacker.attack_here()
    assert attacker.score.attacked == {"TextLine#passphrase < UnlockScreen", "TextLine#search < SearchScreen"}
    checked(attacker, figures)


@pytest.mark.slow
def test_the_same_payloads_are_found_when_the_fences_are_down(start: Start, tmp_path: Path) -> None:
    attacker = attacker_in(start, tmp_path, hostile_register(tmp_path), payloads=FEW, unsafe=True)
    places.attack_before_home(attacker)
    attacker.terminal.press("n")
    attacker.terminal.see("uten navn")
    attacker.await_field()
    attacker.attack_here()
    until = time.monotonic() + SLOW
    while not leaks(attacker.terminal.raw) and time.monotonic() < until:
        attacker.terminal.read(0.1)
    attacker.terminal.settle(0.5)
    found = leaks(attacker.terminal.raw)
    assert {"whole: osc-clipboard", "whole: csi-clear", "whole: right-to-left-override"} & set(found) or len(found) > 5
    attacker.terminal.kill()


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_no_field_before_or_outside_a_meeting_lets_a_payload_through(
    start: Start, tmp_path: Path, figures: Figures
) -> None:
    attacker = attacker_in(start, tmp_path, hostile_register(tmp_path))
    places.attack_before_home(attacker)
    places.attack_home(attacker)
    places.attack_retention(attacker)
    places.attack_identity(attacker)
    places.open_case(attacker, 0)
    places.attack_alone(attacker)
    places.leave_case(attacker)
    places.open_case(attacker, 2)
    places.attack_locked(attacker)
    checked(attacker, figures)
    assert missed(attacker, "AttendanceStep", "QualityStep") == set()


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_no_field_of_a_meeting_lets_a_payload_through(start: Start, tmp_path: Path, figures: Figures) -> None:
    attacker = attacker_in(start, tmp_path, hostile_register(tmp_path))
    unlock(attacker.terminal)
    places.open_case(attacker, 1)
    places.attack_revealed(attacker)
    checked(attacker, figures)
    assert missed(attacker, *ELSEWHERE) == set()


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_no_field_around_the_meetings_lets_a_payload_through(start: Start, tmp_path: Path, figures: Figures) -> None:
    attacker = attacker_in(start, tmp_path, hostile_register(tmp_path))
    unlock(attacker.terminal)
    places_around.attack_agenda(attacker)
    places_around.attack_follow_up(attacker)
    places_around.attack_reports(attacker)
    places_around.attack_calls(attacker)
    checked(attacker, figures)
    # The second line for numbers is shown only where an observation is of health, child welfare or the police.
    assert missed(attacker, "UnlockScreen", "TextLine[1] < AccessForm") == set()


@pytest.mark.slow
@pytest.mark.parametrize(("closed", "form"), [(False, "ClosingScreen"), (True, "AskLine")])
def test_no_field_at_the_end_of_a_case_lets_a_payload_through(
    start: Start, tmp_path: Path, figures: Figures, form: str, *, closed: bool
) -> None:
    attacker = attacker_in(start, tmp_path, register_with_a_case(tmp_path, closed=closed))
    unlock(attacker.terminal)
    places_around.attack_end_of_case(attacker, form)
    checked(attacker, figures)
    assert missed(attacker, "UnlockScreen") == set()


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_no_field_of_the_first_start_lets_a_payload_through(start: Start, tmp_path: Path, figures: Figures) -> None:
    attacker = attacker_in(start, tmp_path, tmp_path / "ny" / "r.assess")
    terminal = attacker.terminal
    terminal.see("Hvem er dere?")
    terminal.press("1")
    terminal.see("2 Den første nøkkelholderen")
    terminal.settle()
    attacker.attack_all("first: ", most=4)
    terminal.press("escape")
    terminal.see("Hvem er dere?")
    terminal.press("1")
    for name, passphrase in (("", blaklokke.PASSPHRASE), ("slt", blaklokke.OTHER_PASSPHRASE)):
        terminal.see("2 Den første" if not name else "3 Den andre")
        terminal.settle()
        terminal.send(f"{name}\r" if name else "")
        for _time in range(2):
            terminal.send(f"{passphrase}\r")
            terminal.settle(0.3)
    terminal.see("4 Gjenopprettingsnøkkelen")
    attacker.attack_here("key: ")
    terminal.press("enter")
    terminal.see("Skriv den inn fra papiret")
    attacker.await_field()
    attacker.attack_here("key: ")
    assert len(attacker.score.attacked) == 5
    checked(attacker, figures)


@pytest.mark.slow
def test_control_sequences_typed_as_keys_and_bytes_that_are_no_text_do_no_harm(
    start: Start, tmp_path: Path, figures: Figures
) -> None:
    terminal = start(["--register", str(hostile_register(tmp_path))], size=(120, 30))
    unlock(terminal)
    terminal.press("/")
    terminal.see("Søk etter sak")
    typed = [one.text.encode() for one in ALL if one.pastable]
    typed += [b"\xe5", b"\xff\xfe", b"\xed\xa0\x80", b"\xc3", b"\x1b[201~EIET", b"\x1b[200~\xe5\x1b[201~"]
    for data in typed:
        terminal.send_bytes(data)
        terminal.settle(0.06, 1)
        assert terminal.alive(), data
    terminal.settle()
    terminal.press("ctrl+q")
    assert terminal.ended() == 0, terminal.screen()
    assert leaks(terminal.raw) == []
    figures("keys that are no keys", tried=len(typed), crashes=0)


def walk_and_look(terminal: RecordedTerminal) -> None:
    """Every step of the three assessments, their comparison, and what search finds."""
    unlock(terminal)
    terminal.press("enter")
    terminal.see("låst 13")
    show_notes(terminal)
    for line in range(3):
        terminal.press("home", *["down"] * line, "enter")
        terminal.see("F4 Steg")
        for digit in "12345678":
            terminal.press("f4", digit)
            terminal.settle(0.3)
            terminal.press("end", "f8")
            terminal.see("Akutt: stopp")
            terminal.leave("Akutt: stopp")
        terminal.press("/")
        terminal.see("Søk etter sak")
        terminal.send("Q")
        terminal.settle(0.3)
        terminal.leave("treff")
        terminal.press("ctrl+w")
        terminal.see("låst 13")
        terminal.settle()
    terminal.press("c")
    terminal.settle(0.4)


@pytest.mark.slow
def test_what_was_brought_in_is_shown_without_harm_on_every_screen(
    start: Start, tmp_path: Path, figures: Figures
) -> None:
    terminal = start(["--register", str(hostile_register(tmp_path))], size=(120, 40))
    walk_and_look(terminal)
    seen = {one.name for one in STORABLE if one.begin.encode() in terminal.raw}
    figures("texts brought in and shown", payloads=len(seen), leaked=len(leaks(terminal.raw)))
    assert len(seen) == len(STORABLE)
    assert leaks(terminal.raw) == []
    assert too_wide(terminal.raw, 120) == []
    assert terminal.alive()


def command(home: Path, words: list[str]) -> subprocess.CompletedProcess[bytes]:
    secret = home / "passordfrase"
    secret.write_text(PASSPHRASE)
    secret.chmod(0o600)
    env = {**environment(home), "ASSESS_PASSPHRASE_FILE": str(secret)}
    return subprocess.run(
        [sys.executable, "-m", "assess", *words],
        env=env,
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


def harmful(output: bytes) -> list[str]:
    """What no command may print, line breaks and tabs aside; a pipe gets no colours either."""
    text = output.decode("utf-8", "surrogateescape")
    return [
        repr(text[max(at - 8, 0) : at + 4]) for at, letter in enumerate(text) if letter in NEVER or letter == "\x1b"
    ]


@pytest.mark.slow
def test_no_command_prints_what_a_terminal_would_obey(home: Path, figures: Figures) -> None:
    register = filled(empty_register(home), *hostile_arrivals())
    at = ["--register", str(register)]
    printed = leaked = 0
    for words in (
        ["case", "list"],
        ["case", "list", "--json"],
        ["case", "show", "BLÅKLOKKE"],
        ["case", "show", "BLÅKLOKKE", "--json"],
        ["assessment", "export", "BLÅKLOKKE/1"],
        ["assessment", "export", "BLÅKLOKKE/2"],
        ["compare", "BLÅKLOKKE/1", "BLÅKLOKKE/2"],
        ["compare", "BLÅKLOKKE/1", "BLÅKLOKKE/2", "--json"],
        ["journal", "show"],
        ["journal", "show", "--json"],
        ["register", "verify"],
        ["register", "doctor"],
        ["case", "show", "\x1b]0;EIET\x07\u202e"],
        ["\x1b]0;EIET\x07\u202e\x9b2J"],
        ["--register", "/nei\x1b[2J\u202e/r", "case", "list"],
        ["case", "list", "--\x1b]52;c;AAAA\x07"],
        ["assessment", "check", "nei\x1b[6n\u202e.json"],
        ["case", "show", "\udcff\udc9b2J"],
    ):
        ran = command(home, [*at, *words])
        found = harmful(ran.stdout + ran.stderr)
        printed += 1
        leaked += len(found)
        assert found == [], words
        assert b"Traceback" not in ran.stderr
        assert b"feil i programmet selv" not in ran.stderr, ran.stderr
    figures("commands that print", tried=printed, leaked=leaked)


@pytest.mark.slow
def test_a_file_with_a_payload_is_refused_or_brought_in_harmless(home: Path, figures: Figures) -> None:
    register = empty_register(home)
    arrival = hostile_arrivals()[1]  # a draft: nothing is signed that would no longer be what was signed
    plain_text = as_text(
        Bundle(kind="register", case=arrival.case, assessment=arrival.assessment, edition=arrival.edition)
    )
    files = []
    for payload in ALL:
        data = json.loads(plain_text)
        data["case"]["summary"] = payload.marked
        data["assessment"]["observations"][0]["seen"] = payload.marked
        file = home / f"{payload.number:02}.json"
        file.write_bytes(json.dumps(data).encode())
        files.append(file)
    checked_files = command(home, ["assessment", "check", *map(str, files)])
    good = [file for file in files if f"{file}: i orden".encode() in checked_files.stdout]
    assert harmful(checked_files.stdout + checked_files.stderr) == []
    brought = command(home, ["--register", str(register), "assessment", "import", str(good[-1])])
    assert brought.returncode == 0, brought.stderr
    refused = command(home, ["--register", str(register), "assessment", "import", str(files[0])])
    assert refused.returncode == 1
    assert harmful(refused.stdout + refused.stderr + brought.stdout) == []
    figures("files with payloads", tried=len(files), refused=len(files) - len(good), leaked=0)
    taken = {ALL[int(file.stem)].name for file in good}
    assert taken <= {one.name for one in STORABLE}
    assert {one.name for one in ALL if one.literal} <= taken


@pytest.mark.slow
def test_markup_stands_letter_for_letter_in_the_pdf_and_nothing_steers(home: Path) -> None:
    register = filled(empty_register(home), *hostile_arrivals())
    for number in (1, 2, 3):
        made = command(home, ["--register", str(register), "report", f"BLÅKLOKKE/{number}", "-o", f"{number}.pdf"])
        assert made.returncode == 0, made.stderr
    text = "\n".join(page.extract_text() for number in (1, 2, 3) for page in PdfReader(home / f"{number}.pdf").pages)
    assert not set(text) & NEVER
    squeezed = "".join(text.split())
    shown = [one.name for one in STORABLE if one.literal and "".join(one.marked.split()) in squeezed]
    assert len(shown) == len([one for one in STORABLE if one.literal])
