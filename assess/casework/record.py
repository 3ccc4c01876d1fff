"""What every record of a case has in common."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, StringConstraints

from assess.instrument.text import seen

Note = Annotated[str, StringConstraints(strip_whitespace=False, max_length=20_000), AfterValidator(seen)]
"""Free text; may be empty and hold several lines. Control, bidi and zero-width characters are refused."""

ShortNote = Annotated[str, StringConstraints(max_length=300), AfterValidator(seen)]
"""Free text on one line; may be empty."""

Name = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_.-]{0,60}$")]
"""What something is called in an instrument or a profile, such as `A1`, `slt` or `5.4`; or another record's id."""

Instant = AwareDatetime
"""A moment in UTC."""

Confidence = Literal["low", "medium", "high"]
"""How sure those who answer are."""


class Record(BaseModel):
    """A frozen record that takes exactly the fields and types it names."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
