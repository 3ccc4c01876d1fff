"""The instruments at hand: the shipped ones first, then an organisation's own."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from assess.errors import InstrumentError
from assess.instrument.edition import Edition
from assess.instrument.load import SOURCE_FILE, load_edition
from assess.language import _
from assess.places import own, shipped


class Library:
    """Instruments by id, read when asked for.

    Args:
        folders: More folders that hold one folder an instrument, searched after the shipped one. An id found
            earlier wins over a later one.
    """

    def __init__(self, *folders: Path) -> None:
        self._folders = (shipped("instruments"), *folders, own("instruments"))
        self._read: dict[str, Edition] = {}

    def ids(self) -> tuple[str, ...]:
        """The ids of all instruments found, sorted; a broken one is listed too."""
        return tuple(sorted({folder.name for folder in self._found()}))

    def folder(self, instrument_id: str) -> Path:
        """The folder that holds the instrument.

        Raises:
            InstrumentError: There is none with this id.
        """
        for folder in self._found():
            if folder.name == instrument_id:
                return folder
        close = get_close_matches(instrument_id, self.ids(), n=1)
        hint = _("Mente dere «{name}»?").format(name=close[0]) if close else _("Se «assess instrument list».")
        raise InstrumentError(_("Det finnes ikke noe verktøy som heter «{id}».").format(id=instrument_id), hint)

    def edition(self, instrument_id: str) -> Edition:
        """The instrument with this id, with its locales.

        Raises:
            InstrumentError: There is none, or it is wrong; the message names every place.
        """
        if instrument_id not in self._read:
            # Two threads may ask at once: both get the one that was there first.
            self._read.setdefault(instrument_id, load_edition(self.folder(instrument_id)))
        return self._read[instrument_id]

    def _found(self) -> Iterator[Path]:
        for folder in self._folders:
            if folder.is_dir():
                yield from sorted(source.parent for source in folder.glob(f"*/{SOURCE_FILE}"))
