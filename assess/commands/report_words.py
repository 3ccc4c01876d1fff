"""What is said about copies of reports: a line for each, and what a check found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assess.casework.assessment import label_of
from assess.language import LANGUAGES, _
from assess.register.cards import ReportCopy
from assess.register.register import Register
from assess.reports import wording
from assess.reports.check import Checked
from assess.reports.variant_words import variant_words


def copy_row(copy: ReportCopy, label: str, users: Mapping[str, str], *, lies: bool) -> tuple[str, ...]:
    """One copy in a line: when, of what, which kind, which copy, for whom, by whom, and where the file is."""
    return (
        wording.moment(copy.made_at),
        label,
        variant_words(copy.variant),
        LANGUAGES.get(copy.language, copy.language),
        f"{copy.number}/{copy.of}",
        copy.recipient or "–",
        users.get(copy.made_by, copy.made_by),
        _("ligger i mappen") if lies else _("er ikke i mappen"),
    )


def copy_head() -> tuple[str, ...]:
    """The heads of those columns."""
    return (
        _("Skrevet"),
        _("Vurdering"),
        _("Slag"),
        _("Språk"),
        _("Eks."),
        _("Til"),
        _("Av"),
        _("Fil"),
    )


def checked_words(register: Register, found: Checked) -> Iterator[str]:
    """What a check found, a sentence a line, the most important first."""
    copy = found.copy
    if copy is None:
        yield _("Dette registeret har ikke skrevet filen.")
        yield from _chain(found)
        return
    label = label_of(register.assessment(copy.assessment_id), register.case(copy.case_id).reference)
    what = _("{label}, {variant}, eksemplar {number} av {of}, skrevet {when}").format(
        label=label,
        variant=variant_words(copy.variant),
        number=copy.number,
        of=copy.of,
        when=wording.moment(copy.made_at),
    )
    if found.unchanged:
        yield _("Filen er akkurat slik registeret skrev den: {what}.").format(what=what)
    else:
        yield _("Filen er IKKE slik registeret skrev den. Den bærer merket til {what}.").format(what=what)
    if not found.answered:
        yield _("Vurderingen er endret etter at den ble skrevet ut. Skriv en ny.")
    elif found.pages:
        listed = ", ".join(map(str, found.pages))
        yield _("Ordene er andre enn registerets på side {pages}.").format(pages=listed)
        if not found.data:
            yield _("Vurderingen som følger med som data, er også en annen.")
    elif not found.data:
        yield _("Ordene på sidene er registerets, men vurderingen som følger med som data, er en annen.")
    elif found.unchanged and found.again:
        yield _("Registeret ville skrevet nøyaktig den samme filen nå.")
    elif found.unchanged and found.again is False:
        yield _("Innholdet er det samme, men denne utgaven av programmet setter sidene på en annen måte.")
    yield from _chain(found)


def _chain(found: Checked) -> Iterator[str]:
    if found.chain is None:
        yield _("Det står ikke noe journalhode på sidene.")
    elif found.chain.broken_at is None:
        yield _("Journalen stemmer med merket på sidene.")
    else:
        yield _("Journalen stemmer ikke med merket på sidene: {reason}").format(reason=found.chain.reason)
