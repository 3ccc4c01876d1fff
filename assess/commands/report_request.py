"""The options that say whom a report is for, and the request that they make."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Literal, TypedDict, get_args

import click

from assess.commands.spoken import option
from assess.language import _, mark
from assess.reports.request import (
    AccessReport,
    ArchiveReport,
    ComparisonReport,
    FullReport,
    Handover,
    OnePage,
    PlainReport,
    Request,
    Variant,
)


class Asked(TypedDict):
    """What stood on the command line; each option belongs to some variants only."""

    variant: Variant
    withhold: str
    leave_out: str
    choose_in: str
    internal: bool
    keep_texts: str
    read: bool
    party: str
    basis: str
    reason: str
    requested: bool
    meaning: bool
    level: bool
    reader: str
    topic: str
    thinks: str
    measures_read: bool
    without: str
    before: str


_BELONGS: dict[Variant, frozenset[str]] = {
    "one-page": frozenset(),
    "full": frozenset(),
    "archive": frozenset(),
    "access": frozenset({"withhold", "leave_out", "choose_in", "internal", "keep_texts", "read"}),
    "handover": frozenset({"party", "basis", "reason", "requested", "meaning", "level"}),
    "plain": frozenset({"reader", "topic", "thinks", "measures_read", "without"}),
    "comparison": frozenset({"before"}),
}
_NAMES = {
    "withhold": "--withhold",
    "leave_out": "--leave-out",
    "choose_in": "--choose-in",
    "internal": "--internal",
    "keep_texts": "--keep-texts",
    "read": "--read",
    "party": "--to",
    "basis": "--basis",
    "reason": "--reason",
    "requested": "--requested",
    "meaning": "--meaning",
    "level": "--level",
    "reader": "--reader",
    "topic": "--topic",
    "thinks": "--thinks",
    "measures_read": "--measures-read",
    "without": "--without",
    "before": "--before",
}

_OPTIONS = (
    option(
        "--variant",
        type=click.Choice(get_args(Variant)),
        default="full",
        help=mark(
            "Hvem den er for. one-page: bare beslutningen. full: alt, til kvalitetssikring. archive: til arkivet. "
            "access: innsyn for den saken gjelder. handover: utlevering. plain: klart språk. "
            "comparison: endringene siden en tidligere vurdering. Ellers full."
        ),
    ),
    option(
        "--withhold",
        metavar=mark("NUMRE"),
        default="",
        help=mark("Innsyn: opplysninger som utelates helt, som «3,5»."),
    ),
    option(
        "--leave-out",
        metavar=mark("STEDER"),
        default="",
        help=mark("Innsyn: tekster som utelates, som «item.A1,meaning.3»."),
    ),
    option(
        "--choose-in",
        metavar=mark("NUMRE"),
        default="",
        help=mark("Innsyn: opplysninger fra helse, barnevern eller politi som likevel gis."),
    ),
    option("--internal", is_flag=True, help=mark("Innsyn: utelat gruppas egen forklaring, som internt dokument.")),
    option(
        "--keep-texts",
        metavar=mark("STEDER"),
        default="",
        help=mark("Innsyn: tekster som bygger på en utelatt opplysning, og likevel kan gis, som «item.A1»."),
    ),
    option("--read", is_flag=True, help=mark("Innsyn: noen har lest tekstene som nevnes, og de kan gis ut.")),
    option("--to", "party", metavar=mark("PART"), default="", help=mark("Utlevering: parten som får opplysningene.")),
    option("--basis", metavar=mark("HJEMMEL"), default="", help=mark("Utlevering: hjemmelens navn i profilen.")),
    option("--reason", metavar=mark("TEKST"), default="", help=mark("Utlevering: hvorfor det er nødvendig.")),
    option("--requested", is_flag=True, help=mark("Utlevering: mottakeren ba om opplysningene.")),
    option("--meaning", is_flag=True, help=mark("Utlevering: ta med hva opplysningene tolkes som.")),
    option("--level", is_flag=True, help=mark("Utlevering: si gruppas nivå på én linje.")),
    option(
        "--reader",
        type=click.Choice(("young", "guardian")),
        default=None,
        help=mark("Klart språk: til den saken gjelder (young) eller foresatte (guardian). Ellers den saken gjelder."),
    ),
    option("--topic", metavar=mark("TEKST"), default="", help=mark("Klart språk: hva møtet handlet om.")),
    option("--thinks", metavar=mark("TEKST"), default="", help=mark("Klart språk: hva gruppa tenker nå.")),
    option("--measures-read", is_flag=True, help=mark("Klart språk: noen har lest tiltakene, og de er klare.")),
    option(
        "--without",
        metavar=mark("NUMRE"),
        default="",
        help=mark("Klart språk: tiltak som ikke fortelles, etter plassen i planen, som «3,4»."),
    ),
    option("--before", metavar=mark("VURDERING"), default="", help=mark("Sammenligning: den tidligere vurderingen.")),
)


def request_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of every variant."""
    for one in reversed(_OPTIONS):
        command = one(command)
    return command


def request_of(asked: Asked, before: Callable[[str], ComparisonReport]) -> Request:
    """Return what was asked for.

    Args:
        asked: The options.
        before: Finds an earlier assessment by its label, and makes the request for a comparison with it.

    Raises:
        click.UsageError: An option belongs to another variant, or one is missing.
    """
    variant = asked["variant"]
    given = {name for name in _NAMES if asked[name]}  # type: ignore[literal-required]  # the keys of Asked
    strange = given - _BELONGS[variant]
    if strange:
        names = ", ".join(sorted(_NAMES[name] for name in strange))
        raise click.UsageError(_("{names} hører ikke til --variant {variant}.").format(names=names, variant=variant))
    match variant:
        case "one-page":
            return OnePage()
        case "full":
            return FullReport()
        case "archive":
            return ArchiveReport()
        case "access":
            return AccessReport(
                withheld=_numbers("--withhold", asked["withhold"]),
                chosen_in=_numbers("--choose-in", asked["choose_in"]),
                texts=_places(asked["leave_out"]),
                kept_texts=_places(asked["keep_texts"]),
                internal=asked["internal"],
                read=asked["read"],
            )
        case "handover":
            return _handover(asked)
        case "plain":
            reader: Literal["young", "guardian"] = "guardian" if asked["reader"] == "guardian" else "young"
            without = _numbers("--without", asked["without"])
            return PlainReport(reader, asked["topic"], asked["thinks"], asked["measures_read"], without)
        case "comparison":
            return before(asked["before"])


def _handover(asked: Asked) -> Handover:
    missing = [_NAMES[name] for name in ("party", "basis", "reason") if not asked[name]]
    if missing:
        names = ", ".join(missing)
        raise click.UsageError(
            _("Utlevering skal begrunnes og føres (politiregisterforskriften § 11-4): {names} mangler.").format(
                names=names
            )
        )
    return Handover(
        party=asked["party"],
        basis=asked["basis"],
        reason=asked["reason"],
        requested=asked["requested"],
        interpretations=asked["meaning"],
        decision=asked["level"],
    )


def _places(text: str) -> frozenset[str]:
    return frozenset(word for word in re.split(r"[,\s]+", text) if word)


def _numbers(name: str, text: str) -> frozenset[int]:
    words = [word for word in re.split(r"[,\s]+", text) if word]
    if not all(word.isdecimal() for word in words):
        raise click.UsageError(_("{name} tar numre på opplysninger, som «3,5».").format(name=name))
    return frozenset(map(int, words))
