"""Anonymous discussion: what keeps it from ever being tied to a person.

It holds no identifier in any text, and it never becomes a case: what the group may keep of it is entered anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from pydantic import BaseModel

from assess.casework.assessment import Assessment
from assess.casework.case import Case, Phase
from assess.casework.free_text import free_fields, texts_in
from assess.casework.identifiers import identifiers, kinds_named, removed
from assess.errors import NotAllowed
from assess.language import _, mark


def refuse_named(case: Case, before: Assessment | None = None, after: Assessment | None = None) -> None:
    """Refuse what would tie an anonymous discussion to somebody; any other case may say what it must.

    A new case is asked about by itself, a new or imported assessment as `after`, a change as `before` and `after`.
    Only texts that are new or changed are looked at, and what was found is never said again.

    Raises:
        NotAllowed: A text holds an identifier (which kind, and where), or only one of case and meeting is anonymous.
    """
    if after is not None and before is None:
        refuse_crossing(case.phase, after.meeting.phase)
    if not is_anonymous(case, after or before):
        return
    if before is None:
        _refuse(((_("saken"), text) for text in (case.reference, case.summary)), case.opened_at.date())
    if after is not None:
        old = {text for _place, text in _texts(before)} if before is not None else set()
        new = ((place, text) for place, text in _texts(after, before) if text not in old)
        _refuse(new, after.started_at.date())


def refuse_named_record(case: Case, record: BaseModel, today: date) -> None:
    """Refuse a record beside the assessments that would tie an anonymous discussion to somebody.

    Raises:
        NotAllowed: The case is an anonymous discussion, and a text of the record holds an identifier.
    """
    if is_anonymous(case):
        _refuse(((_("saken"), text) for text in texts_in(record, free=False)), today)


def refuse_crossing(before: Phase, after: Phase) -> None:
    """Refuse to make a case of an anonymous discussion, or an anonymous discussion of a case.

    Raises:
        NotAllowed: Exactly one of the two phases is the anonymous one.
    """
    if before != "anonymous" and after == "anonymous":
        raise NotAllowed(
            _("En sak kan ikke bli en anonym drøfting."),
            _("Det som står i den, kan allerede knyttes til noen. Opprett en ny sak som anonym drøfting."),
        )
    if before == "anonymous" and after != "anonymous":
        raise NotAllowed(never_a_case())


def never_a_case() -> str:
    """Why an anonymous discussion stays one, and what to do instead."""
    return _("En anonym drøfting kan ikke bli en sak. Opprett en ny sak og skriv inn på nytt det dere har hjemmel for.")


def is_anonymous(case: Case, assessment: Assessment | None = None) -> bool:
    """Whether the case, or the meeting that the assessment is made in, is an anonymous discussion."""
    return case.phase == "anonymous" or (assessment is not None and assessment.meeting.phase == "anonymous")


_PLACES: Final = {
    **dict.fromkeys(("meeting",), mark("«Møtet»")),
    **dict.fromkeys(("observations",), mark("«Opplysninger»")),
    **dict.fromkeys(("ratings", "remarks", "reveal_note"), mark("«Egen vurdering» eller «Drøfting»")),
    **dict.fromkeys(("prompts", "scenarios", "indicators"), mark("«Formulering»")),
    **dict.fromkeys(("rights", "party_levels", "decision", "help_need", "dissents", "duties"), mark("«Nivå»")),
    **dict.fromkeys(("measures", "no_measures", "unknown_plans"), mark("«Tiltak»")),
    **dict.fromkeys(("checks", "signatures", "addenda"), mark("«Kvalitet»")),
    **dict.fromkeys(("calls",), mark("«Akutt»")),
}
"""Where in the meeting each part of an assessment is written."""

_ELSEWHERE: Final = mark("vurderingen")


def _refuse(texts: Iterator[tuple[str, str]], today: date) -> None:
    for place, text in texts:
        found = identifiers(text, today)
        if found:
            raise NotAllowed(
                _("Det ser ut til å stå {kinds} i {place}. En anonym drøfting kan ikke holde på det.").format(
                    kinds=kinds_named(found), place=place
                ),
                _("Bytt det med {removed}, eller skriv så vagt at ingen kjennes igjen.").format(removed=removed()),
            )


def _texts(assessment: Assessment, before: Assessment | None = None) -> Iterator[tuple[str, str]]:
    """Every free text with the words for where it stands; parts that `before` has exactly so are left out."""
    for name, free in free_fields(Assessment).items():
        value = getattr(assessment, name)
        if before is None or value is not getattr(before, name):
            for text in texts_in(value, free=free):
                yield _(_PLACES.get(name, _ELSEWHERE)), text
