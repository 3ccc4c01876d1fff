"""The program's own words in the language people chose.

The source text is Norwegian bokmål; `locales/<language>/LC_MESSAGES/assess.mo` holds the others.
An instrument's language is chosen apart from this one: see `assess.instrument.edition`.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

SOURCE = "nb"
"""The language that the program is written in."""

LANGUAGES = {"nb": "Norsk bokmål", "en": "English"}
"""Every language the program speaks, each named in itself."""

_LOCALES = Path(__file__).parent / "locales"
_catalogues: dict[str, gettext.NullTranslations] = {SOURCE: gettext.NullTranslations()}
_chosen = SOURCE
_meanwhile: ContextVar[str | None] = ContextVar("the language inside speaking", default=None)


def _(text: str) -> str:
    """Return `text` in the spoken language; the text itself where no translation is known."""
    return _catalogue(spoken()).gettext(text)


def mark(text: str) -> str:
    """Return `text` unchanged, so that it is collected for translation and translated when shown."""
    return text


def spoken() -> str:
    """The language that texts come out in now."""
    return _meanwhile.get() or _chosen


def speak(language: str) -> None:
    """Choose the language for the whole program; an unknown one means bokmål."""
    global _chosen  # noqa: PLW0603  one program speaks one language; threads must see it too
    _chosen = _known(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` inside the block, for a report in another language than the screen's.

    The screens go on in theirs, also when the report is put into words by another thread.
    """
    before = _meanwhile.set(_known(language))
    try:
        yield
    finally:
        _meanwhile.reset(before)


def language_from_environment() -> str:
    """The language asked for by $ASSESS_LANGUAGE, else bokmål whatever the machine's own is."""
    return _known(os.environ.get("ASSESS_LANGUAGE", SOURCE))


def _known(language: str) -> str:
    return language if language in LANGUAGES else SOURCE


def _catalogue(language: str) -> gettext.NullTranslations:
    if language not in _catalogues:
        _catalogues[language] = gettext.translation("assess", _LOCALES, [language], fallback=True)
    return _catalogues[language]
