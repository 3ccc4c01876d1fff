"""What a text field does about identifiers: a calm line under it, and in an anonymous discussion none of them kept.

A screen says by an attribute `anonymous` that what is written on it, and in dialogs over it, must tell nobody's name.
"""

from __future__ import annotations

from datetime import UTC, datetime

from textual.widget import Widget

from assess.casework.identifiers import Found, identifiers, kinds_named, masked, removed
from assess.language import _
from assess.screens.keys import MASK_KEY


class IdentifierWatch:
    """Looks for identifiers in what is written in one field; each text is looked through once.

    Args:
        field: The field; its app's screens say whether the discussion is anonymous.
        longest: Characters that the field's text may have, with «[fjernet]» in it too.
    """

    def __init__(self, field: Widget, longest: int) -> None:
        self._field = field
        self._longest = longest
        self._looked: tuple[str, tuple[Found, ...]] = ("", ())

    @property
    def anonymous(self) -> bool:
        """Whether what is written here may hold no identifier."""
        if not self._field.is_attached or self._field.is_disabled:
            return False
        return any(getattr(screen, "anonymous", False) for screen in self._field.app.screen_stack)

    def found(self, text: str) -> tuple[Found, ...]:
        """The identifiers in what is written."""
        if self._looked[0] != text:
            self._looked = (text, identifiers(text, datetime.now(UTC).date()))
        return self._looked[1]

    def masked(self, text: str) -> str:
        """The text with «[fjernet]» in place of each identifier, no longer than the field has room for."""
        return masked(text, self.found(text))[: self._longest] if self.found(text) else text

    def moved(self, text: str, position: int) -> int:
        """Where a position in the text is once the text is masked."""
        before = [one for one in self.found(text) if one.end <= position]
        return len(masked(text[:position], before))

    def kept(self, text: str) -> str:
        """What may be kept of a text: all of it, but no identifier in an anonymous discussion."""
        return self.masked(text) if self.anonymous else text

    def words(self, text: str) -> str:
        """What to say under the field; empty when there is nothing to say."""
        found = self.found(text)
        if not found:
            return ""
        if self.anonymous:
            says = _("Dette ser ut som {kinds}. Det lagres ikke her: {removed} settes inn i stedet. {key} gjør det nå.")
        else:
            says = _("Dette ser ut som {kinds}. Trengs det her? {key} bytter det med {removed}.")
        return says.format(kinds=kinds_named(found), removed=removed(), key=MASK_KEY)

    def few_words(self, text: str) -> str:
        """The same where there is room for a line or two only."""
        found = self.found(text)
        if not found:
            return ""
        if self.anonymous:
            says = _("{kinds} lagres ikke her. {key} tar det ut.")
        else:
            says = _("{kinds}? Trengs det her? {key} tar det ut.")
        return says.format(kinds=_capital(kinds_named(found)), key=MASK_KEY)

    def tell(self, text: str) -> None:
        """Say that the identifiers of this text were not kept."""
        said = _("{kinds} ble ikke lagret. {removed} står i stedet, og resten av teksten er med.")
        self._field.notify(said.format(kinds=_capital(kinds_named(self.found(text))), removed=removed()))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
