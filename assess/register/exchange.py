"""Whole assessments as JSON files, out and in.

A file holds the case, one assessment and the instrument it was made with, so that it can be read without anything
else. Going out, in and out again gives the same bytes. Coming in is all or nothing: a file with one wrong code
changes nothing. What participants rated alone is in a file only once everybody's ratings are shown.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from pydantic import JsonValue, ValidationError

from assess.casework.assessment import Assessment
from assess.casework.blindness import without_hidden
from assess.casework.case import Case
from assess.casework.consistency import inconsistencies
from assess.casework.record import Record
from assess.errors import ImportRefused
from assess.instrument.check import complaints, locale_complaints
from assess.instrument.edition import Edition
from assess.language import _
from assess.register.arrivals import Arrival, nothing
from assess.register.cards import Keeping
from assess.register.register import Register
from assess.register.slot import Kind

_LARGEST_FILE = 64 * 1024 * 1024


class Bundle(Record):
    """One assessment with everything needed to read it."""

    format: Literal[1] = 1
    program: Literal["assess"] = "assess"
    kind: Kind
    """Whether the case is real or invented; the two are never mixed."""
    case: Case
    assessment: Assessment
    edition: Edition


def export(register: Register, case: Case, assessment: Assessment) -> str:
    """Return the assessment as JSON text, and tell the journal that it left.

    Ratings that are hidden yet stay behind; `assess.casework.blindness.hidden_ratings` says how many.
    """
    register.tell("export-assessment", assessment.id, case.id)
    shown, edition = without_hidden(assessment), register.edition(assessment)
    return as_text(Bundle(kind=register.kind, case=case, assessment=shown, edition=edition))


def as_text(bundle: Bundle) -> str:
    """Return a bundle as JSON: keys sorted, one line an entry, always the same for the same content."""
    data = bundle.model_dump(mode="json", by_alias=True)
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def schema() -> dict[str, JsonValue]:
    """Return the JSON Schema of the files."""
    return Bundle.model_json_schema(by_alias=True)


def read(path: Path) -> Bundle:
    """Read a file and check all that can be checked without a register.

    Raises:
        ImportRefused: The file can't be read or does not hold together; the message names each place.
    """
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise ImportRefused(_("{path} er for stor til å være en vurdering.").format(path=path))
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ImportRefused(_("{path} er ikke tekst i UTF-8.").format(path=path)) from error
    except OSError as error:
        raise ImportRefused(_("{path} kunne ikke leses ({why}).").format(path=path, why=error.strerror)) from error
    return parse(text, path)


def parse(text: str, path: Path) -> Bundle:
    """Check JSON text that came from `path`, as `read` does.

    Raises:
        ImportRefused: It does not hold together; the message names each place.
    """
    try:
        bundle = Bundle.model_validate_json(text)
    except ValidationError as error:
        places = [_line(path, detail["loc"], detail["msg"]) for detail in error.errors(include_input=False)]
        raise ImportRefused(_listed(places), nothing()) from error
    _refuse_inconsistent(path, bundle)
    return bundle


def bring_in(register: Register, bundles: tuple[Bundle, ...], keepings: tuple[Keeping, ...] = ()) -> None:
    """Keep what the bundles hold, all of it or nothing, and until when their cases may be kept.

    Raises:
        ImportRefused: One of them does not fit the others or what the register holds; nothing was kept.
    """
    if any(bundle.kind != register.kind for bundle in bundles):
        raise ImportRefused(_("Øvingssaker og virkelige saker holdes alltid fra hverandre."), nothing())
    arrivals = tuple(Arrival(bundle.case, bundle.edition, bundle.assessment) for bundle in bundles)
    register.bring_in(arrivals, keepings)


def _refuse_inconsistent(path: Path, bundle: Bundle) -> None:
    assessment, edition = bundle.assessment, bundle.edition
    _refuse_broken(path, edition)
    places = [
        _line(path, ("assessment", *found.place), found.message)
        for found in inconsistencies(assessment, edition.instrument)
    ]
    pinned, held = assessment.instrument, edition.instrument
    if (pinned.id, pinned.version, pinned.hash, pinned.engine) != (
        *(held.id, held.version),
        *(edition.hash, edition.engine),
    ):
        message = _("verktøyet i filen er ikke det som vurderingen ble gjort med")
        places.append(_line(path, ("assessment", "instrument"), message))
    if assessment.case_id != bundle.case.id:
        places.append(_line(path, ("assessment", "case_id"), _("vurderingen hører til en annen sak")))
    if places:
        raise ImportRefused(_listed(places), nothing())


def _refuse_broken(path: Path, edition: Edition) -> None:
    """Refuse an instrument that points nowhere: nothing could be judged by it."""
    found = [(("edition", "instrument", *one.place), one) for one in complaints(edition.instrument)]
    for number, locale in enumerate(edition.locales):
        place = ("edition", "locales", number)
        found += [((*place, *one.place), one) for one in locale_complaints(edition.instrument, locale)]
    places = [_line(path, place, one.message) for place, one in found if one.severity == "error"]
    if places:
        raise ImportRefused(_listed(places), nothing())


def _line(path: Path, place: tuple[str | int, ...], message: str) -> str:
    words = ""
    for step in place:
        words += f"[{step}]" if isinstance(step, int) else f".{step}" if words else step
    return f"{path}: {words}: {message}"


def _listed(places: list[str]) -> str:
    shown = places[:20]
    if len(places) > len(shown):
        shown.append(_("… og {count} til").format(count=len(places) - len(shown)))
    return "\n".join(shown)
