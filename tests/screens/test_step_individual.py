from __future__ import annotations

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import TextArea

from assess.casework.case import Case
from assess.casework.deeds.convening import Convene
from assess.casework.deeds.deed import renewed
from assess.casework.deeds.rating import Rate
from assess.casework.rating import Rating
from assess.instrument.edition import Edition
from assess.norwegian_time import norwegian
from assess.profile.load import Profiles
from assess.register.register import Register
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.meeting import MeetingScreen
from assess.screens.meeting.rating_grid import RatingGridScreen
from assess.screens.terminal import SafeApp
from assess.screens.widgets.confirm import Confirm
from assess.screens.widgets.item_list import ItemList
from tests.screens.conftest import MeetingApp, OpenMeeting

SIZES = [(80, 24), pytest.param((120, 40), marks=pytest.mark.slow)]


class Resumed(SafeApp[None]):
    """The program started anew: the meeting opens where the register says it was left."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.meeting = MeetingScreen(desk, exercise=False)

    def on_mount(self) -> None:
        super().on_mount()
        self.push_screen(self.meeting)


def kept(desk: Desk) -> dict[tuple[str, str], Rating]:
    """The individual ratings that the register holds, by role and item."""
    assessment = desk.register.assessment(desk.assessment.id)
    roles = {one.id: one.role for one in assessment.meeting.attendees}
    return {(roles[rater], item): rating for (rater, item), rating in assessment.individual.items()}


def rated_alone(desk: Desk, place: int, code: str, *, items: int = 34, reason: str = "") -> None:
    rater = desk.assessment.meeting.raters()[place]
    for item in list(desk.instrument.items())[:items]:
        own = Rating(round="individual", rater=rater.id, item=item.id, code=code, reason=reason, given_at=desk.now())
        desk.do(Rate(own))


def seen(app: SafeApp[None]) -> str:
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def write(pilot: Pilot[None], text: str) -> None:
    assert isinstance(pilot.app.focused, TextArea)
    pilot.app.focused.insert(text)


@pytest.mark.parametrize("size", SIZES)
async def test_behind_the_curtain_only_how_much_is_rated_is_seen(
    desk: Desk, meeting_app: OpenMeeting, size: tuple[int, int]
) -> None:
    rated_alone(desk, 0, "2", items=3, reason="Bare jeg vet dette")
    app = meeting_app("individual")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "3 av 34 vurdert" in seen(app)
        assert "Bare jeg" not in seen(app)
        assert "Tydelig til stede" not in seen(app)


async def test_a_rater_sees_nothing_of_what_another_answered(desk: Desk, meeting_app: OpenMeeting) -> None:
    rated_alone(desk, 0, "2", items=3, reason="Bare jeg vet dette")
    app = meeting_app("individual")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("down", "enter")
        await pilot.pause()
        assert "Skole vurderer alene. 0 av 34 er vurdert." in seen(app)
        assert "(•)" not in seen(app)
        assert "Bare jeg" not in seen(app)
        assert app.pane.query_one("#reason TextArea", TextArea).text == ""


async def test_taking_turns_shows_each_only_their_own_answer_to_the_same_item(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    app = meeting_app("individual")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter", "2", "r")
        write(pilot, "Bare jeg vet dette")
        await pilot.press("escape", "b", "enter")
        await pilot.pause()
        assert "Skole vurderer alene" in seen(app)
        assert app.pane.at().endswith("A1")
        assert "(•)" not in seen(app)
        await pilot.press("0")
        await pilot.pause()
        assert app.pane.query_one("#reason TextArea", TextArea).text == ""
        assert {key: (one.code, one.reason) for key, one in kept(desk).items()} == {
            ("slt", "A1"): ("2", "Bare jeg vet dette"),
            ("skole", "A1"): ("0", ""),
        }


@pytest.mark.parametrize("size", SIZES)
async def test_a_key_rates_the_item_and_enter_goes_on_to_the_next(
    desk: Desk, meeting_app: OpenMeeting, size: tuple[int, int]
) -> None:
    app = meeting_app("individual")
    async with app.run_test(size=size) as pilot:
        await pilot.press("enter", "1", "h", "enter", "u", "enter", "x")
        await pilot.pause()
        assert {key: (one.code, one.confidence) for key, one in kept(desk).items()} == {
            ("slt", "A1"): ("1", "high"),
            ("slt", "A2"): ("U", None),
            ("slt", "A3"): ("X", None),
        }
        assert "Lagret" in seen(app)
        assert "3 av 34 er vurdert" in seen(app)


async def test_keys_that_come_faster_than_the_screen_land_on_the_item_they_were_meant_for(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    app = meeting_app("individual")
    async with app.run_test() as pilot:
        await pilot.press("enter")
        wanted = ["0", "1", "2", "u", "x"] * 6
        for code in wanted:
            app.post_message(events.Key(code, code))
            app.post_message(events.Key("enter", "\r"))
        for _try in range(100):
            await pilot.pause(0.1)
            if len(kept(desk)) == len(wanted):
                break
    items = [item.id for item in desk.instrument.items()]
    found = [kept(desk)["slt", item].code for item in items[: len(wanted)]]
    assert found == [code.upper() for code in wanted]


async def test_a_reason_waits_for_an_answer_and_letters_in_it_rate_nothing(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    app = meeting_app("individual")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "r")
        assert not isinstance(app.focused, TextArea)
        await pilot.press("1", "r", "2", "u", "b", "escape")
        await pilot.pause()
        assert app.focused is not None
        assert app.focused.id == "items"
        assert [(one.code, one.reason) for one in kept(desk).values()] == [("1", "2ub")]


async def test_a_reason_is_kept_when_the_item_or_the_step_is_left_at_once(desk: Desk, meeting_app: OpenMeeting) -> None:
    app = meeting_app("individual")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "1", "r", "a")
        app.pane.query_one("#items", ItemList).action_move(1)
        await pilot.pause()
        app.pane.query_one("#items", ItemList).focus()
        await pilot.press("2", "r", "b", "f3")
        await pilot.pause()
        assert app.pane.step == "discussion"
        assert {item: one.reason for (_role, item), one in kept(desk).items()} == {"A1": "a", "A2": "b"}


async def test_a_rating_is_taken_back_with_delete(desk: Desk, meeting_app: OpenMeeting) -> None:
    app = meeting_app("individual")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "1", "delete")
        await pilot.pause()
        assert not kept(desk)
        assert "(•)" not in seen(app)


async def test_revealing_before_all_is_rated_demands_a_note(desk: Desk, meeting_app: OpenMeeting) -> None:
    rated_alone(desk, 0, "1", items=1)
    app = meeting_app("individual")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("tab", "tab", "enter")
        await pilot.pause()
        assert desk.register.assessment(desk.assessment.id).revealed_at is None
        assert any("Ikke alle har vurdert" in notice.message for notice in app._notifications)
        await pilot.press("shift+tab")
        write(pilot, "Skolen måtte gå")
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert desk.register.assessment(desk.assessment.id).reveal_note == "Skolen måtte gå"


async def test_after_the_reveal_nobody_can_rate_alone_any_more(desk: Desk, meeting_app: OpenMeeting) -> None:
    for place in range(4):
        rated_alone(desk, place, "1")
    app = meeting_app("individual")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Alle har vurdert alt." in seen(app)
        await pilot.click("#reveal")
        await pilot.pause()
        assert desk.register.assessment(desk.assessment.id).revealed_at is not None
        assert "Alles vurderinger er vist." in seen(app)
        await pilot.press("enter", "2")
        await pilot.pause()
        assert {one.code for one in kept(desk).values()} == {"1"}


@pytest.mark.slow
async def test_a_meeting_opened_anew_shows_the_curtain_and_goes_on_with_the_same_rater_on_the_same_item(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    app = meeting_app("individual")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "enter", "1", "enter", "2", "enter")
        await pilot.press("0")
        await pilot.pause()
    again = Desk(desk.register, desk.case, desk.register.assessment(desk.assessment.id), Profiles())
    resumed = Resumed(again)
    async with resumed.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "vurderer alene" not in seen(resumed)
        assert "▸ ( ) Skole" in seen(resumed)
        await pilot.press("enter", "j")
        await pilot.pause()
        assert "Skole vurderer alene. 3 av 34 er vurdert." in seen(resumed)
        assert resumed.meeting.pane is not None
        assert resumed.meeting.pane.at().endswith(" A3")


def with_leader(desk: Desk, place: int = 0) -> None:
    leader = desk.assessment.meeting.raters()[place].id
    meeting = desk.assessment.meeting
    people = tuple(one.model_copy(update={"leads": one.id == leader}) for one in meeting.attendees)
    desk.do(Convene(meeting.model_copy(update={"attendees": people})))


async def test_whoever_leads_the_meeting_stands_last_and_is_asked_before_rating_ahead_of_the_others(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    with_leader(desk)
    app = meeting_app("individual")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "SLT-koordinator – 0 av 34 vurdert · leder møtet, vurderer sist" in seen(app)
        assert seen(app).index("SLT-koordinator") > seen(app).index("Radikaliseringskontakt")
        await pilot.press("end", "enter")
        assert isinstance(app.screen, Confirm)
        await pilot.press("n")
        await pilot.pause()
        assert "vurderer alene" not in seen(app)
        await pilot.press("end", "enter", "j")
        await pilot.pause()
        assert "SLT-koordinator vurderer alene." in seen(app)


async def test_whoever_leads_the_meeting_is_not_asked_once_the_others_are_done(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    with_leader(desk)
    for place in (1, 2, 3):
        rated_alone(desk, place, "1")
    app = meeting_app("individual")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert "SLT-koordinator vurderer alene." in seen(app)


@pytest.mark.slow
async def test_the_keyboard_is_given_on_with_thanks_and_nothing_that_was_written_goes_along(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    rated_alone(desk, 0, "1", items=33)
    app = meeting_app("individual")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter", "j", "2", "r")
        write(pilot, "Hemmelig")
        await pilot.press("ctrl+a", "ctrl+x")
        assert app.clipboard == "Hemmelig"
        await pilot.press("escape")
        assert "Takk, SLT-koordinator. Alt er vurdert." in seen(app)
        await pilot.press("b")
        await pilot.pause()
        assert "Takk. SLT-koordinator har vurdert alt. Gi tastaturet videre til Skole." in seen(app)
        assert "▸ ( ) Skole" in seen(app)
        assert app.clipboard == ""
        await pilot.press("enter", "1", "r", "ctrl+z", "ctrl+v")
        await pilot.pause()
        assert isinstance(app.focused, TextArea)
        assert app.focused.text == ""
        assert desk.history.back() is not None
        await pilot.press("escape", "f7", "f7")
        await pilot.pause()
        assert {role for role, _item in kept(desk)} == {"slt"}
        assert len(kept(desk)) == 34


@pytest.mark.slow
async def test_a_rater_who_takes_an_answer_back_with_f7_keeps_the_keyboard(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    app = meeting_app("individual")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "1", "enter", "2", "f7")
        await pilot.pause()
        assert "SLT-koordinator vurderer alene. 1 av 34 er vurdert." in seen(app)
        assert app.pane.at().endswith(" A2")


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
async def test_paper_forms_are_entered_column_by_column_after_it_was_said_who_sees_what(
    desk: Desk, meeting_app: OpenMeeting, size: tuple[int, int]
) -> None:
    app = meeting_app("individual")
    async with app.run_test(size=size) as pilot:
        await pilot.press("g")
        assert isinstance(app.screen, Confirm)
        assert "Den som skriver inn, ser svarene på skjemaene." in " ".join(seen(app).split()).replace(" ▌ ", " ")
        await pilot.press("j", *["0", "1", "2", "u"] * 8, "x", "x")
        await pilot.press("2", "0")
        await pilot.press("tab", "1", "u", "backspace", "2", "up", "delete")
        await pilot.pause()
        found = {key: one.code for key, one in kept(desk).items()}
        items = [item.id for item in desk.instrument.items()]
        assert [found.pop(("slt", item)) for item in items] == ["0", "1", "2", "U"] * 8 + ["X", "X"]
        assert found == {("skole", "A1"): "1"}
        await pilot.press("escape")
        await pilot.pause()
        assert "SLT-koordinator – 34 av 34 vurdert" in seen(app)
        assert "Den som førte inn, har sett svarene på dem." in " ".join(seen(app).split())
        assert [entry.action for entry in desk.register.entries()].count("enter-paper-forms") == 1


async def test_saying_no_opens_no_paper_forms(desk: Desk, meeting_app: OpenMeeting) -> None:
    app = meeting_app("individual")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("g", "enter")
        await pilot.pause()
        assert app.screen is app.meeting
        assert "papirskjema i dette møtet" not in seen(app)


async def test_a_wrong_key_stops_a_fast_hand_so_that_no_answer_lands_a_line_off(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    app = meeting_app("individual")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("g", "j")
        for code in "017212":
            app.post_message(events.Key(code, code))
        for _try in range(50):
            await pilot.pause(0.05)
            if "Stoppet" in seen(app):
                break
        await pilot.pause()
        assert {item: one.code for (_role, item), one in kept(desk).items()} == {"A1": "0", "A2": "1"}
        assert "Stoppet: «7» er ikke et svar på A3." in seen(app)
        await pilot.press("enter", "2")
        await pilot.pause()
        assert kept(desk)["slt", "A3"].code == "2"


@pytest.mark.slow
async def test_keys_faster_than_the_grid_is_drawn_land_where_they_were_meant(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    app = meeting_app("individual")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("g", "j")
        for answer in ("0", "1", "2", "u"):
            for _cell in range(34):
                app.post_message(events.Key(answer, answer))
            app.post_message(events.Key("tab", None))
        for _try in range(200):
            await pilot.pause(0.1)
            if len(kept(desk)) == 4 * 34:
                break
    by_role: dict[str, set[str]] = {}
    for (role, _item), rating in kept(desk).items():
        by_role.setdefault(role, set()).add(rating.code)
    assert by_role == {"slt": {"0"}, "skole": {"1"}, "politi": {"2"}, "radikaliseringskontakt": {"U"}}


@pytest.mark.slow
async def test_typing_on_a_form_that_is_entered_already_changes_nothing(desk: Desk, meeting_app: OpenMeeting) -> None:
    app = meeting_app("individual")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("g", "j", "tab", *"1" * 34, "escape")
        await pilot.press("g", "j", "tab", "2", "0", "up", "u")
        await pilot.pause()
        last = list(desk.instrument.items())[-1].id
        assert {item: one.code for (_role, item), one in kept(desk).items() if one.code != "1"} == {last: "U"}
        assert len(kept(desk)) == 34


async def test_eight_raters_fit_and_a_tenth_is_scrolled_to_with_the_head_in_place(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    meeting = desk.assessment.meeting
    more = tuple(
        meeting.attendees[1].model_copy(update={"id": desk.new_id(), "label": f"Lærer {number}"}) for number in range(6)
    )
    desk.do(Convene(meeting.model_copy(update={"attendees": (*meeting.attendees, *more)})))
    app = meeting_app("individual")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("g", "j")
        await pilot.pause()
        assert [f"{number} " in seen(app).splitlines()[3] for number in (1, 8)] == [True, True]
        await pilot.press(*["tab"] * 9, "end", "1")
        await pilot.pause()
        head = next(line for line in seen(app).splitlines() if "10 Læ" in line)
        assert "1 SLT" not in head
        assert "Lærer 5: 1 av 34 ført" in seen(app)
        assert "▸ Nederst. Tab går til neste deltaker" in seen(app)
        assert {item for _role, item in kept(desk)} == {list(desk.instrument.items())[-1].id}


@pytest.mark.parametrize("size", SIZES)
async def test_answers_given_on_screen_are_hidden_and_stay_while_paper_forms_are_entered(
    desk: Desk, meeting_app: OpenMeeting, size: tuple[int, int]
) -> None:
    rated_alone(desk, 0, "2", items=3, reason="Min egen grunn")
    before = kept(desk)
    app = meeting_app("individual")
    async with app.run_test(size=size) as pilot:
        await pilot.press("g", "j")
        await pilot.pause()
        assert isinstance(app.screen, RatingGridScreen)
        assert "Skole: 0 av 34 ført" in seen(app)
        assert "▸A1 " in seen(app)
        lines = [line for line in seen(app).splitlines() if line.strip(" ▸")[:2] in ("A1", "A2", "A3", "A4")]
        assert [line.split()[-4] for line in lines[:4]] == ["•", "•", "•", "·"]
        await pilot.press("shift+tab", "home", "1", "0")
        await pilot.pause()
        assert "SLT-koordinator har vurdert selv. Svaret kan ikke endres her." in seen(app)
        await pilot.press("delete", "down", "backspace", "end", "x")
        await pilot.pause()
        assert kept(desk) == before
        await pilot.press("tab", "1")
        await pilot.pause()
        assert {key: one.code for key, one in kept(desk).items() if key not in before} == {("skole", "A1"): "1"}


@pytest.mark.slow
async def test_a_form_that_was_entered_is_open_until_its_rater_answers_on_screen(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    app = meeting_app("individual")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("g", "j", "1", "escape", "g", "j", "1", "escape")
        await pilot.pause()
        assert {item for _role, item in kept(desk)} == {"A1", "A2"}
        await pilot.press("home", "enter", "j", "0", "b", "g", "j", "shift+tab", "home", "2")
        await pilot.pause()
        assert isinstance(app.screen, RatingGridScreen)
        assert "har vurdert selv" in seen(app)
        assert {key for key, one in kept(desk).items() if one.code == "2"} == set()


async def test_whoever_opens_a_rater_with_answers_is_asked_first_and_no_shows_nothing(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    rated_alone(desk, 0, "2", reason="Bare jeg vet dette")
    app = meeting_app("individual")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("home", "enter")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        question = "SLT-koordinator har vurdert. Er det SLT-koordinator som har tastaturet nå?"
        assert question in " ".join(seen(app).split()).replace(" ▌ ", " ")
        await pilot.press("enter")
        await pilot.pause()
        assert len(app.screen_stack) == 2
        assert "Bare jeg" not in seen(app)
        assert "Takk, SLT-koordinator" not in seen(app)
        await pilot.press("home", "enter", "j")
        await pilot.pause()
        assert "Takk, SLT-koordinator. Alt er vurdert." in seen(app)


async def test_a_new_item_is_read_from_its_top_after_a_text_was_written(desk: Desk, meeting_app: OpenMeeting) -> None:
    app = meeting_app("individual")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "2", "r")
        write(pilot, "En grunn")
        await pilot.pause()
        card = app.pane.query_one("#card")
        assert card.scroll_offset.y > 0
        await pilot.press("escape", "enter")
        await pilot.pause()
        assert app.pane.at().endswith(" A2")
        assert card.scroll_offset.y == 0


async def test_a_locked_or_revealed_assessment_names_no_keys_and_takes_none(
    desk: Desk, meeting_app: OpenMeeting
) -> None:
    rated_alone(desk, 0, "1", items=1)
    desk.assessment = renewed(desk.assessment, state="locked", locked_at=desk.now())
    app = meeting_app("individual")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("g", "enter", "2")
        await pilot.pause()
        assert app.screen is app.meeting
        assert app.pane.own_keys() == []
        assert "Vurderingen er signert og låst." in seen(app)
        assert "Vis alles vurderinger" not in seen(app)


async def test_where_each_party_rates_the_page_says_whom_the_rating_is_for(
    register: Register, desk: Desk, edition: Edition
) -> None:
    parties = Edition(instrument=edition.instrument.model_copy(update={"rounds": "parties_then_agreed"}))
    case: Case = desk.case
    meeting = desk.assessment.meeting
    two = tuple(one.model_copy(update={"rates": one.role in ("skole", "politi")}) for one in meeting.attendees)
    started = Desk(register, case, register.start(case, parties, norwegian(register.now()).date()), Profiles())
    started.do(Convene(meeting.model_copy(update={"attendees": two})))
    app = MeetingApp(started, "individual")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Skole, for kommunen – 0 av 34 vurdert" in seen(app)
        assert "Én fra hver part vurderer" in seen(app)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert "Forebyggende politi, for politiet vurderer alene." in seen(app)
