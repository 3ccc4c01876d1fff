"""Choosing whom a report is for: what each kind asks, what it refuses, and where the copies went."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import DataTable, Static

from assess.casework.deeds.convening import Observe
from assess.casework.observation import Observation
from assess.profile.load import Profiles
from assess.register.report_copies import copies_of, export_folder, note_written
from assess.reports.issue import Order, copy_of, prepare
from assess.reports.request import AccessReport, FullReport, Handover, OnePage, PaperCopy, PlainReport
from assess.screens import reports
from assess.screens.meeting.desk import Desk
from assess.screens.report_forms import Orders, ReportForm
from assess.screens.reports import ReportsScreen
from assess.screens.widgets.choice import Choice
from tests.screens.conftest import MeetingApp, OpenMeeting, type_text

KINDS = ("full", "one-page", "archive", "access", "handover", "plain", "comparison")


@pytest.fixture
def ordered(monkeypatch: pytest.MonkeyPatch) -> list[Orders]:
    """What was ordered; nothing is printed."""
    found: list[Orders] = []

    def make(_screen: object, _about: object, orders: Orders, _then: Callable[[], None]) -> None:
        found.append(orders)

    monkeypatch.setattr(reports, "make_reports", make)
    return found


async def open_kind(pilot: Pilot[None], app: MeetingApp, kind: str) -> None:
    await app.push_screen(ReportsScreen(app.desk, Profiles(), ()))
    await pilot.pause()
    await pilot.press(*["down"] * KINDS.index(kind), "enter")
    await pilot.pause()
    assert isinstance(app.screen, ReportForm)


def refusal(app: MeetingApp) -> str:
    return str(app.screen.query_one("#said", Static).render())


async def test_every_kind_says_whom_it_is_for(meeting_app: OpenMeeting) -> None:
    app = meeting_app("quality")
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(ReportsScreen(app.desk, Profiles(), ()))
        await pilot.pause()
        table = app.screen.query_one("#kinds", DataTable)
        assert [row.value for row in table.rows] == list(KINDS)
        assert table.virtual_size.width <= 78


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "request_type"), [("full", FullReport), ("one-page", OnePage)])
async def test_each_recipient_becomes_a_numbered_copy(
    meeting_app: OpenMeeting, ordered: list[Orders], kind: str, request_type: type
) -> None:
    app = meeting_app("quality")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_kind(pilot, app, kind)
        await type_text(pilot, "Politiet, Skolen")
        await pilot.press("ctrl+s")
        await pilot.pause()
    (orders,) = ordered
    assert [type(one.request) for one in orders] == [request_type] * 2
    assert [one.copy for one in orders] == [PaperCopy(1, 2, "Politiet"), PaperCopy(2, 2, "Skolen")]


async def test_access_leaves_out_what_is_named_and_says_what_to_read_first(
    desk: Desk, meeting_app: OpenMeeting, ordered: list[Orders]
) -> None:
    desk.do(Observe(Observation(id=desk.new_id(), number=1, seen="Sa noe i friminuttet")))
    desk.do(Observe(Observation(id=desk.new_id(), number=2, seen="Moren så det", meaning="Noe i friminuttet #1")))
    app = meeting_app("quality")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_kind(pilot, app, "access")
        seen = " ".join(str(one.render()) for one in app.screen.query(Static))
        assert "Programmet kan ikke se om fri tekst nevner andre" in seen
        await type_text(pilot, "en")
        await pilot.press("ctrl+s")
        assert "Skriv numrene på opplysningene" in refusal(app)
        assert ordered == []
        await pilot.press("ctrl+u")
        await type_text(pilot, "1")
        await pilot.pause()
        every, kept, _internal, read = list(app.screen.query(Choice))[:4]
        assert [one.label.startswith("!") for one in every.options][:2] == [True, False]
        assert {"observation.1", "observation.2", "meaning.2"} <= {one.value for one in every.options}
        assert every.options[0].value == "observation.2"
        assert [one.value for one in kept.options] == ["meaning.2"]
        assert kept.display
        kept.focus()
        await pilot.press("enter", "ctrl+s")
        assert "må leses først: opplysning 2" in refusal(app)
        assert ordered == []
        read.focus()
        await pilot.press("up", "enter")
        await pilot.press("ctrl+s")
        await pilot.pause()
    (order,) = ordered[0]
    assert order.request == AccessReport(withheld=frozenset({1}), kept_texts=frozenset({"meaning.2"}), read=True)


@pytest.mark.slow
async def test_a_handover_is_refused_until_its_note_is_whole(meeting_app: OpenMeeting, ordered: list[Orders]) -> None:
    app = meeting_app("quality")
    async with app.run_test(size=(120, 40)) as pilot:
        await open_kind(pilot, app, "handover")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "Utleveringsnotatet mangler: part, hjemmel, grunn" in refusal(app)
        assert ordered == []
        await pilot.press("space", "tab", "enter")
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.pause()
        await pilot.press("tab")
        await type_text(pilot, "De trenger det")
        await pilot.press("ctrl+s")
        await pilot.pause()
    (order,) = ordered[0]
    assert isinstance(order.request, Handover)
    assert (order.request.reason, order.request.requested) == ("De trenger det", False)
    assert order.request.party
    assert order.request.basis


async def test_the_young_are_the_readers_until_somebody_says_otherwise(
    meeting_app: OpenMeeting, ordered: list[Orders]
) -> None:
    app = meeting_app("quality")
    async with app.run_test(size=(120, 40)) as pilot:
        await open_kind(pilot, app, "plain")
        await pilot.press("ctrl+s")
        await pilot.pause()
    (order,) = ordered[0]
    assert order.request == PlainReport("young")


async def test_a_first_assessment_has_nothing_to_be_compared_with(
    meeting_app: OpenMeeting, ordered: list[Orders]
) -> None:
    app = meeting_app("quality")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_kind(pilot, app, "comparison")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "Saken har ingen tidligere vurdering å sammenligne med." in refusal(app)
    assert ordered == []


async def test_the_copies_are_listed_and_a_file_can_be_removed_after_asking(
    desk: Desk, meeting_app: OpenMeeting, tmp_path: Path
) -> None:
    order = Order(desk.case, desk.assessment, OnePage(), copy=PaperCopy(1, 1, "Skolen"))
    prepared = prepare(desk.register, Profiles(), order, "")
    file = export_folder(desk.register) / "F-2026-0001-1.pdf"
    file.write_bytes(b"%PDF-1.7")
    note_written(desk.register, copy_of(desk.register, prepared, file.read_bytes(), file.name))
    app = meeting_app("quality")
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(ReportsScreen(desk, Profiles(), ()))
        await pilot.pause()
        table = app.screen.query_one("#copies", DataTable)
        row = [str(cell) for cell in table.get_row_at(0)]
        assert row[2:5] == ["på én side", "1/1", "i mappen"]
        assert row[5] == "Skolen"
        await pilot.press("tab", "s")
        await pilot.pause()
        assert file.exists()
        await pilot.press("j")
        await pilot.pause()
        assert not file.exists()
        assert str(table.get_row_at(0)[4]) == "ikke her"
    assert len(copies_of(desk.register, desk.case.id)) == 1
