"""A blank paper form of an instrument, for one person who rates alone before the meeting.

It is made from the instrument and nothing else: no register, no case and no name. Its items and codes stand in the
same order as in the meeting's table for paper forms, and every page says which version it is, so that a sheet can be
matched with what is entered. Where nobody rates alone, one sheet is filled in together and says so.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import cast

from assess.instrument.edition import Edition
from assess.instrument.model import Domain, Instrument, Item
from assess.instrument.scale import Scale
from assess.language import _, speaking
from assess.reports import wording
from assess.reports.assurance import spaced
from assess.reports.characters import legible
from assess.reports.content import Running
from assess.reports.form_words import about, facts, instruction
from assess.reports.view import Fact

_NARROW = 0.5
"""How wide a code without words of its own is, beside one that has them."""

_ABREAST = 7
"""Codes that have room beside each other; a longer scale goes over several lines (`form.css` breaks them there)."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One code to tick, with what it means."""

    code: str
    text: str
    """What it means for exactly this item; the code's own label where the instrument says no more."""
    spoken: str
    """What is read aloud for its square: the item, the code and the code's label."""
    share: int = 0
    """Its part of the line's width, in hundredths."""


@dataclass(frozen=True, slots=True)
class Field:
    """Something to write on a line."""

    name: str
    """What the field is called in a fillable form; whoever reads the file finds it by this."""
    label: str
    spoken: str
    """What is read aloud for it."""


@dataclass(frozen=True, slots=True)
class FormItem:
    """One item to rate."""

    id: str
    title: str
    question: str
    critical: str
    """The word for a critical item, and from which code; empty for others."""
    strength: str
    """The word for a strength; empty for others."""
    choices: tuple[Choice, ...]
    reason: Field
    observations: Field


@dataclass(frozen=True, slots=True)
class FormDomain:
    """A domain with its items."""

    heading: str
    part: str
    intro: str
    items: tuple[FormItem, ...]


@dataclass(frozen=True, slots=True)
class Legend:
    """What the codes of one scale are called."""

    heading: str
    """Which items it belongs to; empty when there is only one scale."""
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class BlankForm:
    """A whole form in finished words."""

    language: str
    title: str
    author: str
    dated: str
    running: Running
    fillable: bool
    group: str
    heading: str
    facts: tuple[str, ...]
    head: tuple[Field, ...]
    instruction: tuple[str, ...]
    legends: tuple[Legend, ...]
    domains: tuple[FormDomain, ...]
    again: str
    """What is written anew at the top of every later sheet, so that a loose one finds its way back."""
    more: str
    """The heading over the lines at the end, for what found no room."""
    about: tuple[Fact, ...]


def blank_form(edition: Edition, language: str, *, fillable: bool = False) -> BlankForm:
    """Put an instrument into a form to be filled in, on paper or on screen.

    Args:
        edition: The instrument, whose fingerprint is printed.
        language: The language of the program's words, and of the instrument's where it speaks it.
        fillable: Whether the form is filled in on a screen.

    Raises:
        ReportError: The report's fonts can't be read.
    """
    instrument = edition.spoken(language)
    with speaking(language):
        name = _("Skjema for egen vurdering") if instrument.alone_first else _("Skjema til utfylling")
        made = BlankForm(
            language=language,
            title=f"{name} – {instrument.title}",
            author=instrument.rights.holder,
            dated=f"{instrument.dated}T00:00:00Z",
            running=_running(edition, name),
            fillable=fillable,
            group=instrument.title,
            heading=name,
            facts=facts(instrument),
            head=_head(),
            instruction=instruction(instrument),
            legends=_legends(instrument),
            domains=tuple(_domain(instrument, domain) for domain in instrument.domains),
            again="" if fillable else _("Sak ____________________   Rolle ____________________"),
            more=_("Mer om et forhold. Skriv først hvilket."),
            about=about(edition, instrument),
        )
        return cast("BlankForm", _legible(made))


def _running(edition: Edition, name: str) -> Running:
    instrument = edition.instrument
    return Running(
        marks="",
        stamp="",
        reference=name,
        marking=_("utfylt behandles det som sakens andre papirer"),
        copy="",
        journal=_("Verktøyets fingeravtrykk {digest}").format(digest=spaced(edition.hash)),
        instrument=f"{instrument.id} {instrument.version}",
        worth="  ·  " + _("ikke validert – støtte for faglig skjønn") if instrument.use.validation == "none" else "",
        page=_("side"),
        of=_("av"),
    )


def _head() -> tuple[Field, ...]:
    """What the sheet is matched by: a reference and a role, never a name."""
    labels = {
        "case": (_("Sak (referanse, ikke navn)"), _("Sakens referanse, aldri et navn")),
        "date": (_("Dato"), _("Dato for utfyllingen")),
        "role": (_("Rolle (ikke navn)"), _("Rollen til den som fyller ut, aldri et navn")),
        "service": (_("Tjeneste"), _("Tjenesten til den som fyller ut")),
    }
    return tuple(Field(name, label, spoken) for name, (label, spoken) in labels.items())


def _legends(instrument: Instrument) -> tuple[Legend, ...]:
    owners: dict[str, list[Item]] = {}
    for item in instrument.items():
        owners.setdefault(item.scale, []).append(item)
    return tuple(
        Legend(
            heading=_whose(owners[scale.id]) if len(owners) > 1 else "",
            choices=tuple(Choice(code, scale.label(code), "") for code in scale.codes()),
        )
        for scale in instrument.scales
        if scale.id in owners
    )


def _whose(items: list[Item]) -> str:
    """What the items of one scale are together: their kind where they share one, else their ids."""
    kinds = {item.kind for item in items}
    words = {"risk": _("Risiko"), "protective": _("Styrke")}
    return (
        words.get(kinds.pop(), "") if len(kinds) == 1 and kinds <= words.keys() else ", ".join(one.id for one in items)
    )


def _domain(instrument: Instrument, domain: Domain) -> FormDomain:
    return FormDomain(
        heading=f"{domain.id} {domain.title}" if len(domain.id) == 1 else domain.title,
        part=wording.part(domain.part),
        intro=domain.intro or "",
        items=tuple(_item(item, instrument.scale_of(item.id)) for item in domain.items),
    )


def _item(item: Item, scale: Scale) -> FormItem:
    name = f"{item.id} {item.title}"
    critical = item.critical
    return FormItem(
        id=item.id,
        title=item.title,
        question=item.question,
        critical=_("kritisk fra {code}").format(code=critical.at_least) if critical is not None else "",
        strength=_("styrke") if item.kind == "protective" else "",
        choices=_choices(item, scale),
        reason=Field(f"{item.id}_reason", _("Begrunnelse"), _("{item}: begrunnelse").format(item=name)),
        observations=Field(
            f"{item.id}_observations",
            _("Opplysning nr."),
            _("{item}: numrene på opplysningene").format(item=name),
        ),
    )


def _choices(item: Item, scale: Scale) -> tuple[Choice, ...]:
    """The codes across the line: those that say something about just this item are wider than the others."""
    said = {**{code: f"{scale.label(code)}. {words}" for code, words in item.follow.items()}, **item.anchors}
    steps = {level.code for level in scale.levels}
    codes = scale.codes()
    parts = {code: 1.0 if code in said or code in steps or len(codes) > _ABREAST else _NARROW for code in codes}
    whole = min(sum(parts.values()), _ABREAST)
    return tuple(
        Choice(
            code=code,
            text=said.get(code, scale.label(code)),
            spoken=f"{item.id} {item.title}: {code} {scale.label(code)}",
            share=int(100 * part / whole),
        )
        for code, part in parts.items()
    )


def _legible(node: object) -> object:
    """The same with every text as the fonts can print it."""
    if isinstance(node, str):
        return legible(node)[0]
    if isinstance(node, tuple):
        return tuple(_legible(one) for one in node)
    if dataclasses.is_dataclass(node) and not isinstance(node, type):
        return dataclasses.replace(
            node, **{one.name: _legible(getattr(node, one.name)) for one in dataclasses.fields(node)}
        )
    return node
