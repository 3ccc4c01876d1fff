"""The first start: who you are, two keyholders, a recovery key on paper, and an empty, encrypted register."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from assess.errors import AssessError
from assess.language import _, spoken
from assess.profile.load import Profiles
from assess.register.founding import Founding, found
from assess.register.recovery import RecoveryKey
from assess.register.roles import Role
from assess.register.slot import KeyCost, NewUser
from assess.screens.frame import Frame
from assess.screens.keys import KeyEntry, Place
from assess.screens.setup_stages import KeyholderStage, RecoveryStage, Stage, WhoStage
from assess.screens.terminal import plain
from assess.screens.widgets.words import Words

if TYPE_CHECKING:
    from assess.register.register import Register
    from assess.screens.app import AssessApp

_ROLES: tuple[tuple[Role, ...], ...] = (("secretary", "keyholder"), ("keyholder",))
"""What the first keyholder may do, and what the second may; both can be changed later."""


class SetupScreen(Frame):
    """Four pages in a row. Nothing is written before the last of them is answered, and escape goes one back."""

    place: ClassVar[Place] = "everywhere"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", show=False)]

    def __init__(
        self,
        path: Path,
        profiles: Profiles,
        *,
        cost: KeyCost | None = None,
        recovery: Callable[[], RecoveryKey] = RecoveryKey.new,
    ) -> None:
        super().__init__(_("Nytt register"), exercise=False)
        self._path = path
        self._profiles = profiles
        self._cost = cost
        self._founding: Founding | None = None
        self._people: list[NewUser] = []
        self._new_key = recovery
        self._recovery = recovery()
        self._stage: Stage | None = None
        self._said = Words(id="said", classes="text reading")
        self._room = VerticalScroll(id="stage", can_focus=False)

    def body(self) -> Iterable[Widget]:
        """The page that is being answered, and what is said about it."""
        yield VerticalScroll(self._room, self._said, classes="body", can_focus=False)

    def own_keys(self) -> list[KeyEntry]:
        """Going on and going back."""
        return [KeyEntry("↵", _("Videre"), ""), KeyEntry("esc", _("Tilbake"), "screen.back")]

    def again(self) -> Frame:
        """The same screen in the language spoken now, from its first page."""
        return SetupScreen(self._path, self._profiles, cost=self._cost, recovery=self._new_key)

    async def on_mount(self) -> None:
        """Show the first page."""
        await self._show(self._first_stage())

    async def on_stage_answered(self, event: Stage.Answered) -> None:
        """Go on to the next page, or make the register."""
        event.stop()
        match event.answer:
            case str() as profile:
                organisation = self._profiles.profile(profile).organisation
                self._founding = Founding(profile=profile, organisation=organisation, language=spoken())
            case NewUser() as person:
                self._people.append(person)
            case None:
                self._begin()
                return
        await self._show(self._next_stage())

    def on_stage_refused(self, event: Stage.Refused) -> None:
        """Say what is missing."""
        event.stop()
        self._say(event.why)

    async def action_back(self) -> None:
        """Go one page back; what was written on it is asked for again."""
        if self._stage is None or self._stage.disabled:
            return
        if isinstance(self._stage, RecoveryStage) and self._stage.step_back():
            return
        if self._people:
            self._people.pop()
        elif self._founding is not None:
            self._founding = None
        await self._show(self._next_stage())

    def _first_stage(self) -> Stage:
        return WhoStage(self._path, self._profiles)

    def _next_stage(self) -> Stage:
        if self._founding is None:
            return self._first_stage()
        number = len(self._people)
        if number < len(_ROLES):
            known = (self._founding.organisation, self._founding.profile)
            return KeyholderStage(number + 1, _ROLES[number], known, tuple(self._people))
        return RecoveryStage(self._recovery)

    async def _show(self, stage: Stage) -> None:
        self._say("")
        await self._room.remove_children()
        self._stage = stage
        await self._room.mount(stage)
        stage.take_focus()

    def _begin(self) -> None:
        if self._founding is None or self._stage is None:
            return
        self._stage.disabled = True
        self._say(_("Lager registeret …"))
        self._found(self._founding, tuple(self._people))

    @work(thread=True, exclusive=True)
    def _found(self, founding: Founding, people: tuple[NewUser, ...]) -> None:
        try:
            register = found(self._path, people, self._recovery, founding, cost=self._cost)
        except AssessError as error:
            self.app.call_from_thread(self._refused, error)
        else:
            self.app.call_from_thread(self._enter, register)

    def _enter(self, register: Register) -> None:
        self._people.clear()
        del self._recovery  # this screen may stay in memory until the program ends
        cast("AssessApp", self.app).enter(register)

    def _refused(self, error: AssessError) -> None:
        if self._stage is not None:
            self._stage.disabled = False
        self._say(str(error))

    def _say(self, words: str) -> None:
        self._said.update(plain(words))
