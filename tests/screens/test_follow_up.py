from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from textual.dom import DOMNode
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Button, DataTable, Input, Static, TextArea

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.decision import Decision, Indicator
from assess.casework.follow_up import Closure, ConsentEntry, DatedCheck, Handover, MeasureProgress
from assess.casework.meeting import Meeting
from assess.casework.plan import PlannedMeasure, UnknownPlan
from assess.instrument.edition import Edition
from assess.instrument.library import Library
from assess.norwegian_time import norwegian
from assess.profile.load import Profiles
from assess.register.cards import FollowUp, Keeping
from assess.register.following import follow_ups, note_follow_up
from assess.register.keeping import few, reminders
from assess.register.register import Register, pin
from assess.screens.app import AssessApp
from assess.screens.case import CaseScreen
from assess.screens.closing import ClosingScreen
from assess.screens.compare import CompareScreen
from assess.screens.follow_up import FollowUpScreen
from assess.screens.follow_up_again import RateAgain
from assess.screens.follow_up_form import EntryForm
from assess.screens.home import HomeScreen
from assess.screens.local_time import day_text
from assess.screens.meeting.day_line import DayLine
from assess.screens.meeting.meeting import MeetingScreen
from assess.screens.widgets.confirm import Confirm
from assess.screens.widgets.item_list import ItemList
from assess.screens.widgets.prompt_text import PromptText
from tests.screens.planted import drawn
from tests.unit.conftest import record_id

pytestmark = pytest.mark.slow

SIZES = [(80, 24), pytest.param((120, 40), marks=pytest.mark.slow)]
SECRET = "Hemmelig"
"""Stands in everything that somebody wrote."""


def today(register: Register) -> date:
    return norwegian(register.now()).date()


@pytest.fixture
def case(register: Register) -> Case:
    """A case that was assessed as N1: four measures, two of them late, and something to look for today."""
    return register.open_case(
        Case(
            id=register.new_id(),
            reference="F-2026-0001",
            organisation="kommune",
            opened_at=register.now(),
            phase="initial",
            age_band="a16_17",
            ideology="ikke_vurdert",
            sender="skole",
            summary=f"{SECRET} sak",
        )
    )


@pytest.fixture
def signed(register: Register, edition: Edition, case: Case) -> Assessment:
    made = assessment(register, edition, case, "N1")
    keep(register, edition, made)
    return made


def assessment(register: Register, edition: Edition, case: Case, level: str, number: int = 1) -> Assessment:
    day, at = today(register), register.now() - timedelta(minutes=5)
    measures = [
        measure(register, "5.3", deadline=day - timedelta(days=3), items=("A3", "H2")),
        measure(register, "5.7", deadline=day - timedelta(days=1)),
        measure(register, "5.6"),
        measure(register, "", text=f"{SECRET} turgruppe", deadline=day + timedelta(days=9)),
    ]
    return Assessment(
        id=register.new_id(),
        case_id=case.id,
        organisation="kommune",
        number=number,
        instrument=pin(edition),
        profile="fredrikstad",
        started_at=at,
        state="locked",
        locked_at=at,
        meeting=Meeting(held_on=day, attendees=()),
        decision=Decision(level=level, confidence="medium", reason=SECRET, decided_at=at),
        measures=tuple(measures),
        indicators=(Indicator(id=register.new_id(), direction="raise", text=f"{SECRET} tegn", look_on=day),),
    )


def measure(register: Register, number: str, **more: object) -> PlannedMeasure:
    fields = {"id": register.new_id(), "number": number, "text": f"{SECRET} plan", "owner": f"{SECRET} rolle", **more}
    return PlannedMeasure.model_validate(fields)


def keep(register: Register, edition: Edition, made: Assessment) -> None:
    register.store.bring_in((), (edition,), ((made, register.act("import", made.id, made.case_id)),))


def kept(register: Register, kind: type[FollowUp]) -> list[FollowUp]:
    (line,) = register.store.case_lines()
    return [one for one in follow_ups(register, line.case_id) if isinstance(one, kind)]


@pytest.fixture
def app(register: Register, case: Case, tmp_path: Path) -> AssessApp:
    return AssessApp(register.path, Library, Profiles, settings=tmp_path / "settings.json")


async def at_case(pilot: Pilot[None], register: Register, *, shown: bool = True) -> CaseScreen:
    await pilot.pause()
    assert isinstance(pilot.app, AssessApp)
    pilot.app.enter(register)
    await pilot.pause(0.1)
    await pilot.press("enter")
    await pilot.pause(0.1)
    assert isinstance(pilot.app.screen, CaseScreen)
    if shown:
        await pilot.press("f9")
    return pilot.app.screen


async def at_follow_up(pilot: Pilot[None], register: Register, *, shown: bool = True) -> FollowUpScreen:
    await at_case(pilot, register, shown=shown)
    await pilot.press("f")
    await pilot.pause(0.1)
    assert isinstance(pilot.app.screen, FollowUpScreen)
    return pilot.app.screen


def lines(screen: FollowUpScreen) -> dict[str, tuple[str, str]]:
    """Sign and note of every line by its text."""
    return {line.text: (line.mark, line.note) for line in screen.query_one(ItemList)._lines if line.item}


def words(screen: DOMNode) -> str:
    """Everything that stands in the texts of a screen, also what is scrolled away."""
    return "\n".join(str(one.render()) for one in screen.query("Static") if one.display)


async def write(pilot: Pilot[None], text: str) -> None:
    field = pilot.app.focused
    assert isinstance(field, TextArea | Input), field
    if isinstance(field, TextArea):
        field.text = text
    else:
        field.value = text
    await pilot.pause()


@pytest.mark.parametrize("size", SIZES)
async def test_a_measure_is_followed_from_planned_to_finished_by_keys(
    app: AssessApp, register: Register, signed: Assessment, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        screen = await at_follow_up(pilot, register)
        assert lines(screen)["5.3 Samtaleoppfølging"] == ("!", "3 d over")
        assert "! 2 tiltak over fristen" in words(screen)
        assert "3 dager over fristen" in words(screen)
        await pilot.press("enter", "space", "ctrl+s")
        await pilot.pause(0.1)
        assert lines(screen)["5.3 Samtaleoppfølging"] == ("!", "3 d over")
        assert [one.status for one in kept(register, MeasureProgress) if isinstance(one, MeasureProgress)] == [
            "started"
        ]
        await pilot.press("enter", "right", "space", "tab", "tab", "tab")
        await write(pilot, "Fire samtaler")
        await pilot.press("ctrl+s")
        await pilot.pause(0.1)
        assert isinstance(app.screen, RateAgain)
        await pilot.press("escape")
        await pilot.pause()
        assert lines(screen)["5.3 Samtaleoppfølging"] == ("✓", "fullført")
        assert "! 1 tiltak over fristen" in words(screen)
        assert "vurder A3, H2 på nytt" in words(screen)
        assert "Fire samtaler" in words(screen)


@pytest.mark.parametrize("size", SIZES)
async def test_what_needs_consent_is_refused_until_it_is_given_or_the_group_says_why(
    app: AssessApp, register: Register, signed: Assessment, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await at_follow_up(pilot, register)
        await pilot.press("down", "enter", "space", "ctrl+s")
        await pilot.pause(0.1)
        form = app.screen
        assert isinstance(form, EntryForm)
        assert "! Tiltaket settes ikke i gang uten samtykke" in words(form)
        assert kept(register, MeasureProgress) == []
        await pilot.press("tab", "tab", "tab")
        await write(pilot, "Barnevernet har egen hjemmel")
        await pilot.press("ctrl+s")
        await pilot.pause(0.1)
        (one,) = kept(register, MeasureProgress)
        assert isinstance(one, MeasureProgress)
        assert (one.status, one.consent, one.note) == ("started", "not_considered", "Barnevernet har egen hjemmel")


async def test_what_is_voluntary_is_started_only_when_the_person_wants_it(
    app: AssessApp, register: Register, signed: Assessment
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await at_follow_up(pilot, register)
        await pilot.press("down", "down", "enter", "space", "tab", "tab", "tab")
        await write(pilot, "Vi mener det er best")
        await pilot.press("ctrl+s")
        await pilot.pause(0.1)
        assert "! Tiltaket er frivillig" in words(app.screen)
        await pilot.press("shift+tab", "home", "space", "ctrl+s")
        await pilot.pause(0.1)
        assert isinstance(app.screen, FollowUpScreen)
        assert len(kept(register, MeasureProgress)) == 1


async def test_a_finished_measure_leads_to_a_day_or_to_a_new_assessment(
    app: AssessApp, register: Register, signed: Assessment
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await at_follow_up(pilot, register)
        for ways in (("d",), ("n",)):
            await pilot.press("home", "enter", "right", "space", "ctrl+s")
            await pilot.pause(0.1)
            assert isinstance(app.screen, RateAgain)
            assert "A3" in words(app.screen)
            assert "H2" in words(app.screen)
            await pilot.press(*ways)
            await pilot.pause(0.2)
            if ways == ("d",):
                await write(pilot, "1.2.2030")
                await pilot.press("ctrl+s")
                await pilot.pause(0.1)
                (check,) = kept(register, DatedCheck)
                assert isinstance(check, DatedCheck)
                assert (check.due_on, check.text) == (date(2030, 2, 1), "Virket tiltaket? Vurder A3, H2 på nytt.")
        assert isinstance(app.screen, MeetingScreen)
        await pilot.press("ctrl+w")
        await pilot.pause(0.2)
        assert isinstance(app.screen, CaseScreen)
        assert "Tiltak fullført siden sist: vurder A3, H2 på nytt" in words(app.screen)


@pytest.mark.parametrize("size", SIZES)
async def test_consent_and_information_are_entered_by_keys(
    app: AssessApp, register: Register, case: Case, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        screen = await at_follow_up(pilot, register)
        assert "Gå tilbake og trykk n for et møte" in words(screen)
        await pilot.press("s", "ctrl+s")
        await pilot.pause(0.1)
        assert "! Velg: hvem, hva, svaret." in words(app.screen)
        await pilot.press("right", "space", "tab", "space", "tab", "end", "space", "tab")
        await write(pilot, "Samarbeid med NAV")
        await pilot.press("tab", "tab")
        await write(pilot, "Skolen")
        await pilot.press("ctrl+s")
        await pilot.pause(0.1)
        assert "! Skriv hvorfor det ikke passer nå." in words(app.screen)
        await pilot.press("tab")
        await write(pilot, "Etter jul")
        await pilot.press("ctrl+s")
        await pilot.pause(0.1)
        assert lines(screen)["Foresatte: passer ikke nå"][0] == "·"
    (one,) = kept(register, ConsentEntry)
    assert isinstance(one, ConsentEntry)
    assert (one.who, one.kind, one.status, one.about, one.by, one.note) == (
        *("guardians", "consent", "not_now", "Samarbeid med NAV", "Skolen", "Etter jul"),
    )
    assert one.happened_on == today(register)


@pytest.mark.parametrize("size", SIZES)
async def test_a_handover_is_entered_with_a_legal_basis_that_nobody_chose_beforehand(
    app: AssessApp, register: Register, case: Case, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await at_follow_up(pilot, register)
        await pilot.press("o")
        await pilot.pause(0.1)
        await write(pilot, "Barnevernet")
        await pilot.press("tab")
        await write(pilot, "At vi er bekymret, ikke hvorfor")
        await pilot.press("tab", "tab")
        await write(pilot, "SLT")
        await pilot.press("ctrl+s")
        await pilot.pause(0.1)
        assert "! Mangler: hjemmel." in words(app.screen)
        await pilot.press("shift+tab", "enter")
        await pilot.pause(0.1)
        await pilot.press("down", "enter")
        await pilot.pause(0.1)
        await pilot.press("ctrl+s")
        await pilot.pause(0.1)
        assert "Til Barnevernet" in lines(app.screen) if isinstance(app.screen, FollowUpScreen) else False
    (one,) = kept(register, Handover)
    legal = Profiles().legal("no", "nb")
    assert isinstance(one, Handover)
    assert (one.to, one.by, one.legal_basis) == ("Barnevernet", "SLT", legal.bases[0].id)


async def test_what_would_change_the_level_is_looked_at_and_then_leaves_home(
    app: AssessApp, register: Register, signed: Assessment
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await at_follow_up(pilot, register)
        assert f"{SECRET} tegn" in lines(screen)
        await pilot.press("down", "down", "down", "down", "enter")
        await pilot.pause(0.1)
        await pilot.press("ctrl+s")
        await pilot.pause(0.1)
        assert "! Skriv hva dere så." in words(app.screen)
        await pilot.press("tab")
        await write(pilot, "Ikke sett")
        await pilot.press("ctrl+s")
        await pilot.pause(0.1)
        assert lines(screen)[f"{SECRET} tegn"][0] == "✓"
        await pilot.press("backspace", "backspace")
        await pilot.pause(0.2)
        assert isinstance(app.screen, HomeScreen)
        assert "Noe å se etter" not in words(app.screen)
    (one,) = kept(register, DatedCheck)
    assert isinstance(one, DatedCheck)
    assert (one.cause, one.source, one.outcome) == ("indicator", signed.indicators[0].id, "Ikke sett")


async def test_what_was_unknown_is_looked_into_and_then_leaves_home(
    app: AssessApp, register: Register, edition: Edition, case: Case
) -> None:
    item = edition.instrument.domains[0].items[0]
    by = today(register) - timedelta(days=2)
    unknown = UnknownPlan(item=item.id, who=f"{SECRET} rolle", how="Egne systemer", by=by)
    made = assessment(register, edition, case, "N1")
    keep(register, edition, made.model_copy(update={"measures": (), "indicators": (), "unknown_plans": (unknown,)}))
    text = f"{item.id} – {SECRET} rolle: Egne systemer"
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await at_follow_up(pilot, register)
        assert lines(screen)[text] == ("!", day_text(by))
        await pilot.press("down")
        await pilot.pause()
        assert "Ukjent som dere ville avklare" in words(screen)
        assert item.title in words(screen)
        await pilot.press("enter", "tab")
        await write(pilot, "Politiet vet ikke om noe")
        await pilot.press("ctrl+s")
        await pilot.pause(0.1)
        assert lines(screen)[text][0] == "✓"
        await pilot.press("backspace", "backspace")
        await pilot.pause(0.2)
        assert isinstance(app.screen, HomeScreen)
        assert "Noe å se etter" not in words(app.screen)
    (one,) = kept(register, DatedCheck)
    assert isinstance(one, DatedCheck)
    assert (one.source, one.outcome) == (item.id, "Politiet vet ikke om noe")


@pytest.mark.parametrize("size", SIZES)
async def test_an_empty_draft_hides_neither_the_standing_level_nor_its_overdue_review_on_home(
    app: AssessApp, register: Register, edition: Edition, case: Case, size: tuple[int, int]
) -> None:
    made = assessment(register, edition, case, "N2").model_copy(
        update={"review_on": today(register) - timedelta(days=28)}
    )
    keep(register, edition, made)
    register.start(case, edition, today(register))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.enter(register)
        await pilot.pause(0.2)
        row = app.screen.query_one(DataTable).get_row_at(0)
        assert str(row[1]).startswith("N2")
        assert str(row[1]).endswith("· utkast pågår")
        assert str(row[3]) == "28 dager over tiden"
        assert "Ny vurdering er over tiden: F-2026-0001" in words(app.screen)
        assert "28 dager over tiden" in drawn(app)


async def test_home_names_the_role_and_how_late_it_is_only_while_notes_are_shown(
    app: AssessApp, register: Register, signed: Assessment
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        app.enter(register)
        await pilot.pause(0.2)
        assert f"F-2026-0001 ({day_text(today(register))})" in words(app.screen)
        assert "Tiltak over fristen: F-2026-0001 (3 dager, og 1 til)" in words(app.screen)
        await pilot.press("f9")
        assert f"F-2026-0001 ({SECRET} rolle, 3 dager, og 1 til)" in words(app.screen)
        await pilot.press("f9")
        assert SECRET not in drawn(app)


async def test_no_word_is_drawn_in_the_follow_up_while_notes_are_hidden(
    app: AssessApp, register: Register, signed: Assessment, case: Case
) -> None:
    fields = {"case_id": case.id, "organisation": "kommune", "happened_on": today(register)}
    told = {"kind": "information", "status": "told", "about": SECRET, "by": SECRET, "note": SECRET, "who": "person"}
    given = {"to": SECRET, "what": SECRET, "by": SECRET, "legal_basis": "x"}
    for kind, more in ((ConsentEntry, told), (Handover, given)):
        data = {"id": register.new_id(), "noted_at": register.now(), **fields, **more}
        note_follow_up(register, case, kind.model_validate(data))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await at_follow_up(pilot, register, shown=False)
        seen = []
        for shown in (False, True):
            await pilot.press("home")
            for _line in range(12):
                assert (SECRET in drawn(app)) is shown, screen.at()
                seen.append(screen.at())
                await pilot.press("down")
                await pilot.pause()
            await pilot.press("f9")
        assert len(set(seen)) == 10
        await pilot.press("home", "down", "down", "down", "enter", "f9")
        await pilot.pause(0.1)
        assert SECRET in drawn(app)
        await pilot.press("f9")
        await pilot.pause(0.1)
        assert SECRET not in drawn(app)


async def write_closing(pilot: Pilot[None], register: Register) -> None:
    for _criterion in Profiles().profile("fredrikstad").closing:
        await write(pilot, "Ja, det er avklart")
        await pilot.press("tab")
    await write(pilot, f"{SECRET} grunn")
    await pilot.press("tab")
    await write(pilot, "SLT-koordinator")


@pytest.mark.parametrize("size", SIZES)
async def test_a_case_is_closed_by_keys_and_taken_up_again_before_a_new_meeting(
    app: AssessApp, register: Register, signed: Assessment, case: Case, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await at_case(pilot, register, shown=False)
        await pilot.press("a", "f9", "ctrl+s")
        await pilot.pause(0.1)
        closing = app.screen
        assert isinstance(closing, ClosingScreen)
        assert "! Svar på alle spørsmålene. 4 står igjen." in words(closing)
        await write_closing(pilot, register)
        await pilot.press("ctrl+s", "j")
        await pilot.pause(0.2)
        assert isinstance(app.screen, CaseScreen)
        assert f"av SLT-koordinator: {SECRET} grunn" in words(app.screen)
        closure = register.store.card(Closure, case.id)
        assert closure is not None
        assert closure.stands
        keeping = register.store.card(Keeping, case.id)
        assert keeping is not None
        assert keeping.rule == "avsluttet"
        await pilot.press("backspace")
        await pilot.pause(0.2)
        assert "avsluttet" in drawn(app)
        assert "over fristen" not in drawn(app)
        await pilot.press("enter", "f9", "n")
        await pilot.pause(0.2)
        await write(pilot, "Ny melding")
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert isinstance(app.screen, MeetingScreen)
    after = register.store.card(Closure, case.id)
    assert after is not None
    assert (after.stands, after.reopen_reason) == (False, "Ny melding")


async def test_a_case_at_a_high_level_says_why_it_can_not_be_closed(
    app: AssessApp, register: Register, edition: Edition, case: Case
) -> None:
    keep(register, edition, assessment(register, edition, case, "N3"))
    async with app.run_test(size=(80, 24)) as pilot:
        await at_case(pilot, register)
        await pilot.press("a")
        await pilot.pause(0.1)
        assert isinstance(app.screen, CaseScreen)
        assert any("N3" in note.message and "Vurder saken på nytt" in note.message for note in app._notifications)


async def test_a_language_change_comes_back_to_the_same_line(
    app: AssessApp, register: Register, signed: Assessment
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await at_follow_up(pilot, register)
        await pilot.press("down", "down")
        at = screen.at()
        await pilot.press("f10")
        await pilot.pause(0.2)
        assert isinstance(app.screen, FollowUpScreen)
        assert app.screen is not screen
        assert app.screen.at() == at
        await pilot.press("f10")


@pytest.mark.parametrize("key", ["s", "d", "o", "enter"])
async def test_the_fields_of_a_page_are_asked_walked_through_and_read_in_the_same_order(
    app: AssessApp, register: Register, signed: Assessment, key: str
) -> None:
    async with app.run_test(size=(120, 60)) as pilot:
        await at_follow_up(pilot, register)
        await pilot.press(key)
        await pilot.pause(0.1)
        form = app.screen
        assert isinstance(form, EntryForm)
        asked = [field for _label, field in form.fields() if field.is_attached and field.display]
        places = [field.region.y for field in asked]
        assert places == sorted(set(places)), "as they are read"
        walked: list[Widget] = []
        for _field in range(20):
            if isinstance(app.focused, Button) and app.focused.id == "keep":
                break
            assert app.focused is not None
            walked += [one for one in asked if one in app.focused.ancestors_with_self]
            await pilot.press("tab")
        assert walked == [field for field in asked if not isinstance(field, Static)]


async def test_a_day_is_asked_for_before_what_to_look_at(
    app: AssessApp, register: Register, signed: Assessment
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await at_follow_up(pilot, register)
        await pilot.press("d")
        await pilot.pause(0.1)
        assert isinstance(app.screen, EntryForm)
        day, text = (field for _label, field in app.screen.fields())
        assert isinstance(day, DayLine)
        assert isinstance(text, PromptText)
        assert app.focused is day.line
        assert day.region.y < text.region.y


async def test_the_language_key_asks_only_when_a_page_holds_something_new(
    app: AssessApp, register: Register, signed: Assessment
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await at_follow_up(pilot, register)
        await pilot.press("s")
        await pilot.pause(0.1)
        assert isinstance(app.screen, EntryForm)
        await pilot.press("space", "f10")
        await pilot.pause(0.1)
        assert isinstance(app.screen, Confirm)
        await pilot.press("n")
        await pilot.pause(0.1)
        assert isinstance(app.screen, EntryForm)
        await pilot.press("escape", "s")
        await pilot.pause(0.1)
        await pilot.press("f10")  # today stands in it, which nobody wrote
        await pilot.pause(0.2)
        assert isinstance(app.screen, FollowUpScreen)
        await pilot.press("f10")


async def test_an_assessment_that_nobody_has_worked_on_is_not_compared(
    app: AssessApp, register: Register, edition: Edition, case: Case, signed: Assessment
) -> None:
    register.start(case, edition, today(register))
    async with app.run_test(size=(80, 24)) as pilot:
        await at_case(pilot, register)
        await pilot.press("c")
        await pilot.pause(0.1)
        assert isinstance(app.screen, CompareScreen)
        assert "Ikke vurdert ennå: vurdering 2." in words(app.screen)
        assert "Fra kjent til ukjent" not in drawn(app)
        assert not app.screen.query_one(DataTable).display


def test_retention_is_reminded_of_with_three_cases_and_the_others_counted() -> None:
    day = date(2026, 11, 21)
    card = Keeping(case_id=record_id(1), organisation="kommune", rule="under_arbeid", due_on=day)
    blocked = card.model_copy(update={"blocked_at": datetime(2026, 11, 1, tzinfo=UTC)})
    late = card.model_copy(update={"due_on": day - timedelta(days=1)})
    said = reminders(
        [(f"F-{kind}{n}", one) for kind, one in (("s", card), ("b", blocked), ("l", late)) for n in range(5)], day
    )
    assert len(said) == 3
    for words_, kind in zip(said, "lsb", strict=True):
        assert words_.endswith(" og 2 til")
        assert [f"F-{kind}{n}" in words_ for n in range(5)] == [True, True, True, False, False]


def test_a_line_on_home_names_three_cases_and_counts_the_others() -> None:
    assert few(["A", "B", "C"]) == "A, B, C"
    assert few(["A", "B", "C", "D", "E"]) == "A, B, C og 2 til"
