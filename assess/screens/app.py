"""The program: it opens screens, and holds the register, the language and the colours."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import SystemCommand
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import Input

from assess.collecting import settle
from assess.errors import AssessError
from assess.hardening import harden_process
from assess.language import LANGUAGES, _, speak, spoken
from assess.places import settings_path
from assess.register.key_file import RECOVERY, doorplate, keys_path
from assess.screens.frame import Frame, Keeps
from assess.screens.idle import Clocks
from assess.screens.keys import actions_for, bindings_for
from assess.screens.lock import LockingApp
from assess.screens.make_report import printing, stop_printing
from assess.screens.process import replace_process
from assess.screens.themes import THEMES
from assess.screens.unprinted import unprinted_words
from assess.screens.unsaved import ask_to_drop, is_filled_in
from assess.screens.widgets.confirm import Confirm
from assess.settings import read_settings, write_settings

if TYPE_CHECKING:
    from textual.worker import Worker

    from assess.instrument.library import Library
    from assess.profile.load import Profiles
    from assess.register.register import Register
    from assess.screens.meeting.meeting import MeetingScreen

_SETTLED = 1.0
"""Seconds after which the first screen stands, and what it imports ahead is there."""


def run(
    path: Path,
    library: Callable[[], Library],
    profiles: Callable[[], Profiles],
    *,
    passphrase: str | None = None,
    resume: str = "",
    unprinted: str = "",
    again: Sequence[str] = (),
) -> int:
    """Open the screens on the register at `path`, and return the exit code.

    Args:
        path: The register; the set-up starts when nothing stands there.
        library: Says where instruments are found; asked once a screen needs one.
        profiles: The same for profiles.
        passphrase: Opens the register without asking.
        resume: The assessment that was open when the program was locked.
        unprinted: The PDF that was not finished then, as `assess.screens.unprinted` carries it.
        again: The arguments that start the program anew on the same register, for locking.
    """
    harden_process()
    app = AssessApp(path, library, profiles, passphrase=passphrase, resume=resume, again=again)
    app.unprinted = unprinted
    try:
        app.run()
        if app.register is not None:
            app.register.close()
    finally:
        if app.locked:
            replace_process(app.anew())
    return app.return_code or 0


class AssessApp(LockingApp[None]):
    """The screens, one on top of the other, over one register."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("everywhere")]

    def __init__(
        self,
        path: Path,
        library: Callable[[], Library],
        profiles: Callable[[], Profiles],
        *,
        passphrase: str | None = None,
        resume: str = "",
        again: Sequence[str] = (),
        settings: Path | None = None,
        clocks: Clocks | None = None,
    ) -> None:
        self._settings_path = settings or settings_path()
        self._settings = read_settings(self._settings_path)
        super().__init__(self._settings.lock_after_minutes * 60, clocks or Clocks())
        self.path = path
        self._make_library = library
        self._make_profiles = profiles
        self.register: Register | None = None
        self.open_assessment = resume
        self.unprinted = ""
        """The PDF that was not finished before the lock, as `assess.screens.unprinted` carries it."""
        self._printing: Worker[bool] | None = None
        """What was printing when it locked; only its end tells whether the PDF was finished."""
        self._passphrase = passphrase
        self._again = tuple(again)
        speak(self._settings.language if spoken() == "nb" else spoken())
        if self._settings.theme in THEMES:
            self.theme = self._settings.theme

    @cached_property
    def library(self) -> Library:
        """Where instruments are found."""
        return self._make_library()

    @cached_property
    def profiles(self) -> Profiles:
        """Where profiles are found."""
        return self._make_profiles()

    def on_mount(self) -> None:
        """Open the register, or ask what is needed first."""
        if not self.is_headless:
            self.set_timer(_SETTLED, settle)
        if not self.path.exists() and not keys_path(self.path).exists():
            self._open_setup()
        elif self._passphrase is not None:
            self._unlock(self._passphrase)
        elif keys_path(self.path).exists() and doorplate(self.path).kind == "demonstration":
            from assess.register.founding import DEMONSTRATION_PASSPHRASE

            self._unlock(DEMONSTRATION_PASSPHRASE)
        else:
            self._open_unlock()

    def enter(self, register: Register) -> None:
        """Show home on an open register, and the meeting that was open when it was locked."""
        from assess.screens.home import HomeScreen

        self.register = register
        if not register.demonstration and register.ring.user != RECOVERY:
            self._settings = replace(self._settings, last_user=register.ring.name)
            write_settings(self._settings_path, self._settings)
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.hide_notes()  # before home is there, and once nothing is that would have to be styled anew for it
        self.push_screen(HomeScreen(register, self.library, self.profiles, resume=self.open_assessment))
        self._tell_of_unprinted(register)

    def end(self, code: int = 0) -> None:
        """Keep what is being written, end the report worker, which holds what a report says, and end."""
        for screen in () if self.ending else self.screen_stack:
            if isinstance(screen, Keeps):
                with suppress(AssessError):  # a full disk can't keep the program open
                    screen.keep_writing()
        stop_printing()
        super().end(code)

    @property
    def is_open(self) -> bool:
        """Whether a register is open."""
        return self.register is not None

    def anew(self) -> list[str]:
        """The command that opens the same register, locked, where it was left."""
        resumed = ["--resume", self.open_assessment] if self.open_assessment else []
        lost = self._printing if self._printing is not None and not self._printing.result else None
        unprinted = ["--unprinted", lost.name] if lost is not None else []
        stopped = ["--stopped"] if self.stopped else []
        return [sys.executable, "-m", "assess", *self._again, *resumed, *unprinted, *stopped]

    def forget_typed(self) -> None:
        """Empty a passphrase that somebody began to write on the locked register."""
        from assess.screens.unlock import UnlockScreen

        if isinstance(self.screen, UnlockScreen):
            for field in self.screen.query(Input):
                field.value = ""

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Everything that can be done where one is."""
        place = screen.place if isinstance(screen, Frame) else "everywhere"
        for action in actions_for(place):
            if action.name != "command_palette":
                yield SystemCommand(_(action.label), _(action.help), self._runner(action.command))

    def action_help(self) -> None:
        """Say what this screen is for, and all its keys."""
        from assess.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            place = self.screen.place if isinstance(self.screen, Frame) else "everywhere"
            own = self.screen.own_keys() if isinstance(self.screen, Frame) else []
            self.push_screen(HelpScreen(place, own))

    def action_search(self) -> None:
        """Search cases, items and observations."""
        from assess.screens.search import SearchScreen

        if self.register is not None and not isinstance(self.screen, SearchScreen):
            self.push_screen(SearchScreen(self.screen if isinstance(self.screen, Frame) else None), self._go_to)

    def action_emergency(self) -> None:
        """Stop, and show what to do now."""
        from assess.screens.emergency import EmergencyScreen

        if not isinstance(self.screen, EmergencyScreen):
            meeting = self._meeting()
            name = self.register.profile if self.register is not None else self.profiles.ids()[0]
            self.push_screen(EmergencyScreen(meeting, self.profiles, name))

    def action_privacy(self) -> None:
        """Hide notes, or show them again, once there can be any."""
        if self.is_open:
            super().action_privacy()

    def lock(self, *, stopped: bool = False) -> None:
        """Lock, and remember the meeting that is open and what is printing."""
        if self.is_open and not self.ending:
            meeting = self._meeting()
            self.open_assessment = meeting.desk.assessment.id if meeting is not None else ""
            self._printing = printing(self.workers)
        super().lock(stopped=stopped)

    async def action_next_language(self) -> None:
        """Speak the next language, and draw everything anew; ask first when a dialog would go with what it holds."""
        if any(map(is_filled_in, self.screen_stack)):
            if not isinstance(self.screen, Confirm):
                why = _("Skjermen tegnes på nytt når språket byttes, og det som er åpent, lukkes.")
                self.push_screen(ask_to_drop(why), self._speak_next_if)
            return
        await self._speak_next()

    def action_next_theme(self) -> None:
        """Change to the next theme, and keep the choice."""
        super().action_next_theme()
        self._keep_settings()

    async def _speak_next_if(self, sure: bool | None) -> None:  # noqa: FBT001  a dialog's answer
        if sure:
            self.call_later(self._speak_next)

    async def _speak_next(self) -> None:
        names = list(LANGUAGES)
        speak(names[(names.index(spoken()) + 1) % len(names)])
        self._keep_settings()
        anew = [screen.again() for screen in self.screen_stack if isinstance(screen, Frame)]
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        for screen in anew:
            await self.push_screen(screen)
        self.notify(_("Språk: {name}").format(name=LANGUAGES[spoken()]))

    def _tell_of_unprinted(self, register: Register) -> None:
        """Say that a PDF was not finished before the lock, and remove what was begun of any."""
        from assess.register.report_copies import sweep_begun

        sweep_begun(register)
        words = unprinted_words(register, self.unprinted, self.open_assessment) if self.unprinted else ""
        if words:
            self.notify(words, timeout=12)

    def _meeting(self) -> MeetingScreen | None:
        from assess.screens.meeting.meeting import MeetingScreen

        return next((one for one in reversed(self.screen_stack) if isinstance(one, MeetingScreen)), None)

    def _go_to(self, go: Callable[[], None] | None) -> None:
        if go is not None:
            go()

    def _runner(self, command: str) -> Callable[[], None]:
        def run_it() -> None:
            self.call_later(self.run_action, command)

        return run_it

    def _keep_settings(self) -> None:
        self._settings = replace(self._settings, language=spoken(), theme=self.theme)
        write_settings(self._settings_path, self._settings)

    def _unlock(self, passphrase: str) -> None:
        from assess.register.register import Register

        self.enter(Register.unlock(self.path, passphrase))

    def _open_setup(self) -> None:
        from assess.screens.setup import SetupScreen

        self.push_screen(SetupScreen(self.path, self.profiles))

    def _open_unlock(self) -> None:
        from assess.screens.unlock import UnlockScreen

        self.push_screen(UnlockScreen(self.path, self._settings.last_user))
