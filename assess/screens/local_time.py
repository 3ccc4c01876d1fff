"""Moments and days as people read them here."""

from __future__ import annotations

from datetime import date, datetime

from assess.errors import NotAllowed
from assess.language import _
from assess.norwegian_time import norwegian

_FORMS = ("%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d", "%d/%m/%Y")


def clock_text(moment: datetime) -> str:
    """A moment's time in Norway: `10:42:07`."""
    return norwegian(moment).strftime("%H:%M:%S")


def moment_text(moment: datetime) -> str:
    """A moment with its day: `21.11.2026 kl. 10:42`."""
    return _("{day} kl. {time}").format(
        day=day_text(norwegian(moment).date()), time=norwegian(moment).strftime("%H:%M")
    )


def day_text(day: date | None) -> str:
    """A day: `21.11.2026`; empty for none."""
    return day.strftime("%d.%m.%Y") if day is not None else ""


def day_from(text: str) -> date | None:
    """The day that was written, as `21.11.2026` or `2026-11-21`; None for an empty text.

    Raises:
        NotAllowed: It is not a day.
    """
    text = text.strip()
    if not text:
        return None
    for form in _FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no time zone
        except ValueError:
            continue
    raise NotAllowed(_("«{text}» er ikke en dato.").format(text=text), _("Skriv den som 21.11.2026."))
