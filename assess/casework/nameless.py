"""What never holds anything of a person: first calls, and the agenda of a contact meeting.

Unlike a case, they have no phase in which somebody may be named, so an identifier is refused in every one of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from assess.casework.identifiers import identifiers, kinds_named, removed
from assess.errors import NotAllowed
from assess.language import _


def refuse_identifiers(place: str, texts: Iterable[str], known: Iterable[str], today: date) -> None:
    """Refuse texts that hold an identifier. What was found is never said again.

    Args:
        place: Where the texts are written, in words: «førstevurderingen».
        texts: What would be kept.
        known: Texts that are kept already; they are not looked at anew.
        today: Tells a birth date from a date of late.

    Raises:
        NotAllowed: A new text holds a national identity number, a phone, an e-mail address or a birth date.
    """
    old = set(known)
    for text in texts:
        found = () if text in old else identifiers(text, today)
        if found:
            raise NotAllowed(
                _("Det ser ut til å stå {kinds} i {place}. Der skal ingen kunne kjennes igjen.").format(
                    kinds=kinds_named(found), place=place
                ),
                _("Bytt det med {removed}, eller skriv rollen i stedet.").format(removed=removed()),
            )
