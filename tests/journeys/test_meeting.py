"""A secretary in front of a real terminal, from an empty machine to a signed PDF."""

from __future__ import annotations

from pathlib import Path

import pytest

from assess.instrument.library import Library
from assess.instrument.load import load_model
from assess.register.register import Register
from assess.training.case_file import MeetingEntry, TrainingCase
from tests.journeys import blaklokke
from tests.journeys.terminal import PseudoTerminal, Secretary


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return tmp_path / "register.assess"


def meeting() -> MeetingEntry:
    case, problems = load_model(Library().folder("vrb") / "cases" / "blaklokke.yaml", TrainingCase)
    assert case is not None
    assert problems == []
    return case.meetings[0]


def test_a_register_is_set_up_and_a_meeting_convened_with_the_keyboard_alone(register: Path, tmp_path: Path) -> None:
    terminal = PseudoTerminal(register, tmp_path)
    secretary = Secretary(terminal)
    blaklokke.set_up(secretary)
    blaklokke.new_case(secretary)
    blaklokke.attendance(secretary)
    secretary.see("Ny opplysning")
    secretary.write("Tegner symboler i arbeidsboka")
    secretary.press("enter")
    secretary.see("Opplysning 1")
    secretary.press("ctrl+q")
    assert terminal.ended() == 0
    with Register.unlock(register, blaklokke.PASSPHRASE) as opened:
        _case, assessment = opened.assessment_called("F-2026-0001")
    assert [one.role for one in assessment.meeting.attendees][:2] == ["sekretaer", "slt"]
    assert [one.seen for one in assessment.observations] == ["Tegner symboler i arbeidsboka"]


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (120, 40)])
def test_a_whole_meeting_survives_a_dead_battery_and_ends_in_a_signed_pdf(
    register: Path, tmp_path: Path, columns: int, lines: int
) -> None:
    instrument, entry = Library().edition("vrb").instrument, meeting()
    items = [item.id for item in instrument.items()]
    terminal = PseudoTerminal(register, tmp_path, columns, lines)
    secretary = Secretary(terminal)
    blaklokke.set_up(secretary)
    blaklokke.new_case(secretary)
    blaklokke.attendance(secretary)
    blaklokke.observations(secretary, entry, items)
    blaklokke.individual(secretary, own_ratings(entry, items))
    blaklokke.discussion(secretary, entry, items, 0, 17)
    secretary.see("ikke drøftet 17", within=60)
    secretary.rest()
    terminal.kill()

    secretary.terminal = PseudoTerminal(register, tmp_path, columns, lines)
    blaklokke.unlock(secretary)
    secretary.press("enter")
    secretary.see("F-2026-0001/1", "Skjermet – F9 viser")
    secretary.press("f9", "enter")
    secretary.see("ikke drøftet 17")
    blaklokke.discussion(secretary, entry, items, 17, 34)
    secretary.press("f3")
    blaklokke.formulation(secretary, entry, [prompt.id for prompt in instrument.prompts])
    blaklokke.level(secretary, entry)
    blaklokke.measures(secretary, entry)
    blaklokke.quality(secretary, [line.auto for line in instrument.quality])
    blaklokke.report(secretary)
    secretary.press("ctrl+q")

    assert [file.name for file in (tmp_path / "rapporter").iterdir()] == ["F-2026-0001-1.pdf"]
    with Register.unlock(register, blaklokke.PASSPHRASE) as opened:
        _case, assessment = opened.assessment_called("F-2026-0001/1")
        assert opened.verify().broken_at is None
    concluded = blaklokke.conclusion(entry)
    assert assessment.state == "locked"
    assert assessment.answers == entry.sealed.ratings
    assert {item: rating.reason for item, rating in assessment.agreed.items() if rating.reason} == {
        item: agreement.reason for item, agreement in concluded.agreed.items()
    }
    assert {answer.prompt: answer.text for answer in assessment.prompts} == concluded.prompts
    assert [(one.seen, set(one.speaks_for), set(one.speaks_against)) for one in assessment.observations] == [
        (one.seen, set(one.speaks_for), set(one.speaks_against)) for one in entry.observations
    ]
    assert [(one.text, one.deadline, one.consent) for one in assessment.measures] == [
        (one.text, one.deadline, one.consent) for one in concluded.measures
    ]
    assert {plan.item: plan for plan in assessment.unknown_plans} == {
        plan.item: plan for plan in concluded.unknown_plans
    }


def own_ratings(entry: MeetingEntry, items: list[str]) -> list[list[str]]:
    """What each participant answers alone: the reference, but where the case says otherwise."""
    raters = [attendee.key for attendee in entry.attendees if attendee.rates]
    return [
        [
            own[item].code if item in (own := entry.individual.get(rater, {})) else entry.sealed.ratings[item]
            for item in items
        ]
        for rater in raters
    ]
