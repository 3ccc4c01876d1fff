"""What home needs of the cases, found by where each of them stands: without reading those that are not shown.

`case_standings` holds a row for each case, which triggers write anew whenever something of the case has changed
(`schema/triggers.sql`); `case_standings_now` is the same worked out from the records.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import date
from functools import cache

from pydantic import TypeAdapter

from assess.register.driver import Database
from assess.register.store import CaseLine, CaseName, LateCase, LookedAt, Pressing, Some, StandingLine

_NOT_HIDDEN = "case_id NOT IN (SELECT value FROM json_each(:hidden))"

_ORDER = "closed, calm, undated, review_on, reference"

_PAGE = f"""
SELECT case_id, {_ORDER} FROM case_standings WHERE {_NOT_HIDDEN}
UNION ALL
SELECT case_id, closed, 1, 1, NULL, reference FROM case_standings
WHERE case_id IN (SELECT value FROM json_each(:hidden))
ORDER BY {_ORDER}
LIMIT :most OFFSET :start
"""  # noqa: S608  our own words
"""Of a hidden case it doesn't show whether it has a draft or a review."""

_LINES = """
SELECT
    case_lines.*,
    (SELECT count(*) FROM open_measures WHERE open_measures.case_id = case_lines.case_id) AS open_measures,
    (SELECT deadline FROM case_standings WHERE case_standings.case_id = case_lines.case_id) AS first_deadline
FROM case_lines
WHERE case_id IN (SELECT value FROM json_each(?))
"""

# Without being told which index, SQLite goes through every case that isn't closed.
_OVERDUE = f"""
case_standings INDEXED BY case_standings_by_due_day
WHERE closed = 0 AND due_on IS NOT NULL AND due_on < :today AND {_NOT_HIDDEN}
"""
_LATE = f"""
case_standings INDEXED BY case_standings_by_deadline
WHERE closed = 0 AND deadline IS NOT NULL AND deadline < :today AND {_NOT_HIDDEN}
"""
_DRAFTS = f"case_standings WHERE closed = 0 AND calm = 0 AND {_NOT_HIDDEN}"
_LOOK = f"case_standings WHERE look_on IS NOT NULL AND look_on <= :today AND {_NOT_HIDDEN}"

_LATE_MEASURES = """
SELECT owner, deadline FROM open_measures
WHERE case_id = ? AND deadline < ?
ORDER BY deadline, number, position
"""

_CHECKS = """
SELECT count(*) FROM (
    SELECT due_on AS look_on FROM dated_checks WHERE case_id = :case AND done_on IS NULL
    UNION ALL
    SELECT look_on FROM waiting_indicators WHERE case_id = :case
    UNION ALL
    SELECT look_on FROM waiting_unknowns WHERE case_id = :case
)
WHERE look_on <= :today
"""

_DIFFERING = """
SELECT reference FROM (
    SELECT * FROM (SELECT * FROM case_standings EXCEPT SELECT * FROM case_standings_now)
    UNION
    SELECT * FROM (SELECT * FROM case_standings_now EXCEPT SELECT * FROM case_standings)
)
GROUP BY reference
ORDER BY reference
"""


def case_lines(db: Database) -> tuple[CaseLine, ...]:
    """Every case in a line, sorted by reference."""
    return tuple(_line(row) for row in db.view("case_lines").rows_where(order_by="reference"))


def case_names(db: Database, most: int) -> tuple[CaseName, ...]:
    """The first cases by reference, as search shows them; all of them when `most` is negative."""
    words = "SELECT id, reference, summary FROM cases ORDER BY reference LIMIT ?"
    return tuple(CaseName(*row) for row in db.conn.execute(words, (most,)))


def standing_lines(db: Database, hidden: Collection[str], start: int, most: int) -> tuple[StandingLine, ...]:
    """So many cases from place `start` on, by urgency."""
    asked = {"hidden": json.dumps(sorted(hidden)), "most": most, "start": start}
    closed = {row[0]: bool(row[1]) for row in db.conn.execute(_PAGE, asked)}
    rows = {str(row["case_id"]): dict(row) for row in db.query(_LINES, [json.dumps(list(closed))])}
    found = []
    for case_id, ended in closed.items():
        row = rows[case_id]
        count, deadline = int(row.pop("open_measures")), _day(row.pop("first_deadline"))
        found.append(StandingLine(_line(row), ended, count, deadline))
    return tuple(found)


def pressing(db: Database, today: date, hidden: Collection[str], most: int) -> Pressing:
    """What presses in the cases that are not hidden: how many, and the first `most` of each kind."""
    asked = {"today": today.isoformat(), "hidden": json.dumps(sorted(hidden)), "most": most}

    def counted(cases: str) -> int:
        return int(db.conn.execute(f"SELECT count(*) FROM {cases}", asked).fetchone()[0])  # noqa: S608

    def first(what: str, cases: str, order: str) -> list[tuple[str, ...]]:
        words = f"SELECT {what} FROM {cases} ORDER BY {order} LIMIT :most"  # noqa: S608
        return db.conn.execute(words, asked).fetchall()

    return Pressing(
        overdue=Some(counted(_OVERDUE), tuple(one for (one,) in first("reference", _OVERDUE, _ORDER))),
        drafts=Some(counted(_DRAFTS), tuple(one for (one,) in first("reference", _DRAFTS, _ORDER))),
        late=Some(
            counted(_LATE),
            tuple(
                _late(db, case_id, reference, today)
                for case_id, reference in first("case_id, reference", _LATE, "deadline, case_id")
            ),
        ),
        due=Some(
            counted(_LOOK),
            tuple(
                LookedAt(case_id, reference, date.fromisoformat(day), _checks(db, case_id, today))
                for case_id, reference, day in first("case_id, reference, look_on", _LOOK, "look_on, case_id")
            ),
        ),
    )


def differing(db: Database) -> tuple[str, ...]:
    """The references of the cases whose kept standing is another than their records say."""
    return tuple(row[0] for row in db.conn.execute(_DIFFERING))


def _late(db: Database, case_id: str, reference: str, today: date) -> LateCase:
    rows = db.conn.execute(_LATE_MEASURES, (case_id, today.isoformat())).fetchall()
    owner, deadline = rows[0]
    return LateCase(case_id, reference, owner, (today - date.fromisoformat(deadline)).days, len(rows))


def _checks(db: Database, case_id: str, today: date) -> int:
    return int(db.conn.execute(_CHECKS, {"case": case_id, "today": today.isoformat()}).fetchone()[0])


def _day(text: str | int | None) -> date | None:
    return date.fromisoformat(str(text)) if text is not None else None


def _line(row: Mapping[str, str | int | None]) -> CaseLine:
    return _lines().validate_python(dict(row))


@cache
def _lines() -> TypeAdapter[CaseLine]:
    """Made once: making it takes longer than reading a line with it."""
    return TypeAdapter(CaseLine)
