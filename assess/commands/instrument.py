"""`assess instrument`: the instruments at hand, read and checked."""

from __future__ import annotations

from pathlib import Path

import click

from assess.commands.data_files import Tally, is_path
from assess.commands.output import as_json, columns, refuse_taken, remark, say, say_data, write
from assess.commands.spoken import Group, argument, option
from assess.commands.workplace import Workplace
from assess.errors import InstrumentError
from assess.instrument.edition import Edition
from assess.instrument.library import Library
from assess.instrument.load import examine
from assess.instrument.model import Instrument
from assess.language import LANGUAGES, _, mark, spoken
from assess.reports import wording


@click.group("instrument", cls=Group, help=mark("Se og kontroller vurderingsverktøy."), epilog="assess instrument list")
def command() -> None:
    """Look at and check instruments."""


@command.command("list", help=mark("List opp verktøyene som finnes."), epilog="assess instrument list --json")
@option("--json", "json_wanted", is_flag=True, help=mark("Skriv som JSON."))
@click.pass_obj
def list_instruments(workplace: Workplace, *, json_wanted: bool) -> None:
    """Print every instrument in a line; a broken one too."""
    library = workplace.library()
    found = {name: _readable(library, name) for name in library.ids()}
    if json_wanted:
        say_data(as_json([_summary(name, edition) for name, edition in found.items()]))
        return
    head = (_("Verktøy"), _("Versjon"), _("Status"), _("Forhold"), _("Språk"), _("Tittel"))
    say(columns([head, *(_row(name, edition) for name, edition in found.items())]))


@command.command(
    "show",
    help=mark("Vis et verktøy: hva det er til, hvem som eier det, og hvert forhold."),
    epilog="assess instrument show vrb",
)
@argument("name", metavar=mark("VERKTØY"))
@option("--json", "json_wanted", is_flag=True, help=mark("Skriv hele verktøyet som JSON."))
@click.pass_obj
def show(workplace: Workplace, name: str, *, json_wanted: bool) -> None:
    """Print one instrument."""
    edition = workplace.library().edition(name)
    instrument = edition.spoken(spoken())
    if json_wanted:
        say_data(as_json({"hash": edition.hash, "instrument": instrument.model_dump(mode="json", by_alias=True)}))
        return
    say(f"{instrument.title} ({instrument.id} {instrument.version})")
    say(instrument.description.strip())
    say()
    say(
        columns(
            [
                (_("Datert"), instrument.dated),
                (_("Rettighetshaver"), instrument.rights.holder),
                (_("Lisens"), instrument.rights.licence),
                (_("Språk"), ", ".join(edition.languages)),
                (_("Kontrollsum"), edition.hash),
            ]
        )
    )
    say(_("Validering: {note}").format(note=instrument.use.validation_note.strip()))
    for domain in instrument.domains:
        say()
        say(f"{domain.id}  {domain.title} – {wording.part(domain.part)}")
        say(columns([("", item.id, item.title, _marks(instrument, item.id)) for item in domain.items]))


@command.command(
    "check",
    help=mark(
        "Kontroller verktøy. HVA er navnet på et verktøy, en fil eller en mappe; uten noe kontrolleres alle som "
        "finnes. Hver feil står med fil, linje og kolonne."
    ),
    epilog="assess instrument check eget/instrument.yaml",
)
@argument("wanted", metavar=mark("[HVA…]"), nargs=-1)
@click.pass_obj
def check(workplace: Workplace, wanted: tuple[str, ...]) -> int:
    """Print every problem at its place, and a closing sentence."""
    library = workplace.library()
    tally = Tally()
    for name in wanted or library.ids():
        path = Path(name) if is_path(name) else library.folder(name)
        tally.count(examine(path)[1])
    say(tally.closing())
    return tally.exit_code


@command.command(
    "form",
    help=mark(
        "Skriv et tomt skjema av et verktøy som PDF, til å fylle ut på papir. Forholdene og svarene står i samme "
        "rekkefølge som når papirskjema føres inn i møtet. Med --fillable kan det fylles ut på skjerm."
    ),
    epilog="assess instrument form vrb -o skjema.pdf",
)
@argument("name", metavar=mark("VERKTØY"))
@option(
    "-o",
    "--output",
    metavar=mark("FIL"),
    required=True,
    type=click.Path(path_type=Path),
    help=mark("Filen som skrives."),
)
@option("--fillable", is_flag=True, help=mark("Til å fylle ut på skjerm."))
@option("--force", is_flag=True, help=mark("Erstatt filen om den finnes."))
@option("--lang", "language", type=click.Choice(tuple(LANGUAGES)), help=mark("Språket i skjemaet."))
@click.pass_obj
def form(workplace: Workplace, name: str, output: Path, language: str | None, *, fillable: bool, force: bool) -> None:
    """Write a blank form of one instrument; it holds nothing of any case, and no register is opened."""
    from assess.reports.blank_form import blank_form
    from assess.reports.form_pdf import form_pdf

    refuse_taken(output, replace=force)
    edition, wanted = workplace.library().edition(name), language or spoken()
    if wanted not in edition.languages:
        source = LANGUAGES.get(edition.instrument.language, edition.instrument.language)
        remark(_("Verktøyet finnes ikke på det språket. Ordlyden står på {language}.").format(language=source.lower()))
    if not edition.instrument.alone_first:
        remark(_("I dette verktøyet vurderer ingen alene først. Skjemaet er til å fylle ut sammen."))
    remark(_("Lager PDF …"))
    write(output, form_pdf(blank_form(edition, wanted, fillable=fillable)))
    say(_("Skrev {path}.").format(path=output))


@command.command(
    "schema",
    help=mark("Skriv JSON-skjemaet for verktøyfiler, slik redigeringsprogrammer vil ha det."),
    epilog="assess instrument schema > instrument.schema.json",
)
def schema() -> None:
    """Print the JSON Schema of `instrument.yaml`."""
    say_data(as_json(Instrument.model_json_schema(by_alias=True)))


def _readable(library: Library, name: str) -> Edition | None:
    try:
        return library.edition(name)
    except InstrumentError:
        return None


def _row(name: str, edition: Edition | None) -> tuple[str, ...]:
    if edition is None:
        return name, "–", _("har feil"), "–", "–", _("se «assess instrument check {name}»").format(name=name)
    instrument = edition.spoken(spoken())
    count = str(len(instrument.items_by_id))
    return name, instrument.version, instrument.status, count, ", ".join(edition.languages), instrument.title


def _summary(name: str, edition: Edition | None) -> dict[str, object]:
    if edition is None:
        return {"id": name, "readable": False}
    instrument = edition.spoken(spoken())
    return {
        "id": name,
        "readable": True,
        "version": instrument.version,
        "status": instrument.status,
        "title": instrument.title,
        "items": len(instrument.items_by_id),
        "languages": edition.languages,
        "hash": edition.hash,
    }


def _marks(instrument: Instrument, item_id: str) -> str:
    item = instrument.item(item_id)
    marks = [_("kritisk")] if item.critical is not None else []
    if item.kind == "protective":
        marks.append(_("styrke"))
    return ", ".join(marks)
