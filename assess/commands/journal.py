"""`assess journal`: who did and saw what."""

from __future__ import annotations

import click

from assess.commands.output import as_json, columns, say, say_data
from assess.commands.spoken import Group, option
from assess.commands.workplace import Workplace
from assess.language import _, mark
from assess.register.journal import Verification


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
        head = register.head()
        references = {line.case_id: line.reference for line in register.case_lines()}
    if json_wanted:
        keys = ("seq", "at", "actor", "action", "subject", "case_id")
        listed = [{key: getattr(entry, key) for key in keys} for entry in entries]
        say_data(as_json({"entries": listed, "head": head.text}))
        return
    rows = [
        (str(entry.seq), entry.at, entry.actor, entry.action, references.get(entry.case_id or "", ""))
        for entry in entries
    ]
    say(columns([(_("Nr."), _("Tid (UTC)"), _("Hvem"), _("Hva"), _("Sak")), *rows]))
    say()
    if entries and entries[-1].seq < head.seq:
        say(_("Det er flere føringer: bruk --since {seq}.").format(seq=entries[-1].seq))
    say(_("Journalhode: {head}").format(head=head.text))


@command.command(
    "verify",
    help=mark("Les hele journalen og se om hver føring er slik den ble skrevet."),
    epilog="assess journal verify",
)
@option("--json", "json_wanted", is_flag=True, help=mark("Skriv som JSON."))
@click.pass_obj
def verify(workplace: Workplace, *, json_wanted: bool) -> int:
    """Say whether the chain holds."""
    with workplace.unlock() as register:
        found = register.verify()
    if json_wanted:
        say_data(as_json(verification_data(found)))
    else:
        say(verdict(found))
    return 0 if found.broken_at is None else 1


def verdict(found: Verification) -> str:
    """What a reading of the journal found, in a sentence or two."""
    if found.broken_at is not None:
        return _("Journalen er ikke slik den ble skrevet. Føring {seq}: {reason} Alt før den er i orden.").format(
            seq=found.broken_at, reason=found.reason
        )
    return _("Journalen er hel: {count} føringer. Journalhode: {head}").format(
        count=found.entries, head=found.head.text
    )


def verification_data(found: Verification) -> dict[str, object]:
    """The same for other programs."""
    return {
        "entries": found.entries,
        "head": found.head.text,
        "holds": found.broken_at is None,
        "broken_at": found.broken_at,
        "reason": found.reason,
        "bodies_erased": found.bodies_erased,
    }
