"""From a data file to a checked model, with every complaint at its line and column."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from assess.errors import DataError, InstrumentError
from assess.instrument.check import Complaint, complaints, locale_complaints, nearest
from assess.instrument.edition import Edition
from assess.instrument.locale import Locale
from assess.instrument.model import Instrument
from assess.instrument.strict_yaml import Document, Problem, UnreadableFile, read

Model = TypeVar("Model", bound=BaseModel)

SOURCE_FILE = "instrument.yaml"


def load_edition(folder: Path) -> Edition:
    """Read the instrument in `folder` with its locales.

    Raises:
        InstrumentError: Something in it is wrong; the message names every place.
    """
    edition, problems = examine(folder)
    errors = [problem for problem in problems if problem.severity == "error"]
    if edition is None or errors:
        raise InstrumentError("\n".join(str(problem) for problem in errors))
    return edition


def examine(path: Path) -> tuple[Edition | None, list[Problem]]:
    """Read the instrument at `path` (its folder or its file) and say everything that is wrong or doubtful.

    Returns:
        The edition, or None when the instrument itself could not be read, and the problems in file order.
    """
    source = path / SOURCE_FILE if path.is_dir() else path
    instrument, problems = load_model(source, Instrument, complaints)
    if instrument is None:
        return None, problems
    locales = []
    for file in sorted((source.parent / "locales").glob("*.yaml")):
        locale, found = load_model(file, Locale, lambda loaded: locale_complaints(instrument, loaded))
        problems.extend(found)
        if locale is not None and not any(problem.severity == "error" for problem in found):
            locales.append(locale)
    return Edition(instrument=instrument, locales=tuple(locales)), problems


def load_model(
    path: Path, model: type[Model], further: Callable[[Model], Sequence[Complaint]] = lambda _: ()
) -> tuple[Model | None, list[Problem]]:
    """Read one file into one model.

    Args:
        path: The file.
        model: What it must be.
        further: What to ask of it once its shape is right.

    Returns:
        The model, or None when its shape is wrong, and every problem, each at its place.
    """
    try:
        document = read(path)
    except UnreadableFile as error:
        return None, [error.problem]
    try:
        loaded = model.model_validate_json(json.dumps(document.data))
    except ValidationError as error:
        return None, _sorted([_shape_problem(document, detail, model) for detail in _telling(error.errors())])
    return loaded, _sorted([_problem(document, complaint) for complaint in further(loaded)])


def refuse(problems: Sequence[Problem], kind: type[DataError]) -> None:
    """Raise `kind` with every error among `problems`; do nothing when there are only warnings."""
    errors = [str(problem) for problem in problems if problem.severity == "error"]
    if errors:
        raise kind("\n".join(errors))


def _problem(document: Document, complaint: Complaint) -> Problem:
    mark = (document.key_mark_of if complaint.at_key else document.mark_of)(complaint.place)
    return Problem(document.path, mark, complaint.message, complaint.severity)


def _telling(details: list[ErrorDetails]) -> list[ErrorDetails]:
    """Leave out «too short» about a list whose entries are what is wrong: it only repeats them."""
    places = [detail["loc"] for detail in details]
    return [
        detail
        for detail in details
        if detail["type"] != "too_short"
        or not any(len(place) > len(detail["loc"]) and place[: len(detail["loc"])] == detail["loc"] for place in places)
    ]


def _shape_problem(document: Document, detail: ErrorDetails, model: type[BaseModel]) -> Problem:
    place = tuple(step for step in detail["loc"] if not (isinstance(step, str) and step.startswith("<")))
    kind = detail["type"]
    if kind == "extra_forbidden":
        name = str(place[-1])
        message = f"unknown key '{name}'{nearest(name, _field_names(model))}"
        return Problem(document.path, document.key_mark_of(place), message)
    if kind == "missing":
        return Problem(document.path, document.mark_of(place[:-1]), f"the key '{place[-1]}' is missing")
    return Problem(document.path, document.mark_of(place), _plain(detail))


def _plain(detail: ErrorDetails) -> str:
    given = detail.get("input")
    shown = f", not {json.dumps(given, ensure_ascii=False)}" if isinstance(given, str | int | bool) else ""
    words = detail["msg"].removeprefix("Value error, ").removeprefix("Input ")
    return f"{words[:1].lower()}{words[1:]}{shown if len(shown) < 80 else ''}"


def _field_names(model: type[BaseModel]) -> set[str]:
    """Every key that any part of the model knows, for «did you mean»."""
    schema = model.model_json_schema(by_alias=True)
    parts = [schema, *schema.get("$defs", {}).values()]
    return {name for part in parts for name in part.get("properties", {})}


def _sorted(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: (problem.mark.line, problem.mark.column, problem.message))
