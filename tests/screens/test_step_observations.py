from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Button, Static, TextArea

from assess.casework.deeds.convening import Observe
from assess.casework.deeds.deed import renewed
from assess.casework.observation import Observation
from assess.instrument.library import Library
from assess.profile.load import Profiles
from assess.register.register import Register
from assess.register.store import Place
from assess.screens.app import AssessApp
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.meeting import MeetingScreen
from assess.screens.meeting.observation_items import ItemsScreen, with_toggled
from assess.screens.meeting.observation_legal import LegalScreen, details_of
from assess.screens.meeting.observation_words import basis_words, heading_words, ledger_line
from assess.screens.widgets.choice import Choice
from assess.screens.widgets.item_list import ItemList
from assess.screens.widgets.prompt_text import PromptText, TextLine
from tests.screens.conftest import MeetingApp, OpenMeeting, type_text

SIZES = [(80, 24), pytest.param((120, 40), marks=pytest.mark.slow)]


def kept(register: Register, desk: Desk) -> tuple[Observation, ...]:
    return register.assessment(desk.assessment.id).observations


def entered(desk: Desk, *texts: str) -> None:
    for number, text in enumerate(texts, 1):
        desk.do(Observe(Observation(id=desk.new_id(), number=number, seen=text)))


async def write(pilot: Pilot[None], app: MeetingApp, field: str, text: str) -> None:
    """Write into a field as a whole; the keys themselves are the field's own business."""
    where = app.pane.query_one(field)
    if isinstance(where, TextLine):
        where.focus()
        where.value = text
    else:
        area = where.query_one(TextArea)
        area.focus()
        area.text = text
    await pilot.pause()


@pytest.mark.parametrize("size", SIZES)
async def test_observations_are_entered_line_by_line_and_the_new_one_is_selected(
    register: Register, desk: Desk, meeting_app: OpenMeeting, size: tuple[int, int]
) -> None:
    app = meeting_app("observations")
    async with app.run_test(size=size) as pilot:
        await type_text(pilot, "En ting")
        await pilot.press("enter")
        await type_text(pilot, "To")
        await pilot.press("enter", "enter")
        await pilot.pause()
        one, two = kept(register, desk)
        assert [(one.number, one.seen), (two.number, two.seen)] == [(1, "En ting"), (2, "To")]
        assert app.pane.at() == two.id
        assert (two.nature, two.hand, two.reliability, two.legal_basis) == ("unverified", "unclear", None, "")
        await pilot.press("escape", "up", "n")
        assert app.focused is app.pane.query_one("#new-observation")


@pytest.mark.parametrize("size", SIZES)
async def test_everything_in_the_form_is_kept_as_it_is_changed(
    register: Register, desk: Desk, meeting_app: OpenMeeting, size: tuple[int, int]
) -> None:
    entered(desk, "Læreren hørte det")
    app = meeting_app("observations")
    async with app.run_test(size=size) as pilot:
        await pilot.press("enter")
        await type_text(pilot, "X ")
        await write(pilot, app, "#meaning", "Kan være en spøk")
        await write(pilot, app, "#brought-by", "Skole")
        await write(pilot, app, "#observed", "våren 2026")
        await write(pilot, app, "#received", "19.11.2026")
        for field, keys in (
            ("#hand", ("home", "space")),
            ("#reliability", ("b",)),
            ("#nature", ("home", "space")),
            ("#credibility", ("3",)),
            ("#lawful", ("space",)),
        ):
            app.pane.query_one(field).focus()
            await pilot.press(*keys)
        await pilot.pause()
        (one,) = kept(register, desk)
        assert one.seen == "X Læreren hørte det"
        assert (one.meaning, one.brought_by, one.observed) == ("Kan være en spøk", "Skole", "våren 2026")
        assert one.received_on == date(2026, 11, 19)
        assert (one.hand, one.reliability, one.nature, one.credibility) == ("first_hand", "B", "fact", "3")
        assert one.lawful
        assert "lovlig" in str(app.pane.query_one("#which", Static).content)


async def test_what_is_half_written_stays_with_its_own_observation(
    register: Register, desk: Desk, meeting_app: OpenMeeting
) -> None:
    entered(desk, "Den ene", "Den andre")
    app = meeting_app("observations")
    async with app.run_test(size=(80, 24)) as pilot:
        await write(pilot, app, "#meaning", "Hører til den ene")
        await pilot.click("#ledger", offset=(5, 1))
        await pilot.pause(0.8)
        await pilot.press("escape", "up", "down")
        await pilot.pause()
        one, two = kept(register, desk)
        assert (one.meaning, two.meaning) == ("Hører til den ene", "")
        assert app.pane.at() == two.id
        assert app.pane.query_one("#meaning", PromptText).text == ""


async def test_a_choice_made_at_once_after_writing_loses_no_words(
    register: Register, desk: Desk, meeting_app: OpenMeeting
) -> None:
    entered(desk, "Den ene")
    app = meeting_app("observations")
    async with app.run_test(size=(80, 24)) as pilot:
        await write(pilot, app, "#meaning", "Midt i en setning")
        app.pane.query_one("#reliability", Choice).focus()
        await pilot.press("a")
        app.pane.leave()
        (one,) = kept(register, desk)
        assert (one.meaning, one.reliability) == ("Midt i en setning", "A")


async def test_what_was_seen_cannot_be_emptied_and_a_wrong_day_is_not_kept(
    register: Register, desk: Desk, meeting_app: OpenMeeting
) -> None:
    entered(desk, "Den ene")
    app = meeting_app("observations")
    async with app.run_test(size=(80, 24)) as pilot:
        await write(pilot, app, "#seen", "  ")
        await write(pilot, app, "#received", "i går")
        await pilot.press("enter")
        await write(pilot, app, "#observed", "i går")
        await pilot.press("enter")
        await pilot.pause()
        (one,) = kept(register, desk)
        assert (one.seen, one.received_on, one.observed) == ("Den ene", None, "i går")
        assert app.pane.query_one("#seen", PromptText).text == "Den ene"


async def test_items_are_put_on_both_sides_with_equal_ease(
    register: Register, desk: Desk, meeting_app: OpenMeeting
) -> None:
    entered(desk, "Den ene")
    app = meeting_app("observations")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i")
        assert isinstance(app.screen, ItemsScreen)
        await pilot.press("space", "down", "minus", "down", "space", "minus", "down", "space", "space", "enter")
        await pilot.pause()
        assert len(app.screen_stack) == 2
        (one,) = kept(register, desk)
        assert (one.speaks_for, one.speaks_against) == (("A1",), ("A2", "A3"))
        assert "A2, A3" in str(app.pane.query_one("#items", Static).content)
        assert ledger_line(one).note == "+1 −2"


async def test_nothing_is_chosen_beforehand_among_the_legal_bases(
    register: Register, desk: Desk, meeting_app: OpenMeeting
) -> None:
    entered(desk, "Den ene")
    app = meeting_app("observations")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("g")
        assert app.screen is app.meeting
        await pilot.press("d", "g")
        assert isinstance(app.screen, LegalScreen)
        await pilot.pause()
        warning = str(app.screen.query_one("#details", Static).content)
        assert warning.strip() == desk.legal.warning.strip()
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, LegalScreen)
        assert kept(register, desk)[0].legal_basis == ""
        await pilot.press("down", "enter")
        await write(pilot, app, "#necessity", "Skolen må vite det")
        app.pane.leave()
        (one,) = kept(register, desk)
        assert one.shared
        assert (one.legal_basis, one.necessity) == (desk.legal.bases[1].id, "Skolen må vite det")
        app.pane.query_one(ItemList).focus()
        await pilot.press("g", "delete")
        await pilot.pause()
        assert kept(register, desk)[0].legal_basis == ""


def test_a_legal_basis_says_when_it_was_read_and_that_a_jurist_is_needed(desk: Desk) -> None:
    basis = desk.legal.bases[1]
    day = ".".join(reversed(basis.checked_on.split("-")))
    one = Observation(id=desk.new_id(), number=1, seen="x", shared=True, legal_basis=basis.id)
    for words in (details_of(basis), basis_words(one, desk.legal)):
        assert day in words
        assert basis.section in words
        assert basis.title in words
    assert "jurist må se på den" in details_of(basis)
    assert basis.conditions[0] in details_of(basis)


async def test_legal_basis_and_necessity_are_seen_only_where_something_is_shared(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    entered(desk, "Den ene")
    app = meeting_app("observations")
    async with app.run_test(size=(80, 24)) as pilot:
        parts = [app.pane.query_one(part) for part in ("#basis", "#pick-basis", "#necessity")]
        assert not any(part.display for part in parts)
        await pilot.press("d")
        await pilot.pause()
        assert all(part.display for part in parts)


async def test_an_observation_is_withdrawn_with_a_reason_and_stays_in_the_ledger(
    register: Register, desk: Desk, meeting_app: OpenMeeting
) -> None:
    entered(desk, "Den ene", "Den andre")
    app = meeting_app("observations")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t", "enter", "escape", "delete")
        await pilot.pause()
        assert not kept(register, desk)[0].withdrawn
        await pilot.press("t")
        await type_text(pilot, "Forveksling")
        await pilot.press("enter")
        await pilot.pause()
        one, two = kept(register, desk)
        assert (one.withdrawn, two.withdrawn) == ("Forveksling", "")
        await pilot.press("l", "d", "i", "t")
        await pilot.pause()
        assert app.screen is app.meeting
        assert kept(register, desk)[0] == one
        assert "Trukket tilbake: Forveksling." in heading_words(one)
        assert ledger_line(one).short == "T"
        assert app.pane.query_one("#seen").disabled


async def test_letters_in_a_field_are_words_and_not_keys(
    register: Register, desk: Desk, meeting_app: OpenMeeting
) -> None:
    entered(desk, "Den ene")
    app = meeting_app("observations")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        await type_text(pilot, "ldtgi")
        assert app.screen is app.meeting
        app.pane.leave()
        one, two = kept(register, desk)
        assert (one.lawful, one.shared) == (False, False)
        assert two.seen == "ldtgi"


async def test_search_and_coming_back_land_on_the_same_observation(desk: Desk, meeting_app: OpenMeeting) -> None:
    entered(desk, "Den ene", "Den andre")
    second = desk.assessment.observations[1].id
    for place in (second, "2"):
        app = meeting_app("observations", place)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            assert app.pane.at() == second
            assert app.pane.query_one("#seen", PromptText).text == "Den andre"


async def test_an_anonymous_discussion_reminds_of_what_may_not_be_written(desk: Desk, meeting_app: OpenMeeting) -> None:
    meeting = desk.assessment.meeting.model_copy(update={"phase": "anonymous"})
    desk.assessment = renewed(desk.assessment, meeting=meeting)
    app = meeting_app("observations")
    async with app.run_test(size=(80, 24)):
        words = str(app.pane.query_one("#before", Static).content)
        assert "fødselsnummer" in words
        assert "Ingen opplysninger ennå" in words


async def test_a_locked_ledger_can_only_be_read(register: Register, desk: Desk, meeting_app: OpenMeeting) -> None:
    entered(desk, "Den ene")
    before = kept(register, desk)
    desk.assessment = renewed(desk.assessment, state="locked", locked_at=desk.now())
    app = meeting_app("observations")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", "l", "d", "i", "g", "t")
        await pilot.pause()
        assert app.screen is app.meeting
        assert kept(register, desk) == before
        assert app.pane.own_keys() == []
        assert not any(button.display for button in app.pane.query(Button))


def test_an_item_is_never_on_both_sides() -> None:
    one = Observation(id="00000000-0000-7000-8000-000000000000", number=1, seen="x")
    on = with_toggled(one, "A1", "speaks_for")
    other = with_toggled(on, "A1", "speaks_against")
    off = with_toggled(other, "A1", "speaks_against")
    assert (on.speaks_for, on.speaks_against) == (("A1",), ())
    assert (other.speaks_for, other.speaks_against) == ((), ("A1",))
    assert (off.speaks_for, off.speaks_against) == ((), ())


async def test_what_is_being_written_is_kept_when_the_program_is_ended(
    register: Register, desk: Desk, tmp_path: Path
) -> None:
    app = AssessApp(register.path, Library(), Profiles(), settings=tmp_path / "settings.json")
    app.register = register
    async with app.run_test() as pilot:
        app.push_screen(MeetingScreen(desk, exercise=False, start=Place("observations")))
        await pilot.pause(0.3)
        await type_text(pilot, "Halvskrevet setning")
        await pilot.press("ctrl+q")
        await pilot.pause(0.3)
    assert [one.seen for one in register.assessment(desk.assessment.id).observations] == ["Halvskrevet setning"]


async def test_all_lines_of_a_paste_are_taken(register: Register, desk: Desk, meeting_app: OpenMeeting) -> None:
    async with meeting_app("observations").run_test() as pilot:
        pilot.app.post_message(events.Paste("Første linje\nAndre linje\nTredje linje"))
        await pilot.pause(0.3)
        await pilot.press("enter")
        await pilot.pause(0.3)
    assert [one.seen for one in register.assessment(desk.assessment.id).observations] == [
        "Første linje Andre linje Tredje linje"
    ]
