"""A case in which every text that people can write holds a word of its own, and a walk through every screen of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pydantic import AfterValidator
from pydantic.fields import FieldInfo
from textual.pilot import Pilot

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.decision import Dissent
from assess.casework.plan import OWN, AcuteCall
from assess.casework.quality import Addendum, CheckAnswer, Signature
from assess.casework.rating import Remark
from assess.casework.record import Record
from assess.instrument.edition import Edition
from assess.instrument.library import Library
from assess.instrument.model import Step
from assess.instrument.text import seen
from assess.profile.load import Profiles
from assess.screens.app import AssessApp
from assess.screens.case import CaseScreen
from assess.screens.meeting.meeting import MeetingScreen
from assess.screens.terminal import SafeApp
from assess.screens.widgets.item_list import ItemList
from assess.training.demonstration import demonstration
from tests.unit.conftest import record_id

MARK = "ZQX"
"""What every planted word begins with; nothing else in the program does."""

MOMENT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@dataclass
class Planter:
    """Puts a word of its own into every text of a record, found by the fields' types: new ones are found, too."""

    words: dict[str, str] = field(default_factory=dict)
    """Each word, and the field that it stands in."""

    def planted(self, record: Any, where: str = "") -> Any:  # noqa: ANN401  a record, or what one is made of
        if isinstance(record, Record):
            kind = type(record)
            changes = {
                name: self._text(f"{kind.__name__}.{name}", getattr(record, name))
                if _is_text(info)
                else self.planted(getattr(record, name), f"{kind.__name__}.{name}")
                for name, info in kind.model_fields.items()
            }
            return kind.model_validate(changes)
        if isinstance(record, tuple):
            return tuple(self.planted(one, where) for one in record)
        if isinstance(record, dict) and where == "Scenario.fields":
            return {name: self._text(where, text) for name, text in record.items()}
        return record

    def _text(self, where: str, before: str) -> str:
        if where == "Observation.withdrawn" and not before:
            return ""
        word = f"{MARK}{len(self.words):04d}"
        self.words[word] = where
        return f"{word} {before}"[:40].strip()


def _is_text(info: FieldInfo) -> bool:
    return any(isinstance(one, AfterValidator) and one.func is seen for one in info.metadata)


@dataclass(frozen=True)
class PlantedCase:
    """The case with three assessments: signed, being discussed, and being rated alone."""

    case: Case
    edition: Edition
    signed: Assessment
    discussed: Assessment
    alone: Assessment
    words: dict[str, str]


def planted_case() -> PlantedCase:
    library = Library()
    edition = library.edition("vrb")
    records = demonstration(edition, Profiles().profile("fredrikstad"), library.folder("vrb") / "cases")
    record = next(one for one in records if one.case.reference == "BLÅKLOKKE")
    full = _with_everything(record.assessments[0], edition)
    planter = Planter()
    case: Case = planter.planted(record.case)
    signed = planter.planted(full)
    draft = {"state": "draft", "locked_at": None, "addenda": ()}
    void = tuple(one.model_copy(update={"void": True}) for one in full.signatures)
    discussed = planter.planted(
        full.model_copy(update={**draft, "id": record_id(7002), "number": 2, "signatures": void})
    )
    own = tuple(one for one in full.ratings if one.round == "individual")
    bare = {**draft, "id": record_id(7003), "number": 3, "revealed_at": None, "ratings": own, "signatures": ()}
    alone = planter.planted(full.model_copy(update=bare))
    return PlantedCase(case, edition, signed, discussed, alone, planter.words)


def _with_everything(assessment: Assessment, edition: Edition) -> Assessment:
    """The assessment with one of everything that can be written, and ratings of the first items only."""
    items = [item.id for item in edition.instrument.items()][:3]
    own = [line.id for line in edition.instrument.quality if line.auto is None]
    withdrawn, lawful, other = assessment.observations[:3]
    attendee = assessment.meeting.attendees[0]
    return assessment.model_copy(
        update={
            "observations": (
                withdrawn.model_copy(update={"withdrawn": "Misforstått", "shared": True}),
                lawful.model_copy(update={"lawful": True, "speaks_for": (items[0],)}),
                other.model_copy(update={"speaks_against": (items[0],)}),
            ),
            "ratings": tuple(one for one in assessment.ratings if one.item in items),
            "remarks": tuple(
                Remark(item=items[0], kind=kind, made_at=MOMENT) for kind in ("read_differently", "devils_advocate")
            ),
            "scenarios": assessment.scenarios[:1],
            "measures": (assessment.measures[0], assessment.measures[1].model_copy(update={"number": OWN})),
            "unknown_plans": assessment.unknown_plans[:1],
            "dissents": (Dissent(id=record_id(7101), who="", text=""),),
            "checks": tuple(CheckAnswer(check=line, answer="yes") for line in own),
            "calls": (AcuteCall(id=record_id(7102), called_at=MOMENT, whom="", by=""),),
            "signatures": assessment.signatures
            or (
                Signature(
                    id=record_id(7104),
                    attendee=attendee.id,
                    party=attendee.party,
                    signed_as="",
                    digest=assessment.digest,
                    signed_at=MOMENT,
                ),
            ),
            "addenda": (Addendum(id=record_id(7103), text="", by="", added_at=MOMENT),),
        }
    )


def drawn(app: SafeApp[None]) -> str:
    """What stands on the screen."""
    return "\n".join(
        "".join(segment.text for segment in strip).rstrip() for strip in app.screen._compositor.render_strips()
    )


async def walk(pilot: Pilot[None], case: PlantedCase) -> AsyncIterator[tuple[str, str]]:
    """Go through every screen of the case, and yield where one is and what is drawn there."""
    app = pilot.app
    assert isinstance(app, AssessApp)
    assert isinstance(app.screen, CaseScreen)
    yield "case", drawn(app)
    for assessment in (case.signed, case.discussed, case.alone):
        app.screen._open(assessment.id)
        await pilot.pause()
        async for place, text in _meeting(pilot, app, assessment):
            yield f"{assessment.number} {place}", text
        await pilot.press("ctrl+w")
        await pilot.pause()
        assert isinstance(app.screen, CaseScreen)
    await pilot.press("c")
    await pilot.pause()
    yield "compare", drawn(app)
    await pilot.press("backspace")
    await pilot.pause()
    await pilot.press("slash")
    await pilot.pause()
    yield "search in a case", drawn(app)
    await pilot.press("escape")
    await pilot.pause()


async def _meeting(pilot: Pilot[None], app: AssessApp, assessment: Assessment) -> AsyncIterator[tuple[str, str]]:
    meeting = meeting_of(app)
    steps: tuple[Step, ...] = meeting.desk.instrument.steps
    for step in steps:
        await meeting.open_step(step)
        await pilot.pause()
        yield step, drawn(app)
        pane = meeting.pane
        assert pane is not None
        if step == "discussion":
            await pilot.press("v")
        for place in _places(meeting, step, assessment):
            pane.go_to(place)
            await pilot.pause()
            yield f"{step} {place}", drawn(app)
    for step, item, keys in dialogs(assessment):
        await open_dialog(pilot, meeting, step, item, keys)
        yield f"{step}: {' '.join(keys)}", drawn(app)
        await pilot.press("escape")
        await pilot.pause()


def meeting_of(app: AssessApp) -> MeetingScreen:
    """The meeting that is open on top."""
    assert isinstance(app.screen, MeetingScreen)
    return app.screen


async def open_dialog(pilot: Pilot[None], meeting: MeetingScreen, step: Step, item: str, keys: tuple[str, ...]) -> None:
    """Open a step of the meeting at an item, and press what opens a dialog over it."""
    assert pilot.app.screen is meeting
    await meeting.open_step(step, item)
    await pilot.pause(0.1)
    await pilot.press(*keys)
    await pilot.pause(0.1)
    assert pilot.app.screen is not meeting, keys


def _places(meeting: MeetingScreen, step: Step, assessment: Assessment) -> Iterator[str]:
    pane = meeting.pane
    assert pane is not None
    if step == "individual" and assessment.revealed_at is None:
        for rater in assessment.meeting.raters():
            rated = [item for who, item in assessment.individual if who == rater.id]
            yield from (f"{rater.id} {item}" for item in rated)
    elif step == "discussion":
        yield from dict.fromkeys(one.item for one in assessment.ratings)
    elif step == "quality":
        yield from (str(n) for n, line in enumerate(meeting.desk.instrument.quality, 1) if line.auto is None)
        yield "S"
    elif step != "individual":
        for items in pane.query(ItemList):
            yield from [line.item for line in items._lines if line.item]


def dialogs(assessment: Assessment) -> Iterator[tuple[Step, str, tuple[str, ...]]]:
    """Each dialog: the step, where in it, and the keys that open it."""
    yield "meeting", "", ("f8",)
    yield "meeting", "", ("slash",)
    yield "meeting", "", ("f1",)
    yield "meeting", "", ("ctrl+p",)
    if assessment.state == "draft":
        yield "meeting", assessment.meeting.attendees[1].id, ("b",)
        yield "meeting", next(one.id for one in assessment.meeting.attendees if not one.rates), ("delete",)
        yield "meeting", "", ("n",)
        yield "observations", assessment.observations[1].id, ("i",)
        yield "observations", assessment.observations[1].id, ("t",)
        yield "level", "6a", ("delete",)
        yield "measures", "1", ("delete",)
        yield "measures", "1", ("ctrl+o",)
