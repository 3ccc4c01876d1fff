"""What every record of a case has in common."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, StringConstraints

from assess.instrument.text import forbidden_character


def _no_control(text: str) -> str:
    found = forbidden_character(text)
    if found is not None:
        message = f"holds a character that can't be kept: {found}"
        raise ValueError(message)
    return text


Note = Annotated[str, StringConstraints(strip_whitespace=False, max_length=20_000), AfterValidator(_no_control)]
"""Free text; may be empty and hold several lines. Control, bidi and zero-width characters are refused."""

ShortNote = Annotated[str, StringConstraints(max_length=300), AfterValidator(_no_control)]
"""Free text on one line; may be empty."""

Instant = AwareDatetime
"""A moment in UTC."""

Confidence = Literal["low", "medium", "high"]
"""How sure those who answer are."""


class Record(BaseModel):
    """A frozen record that takes exactly the fields and types it names."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
