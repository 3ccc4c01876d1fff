"""Click in the language spoken: help, headings and complaints about how a command was used.

Help texts are given to these classes as marked bokmål and translated when they are shown, because the language is
chosen while the command line is being read. `epilog` is a command's one example.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from difflib import get_close_matches
from functools import partial
from typing import Any

import click

from assess.language import _, mark

_HELP = mark("Vis denne hjelpen.")


_PIECES = {"[OPTIONS]": mark("[VALG]"), "COMMAND": mark("KOMMANDO"), "[COMMAND]": mark("[KOMMANDO]"), "[ARGS]...": "…"}
"""Click's own words in a line about use."""


class Argument(click.Argument):
    """A word after the command, named in the language spoken."""

    def make_metavar(self, ctx: click.Context) -> str:
        """What the word is called."""
        return _(self.metavar) if self.metavar else super().make_metavar(ctx)

    def type_cast_value(self, ctx: click.Context, value: Any) -> Any:  # noqa: ANN401  click's signature
        """What was typed, as text."""
        return _as_text(super().type_cast_value(ctx, value))

    def get_error_hint(self, ctx: click.Context | None) -> str:  # noqa: ARG002  click's signature
        """What the word is called in a complaint."""
        return _(self.metavar or "")


class Option(click.Option):
    """An option whose help and value are told in the language spoken."""

    def make_metavar(self, ctx: click.Context) -> str:
        """What its value is called."""
        return _(self.metavar) if self.metavar else super().make_metavar(ctx)

    def type_cast_value(self, ctx: click.Context, value: Any) -> Any:  # noqa: ANN401  click's signature
        """What was typed, as text."""
        return _as_text(super().type_cast_value(ctx, value))

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option's names and what it does."""
        record = super().get_help_record(ctx)
        return None if record is None else (record[0], _(self.help or ""))


class Command(click.Command):
    """A command that explains itself in the language spoken."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how the command is called."""
        words = " ".join(self.collect_usage_pieces(ctx)).split(" ")
        pieces = " ".join(_(_PIECES.get(word, word)) for word in words)
        formatter.write_usage(ctx.command_path, pieces, prefix=_("Bruk:") + " ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  click's
        """Write what the command does."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(inspect.cleandoc(self.help or "")))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        records = [record for param in self.get_params(ctx) if (record := param.get_help_record(ctx)) is not None]
        named = [record for record in records if record[0].startswith("-")]
        with formatter.section(_("Valg")):
            formatter.write_dl(named)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  click's
        """Write the example."""
        if self.epilog:
            with formatter.section(_("Eksempel")):
                formatter.write_text(self.epilog)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option that shows the help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _(_HELP)
        return option

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002  we keep the sentence whole
        """The first sentence of the help, for the list of commands."""
        return _(inspect.cleandoc(self.help or "")).partition("\n")[0].partition(". ")[0].rstrip(".")

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words after the command, and refuse those that belong to nothing."""
        ctx.allow_extra_args = True
        left = super().parse_args(ctx, args)
        if left and not isinstance(self, click.Group):
            raise click.UsageError(_("Dette hører ikke til kommandoen: {words}").format(words=" ".join(left)), ctx)
        return left


class Group(Command, click.Group):
    """A noun with its verbs."""

    command_class = Command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and then the commands."""
        Command.format_options(self, ctx, formatter)
        with formatter.section(_("Kommandoer")):
            formatter.write_dl([(name, self.summary(ctx, name)) for name in self.list_commands(ctx)])

    def summary(self, ctx: click.Context, name: str) -> str:
        """One line about one of the commands."""
        command = self.get_command(ctx, name)
        return "" if command is None else command.get_short_help_str()

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the first word names."""
        if self.get_command(ctx, args[0]) is None:
            unknown = _("Det finnes ingen kommando som heter «{name}».").format(name=args[0])
            raise click.UsageError(_with_nearest(unknown, args[0], self.list_commands(ctx)), ctx)
        return super().resolve_command(ctx, args)


argument = partial(click.argument, cls=Argument)
"""`click.argument` for words whose name is marked bokmål."""

option = partial(click.option, cls=Option)
"""`click.option` for options whose help is marked bokmål."""


def _as_text(value: Any) -> Any:  # noqa: ANN401  whatever click made of it
    """Read bytes that Python could not read in the terminal's locale as UTF-8; a path keeps them as they are."""
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace") if isinstance(value, str) else value


def complaint(error: click.UsageError) -> str:
    """Say in one sentence, in the language spoken, how a command was used wrongly."""
    match error:
        case click.NoSuchOption():
            unknown = _("Det finnes ikke noe valg som heter {name}.").format(name=error.option_name)
            return _with_nearest(unknown, error.option_name, error.possibilities or ())
        case click.MissingParameter(param=click.Parameter() as param):
            return _("{name} mangler.").format(name=_name(param))
        case click.BadParameter(param=click.Parameter(type=click.Choice(choices=choices)) as param):
            allowed = ", ".join(str(choice) for choice in choices)
            return _("{name} må være en av disse: {allowed}.").format(name=_name(param), allowed=allowed)
        case click.BadParameter(param=click.Parameter(type=click.IntRange()) as param):
            return _("{name} må være et helt tall som ikke er mindre enn 0.").format(name=_name(param))
        case click.BadOptionUsage():
            return _("Valget {name} mangler en verdi.").format(name=error.option_name)
    return error.format_message()


def _name(param: click.Parameter) -> str:
    return _(param.human_readable_name) if isinstance(param, click.Argument) else param.opts[-1]


def _with_nearest(sentence: str, name: str, names: Iterable[str]) -> str:
    close = get_close_matches(name, list(names), n=1)
    return sentence + " " + _("Mente dere {name}?").format(name=close[0]) if close else sentence
