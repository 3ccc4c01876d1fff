"""The store in one encrypted SQLite file, through sqlite-utils."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from pathlib import Path

from pydantic import JsonValue

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.record import Record
from assess.errors import ChangedElsewhere, RegisterError
from assess.instrument.edition import Edition
from assess.language import _
from assess.register import case_standings, meeting_traces
from assess.register.cards import DRAWERS, Keeping, Receipt
from assess.register.changes import changes_between, edition_row, told
from assess.register.connection import faults, open_again, open_existing, said, settings
from assess.register.data_key import DataKey
from assess.register.drawers import card_of, counted, keepings_due, put, state
from assess.register.driver import Database, dbapi
from assess.register.journal import Anchor, Entry, Head, Journal, Segment, Verification
from assess.register.migrations import migrate
from assess.register.rows import Columns, add_row, change_row, put_row, take_row
from assess.register.shelves import SHELVES, assemble, columns, fields, head_row
from assess.register.slot import Kind
from assess.register.store import (
    Act,
    C,
    Cards,
    CaseLine,
    CaseName,
    Place,
    Pressing,
    StandingLine,
    Tellings,
)
from assess.register.writer import Writer

JOURNAL_ROOT = "journal_root"
"""The fact that holds what the journal's key is derived from; it stays when the register's own key is changed."""

_Changes = dict[str, JsonValue]


class SqliteStore:
    """Keeps the records in the register at `path`; reads on its own connection, writes on the writer's thread.

    Raises:
        RegisterError: The register can't be opened; nothing in it was changed.
    """

    def __init__(self, path: Path, key: DataKey, kind: Kind) -> None:
        self._key = key

        def opened() -> Database:
            db = open_existing(path, key, kind)
            try:
                migrate(db, path, key)
            except BaseException:
                db.close()
                raise
            return db

        self._writer = Writer(opened)
        try:
            self._db = open_again(path, key)
            root = self.facts().get(JOURNAL_ROOT)
        except BaseException:
            self._writer.close()
            raise
        self._journal = Journal(key if root is None else DataKey(bytes.fromhex(root)))

    def key_is(self, key: DataKey) -> bool:
        """Whether the register is encrypted with exactly this key."""
        return self._key.reveal() == key.reveal()

    @said()
    def facts(self) -> Mapping[str, str]:
        """What the register says of itself."""
        return {row["key"]: row["value"] for row in self._db.table("register_facts").rows}

    def state_facts(self, facts: Mapping[str, str], act: Act) -> None:
        """Put facts about the register itself beside those there are."""

        def job(db: Database) -> None:
            state(db, facts)
            self._write(db, act, {})

        self._writer.do(job)

    def add_case(self, case: Case, act: Act, cards: Cards = ()) -> None:
        """Keep a new case, with the register's own cards about it."""
        row = columns(case)

        def job(db: Database) -> None:
            add_row(db, "cases", row)
            put(db, cards)
            self._write(db, act, {"case": case.model_dump(mode="json")})

        self._keep_new(job)

    def case(self, case_id: str) -> Case | None:
        """The case with this id."""
        return self._one_case("id = ?", case_id)

    def case_called(self, reference: str) -> Case | None:
        """The case with this reference."""
        return self._one_case("reference = ?", reference)

    @said()
    def references(self) -> tuple[str, ...]:
        """Every case's reference, sorted."""
        return tuple(row["reference"] for row in self._db.table("cases").rows_where(select="reference", order_by="1"))

    @said()
    def case_lines(self) -> tuple[CaseLine, ...]:
        """Every case in a line, sorted by reference."""
        return case_standings.case_lines(self._db)

    @said()
    def case_count(self) -> int:
        """How many cases there are."""
        return self._db.table("cases").count

    @said()
    def case_names(self, most: int = -1) -> tuple[CaseName, ...]:
        """What the cases are called, sorted by reference."""
        return case_standings.case_names(self._db, most)

    @said()
    def standing_lines(self, hidden: Collection[str], start: int, most: int) -> tuple[StandingLine, ...]:
        """So many cases from place `start` on, by urgency."""
        return case_standings.standing_lines(self._db, hidden, start, most)

    @said()
    def pressing(self, today: date, hidden: Collection[str], most: int) -> Pressing:
        """What presses in the cases that are not `hidden`."""
        return case_standings.pressing(self._db, today, hidden, most)

    @said()
    def keepings_due(self, day: date) -> tuple[tuple[str, Keeping], ...]:
        """Each case that is blocked or due by `day`, with how long it is kept."""
        return keepings_due(self._db, day)

    @said()
    def misplaced(self) -> tuple[str, ...]:
        """The references of the cases that home would show elsewhere than their records say."""
        return case_standings.differing(self._db)

    @said()
    def edition(self, edition_hash: str) -> Edition | None:
        """The kept instrument with this hash."""
        for row in self._db.table("editions").rows_where("hash = ?", [edition_hash]):
            return Edition.model_validate_json(row["body"])
        return None

    def bring_in(
        self, cases: tuple[Case, ...], editions: tuple[Edition, ...], assessments: Tellings, cards: Cards = ()
    ) -> None:
        """Keep new cases, and new assessments whole with their instruments, each with its act: all or nothing."""

        def job(db: Database) -> None:
            for case in cases:
                add_row(db, "cases", columns(case))
            put(db, cards)
            for edition in editions:
                if not db.table("editions").count_where("hash = ?", [edition.hash]):
                    add_row(db, "editions", edition_row(edition))
            for assessment, act in assessments:
                add_row(db, "assessments", head_row(assessment))
                for shelf in SHELVES:
                    for row in shelf.rows(assessment).values():
                        add_row(db, shelf.table, row)
                self._write(db, act, {"assessment": assessment.model_dump(mode="json")})

        self._keep_new(job)

    def change(
        self, before: Assessment, after: Assessment, act: Act, cards: Cards = (), place: Place | None = None
    ) -> None:
        """Replace `before` by `after`; refuses when somebody else has changed it meanwhile."""
        former, head = head_row(before), head_row(after)
        seen: Columns = {"id": before.id, "revision": before.revision}
        own = {name: value for name, value in head.items() if value != former[name]}
        changes = changes_between(before, after)

        def job(db: Database) -> None:
            if not change_row(db, "assessments", seen, own):
                raise ChangedElsewhere(
                    _("Vurderingen er endret fra et annet vindu. Det du sist skrev, er ikke lagret."),
                    _("Gå ut av møtet og inn igjen, så ser dere det som gjelder."),
                )
            for shelf, rows, gone in changes:
                for row in rows:
                    put_row(db, shelf.table, ("assessment_id", *shelf.key), row)
                for key in gone:
                    take_row(db, shelf.table, {"assessment_id": before.id, **dict(zip(shelf.key, key, strict=True))})
            put(db, cards)
            if place is not None:
                meeting_traces.remember(db, before.id, place)
            self._write(db, act, {**told(changes), "assessment": {**head}})

        self._writer.do(job)

    def put(self, cards: Cards, act: Act, facts: Mapping[str, str] | None = None) -> Head:
        """Put the register's own cards into their drawers, each in the place of the one with the same key."""

        def job(db: Database) -> Head:
            put(db, cards)
            state(db, facts or {})
            return self._write(db, act, {})

        return self._writer.do(job)

    def take_out(self, kind: type[Record], key: str, act: Act) -> None:
        """Take a card out of its drawer; one that isn't there is no error."""
        drawer = DRAWERS[kind]

        def job(db: Database) -> None:
            db.table(drawer.table).delete_where(f"{drawer.key} = ?", [key])
            self._write(db, act, {})

        self._writer.do(job)

    def tidy(self) -> None:
        """Leave no byte of what was taken out in the file or beside it."""
        self._writer.tidy()

    @said()
    def cards(self, kind: type[C]) -> tuple[C, ...]:
        """Every card of a kind, sorted by its key."""
        drawer = DRAWERS[kind]
        return tuple(card_of(kind, row) for row in self._db.table(drawer.table).rows_where(order_by=drawer.key))

    @said()
    def card(self, kind: type[C], key: str) -> C | None:
        """The card of a kind with this key."""
        drawer = DRAWERS[kind]
        for row in self._db.table(drawer.table).rows_where(f"{drawer.key} = ?", [key]):
            return card_of(kind, row)
        return None

    @said()
    def cards_of(self, kind: type[C], case_id: str) -> tuple[C, ...]:
        """Every card of a kind about a case, sorted by its key."""
        drawer = DRAWERS[kind]
        rows = self._db.table(drawer.table).rows_where("case_id = ?", [case_id], order_by=drawer.key)
        return tuple(card_of(kind, row) for row in rows)

    def erase_case(self, case_id: str, receipt: Receipt, act: Act) -> Receipt:
        """Erase a case with everything about it, also in the journal's bodies, and keep and return the receipt."""

        def job(db: Database) -> Receipt:
            before = counted(db)
            db.table("journal_bodies").delete_where("case_id = ?", [case_id])
            db.table("cases").delete(case_id)
            after = counted(db)
            gone = {table: before[table] - after[table] for table in before if before[table] != after[table]}
            kept = receipt.model_copy(update={"counts": gone})
            put(db, (kept,))
            self._write(db, act, {})
            return kept

        kept = self._writer.do(job)
        self._writer.tidy()
        return kept

    def prune(self, before: datetime, act: Act) -> Segment | None:
        """Take the journal's entries from before a moment away as one sealed segment; None when there are none."""

        def job(db: Database) -> Segment | None:
            segment = self._journal.prune(db, before, act.at)
            if segment is not None:
                self._write(db, act, {"first": segment.first_seq, "last": segment.last_seq})
            return segment

        segment = self._writer.do(job)
        if segment is not None:
            self._writer.tidy()
        return segment

    @said()
    def assessment(self, assessment_id: str) -> Assessment | None:
        """The assessment with this id, whole."""
        for head in self._db.table("assessments").rows_where("id = ?", [assessment_id]):
            return self._assembled(head)
        return None

    @said()
    def assessments_of(self, case_id: str) -> tuple[Assessment, ...]:
        """A case's assessments, oldest first."""
        heads = list(self._db.table("assessments").rows_where("case_id = ?", [case_id], order_by="number"))
        return tuple(self._assembled(head) for head in heads)

    @said()
    def place(self, assessment_id: str) -> Place | None:
        """Where the meeting was left."""
        return meeting_traces.place(self._db, assessment_id)

    def remember(self, assessment_id: str, place: Place) -> None:
        """Remember where the meeting is."""
        self._writer.do(lambda db: meeting_traces.remember(db, assessment_id, place))

    def spend(self, assessment_id: str, step: str, seconds: int) -> None:
        """Add to how long a step of the meeting was open."""
        self._writer.do(lambda db: meeting_traces.spend(db, assessment_id, step, seconds))

    @said()
    def spent(self, assessment_id: str) -> Mapping[str, int]:
        """Seconds that each step of the meeting was open."""
        return meeting_traces.spent(self._db, assessment_id)

    def note(self, act: Act) -> Head:
        """Write a journal entry that changes no record."""
        return self._writer.do(lambda db: self._write(db, act, {}))

    @said()
    def head(self) -> Head:
        """The journal's head now."""
        return self._journal.head(self._db)

    @said()
    def entries(self, since: int = 0, limit: int = 1000) -> list[Entry]:
        """Journal entries after number `since`, oldest first."""
        return self._journal.entries(self._db, since, limit)

    @said()
    def verify(self, anchor: Anchor | None = None) -> Verification:
        """Read the whole journal and say where it first isn't as it was written, or isn't what `anchor` saw."""
        return self._journal.verify(self._db, anchor)

    @said()
    def settings(self) -> Mapping[str, str | int]:
        """Every setting of the database, read back."""
        return settings(self._db)

    @said()
    def faults(self) -> list[str]:
        """Read everything and return what is wrong with it, in SQLite's words."""
        return faults(self._db)

    def close(self) -> None:
        """Finish what waits and close."""
        self._db.close()
        self._writer.close()

    def _keep_new(self, job: Callable[[Database], None]) -> None:
        try:
            self._writer.do(job)
        except dbapi.IntegrityError as error:
            # Whoever asked has looked first; another window was quicker.
            raise RegisterError(
                _("Dette er nettopp lagt inn fra et annet vindu. Det du sist la inn, er ikke lagret."),
                _("Se over listen og prøv igjen."),
            ) from error

    @said()
    def _one_case(self, where: str, value: str) -> Case | None:
        for row in self._db.table("cases").rows_where(where, [value]):
            return Case.model_validate(fields(Case, row), strict=False)
        return None

    def _assembled(self, head: Mapping[str, str | int | None]) -> Assessment:
        parts = {
            shelf.field: shelf.read(self._db.table(shelf.table).rows_where("assessment_id = ?", [head["id"]]))
            for shelf in SHELVES
        }
        return assemble(head, parts)

    def _write(self, db: Database, act: Act, changes: _Changes) -> Head:
        body = {**(act.body or {}), **changes}
        return self._journal.append(
            db,
            at=act.at,
            actor=act.actor,
            action=act.action,
            subject=act.subject,
            case_id=act.case_id,
            body=body,
        )
