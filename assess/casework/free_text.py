"""Which parts of a record are people's own words, and what they say."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import get_type_hints

from pydantic import AfterValidator, BaseModel

from assess.instrument.text import seen


def texts_in(value: object, *, free: bool) -> Iterator[str]:
    """The free texts in a value, however deep.

    Args:
        value: A record, a string, or a tuple or mapping of them.
        free: Whether a string that is the value itself is free text.
    """
    if isinstance(value, str):
        if free:
            yield value
    elif isinstance(value, BaseModel):
        for name, inner in free_fields(type(value)).items():
            yield from texts_in(getattr(value, name), free=inner)
    elif isinstance(value, tuple):
        for one in value:
            yield from texts_in(one, free=free)
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts_in(one, free=free)


@cache
def free_fields(model: type[BaseModel]) -> dict[str, bool]:
    """The fields of a record, and whether the strings in each are free text: those that may hold whatever is seen."""
    return {
        name: _is_free(hint)
        for name, hint in get_type_hints(model, include_extras=True).items()
        if name in model.model_fields
    }


def _is_free(hint: object) -> bool:
    told = (*getattr(hint, "__metadata__", ()), *getattr(hint, "__args__", ()), getattr(hint, "__origin__", None))
    return any(
        part.func is seen if isinstance(part, AfterValidator) else _is_free(part) for part in told if part is not None
    )
