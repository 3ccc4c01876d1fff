"""`assess journal`: who did and saw what."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import click

from assess.commands.output import as_json, columns, say, say_data
from assess.commands.spoken import Group, option
from assess.commands.workplace import Workplace
from assess.errors import NotAllowed
from assess.language import _, mark
from assess.register.journal import Anchor, Verification
from assess.register.pruning import Pruning, plan_pruning, prune
from assess.register.register import Register


@click.group("journal", cls=Group, help=mark("Les og kontroller journalen."), epilog="assess journal show")
def command() -> None:
    """Read and check the journal."""


@command.command(
    "show",
    help=mark("Vis føringene, de eldste først. Hva som sto i opplysningene, vises ikke."),
    epilog="assess journal show --since 800",
)
@option("--since", metavar="N", type=click.IntRange(min=0), default=0, help=mark("Bare føringer etter nummer N."))
@option("--limit", metavar="N", type=click.IntRange(min=0), default=1000, help=mark("Høyst så mange; 1000 ellers."))
@option("--json", "json_wanted", is_flag=True, help=mark("Skriv som JSON."))
@click.pass_obj
def show(workplace: Workplace, since: int, limit: int, *, json_wanted: bool) -> None:
    """Print what was done, without what the records said."""
    with workplace.unlock() as register:
        entries = register.entries(since, limit)
        head, names = register.head(), register.user_names
        references = _references(register)
    if json_wanted:
        keys = ("seq", "at", "actor", "action", "subject", "case_id")
        listed = [{**{key: getattr(entry, key) for key in keys}, "user": names.get(entry.actor)} for entry in entries]
        say_data(as_json({"entries": listed, "head": head.text}))
        return
    rows = [
        (
            str(entry.seq),
            entry.at,
            names.get(entry.actor, entry.actor),
            entry.action,
            references.get(entry.case_id or "", ""),
        )
        for entry in entries
    ]
    say(columns([(_("Nr."), _("Tid (UTC)"), _("Hvem"), _("Hva"), _("Sak")), *rows]))
    say()
    if entries and entries[-1].seq < head.seq:
        say(_("Det er flere føringer: bruk --since {seq}.").format(seq=entries[-1].seq))
    say(_("Journalhode: {head}").format(head=head.text))


@command.command(
    "verify",
    help=mark(
        "Les hele journalen og se om hver føring er slik den ble skrevet. "
        "Med --anchor også om den er den samme som da merket ble trykt."
    ),
    epilog="assess journal verify --anchor '812:abc1 23de 4567 89ab'",
)
@option(
    "--anchor",
    "printed",
    metavar=mark("MERKE"),
    help=mark("Journalhodet slik det står nederst på en PDF eller i en sikkerhetskopi."),
)
@option("--json", "json_wanted", is_flag=True, help=mark("Skriv som JSON."))
@click.pass_obj
def verify(workplace: Workplace, printed: str | None, *, json_wanted: bool) -> int:
    """Say whether the chain holds."""
    anchor = None if printed is None else _anchor(printed)
    with workplace.unlock() as register:
        found = register.verify(anchor)
    if json_wanted:
        say_data(as_json(verification_data(found)))
    else:
        say(verdict(found))
        if anchor is not None and found.broken_at is None:
            say(_("Føring {seq} er den samme som merket viser til.").format(seq=anchor.seq))
    return 0 if found.broken_at is None else 1


@command.command(
    "prune",
    help=mark(
        "Fjern føringer som er eldre enn 36 måneder. Yngre føringer enn 12 måneder fjernes aldri. "
        "Det som er igjen, kan kontrolleres som før."
    ),
    epilog="assess journal prune --before 2024-01-01",
)
@option(
    "--before",
    metavar=mark("DATO"),
    type=click.DateTime(formats=["%Y-%m-%d", "%d.%m.%Y"]),
    help=mark("Fjern det som er eldre enn denne dagen; ellers 36 måneder."),
)
@option("--yes", is_flag=True, help=mark("Fjern uten å spørre."))
@option("--clock-is-right", is_flag=True, help=mark("Tidene i journalen er riktige, selv om det er lange opphold."))
@click.pass_obj
def prune_journal(workplace: Workplace, before: datetime | None, *, yes: bool, clock_is_right: bool) -> None:
    """Take away the oldest entries, after saying which."""
    with workplace.unlock() as register:
        cut = None if before is None else before.replace(tzinfo=UTC)
        plan = plan_pruning(register, cut, clock_is_right=clock_is_right)
        if plan is None:
            say(_("Ingen føringer er så gamle. Ingenting er fjernet."))
            return
        say(_planned(plan))
        if not yes:
            click.confirm(_("Fjerne dem? De kan ikke hentes tilbake fra registeret."), abort=True, err=True)
        segment = prune(register, plan)
    if segment is not None:
        say(_("Fjernet føring {first} til {last}.").format(first=segment.first_seq, last=segment.last_seq))


def verdict(found: Verification) -> str:
    """What a reading of the journal found, in a sentence or two."""
    if found.broken_at is not None:
        return _("Journalen er ikke slik den ble skrevet. Føring {seq}: {reason} Alt før den er i orden.").format(
            seq=found.broken_at, reason=found.reason
        )
    told = _("Journalen er hel: {count} føringer. Journalhode: {head}").format(
        count=found.entries, head=found.head.text
    )
    if found.pruned:
        told += " " + _("De {count} eldste er fjernet etter at tiden var ute.").format(count=found.pruned)
    return told


def verification_data(found: Verification) -> dict[str, object]:
    """The same for other programs."""
    return {
        "entries": found.entries,
        "head": found.head.text,
        "holds": found.broken_at is None,
        "broken_at": found.broken_at,
        "reason": found.reason,
        "bodies_erased": found.bodies_erased,
        "pruned": found.pruned,
    }


def _references(register: Register) -> dict[str, str]:
    """The cases' references, for those who may see them."""
    if not register.may("read"):
        return {}
    return {line.case_id: line.reference for line in register.case_lines()}


def _anchor(printed: str) -> Anchor:
    # A PDF prints a word before it.
    found = Anchor.parse(re.sub(r"^\D+", "", printed))
    if found is None:
        raise NotAllowed(
            _("«{text}» er ikke et journalhode.").format(text=printed),
            _("Skriv det slik det står, for eksempel «812:abc1 23de 4567 89ab»."),
        )
    return found


def _planned(plan: Pruning) -> str:
    told = _("{count} føringer fjernes: nr. {first} ({first_at}) til nr. {last} ({last_at}).").format(
        count=plan.count,
        first=plan.first_seq,
        first_at=plan.first_at[:10],
        last=plan.last_seq,
        last_at=plan.last_at[:10],
    )
    return told + " " + _("Alt etter {day} blir stående.").format(day=f"{plan.before:%d.%m.%Y}")
