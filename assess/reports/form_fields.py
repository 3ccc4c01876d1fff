"""The fields of a fillable form, set right in the PDF after WeasyPrint has made them.

WeasyPrint numbers the squares of a group, repeats the group's name in each and can't let an answer be taken back.
Here a square is called by its code, so that whoever reads the file finds `A1` answered with `/2`; a tick can be taken
back; and every field has a look of its own from the start, as PDF/A asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pydyf

_MAY_BE_TAKEN_BACK = 1 << 15
"""The flag of a radio button, without the one that forbids turning it off (ISO 32000-1, table 226)."""

_CROSS = "q 1.1 w 0 G {low} {low} m {right} {top} l {low} {top} m {right} {low} l S Q"


def settle_fields(pdf: pydyf.PDF, groups: Mapping[str, str]) -> None:
    """Name the squares by their codes, and give every field its look and what is read aloud for it.

    Args:
        pdf: The file as WeasyPrint has made it, before it is written.
        groups: What is read aloud for each group of squares, by the group's name.
    """
    import pydyf  # noqa: PLC0415  comes with WeasyPrint

    form = pdf.catalog["AcroForm"]
    form.pop("NeedAppearances", None)
    squares: set[bytes] = set()
    for group in _fields(pdf, "Kids"):
        group["Ff"] = _MAY_BE_TAKEN_BACK
        group["TU"] = pydyf.String(groups[group["T"].string])
        for reference, code in zip(group["Kids"], group.pop("Opt"), strict=True):
            _settle_square(pdf, _found(pdf, reference), code.string)
            squares.add(reference)
    for field in _fields(pdf, "DA"):
        field["AP"] = pydyf.Dictionary({"N": _look(pdf, field, "").reference})
        # How written text looks: a colour and a font, and no graphics state, which programs need not know here.
        field["DA"] = pydyf.String(field["DA"].string.partition(b" gs ")[2])
    form["Fields"][:] = [one for one in form["Fields"] if one not in squares]


def _settle_square(pdf: pydyf.PDF, square: pydyf.Dictionary, code: str) -> None:
    import pydyf  # noqa: PLC0415  comes with WeasyPrint

    del square["T"]
    left, one, right, other = square["Rect"]
    width, height = abs(right - left), abs(other - one)
    cross = _CROSS.format(low=2, right=round(width - 2, 2), top=round(height - 2, 2))
    ticked, empty = _look(pdf, square, cross), _look(pdf, square, "")
    square["AP"] = pydyf.Dictionary({"N": pydyf.Dictionary({code: ticked.reference, "Off": empty.reference})})
    square["AS"] = "/Off"
    square.pop("MK", None)


def _look(pdf: pydyf.PDF, field: pydyf.Dictionary, drawn: str) -> pydyf.Stream:
    """A drawing as large as the field."""
    import pydyf  # noqa: PLC0415  comes with WeasyPrint

    left, one, right, other = field["Rect"]
    box = pydyf.Array((0, 0, round(abs(right - left), 2), round(abs(other - one), 2)))
    look = pydyf.Stream([drawn.encode()], extra={"Type": "/XObject", "Subtype": "/Form", "BBox": box})
    pdf.add_object(look)
    return look


def _fields(pdf: pydyf.PDF, key: str) -> list[pydyf.Dictionary]:
    """The fields that have this key: `Kids` for groups of squares, `DA` for lines to write on."""
    import pydyf  # noqa: PLC0415  comes with WeasyPrint

    return [one for one in pdf.objects if isinstance(one, pydyf.Dictionary) and "FT" in one and key in one]


def _found(pdf: pydyf.PDF, reference: bytes) -> pydyf.Dictionary:
    return pdf.objects[int(reference.split()[0])]
