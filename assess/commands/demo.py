"""`assess demo`: a register with invented cases, one PDF, and the screens."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import which

import click
import platformdirs

from assess.commands.output import remark, say
from assess.commands.screens import at_terminal, open_screens
from assess.commands.spoken import Command, option
from assess.commands.workplace import Workplace
from assess.errors import AssessError, RegisterError, RegisterExists
from assess.language import _, mark, spoken
from assess.norwegian_time import norwegian
from assess.register.arrivals import Arrival
from assess.register.file_modes import make_private_folder, put_in_place, standing
from assess.register.founding import DEMONSTRATION_PASSPHRASE, Founding, found_demonstration
from assess.register.keeping import keeping_for
from assess.register.key_file import keys_path
from assess.register.register import Register
from assess.register.report_copies import note_written
from assess.register.slot import KeyCost
from assess.register.vault import Vault
from assess.reports.file import write_whole
from assess.reports.issue import Order, copy_of, neutral_name, prepare
from assess.reports.render import pdf_bytes
from assess.training.demonstration import TrainingRecord, demonstration

_REGISTER = "demo.assess"
_INSTRUMENT = "vrb"
_PROFILE = "fredrikstad"
_PRINTED = "BLÅKLOKKE"
_COST = KeyCost(memory_kib=8 * 1024, passes=1, lanes=1)  # the passphrase is public; there is nothing to guess


@click.command(
    "demo",
    cls=Command,
    help=mark(
        "Lag et øvingsregister med oppdiktede saker, skriv én vurdering som PDF, og åpne skjermbildene. "
        "Et øvingsregister som ligger der fra før, erstattes. Et virkelig register røres aldri."
    ),
    epilog="assess demo --dir øving",
)
@option("--dir", "folder", metavar=mark("MAPPE"), type=click.Path(path_type=Path), help=mark("Hvor det skal ligge."))
@option("--no-screens", is_flag=True, help=mark("Ikke åpne skjermbildene."))
@click.pass_obj
def command(workplace: Workplace, folder: Path | None, *, no_screens: bool) -> int:
    """Make the demonstration, say where it is, and open it."""
    place = folder or platformdirs.user_data_path("assess-demo", appauthor=False)
    register, report = make_demonstration(workplace, place.absolute())
    say(_("Øvingsregister: {path}").format(path=register))
    say(_("PDF: {path}").format(path=report))
    say(_("Alle personer og saker i det er diktet opp."))
    say(_("Åpne det igjen med: {program} --register {path}").format(program=_program(), path=register))
    if no_screens or not at_terminal():
        return 0
    there = replace(workplace, named_register=register)
    return open_screens(there, passphrase=DEMONSTRATION_PASSPHRASE)


def make_demonstration(workplace: Workplace, folder: Path) -> tuple[Path, Path]:
    """Make the register and the PDF in `folder`, and return where they are.

    Everything is made beside and put in place when it is whole, so that a demonstration that was there before
    stays until then.

    Raises:
        RegisterExists: Something stands there that is not a demonstration; it is untouched.
        AssessError: It can't be made; what was there before still is.
    """
    target = folder / _REGISTER
    records = _records(workplace)
    printed = next(record for record in records if record.case.reference == _PRINTED)
    report = folder / neutral_name(printed.case, printed.assessments[-1])
    _refuse_unless_demonstration(target, report)
    try:
        make_private_folder(folder)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".ny-") as made:
            draft = Path(made) / _REGISTER
            _fill(workplace, draft, records, draft.with_name(report.name))
            _replace(target, draft)
            put_in_place(draft.with_name(report.name), report)
    except OSError as error:
        raise AssessError(
            _("Øvingsregisteret kunne ikke lages i {path} ({why}).").format(path=folder, why=error.strerror),
            _("Velg en mappe som du kan skrive i, med --dir."),
        ) from error
    return target, report


def _records(workplace: Workplace) -> tuple[TrainingRecord, ...]:
    library = workplace.library()
    profile = workplace.all_profiles().profile(_PROFILE)
    return demonstration(library.edition(_INSTRUMENT), profile, library.folder(_INSTRUMENT) / "cases")


def _fill(workplace: Workplace, path: Path, records: tuple[TrainingRecord, ...], report: Path) -> None:
    remark(_("Lager øvingsregisteret …"))
    edition = workplace.library().edition(_INSTRUMENT)
    profiles = workplace.all_profiles()
    founding = Founding(profile=_PROFILE, organisation=profiles.profile(_PROFILE).organisation, language=spoken())
    with found_demonstration(path, founding, cost=_COST) as register:
        profile = profiles.profile(_PROFILE)
        keepings = tuple(keeping_for(one.case, profile, norwegian(one.case.opened_at).date()) for one in records)
        arrivals = tuple(Arrival(record.case, edition, one) for record in records for one in record.assessments)
        register.bring_in(arrivals, keepings)
        remark(_("Lager PDF …"))
        order = Order(*register.assessment_called(_PRINTED), language=spoken())
        anchor = register.tell("report", order.assessment.id, order.case.id).text
        prepared = prepare(register, profiles, order, anchor)
        made = pdf_bytes(prepared.content)
        write_whole(made, report)
        note_written(register, copy_of(register, prepared, made, report.name))


def _refuse_unless_demonstration(path: Path, report: Path) -> None:
    """Let through a place that is empty, or holds a demonstration that opens as one."""
    taken = [one for one in (*_files(path), report) if standing(one) != "nothing"]
    if taken and not _is_demonstration(path):
        raise RegisterExists(
            _("{path} hører ikke til et øvingsregister. Ingenting er laget eller endret.").format(path=taken[0]),
            _("Velg en annen mappe med --dir."),
        )


def _is_demonstration(path: Path) -> bool:
    try:
        vault = Vault.read(path)
        if vault.kind != "demonstration":
            return False
        vault.unlock(DEMONSTRATION_PASSPHRASE)
        if standing(path) != "nothing":
            Register.unlock(path, DEMONSTRATION_PASSPHRASE).close()
    except RegisterError:
        return False
    return True


def _replace(target: Path, draft: Path) -> None:
    for old in _files(target):
        if old != keys_path(target):
            old.unlink(missing_ok=True)
    # The keys first: keys without a register are known as a demonstration's, a register without keys as nobody's.
    put_in_place(keys_path(draft), keys_path(target))
    put_in_place(draft, target)


def _files(path: Path) -> Iterator[Path]:
    yield keys_path(path)
    yield from (path.with_name(path.name + ending) for ending in ("", "-wal", "-shm", "-journal"))


def _program() -> str:
    """What starts this program from where the user stands: its name where a shell finds it, else its path."""
    started = Path(sys.argv[0])
    if which("assess") is not None or started.name != "assess":
        return "assess"
    here = Path.cwd()
    return str(started.relative_to(here) if started.is_relative_to(here) else started)
