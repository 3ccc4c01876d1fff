from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Button, Static, TextArea

from assess.casework.deeds.convening import Observe
from assess.casework.deeds.deed import renewed
from assess.casework.observation import Observation, Sensitivity
from assess.errors import NotAllowed
from assess.instrument.library import Library
from assess.profile.load import Profiles
from assess.register.register import Register
from assess.register.store import Place
from assess.screens.app import AssessApp
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.meeting import MeetingScreen
from assess.screens.meeting.observation_entry import Entry, entry_from
from assess.screens.meeting.observation_gaps import gaps, gaps_words, next_with_gaps
from assess.screens.meeting.observation_gate import gate_words
from assess.screens.meeting.observation_items import ItemsScreen, with_toggled
from assess.screens.meeting.observation_legal import LegalScreen, details_of
from assess.screens.meeting.observation_words import basis_words, heading_words, ledger_legend, ledger_line
from assess.screens.widgets.choice import Choice
from assess.screens.widgets.item_list import ItemList
from assess.screens.widgets.language_watch import Advice
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


@pytest.mark.slow
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
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
        await write(pilot, app, "#mentions", "mor, en lærer")
        await write(pilot, app, "#document", "sak 26/118")
        for field, keys in (
            ("#hand", ("home", "space")),
            ("#reliability", ("b",)),
            ("#nature", ("home", "space")),
            ("#credibility", ("3",)),
            ("#lawful", ("space",)),
            ("#sensitivity", ("end", "space")),
        ):
            app.pane.query_one(field).focus()
            await pilot.press(*keys)
        await pilot.pause()
        (one,) = kept(register, desk)
        assert one.seen == "Læreren hørte detX "
        assert (one.meaning, one.brought_by, one.observed) == ("Kan være en spøk", "Skole", "våren 2026")
        assert one.received_on == date(2026, 11, 19)
        assert (one.hand, one.reliability, one.nature, one.credibility) == ("first_hand", "B", "fact", "3")
        assert one.lawful
        assert (one.mentions, one.document, one.sensitivity) == ("mor, en lærer", "sak 26/118", "police")
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


@pytest.mark.slow
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
        assert ledger_line(one).note == "? +1 −2"


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
        parts = "#basis, #pick-basis, #necessity, #recipients"
        assert not app.pane.query(parts)
        await pilot.press("d")
        await pilot.pause()
        assert [part.display for part in app.pane.query(parts)] == [True] * 4
        await pilot.press("d")
        await pilot.pause()
        assert [part.display for part in app.pane.query(parts)] == [False] * 4


@pytest.mark.slow
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
        assert ledger_line(one).note == "T"
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


@pytest.mark.slow
async def test_what_is_being_written_is_kept_when_the_program_is_ended(
    register: Register, desk: Desk, tmp_path: Path
) -> None:
    app = AssessApp(register.path, Library, Profiles, settings=tmp_path / "settings.json")
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


def make(**words: object) -> Observation:
    return Observation.model_validate({"id": "00000000-0000-7000-8000-000000000000", "number": 1, "seen": "x", **words})


def refined() -> dict[str, object]:
    return {"brought_by": "Skole", "observed": "uke 46", "reliability": "B", "credibility": "2"}


def typed_at_once(where: Widget, *keys: str) -> None:
    """Press keys faster than the screen can answer them."""
    for key in keys:
        where.post_message(events.Key(key, " " if key == "space" else key if len(key) == 1 else None))


def drawn(app: MeetingApp) -> str:
    """What stands on the screen."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def advice(app: MeetingApp) -> str:
    return "\n".join(str(one.content) for one in app.pane.query(Advice) if one.display)


@pytest.mark.slow
async def test_five_observations_are_entered_without_leaving_the_line(
    register: Register, desk: Desk, meeting_app: OpenMeeting
) -> None:
    app = meeting_app("observations")
    async with app.run_test(size=(80, 24)) as pilot:
        for letter in "abcde":
            await pilot.press(letter, "enter")
        await pilot.pause()
        assert [one.seen for one in kept(register, desk)] == list("abcde")
        assert app.focused is app.pane.query_one("#new-observation")


async def test_an_observation_with_source_time_and_items_takes_a_line_and_enter(
    register: Register, desk: Desk, meeting_app: OpenMeeting
) -> None:
    app = meeting_app("observations")
    async with app.run_test(size=(80, 24)) as pilot:
        await type_text(pilot, "Sa det i timen | skole | uke 46 | +a1 -g3")
        await pilot.press("enter")
        await pilot.pause()
        (one,) = kept(register, desk)
        assert (one.seen, one.brought_by, one.observed) == ("Sa det i timen", "Skole", "uke 46")
        assert (one.speaks_for, one.speaks_against) == (("A1",), ("G3",))


async def test_a_line_that_cannot_be_read_stays_and_is_kept_whole_when_the_step_is_left(
    register: Register, desk: Desk, meeting_app: OpenMeeting
) -> None:
    app = meeting_app("observations")
    async with app.run_test(size=(80, 24)) as pilot:
        await type_text(pilot, "Noe | +q9")
        await pilot.press("enter")
        await pilot.pause()
        assert kept(register, desk) == ()
        assert app.pane.query_one("#new-observation", TextLine).value == "Noe | +q9"
        app.pane.leave()
        assert [one.seen for one in kept(register, desk)] == ["Noe | +q9"]


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("Bare dette", Entry("Bare dette")),
        ("Skrev 2-1 og +47 og A1-testen", Entry("Skrev 2-1 og +47 og A1-testen")),
        ("x | NAV", Entry("x", "NAV")),
        ("x | nav | i går", Entry("x", "NAV", "i går")),
        ("x | +A1", Entry("x", speaks_for=("A1",))),
        ("x | mor | −a1 +B2, +b2", Entry("x", "mor", "", ("B2",), ("A1",))),
        ("x | +A1 | NAV", Entry("x", "NAV", "", ("A1",))),
    ],
)
def test_the_cells_of_a_line_are_told_apart(line: str, entry: Entry) -> None:
    assert entry_from(line, ["A1", "B2"], ["NAV"]) == entry


@pytest.mark.parametrize("line", ["x | a | b | c", "x | +C3", "x | +A1 -A1", "| NAV", f"x | {'s' * 301}"])
def test_nothing_is_guessed_of_a_line_that_says_too_much(line: str) -> None:
    with pytest.raises(NotAllowed):
        entry_from(line, ["A1", "B2"], ["NAV"])


def test_a_bare_observation_says_what_is_missing_until_it_is_refined() -> None:
    bare, whole = make(), make(**refined())
    assert gaps_words(bare) == "mangler kilde, dato, gradering"
    assert (ledger_line(bare).note, ledger_line(whole).note) == ("?", "")
    assert "mangler kilde" in heading_words(bare)
    assert "mangler" not in heading_words(whole)
    assert "? noe mangler (1 av 2)" in ledger_legend([bare, whole])
    assert "?" not in ledger_legend([whole])
    assert gaps(make(**refined(), shared=True)) == ("basis", "necessity")
    assert gaps(make(**refined(), shared=True, sensitivity="police")) == ("basis", "necessity", "recipients")
    assert gaps(make(withdrawn="feil")) == ()


def test_the_next_that_lacks_something_is_the_one_at_hand_and_then_those_below() -> None:
    bare, whole = make(), make(**refined())
    a, b, c = (one.model_copy(update={"id": name}) for one, name in ((bare, "a"), (whole, "b"), (bare, "c")))
    assert next_with_gaps((a, b, c), "a") == a
    assert next_with_gaps((a, b, c), "b") == c
    assert next_with_gaps((a, b), "b") == a
    assert next_with_gaps((b,), "b") is None


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
async def test_m_leads_to_what_is_missing_and_enter_from_line_to_line(
    register: Register, desk: Desk, meeting_app: OpenMeeting, size: tuple[int, int]
) -> None:
    entered(desk, "Den ene", "Den andre")
    app = meeting_app("observations")
    async with app.run_test(size=size) as pilot:
        await pilot.press("m")
        await type_text(pilot, "skole")
        await pilot.press("right", "enter")
        await type_text(pilot, "uke 46")
        await pilot.press("enter", "escape", "m", "b", "escape", "m", "2", "escape", "m")
        await pilot.pause()
        one, two = kept(register, desk)
        assert gaps(one) == ()
        assert (one.observed, one.reliability, one.credibility) == ("uke 46", "B", "2")
        assert app.pane.at() == two.id
        assert app.focused is app.pane.query_one("#brought-by")


@pytest.mark.slow
async def test_every_field_of_a_shared_observation_is_reached_by_tab_in_the_order_it_stands(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    entered(desk, "Den ene")
    desk.do(Observe(desk.assessment.observations[0].model_copy(update={"shared": True})))
    app = meeting_app("observations")
    async with app.run_test(size=(80, 24)) as pilot:
        reached = []
        for _step in range(20):
            await pilot.press("tab")
            assert app.focused is not None
            reached.append(app.focused.id or str(getattr(app.focused.parent, "id", "")))
        assert reached == [
            *("seen", "meaning", "brought-by", "observed", "received", "mentions", "document", "pick-items", "lawful"),
            *("hand", "nature", "reliability", "credibility", "sensitivity", "shared"),
            *("pick-basis", "necessity", "recipients", "withdraw", "new-observation"),
        ]


async def test_a_key_is_an_answer_to_the_one_it_was_pressed_on_however_fast_the_next_one_comes(
    register: Register, desk: Desk, meeting_app: OpenMeeting
) -> None:
    entered(desk, "Den ene", "Den andre", "Den tredje")
    app = meeting_app("observations")
    async with app.run_test(size=(80, 24)) as pilot:
        typed_at_once(app.pane.query_one("#ledger"), "l", "down", "d", "down")
        await pilot.pause(0.3)
        assert [(one.lawful, one.shared) for one in kept(register, desk)] == [
            (True, False),
            (False, True),
            (False, False),
        ]


async def test_a_legal_basis_is_the_one_that_enter_was_pressed_on_however_fast(
    register: Register, desk: Desk, meeting_app: OpenMeeting
) -> None:
    entered(desk, "Den ene")
    app = meeting_app("observations")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("d", "g")
        await pilot.pause()
        typed_at_once(app.screen.query_one("#bases"), "down", "down", "enter", "down")
        await pilot.pause(0.3)
        assert kept(register, desk)[0].legal_basis == desk.legal.bases[1].id


async def test_the_list_of_legal_bases_shows_when_each_was_read_and_that_a_jurist_is_needed(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    entered(desk, "Den ene")
    app = meeting_app("observations")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("d", "g")
        await pilot.pause()
        bases = app.screen.query_one("#bases", ItemList)
        drawn = ["".join(segment.text for segment in bases.render_line(line)) for line in range(1, 4)]
        days = [".".join(reversed(basis.checked_on.split("-"))) for basis in desk.legal.bases]
        assert all(basis.needs_jurist for basis in desk.legal.bases)
        assert all(f"J {day}" in line for line, day in zip(drawn, days, strict=False))


async def test_an_item_is_found_by_typing_its_name(register: Register, desk: Desk, meeting_app: OpenMeeting) -> None:
    entered(desk, "Den ene")
    app = meeting_app("observations")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i")
        await pilot.pause()
        typed_at_once(app.screen.query_one("#item-sides"), "c", "2", "space", "g", "3", "-", "j", "+")
        await pilot.pause(0.3)
        (one,) = kept(register, desk)
        assert (one.speaks_for, one.speaks_against) == (("C2", "J1"), ("G3",))


@pytest.mark.parametrize(
    ("sensitivity", "words"),
    [
        ("health", ("helsepersonell", "samtykke")),
        ("child_welfare", ("barnevernstjenesten", "ikke nok alene")),
        ("police", ("politiregisterloven", "forholdsmessig")),
    ],
)
def test_the_gate_tells_whose_decision_it_is_and_what_is_missing(
    sensitivity: Sensitivity, words: tuple[str, ...]
) -> None:
    shared = make(**refined(), sensitivity=sensitivity, shared=True)
    said = gate_words(shared)
    assert all(word in said for word in words)
    assert "velg hjemmel (g), skriv hvorfor det er nødvendig, kryss av hvem som får den" in said
    ready = shared.model_copy(update={"legal_basis": "samtykke", "necessity": "Fordi", "recipients": ("politi",)})
    assert "Før den deles" not in gate_words(ready)
    assert "svarer for at vilkårene er oppfylt" in gate_words(ready)
    assert gate_words(make()) == ""


@pytest.mark.parametrize("size", SIZES)
async def test_a_sensitive_observation_shows_its_gate_and_several_receive_it(
    register: Register, desk: Desk, meeting_app: OpenMeeting, size: tuple[int, int]
) -> None:
    entered(desk, "Den ene")
    one = desk.assessment.observations[0].model_copy(update={"recipients": ("nedlagt",)})
    desk.do(Observe(one))
    app = meeting_app("observations")
    async with app.run_test(size=size) as pilot:
        assert not app.pane.query("#gate")
        app.pane.query_one("#sensitivity").focus()
        await pilot.press("right", "space")
        await pilot.press("tab", "space")
        await pilot.pause()
        gate = app.pane.query_one("#gate", Static)
        assert "Helseopplysning" in str(gate.content)
        assert gate.display
        app.pane.query_one("#recipients").focus()
        await pilot.press("down", "space", "up", "space")
        await pilot.pause()
        (one,) = kept(register, desk)
        assert (one.sensitivity, one.shared) == ("health", True)
        assert one.recipients == ("kommune", "politi", "nedlagt")
        assert ledger_line(one).note == "DS?"


@pytest.mark.slow
async def test_unfit_words_get_calm_advice_while_they_are_written_and_are_kept_all_the_same(
    register: Register, desk: Desk, meeting_app: OpenMeeting
) -> None:
    app = meeting_app("observations")
    async with app.run_test(size=(80, 24)) as pilot:
        await type_text(pilot, "Alle vet det")
        assert advice(app) == ""
        await pilot.pause(0.9)
        assert "«Alle vet»" in advice(app)
        assert "Skriv hvem som sa det" in advice(app)
        await pilot.press("enter")
        await pilot.pause(0.3)
        assert [one.seen for one in kept(register, desk)] == ["Alle vet det"]
        (under_the_form,) = (one for one in app.pane.query(Advice) if one.display)
        assert under_the_form.parent is app.pane.query_one("#seen")


@pytest.mark.slow
async def test_a_diagnosis_is_remarked_on_only_until_it_comes_from_health_personnel(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    entered(desk, "x")
    app = meeting_app("observations")
    async with app.run_test(size=(80, 24)) as pilot:
        await write(pilot, app, "#meaning", "Han er psykotisk")
        await pilot.pause(0.9)
        assert "«psykotisk»" in advice(app)
        await write(pilot, app, "#brought-by", "Kommuneoverlege")
        await pilot.press("enter")
        await pilot.pause(0.3)
        assert advice(app) == ""


async def test_the_advice_quotes_what_was_written_and_is_hidden_with_it(desk: Desk, meeting_app: OpenMeeting) -> None:
    entered(desk, "Han er nazist")
    app = meeting_app("observations")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "«nazist»" in advice(app)
        assert all("note" in one.classes for one in app.pane.query(Advice))


async def test_the_step_mounts_few_widgets_until_something_is_shared(desk: Desk, meeting_app: OpenMeeting) -> None:
    entered(desk, "Den ene")
    app = meeting_app("observations")
    async with app.run_test(size=(80, 24)):
        assert len(app.pane.query("*")) <= 40


async def test_a_line_longer_than_its_field_can_be_read_while_it_is_written(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    entered(desk, "Den ene")
    app = meeting_app("observations")
    async with app.run_test(size=(80, 24)) as pilot:
        for field in ("#new-observation", "#brought-by"):
            await write(pilot, app, field, "Begynnelse " + "ord " * 30)
            app.pane.query_one(field).scroll_visible(animate=False)
            await pilot.pause()
            assert "Begynnelse" in drawn(app)
            await type_text(pilot, "slutten")
            await pilot.pause()
            assert "slutten" in drawn(app)


def named(app: MeetingApp) -> list[str]:
    """The keys that the step puts into the key bar."""
    return [entry.key for entry in app.pane.own_keys()]


async def test_only_the_keys_that_do_what_they_say_are_named(desk: Desk, meeting_app: OpenMeeting) -> None:
    entered(desk, "Læreren hørte det")
    app = meeting_app("observations")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert named(app) == ["n", "↵", "m", "i", "l", "d", "g", "t"]
        app.pane.query_one("#reliability").focus()
        await pilot.pause()
        assert named(app) == ["↵", "esc", "n", "m", "i", "l", "g", "t"]
        assert "Delt" not in drawn(app).splitlines()[-1]
        app.pane.query_one("#meaning TextArea").focus()
        await pilot.pause()
        assert named(app) == ["esc"]
        app.pane.query_one("#brought-by").focus()
        await pilot.pause()
        assert named(app) == ["↵", "esc"]


async def test_an_empty_ledger_names_only_the_key_for_a_new_one(desk: Desk, meeting_app: OpenMeeting) -> None:
    app = meeting_app("observations")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert named(app) == ["↵"]
        app.screen.set_focus(None)
        assert named(app) == ["n"]
