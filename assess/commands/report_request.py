"""The options that say whom a report is for, and the request that they make."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypedDict, get_args

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
    party: str
    basis: str
    reason: str
    requested: bool
    reader: str
    before: str


_BELONGS: dict[Variant, frozenset[str]] = {
    "one-page": frozenset(),
    "full": frozenset(),
    "archive": frozenset(),
    "access": frozenset({"withhold"}),
    "handover": frozenset({"party", "basis", "reason", "requested"}),
    "plain": frozenset({"reader"}),
    "comparison": frozenset({"before"}),
}
_NAMES = {
    "withhold": "--withhold",
    "party": "--to",
    "basis": "--basis",
    "reason": "--reason",
    "requested": "--requested",
    "reader": "--reader",
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
    option("--to", "party", metavar=mark("PART"), default="", help=mark("Utlevering: parten som får opplysningene.")),
    option("--basis", metavar=mark("HJEMMEL"), default="", help=mark("Utlevering: hjemmelens navn i profilen.")),
    option("--reason", metavar=mark("TEKST"), default="", help=mark("Utlevering: hvorfor det er nødvendig.")),
    option("--requested", is_flag=True, help=mark("Utlevering: mottakeren ba om opplysningene.")),
    option(
        "--reader",
        type=click.Choice(("young", "guardian")),
        default=None,
        help=mark("Klart språk: til den unge selv (young) eller foresatte (guardian). Ellers den unge."),
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
            return AccessReport(_numbers(asked["withhold"]))
        case "handover":
            return _handover(asked)
        case "plain":
            return PlainReport("guardian" if asked["reader"] == "guardian" else "young")
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
    return Handover(asked["party"], asked["basis"], asked["reason"], asked["requested"])


def _numbers(text: str) -> frozenset[int]:
    words = [word for word in re.split(r"[,\s]+", text) if word]
    if not all(word.isdecimal() for word in words):
        raise click.UsageError(_("--withhold tar numre på opplysninger, som «3,5»."))
    return frozenset(map(int, words))
