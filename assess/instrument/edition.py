"""One version of an instrument with all its languages, as it is frozen into an assessment."""

from __future__ import annotations

import hashlib
from functools import cached_property

import rfc8785

from assess.instrument.locale import Locale, in_language
from assess.instrument.model import Instrument
from assess.instrument.text import Strict

ENGINE = 1
"""The version of the rules' own working; an assessment keeps the one it was made with."""


class Edition(Strict):
    """An instrument and its locales, whole and unchanging."""

    instrument: Instrument
    locales: tuple[Locale, ...] = ()
    engine: int = ENGINE

    @cached_property
    def hash(self) -> str:
        """SHA-256 over the canonical JSON (RFC 8785) of instrument and locales, as hexadecimal text."""
        data = self.model_dump(mode="json", by_alias=True, exclude={"engine"})
        return hashlib.sha256(rfc8785.dumps(data)).hexdigest()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it speaks, the source first."""
        return (self.instrument.language, *(locale.language for locale in self.locales))

    def spoken(self, language: str) -> Instrument:
        """The instrument in `language`; in the source language when it doesn't speak that one."""
        if language not in self._spoken:
            locale = next((locale for locale in self.locales if locale.language == language), None)
            self._spoken[language] = in_language(self.instrument, locale)
        return self._spoken[language]

    @cached_property
    def _spoken(self) -> dict[str, Instrument]:
        return {}
