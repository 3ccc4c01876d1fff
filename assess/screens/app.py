"""The program: it opens screens, holds the register, the language and the colours, and locks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import SystemCommand
from textual.binding import BindingType
from textual.screen import Screen

from assess.instrument.library import Library
from assess.language import LANGUAGES, _, speak, spoken
from assess.places import settings_path
from assess.profile.load import Profiles
from assess.register.register import DEMONSTRATION_PASSPHRASE, Register
from assess.register.vault import Vault, keys_path
from assess.screens.frame import Frame
from assess.screens.keys import actions_for, bindings_for
from assess.screens.process import harden_process, replace_process
from assess.screens.terminal import SafeApp
from assess.screens.themes import THEMES
from assess.settings import Settings, read_settings, write_settings

if TYPE_CHECKING:
    from assess.screens.meeting.meeting import MeetingScreen


def run(
    path: Path,
    library: Library,
    profiles: Profiles,
    *,
    passphrase: str | None = None,
    resume: str = "",
    again: Sequence[str] = (),
) -> int:
    """Open the screens on the register at `path`, and return the exit code.

    Args:
        path: The register; the set-up starts when nothing stands there.
        library: Where instruments are found.
        profiles: Where profiles are found.
        passphrase: Opens the register without asking.
        resume: The assessment that was open when the program was locked.
        again: The arguments that start the program anew on the same register, for locking.
    """
    harden_process()
    app = AssessApp(path, library, profiles, passphrase=passphrase, resume=resume)
    app.run()
    if app.register is not None:
        app.register.close()
    if app.locked:
        resumed = ["--resume", app.open_assessment] if app.open_assessment else []
        replace_process([sys.executable, "-m", "assess", *again, *resumed])
    return app.return_code or 0


class AssessApp(SafeApp[None]):
    """The screens, one on top of the other, over one register."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("everywhere")]

    def __init__(
        self,
        path: Path,
        library: Library,
        profiles: Profiles,
        *,
        passphrase: str | None = None,
        resume: str = "",
        settings: Path | None = None,
    ) -> None:
        super().__init__()
        self.path = path
        self.library = library
        self.profiles = profiles
        self.register: Register | None = None
        self.locked = False
        self.open_assessment = resume
        self._passphrase = passphrase
        self._settings_path = settings or settings_path()
        chosen = read_settings(self._settings_path)
        speak(chosen.language if spoken() == "nb" else spoken())
        if chosen.theme in THEMES:
            self.theme = chosen.theme

    def on_mount(self) -> None:
        """Open the register, or ask what is needed first."""
        if not self.path.exists() and not keys_path(self.path).exists():
            self._open_setup()
        elif self._passphrase is not None:
            self.enter(Register.unlock(self.path, self._passphrase))
        elif keys_path(self.path).exists() and Vault.read(self.path).kind == "demonstration":
            self.enter(Register.unlock(self.path, DEMONSTRATION_PASSPHRASE))
        else:
            self._open_unlock()

    def enter(self, register: Register) -> None:
        """Show home on an open register, and the meeting that was open when it was locked."""
        from assess.screens.home import HomeScreen

        self.register = register
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(HomeScreen(register, self.library, self.profiles, resume=self.open_assessment))

    def end(self, code: int = 0) -> None:
        """Keep what is being written in the meeting, and end."""
        meeting = self._meeting()
        if meeting is not None:
            meeting.leave_step()
        super().end(code)

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
        """Hide what is on the screen until the key is pressed again."""
        from assess.screens.curtain import CurtainScreen

        if isinstance(self.screen, CurtainScreen):
            self.pop_screen()
        else:
            self.push_screen(CurtainScreen())

    def action_lock(self) -> None:
        """Lock at once: the process is replaced, so that its memory holds nothing."""
        if self.register is not None:
            self.locked = True
            meeting = self._meeting()
            self.open_assessment = meeting.desk.assessment.id if meeting is not None else ""
            self.end()

    async def action_next_language(self) -> None:
        """Speak the next language, and draw everything anew."""
        names = list(LANGUAGES)
        speak(names[(names.index(spoken()) + 1) % len(names)])
        self._keep_settings()
        anew = [screen.again() for screen in self.screen_stack if isinstance(screen, Frame)]
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        for screen in anew:
            await self.push_screen(screen)
        self.notify(_("Språk: {name}").format(name=LANGUAGES[spoken()]))

    def action_next_theme(self) -> None:
        """Change to the next theme, and keep the choice."""
        super().action_next_theme()
        self._keep_settings()

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
        write_settings(self._settings_path, Settings(language=spoken(), theme=self.theme))

    def _open_setup(self) -> None:
        from assess.screens.setup import SetupScreen

        self.push_screen(SetupScreen(self.path, self.profiles))

    def _open_unlock(self) -> None:
        from assess.screens.unlock import UnlockScreen

        self.push_screen(UnlockScreen(self.path))
