"""The command `assess`: its own options, and its nouns, each read only when it is called.

`assess --version` and `assess --help` answer at once because nothing heavy is imported for them.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from assess import __version__, collecting
from assess.commands.spoken import Group, option
from assess.commands.workplace import Workplace
from assess.language import LANGUAGES, _, mark, speak

_NOUNS = {
    "demo": mark("Lag et øvingsregister med oppdiktede saker"),
    "case": mark("Se sakene i registeret"),
    "identity": mark("Skriv inn eller åpne hvem en sak gjelder"),
    "assessment": mark("Flytt hele vurderinger ut og inn som filer"),
    "report": mark("Skriv en vurdering som PDF"),
    "compare": mark("Sammenlign to vurderinger, forhold for forhold"),
    "instrument": mark("Se og kontroller vurderingsverktøy"),
    "profile": mark("Se og kontroller profiler"),
    "register": mark("Lag og kontroller et register"),
    "journal": mark("Les og kontroller journalen"),
}


class _Program(Group):
    """The nouns by name; the module of one is imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """The nouns, in the order in which a newcomer meets them."""
        return list(_NOUNS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click's
        """The noun with this name."""
        if cmd_name not in _NOUNS:
            return None
        command: click.Command = import_module(f"assess.commands.{cmd_name}").command
        return command

    def summary(self, ctx: click.Context, name: str) -> str:  # noqa: ARG002  nothing is imported for the list
        """One line about one of the nouns."""
        return _(_NOUNS[name])


def _show_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:  # noqa: FBT001  click's
    if wanted and not ctx.resilient_parsing:
        click.echo(f"assess {__version__}")
        ctx.exit()


def _speak(_ctx: click.Context, _param: click.Parameter, language: str | None) -> None:
    if language is not None:
        speak(language)


@click.group(
    "assess",
    cls=_Program,
    invoke_without_command=True,
    help=mark(
        "Vurder en radikaliseringsbekymring sammen, i kontaktmøtet. "
        "Uten kommando åpnes registeret: programmet spør om passordfrasen, og viser vei første gang."
    ),
    epilog="assess demo",
)
@option(
    "--register",
    "register",
    metavar=mark("FIL"),
    type=click.Path(path_type=Path),
    help=mark("Registeret. Ellers gjelder $ASSESS_REGISTER, og så mappen for programmets data."),
)
@option(
    "--instruments",
    metavar=mark("MAPPE"),
    type=click.Path(path_type=Path),
    help=mark("Egne vurderingsverktøy, i tillegg til dem som følger med."),
)
@option(
    "--profiles",
    metavar=mark("MAPPE"),
    type=click.Path(path_type=Path),
    help=mark("Egne profiler, i tillegg til dem som følger med."),
)
@option(
    "--language",
    type=click.Choice(tuple(LANGUAGES)),
    is_eager=True,
    expose_value=False,
    callback=_speak,
    help=mark("Språket programmet bruker. Ellers gjelder $ASSESS_LANGUAGE, og så bokmål."),
)
@option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help=mark("Vis hvilken versjon dette er."),
)
@click.option("--resume", default="", hidden=True)  # the program locks itself by starting anew
@click.option("--unprinted", default="", hidden=True)  # and tells afterwards of a PDF that was not finished
@click.option("--stopped", is_flag=True, hidden=True)  # and after Ctrl-Z waits for `fg` as the shell's stopped job
@click.pass_context
def program(
    ctx: click.Context,
    register: Path | None,
    instruments: Path | None,
    profiles: Path | None,
    resume: str,
    unprinted: str,
    *,
    stopped: bool,
) -> int:
    """Open the screens, or get the workplace ready for the command that follows."""
    workplace = Workplace(register, _folder(instruments, ctx), _folder(profiles, ctx))
    ctx.obj = workplace
    if ctx.invoked_subcommand is not None:
        collecting.resume()
        return 0
    from assess.commands.screens import open_screens

    return open_screens(workplace, resume=resume, unprinted=unprinted, stopped=stopped)


def _folder(folder: Path | None, ctx: click.Context) -> Path | None:
    if folder is not None and not folder.is_dir():
        raise click.UsageError(_("Det er ingen mappe på {path}.").format(path=folder), ctx)
    return folder
