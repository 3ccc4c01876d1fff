"""`assess profile`: the organisations' ways of working, read and checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from assess.commands.data_files import Tally, is_path
from assess.commands.output import as_json, columns, say, say_data
from assess.commands.spoken import Group, argument, option
from assess.commands.workplace import Workplace
from assess.errors import ProfileError
from assess.language import _, mark, spoken
from assess.profile.load import Profiles, examine_profile
from assess.profile.model import Profile
from assess.profile.wording import FOLDER, examine_wording


@click.group("profile", cls=Group, help=mark("Se og kontroller profiler."), epilog="assess profile list")
def command() -> None:
    """Look at and check profiles."""


@command.command("list", help=mark("List opp profilene som finnes."), epilog="assess profile list --json")
@option("--json", "json_wanted", is_flag=True, help=mark("Skriv som JSON."))
@click.pass_obj
def list_profiles(workplace: Workplace, *, json_wanted: bool) -> None:
    """Print every profile in a line; a broken one too."""
    profiles = workplace.all_profiles()
    found = {name: _readable(profiles, name) for name in profiles.ids()}
    if json_wanted:
        say_data(as_json([_summary(name, profile) for name, profile in found.items()]))
        return
    say(columns([(_("Profil"), _("Versjon"), _("Datert"), _("Gruppe")), *map(_row, found, found.values())]))


@command.command(
    "check",
    help=mark(
        "Kontroller profiler og hjemmelslister. HVA er navnet på en profil, eller en fil; uten noe kontrolleres alle. "
        "Hver feil står med fil, linje og kolonne."
    ),
    epilog="assess profile check fredrikstad",
)
@argument("wanted", metavar=mark("[HVA…]"), nargs=-1)
@click.pass_obj
def check(workplace: Workplace, wanted: tuple[str, ...]) -> int:
    """Print every problem at its place, and a closing sentence."""
    tally = Tally()
    for file in _files(workplace, wanted):
        tally.count(examine_wording(file) if file.parent.name == FOLDER else examine_profile(file))
    say(tally.closing())
    return tally.exit_code


def _files(workplace: Workplace, wanted: Iterable[str]) -> Iterator[Path]:
    folders = workplace.profile_folders
    named = tuple(wanted)
    if not named:
        for folder in folders:
            yield from sorted(folder.glob("*.yaml"))
            yield from sorted(folder.glob("legal/*.yaml"))
            yield from sorted(folder.glob("wording/*.yaml"))
    for name in named:
        if is_path(name):
            yield Path(name)
            continue
        known = next((file for folder in folders if (file := folder / f"{name}.yaml").is_file()), None)
        if known is None:
            workplace.all_profiles().profile(name)
        else:
            yield known


def _readable(profiles: Profiles, name: str) -> Profile | None:
    try:
        return profiles.profile(name, spoken())
    except ProfileError:
        return None


def _row(name: str, profile: Profile | None) -> tuple[str, ...]:
    if profile is None:
        return name, "–", _("har feil"), _("se «assess profile check {name}»").format(name=name)
    return name, profile.version, profile.dated, profile.group


def _summary(name: str, profile: Profile | None) -> dict[str, object]:
    if profile is None:
        return {"id": name, "readable": False}
    return {
        "id": name,
        "readable": True,
        "version": profile.version,
        "dated": profile.dated,
        "title": profile.title,
        "group": profile.group,
    }
