"""A secretary in front of a real terminal, from an empty machine to a signed PDF."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assess.casework.case import Case
from assess.casework.deeds.convening import Convene
from assess.casework.deeds.rating import Rate, Reveal
from assess.casework.meeting import Attendee
from assess.casework.rating import Rating
from assess.instrument.library import Library
from assess.register.founding import Founding, found
from assess.register.register import Register
from assess.register.slot import KeyCost
from assess.training.case_file import OwnRating
from tests.journeys import agreeing, blaklokke, concluding, gathering
from tests.journeys.conftest import Figures
from tests.journeys.kept import assert_kept
from tests.journeys.meeting_script import Script, answering, script, shown_to, without
from tests.journeys.terminal import PseudoTerminal, Secretary
from tests.unit.conftest import PEOPLE, RECOVERY

SIZES = [(80, 24, 60), (120, 40, 2)]
"""Columns and lines, and how many observations are refined: all in the small terminal, enough in the large one."""

LONGEST = 20
"""Seconds of a trained secretary's hands for one item with its answer, its reason and its source."""

HALF = 17
"""Items dealt with when the battery dies."""


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return tmp_path / "register.assess"


@pytest.fixture
def founded(register: Path) -> Path:
    """A register that was set up before, with nothing in it."""
    with found(register, PEOPLE, RECOVERY, Founding("fredrikstad", "kommune"), cost=KeyCost(1024, 1, 1)):
        return register


def test_a_register_is_set_up_and_a_meeting_convened_with_the_keyboard_alone(register: Path, tmp_path: Path) -> None:
    terminal = PseudoTerminal(register, tmp_path)
    secretary = Secretary(terminal)
    blaklokke.set_up(secretary)
    blaklokke.new_case(secretary)
    blaklokke.attendance(secretary)
    secretary.see("Ny opplysning")
    secretary.write("Tegner symboler i arbeidsboka | skole | uke 46 | +B3 -C1")
    secretary.press("enter")
    secretary.see("Opplysning 1")
    secretary.quit()
    with Register.unlock(register, blaklokke.PASSPHRASE) as opened:
        _case, assessment = opened.assessment_called("F-2026-0001")
    assert [one.role for one in assessment.meeting.attendees][:2] == ["sekretaer", "slt"]
    assert [one.role for one in assessment.meeting.attendees if one.leads] == ["slt"]
    (observed,) = assessment.observations
    assert (observed.seen, observed.brought_by, observed.observed) == (
        "Tegner symboler i arbeidsboka",
        "Skole",
        "uke 46",
    )
    assert (observed.speaks_for, observed.speaks_against) == (("B3",), ("C1",))


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize(("columns", "lines", "refined"), SIZES)
def test_a_whole_meeting_survives_a_dead_battery_and_ends_in_a_signed_pdf(
    register: Path, tmp_path: Path, columns: int, lines: int, refined: int, figures: Figures
) -> None:
    bluebell = replace(script("blaklokke"), refined=refined)
    terminal = PseudoTerminal(register, tmp_path, columns, lines)
    secretary = Secretary(terminal)
    with secretary.doing("set-up"):
        blaklokke.set_up(secretary)
    with secretary.doing("case"):
        gathering.open_case(secretary, bluebell.case, bluebell.profile)
    gather(secretary, bluebell)
    dealt_with: set[str] = set()
    with secretary.doing("4"):
        agreeing.discussion(secretary, bluebell, dealt_with, HALF)
    secretary.rest()
    terminal.kill()

    secretary.terminal = PseudoTerminal(register, tmp_path, columns, lines)
    with secretary.doing("4"):
        blaklokke.unlock(secretary)
        secretary.press("enter")
        secretary.see("F-2026-0001/1", "Skjermet – F9 viser")
        secretary.press("f9", "enter")
        secretary.see("ikke drøftet 17")
        agreeing.discussion(secretary, bluebell, dealt_with, len(bluebell.items))
    agree(secretary, bluebell)
    conclude(secretary, bluebell)
    secretary.quit()
    assert_ended_in(register, tmp_path, {"F-2026-0001/1": bluebell})
    figures(f"BLÅKLOKKE {columns}×{lines}", secretary.parts)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize(("columns", "lines", "refined"), SIZES)
def test_an_acute_concern_is_stopped_for_called_about_and_written_up_with_too_few_present(
    founded: Path, tmp_path: Path, columns: int, lines: int, refined: int, figures: Figures
) -> None:
    myrull = replace(acute(), refined=max(10, refined))
    secretary = opened(founded, tmp_path, columns, lines, myrull)
    gather(secretary, myrull)
    with secretary.doing("4"):
        agreeing.discussion(secretary, myrull, set(), len(myrull.items))
        agreeing.changed_minds(secretary, myrull)
    agree(secretary, myrull)
    conclude(secretary, myrull)
    secretary.quit()
    assert_ended_in(founded, tmp_path, {"F-2026-0001/1": myrull})
    figures(f"MYRULL {columns}×{lines}", secretary.parts)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize(("columns", "lines", "refined"), SIZES)
def test_an_unfounded_concern_rated_on_paper_ends_at_the_lowest_level(
    founded: Path, tmp_path: Path, columns: int, lines: int, refined: int, figures: Figures
) -> None:
    hestehov = replace(script("hestehov"), refined=refined, paper=True, slips={"A4": "2"})
    secretary = opened(founded, tmp_path, columns, lines, hestehov)
    gather(secretary, hestehov)
    with secretary.doing("4"):
        agreeing.discussion(secretary, hestehov, set(), len(hestehov.items))
    agree(secretary, hestehov)
    conclude(secretary, hestehov)
    secretary.quit()
    assert_ended_in(founded, tmp_path, {"F-2026-0001/1": hestehov})
    figures(f"HESTEHOV {columns}×{lines}", secretary.parts)


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize(("columns", "lines", "refined"), SIZES)
def test_a_second_meeting_looks_back_at_the_first_and_keeps_the_dissent(
    founded: Path, tmp_path: Path, columns: int, lines: int, refined: int, figures: Figures
) -> None:
    first, second = (replace(script("rosslyng", number), refined=refined) for number in (1, 2))
    secretary = opened(founded, tmp_path, columns, lines, first)
    for number, meeting in enumerate((first, second), start=1):
        secretary.parts = {}
        gather(secretary, meeting)
        with secretary.doing("4"):
            if number == 2:
                secretary.see("Sist (")
            agreeing.discussion(secretary, meeting, set(), len(meeting.items))
            if number == 2:
                secretary.see("Siden sist:")
        agree(secretary, meeting)
        conclude(secretary, meeting)
        figures(f"RØSSLYNG {number} {columns}×{lines}", secretary.parts)
        secretary.press("ctrl+w")
        secretary.see(f"F-2026-0001/{number}", "låst")
    secretary.press("c")
    secretary.see("Sammenligning", "D2")
    secretary.quit()
    assert_ended_in(founded, tmp_path, {"F-2026-0001/1": first, "F-2026-0001/2": second})


@pytest.mark.slow
def test_one_item_is_rated_reasoned_and_sourced_in_less_than_twenty_seconds_of_keys(
    founded: Path, tmp_path: Path, figures: Figures
) -> None:
    with Register.unlock(founded, blaklokke.PASSPHRASE) as register:
        half_way(register)
    secretary = Secretary(PseudoTerminal(founded, tmp_path))
    secretary.see("Skriv passordfrasen")
    secretary.write(blaklokke.PASSPHRASE)
    secretary.press("enter")
    secretary.see("F-2026-0001")
    secretary.press("enter")
    secretary.see("Skjermet – F9 viser")
    secretary.press("f9", "enter")
    secretary.see("Hvem er til stede?")
    secretary.press("f4", "4")
    secretary.find(r"▸ *· (A3) ")
    with secretary.doing("one item") as pace:
        secretary.press("f4", "2")
        secretary.see("Ny opplysning")
        secretary.press("n")
        secretary.pause()
        secretary.write("Sa i timen at noen fortjener vold | skole | uke 46 | +A3")
        secretary.press("enter")
        secretary.see("Opplysning 1")
        secretary.press("f4", "4")
        secretary.find(r"▸ *· (A3) ")
        secretary.press("1", "m", "+", "r")
        secretary.see("Til lista")
        secretary.write("Én gang, i sinne. Tok det ikke tilbake.")
        secretary.press("ctrl+n")
        secretary.see("ikke drøftet 33")
    secretary.quit()
    figures("One item, with an observation in one line, an answer and a reason", secretary.parts)
    assert pace.by_hand < LONGEST
    with Register.unlock(founded, blaklokke.PASSPHRASE) as register:
        _case, assessment = register.assessment_called("F-2026-0001/1")
    agreed, (observed,) = assessment.agreed["A3"], assessment.observations
    assert (agreed.code, agreed.confidence, agreed.change, agreed.reason) == (
        "1",
        "medium",
        "increased",
        "Én gang, i sinne. Tok det ikke tilbake.",
    )
    assert (observed.brought_by, observed.speaks_for) == ("Skole", ("A3",))


def half_way(register: Register) -> None:
    """A meeting whose own ratings were just shown; two differ on A3, and the rest is left for the discussion."""
    about = script("blaklokke").case.background
    case = Case(
        id=register.new_id(),
        reference="F-2026-0001",
        organisation="kommune",
        **about.model_dump(exclude={"opened"}),
        opened_at=register.now(),
    )
    register.open_case(case)
    assessment = register.start(case, Library().edition("vrb"), register.now().date())
    two = tuple(
        Attendee(id=register.new_id(), role=role, party=party)
        for role, party in (("slt", "kommune"), ("politi", "politi"))
    )
    assessment = register.do(assessment, Convene(assessment.meeting.model_copy(update={"attendees": two})))
    for rater, code in zip(two, "02", strict=True):
        rating = Rating(round="individual", rater=rater.id, item="A3", code=code, given_at=register.now())
        assessment = register.do(assessment, Rate(rating))
    register.do(assessment, Reveal(register.now(), "Resten tas i drøftingen."))


def acute() -> Script:
    """MYRULL in a hurry: one policeman too few, a doctor who keeps silent about one item, and a mind that changes."""
    found_in_file = script("myrull")
    entry = without(found_in_file.entry, "politi", "Den andre fra politiet er rykket ut. Saken kan ikke vente.")
    entry = answering(
        entry, "lege", "F1", OwnRating(code="U", confidence="low", reason="Jeg har taushetsplikt og svarer ikke her.")
    )
    entry = shown_to(entry, 10, sensitivity="health", recipients=("politi",), mentions="fastlegen")
    return replace(found_in_file, entry=entry, first_thoughts={"G1": "2"})


def opened(register: Path, home: Path, columns: int, lines: int, meeting: Script) -> Secretary:
    """Somebody who has opened the register and made the case."""
    secretary = Secretary(PseudoTerminal(register, home, columns, lines))
    secretary.see("Skriv passordfrasen")
    secretary.write(blaklokke.PASSPHRASE)
    secretary.press("enter")
    secretary.see("Ingen saker ennå")
    with secretary.doing("case"):
        gathering.open_case(secretary, meeting.case, meeting.profile)
    return secretary


def gather(secretary: Secretary, meeting: Script) -> None:
    """Steps 1 to 3."""
    with secretary.doing("1"):
        gathering.attendance(secretary, meeting)
        if meeting.entry.calls:
            gathering.calls(secretary, meeting)
    with secretary.doing("2"):
        gathering.observations(secretary, meeting)
    with secretary.doing("3"):
        gathering.individual(secretary, meeting)


def agree(secretary: Secretary, meeting: Script) -> None:
    """From the end of step 4 through step 6."""
    secretary.press("f3")
    with secretary.doing("5"):
        agreeing.formulation(secretary, meeting)
    with secretary.doing("6"):
        agreeing.level(secretary, meeting)


def conclude(secretary: Secretary, meeting: Script) -> None:
    """Steps 7 and 8, and the PDF."""
    with secretary.doing("7"):
        concluding.measures(secretary, meeting)
    with secretary.doing("8"):
        concluding.quality(secretary, meeting)
        concluding.report(secretary)


def assert_ended_in(register: Path, home: Path, meetings: dict[str, Script]) -> None:
    """Everything that was keyed in is kept, and every meeting has its PDF."""
    names = {file.name for file in (home / "rapporter").iterdir()}
    assert names == {f"{label.replace('/', '-')}.pdf" for label in meetings}
    with Register.unlock(register, blaklokke.PASSPHRASE) as opened_again:
        assert opened_again.verify().broken_at is None
        for label, meeting in meetings.items():
            _case, assessment = opened_again.assessment_called(label)
            assert_kept(assessment, meeting)
