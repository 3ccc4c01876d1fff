"""Whom a case is about, when that may be known: what is needed to find the person, and no more."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final

from pydantic import AfterValidator, Field, StringConstraints, ValidationError

from assess.casework.identifiers import identifiers, kinds_named, removed
from assess.casework.record import Record
from assess.errors import NotAllowed
from assess.instrument.text import seen
from assess.language import _, mark

LONGEST: Final = 200
"""Characters that each of an identity's texts may have."""

_Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST), AfterValidator(seen)]


class Identity(Record):
    """Whom a case is about: what the group needs to find the person, and no more.

    Never a full date of birth, and never a fødselsnummer: personopplysningsloven § 12 asks for a real need of sure
    identification, which a contact meeting doesn't have.
    """

    name: Annotated[_Line, StringConstraints(min_length=1)]
    birth_year: Annotated[int, Field(ge=1900, le=2100)] | None = None
    contact: _Line = ""
    guardians: _Line = ""
    note: _Line = ""

    def __repr__(self) -> str:
        return "Identity(…)"

    __str__ = __repr__

    @classmethod
    def typed(cls, texts: Mapping[str, str]) -> Identity:
        """The identity from what was typed into each field; a field that isn't there is empty.

        Raises:
            NotAllowed: A field is missing, too long or not what it should be; what was typed isn't said again.
        """
        year = texts.get("birth_year", "").strip()
        if year and not re.fullmatch(r"[0-9]{4}", year):
            raise NotAllowed(_("Fødselsåret er fire siffer, for eksempel 2009."))
        if not texts.get("name", "").strip():
            raise NotAllowed(_("Skriv hvem saken gjelder."))
        others = {name: texts.get(name, "") for name in FIELD_NAMES if name != "birth_year"}
        try:
            return cls.model_validate({**others, "birth_year": int(year) if year else None})
        except ValidationError as error:
            named = _(FIELD_NAMES[str(error.errors(include_input=False)[0]["loc"][0])])
            raise NotAllowed(
                _("«{name}» er ikke slik det skal være.").format(name=named),
                _("Skriv høyst {count} vanlige tegn.").format(count=LONGEST),
            ) from None

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """What is known, each with what it is called in the language spoken now."""
        known = ((_(label), getattr(self, name)) for name, label in FIELD_NAMES.items())
        return tuple((label, str(value)) for label, value in known if value)


FIELD_NAMES: Final[dict[str, str]] = {
    "name": mark("Navn"),
    "birth_year": mark("Fødselsår"),
    "contact": mark("Hvordan personen kan nås"),
    "guardians": mark("Foresatte, når personen er mindreårig"),
    "note": mark("Merknad"),
}
"""What each part of an identity is called, in the order in which it is asked for."""


def refuse_too_exact(identity: Identity, today: date) -> None:
    """Refuse more than is needed to find somebody.

    Raises:
        NotAllowed: The year has not come, or a text holds a fødselsnummer or a date of birth; which isn't said again.
    """
    if identity.birth_year is not None and identity.birth_year > today.year:
        raise NotAllowed(_("Fødselsåret er ikke kommet ennå."))
    for label, text in identity.lines:
        found = [one for one in identifiers(text, today) if one.kind in {"national_id", "birth_date"}]
        if found:
            raise NotAllowed(
                _("Det ser ut til å stå {kinds} i «{label}». Det lagres ikke.").format(
                    kinds=kinds_named(found), label=label
                ),
                _("Skriv fødselsåret, aldri hele datoen eller fødselsnummeret."),
            )


def without_names(reason: str, identity: Identity) -> str:
    """The reason with «[fjernet]» for each word of the name, and for each name among the other texts."""
    others = f"{identity.contact} {identity.guardians} {identity.note}"
    names = {word.casefold() for word in re.findall(r"[^\W\d_]{2,}", identity.name)}
    names |= {word.casefold() for word in re.findall(r"[^\W\d_]{2,}", others) if word[0].isupper()}
    return re.sub(r"[^\W\d_]{2,}", lambda found: removed() if found[0].casefold() in names else found[0], reason)
