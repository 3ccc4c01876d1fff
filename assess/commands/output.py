"""What commands print and the files they write.

Data may come from anybody: nothing that could steer a terminal, or hide what a line says, is printed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from pydantic_core import to_jsonable_python

from assess.errors import AssessError
from assess.instrument.text import forbidden_character
from assess.language import _
from assess.register.file_modes import standing, write_private_file

_REPLACED = "�"


def say(text: str = "") -> None:
    """Print a line, or several, for the reader."""
    click.echo(shown(text))


def remark(text: str) -> None:
    """Print a line about how it goes, apart from the answer itself."""
    click.echo(shown(text), err=True)


def shown(text: str) -> str:
    """Return `text` with «�» for each control, bidirectional or invisible character; breaks and tabs stay."""
    if forbidden_character(text) is None:
        return text
    return "".join(_REPLACED if forbidden_character(character) else character for character in text)


def columns(rows: Sequence[Sequence[str]]) -> str:
    """Return the rows as lines with aligned columns; a cell takes one line."""
    cells = [[" ".join(shown(cell).split()) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in cells)
    return "\n".join(line.rstrip() for line in lines)


def as_json(data: object) -> str:
    """Return records, dataclasses and plain data as JSON: sorted, indented, every invisible character escaped."""
    return escaped(json.dumps(to_jsonable_python(data), ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def escaped(text: str) -> str:
    """Return JSON text that means the same and holds no character that a terminal would obey."""
    if forbidden_character(text) is None:
        return text
    return "".join(_escape(one) if forbidden_character(one) else one for one in text)


def _escape(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def say_data(text: str) -> None:
    """Print data for other programs: UTF-8 whatever the terminal's own encoding, each line as it is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def refuse_taken(file: Path, *, replace: bool = False) -> None:
    """Refuse a place for a new file before any work is done for it.

    Raises:
        AssessError: Something stands there, or there is no folder for it; nothing was written.
    """
    found = standing(file)
    if found == "file" and not replace:
        raise AssessError(
            _("{path} finnes fra før. Ingenting er skrevet.").format(path=file),
            _("Velg et annet navn, eller bruk --force for å erstatte filen."),
        )
    if found in {"folder", "other"}:
        raise AssessError(
            _("{path} er ikke en vanlig fil. Ingenting er skrevet.").format(path=file), _("Velg et annet navn.")
        )
    if standing(file.parent) != "folder":
        raise AssessError(
            _("Mappen {folder} finnes ikke. Ingenting er skrevet.").format(folder=file.parent),
            _("Lag mappen først, eller velg en annen."),
        )


def write(file: Path, content: bytes) -> None:
    """Write a file that only this user can read, whole or not at all.

    Raises:
        AssessError: It could not be written; what stood there before still does.
    """
    try:
        write_private_file(file, content)
    except OSError as error:
        raise AssessError(
            _("{path} kunne ikke skrives ({why}). Ingenting er endret.").format(path=file, why=error.strerror),
            _("Velg en mappe som du kan skrive i, og som har ledig plass."),
        ) from error
