"""Finding every text field of the running program, and writing every payload into each of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.attacks.payloads import ALL, Payload
from tests.attacks.recorded_terminal import RecordedTerminal

WITNESS = Path(__file__).with_name("witness")
MOST_TABS = 40
SLOW = 12.0
"""Seconds that a busy machine may take to put the focus somewhere; a quick one takes a hundredth of one."""


@dataclass(frozen=True, slots=True)
class Focus:
    """Where the program says that the focus is."""

    kind: str
    name: str
    width: int

    @property
    def writes(self) -> bool:
        """Whether it is a field that takes text now."""
        return self.kind == "field"

    @property
    def room(self) -> int:
        """Letters that it shows at once, wrapped lines and wide letters allowed for."""
        return min(self.width - 2, 250) if "TextArea" not in self.name else 3 * self.width

    @property
    def hides(self) -> bool:
        """Whether what is written in it can't be seen: it is a passphrase, or there is room for next to nothing."""
        secret = self.name.startswith(("TextLine#passphrase", "TextLine#first", "TextLine#second"))
        return secret or 0 < self.width < 20


class Witness:
    """Reads what the program tells of its fields."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "witness.txt"
        self.path.touch()

    def env(self, *, unsafe: bool = False) -> dict[str, str | None]:
        """The variables that make the program tell."""
        return {
            "PYTHONPATH": str(WITNESS),
            "WITNESS": str(self.path),
            "WITNESS_UNSAFE": "1" if unsafe else None,
        }

    def fields(self) -> set[str]:
        """Every text field that was ever made."""
        return {line[1] for line in self._lines() if line[0] == "has"}

    def now(self) -> int:
        """How much was told so far; what comes later is told after it."""
        return self.path.stat().st_size

    def focus(self, since: int = 0) -> Focus | None:
        """Where the focus was put last; None when it was put nowhere since."""
        placed = [line for line in self._lines(since) if line[0] == "focus"]
        return Focus(placed[-1][1], placed[-1][2], int(placed[-1][3])) if placed else None

    def comes(self, wanted: Callable[[Focus], bool], terminal: RecordedTerminal, since: int, within: float) -> bool:
        """Wait until the focus is where it is wanted; say whether it came there."""
        until = time.monotonic() + within
        while True:
            focus = self.focus(since)
            if focus is not None and wanted(focus):
                return True
            if time.monotonic() > until:
                return False
            terminal.read(0.03)

    def moved(self, press: Sequence[str], terminal: RecordedTerminal, within: float = 0.5) -> Focus | None:
        """Press keys, and return where the focus went; None when it went nowhere."""
        before = self.now()
        terminal.press(*press)
        if not self.comes(lambda _focus: True, terminal, before, within):
            return None
        terminal.settle(0.03)
        return self.focus()

    def _lines(self, since: int = 0) -> list[list[str]]:
        told = self.path.read_bytes()[since:].decode()
        whole = told[: told.rfind("\n") + 1]
        return [line.split("\t") for line in whole.splitlines()]


@dataclass
class Score:
    """What was written where, and what came of it."""

    attacked: set[str] = field(default_factory=set)
    sent: int = 0
    drawn: set[tuple[str, str]] = field(default_factory=set)
    not_literal: list[str] = field(default_factory=list)
    never_drawn: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Count another score in."""
        self.attacked |= other.attacked
        self.sent += other.sent
        self.drawn |= other.drawn
        self.not_literal += other.not_literal
        self.never_drawn += other.never_drawn


class Attacker:
    """Writes payloads into whatever has the focus.

    Args:
        terminal: Where the program runs.
        witness: What the program tells.
        payloads: What is written.
    """

    def __init__(self, terminal: RecordedTerminal, witness: Witness, payloads: Iterable[Payload] = ALL) -> None:
        self.terminal = terminal
        self.witness = witness
        self.score = Score()
        pastable = [one for one in payloads if one.pastable]
        self._typed = [one for one in pastable if one.worth_typing]
        # What ends a paste can't be told apart from the rest of it: no other's text may follow what has an escape.
        self._pasted = [one for one in pastable if "\x1b" not in one.text]
        self._escaping = [one for one in pastable if "\x1b" in one.text]

    def await_field(self, form: str = "", since: int = 0, within: float = SLOW) -> None:
        """Wait until the focus is in a field whose name tells of `form`, however long a busy machine takes.

        Raises:
            AssertionError: it never came there.
        """
        if not self.witness.comes(lambda focus: focus.writes and form in focus.name, self.terminal, since, within):
            message = f"the focus is in no field of {form}: {self.witness.focus()}\n{self.terminal.screen()}"
            raise AssertionError(message)
        self.terminal.settle(0.1)

    def reach(self, form: str, tabs: int = 30) -> bool:
        """Press tab until the focus is in a field whose name tells of `form`; say whether it came there."""
        focus = self.witness.focus()
        seen: list[str] = []
        while focus is not None and not (focus.writes and form in focus.name):
            if len(seen) > tabs or focus.name in seen:
                return False
            seen.append(focus.name)
            focus = self.witness.moved(["\t"], self.terminal, SLOW / 4)
        return focus is not None

    def seek(self, form: str, lines: int = 40) -> None:
        """Go down a list until tab leads to a field whose name tells of `form`.

        Raises:
            AssertionError: no line of the list leads there.
        """
        for _line in range(lines):
            if self.reach(form):
                return
            self.step_back()
            self.terminal.press("down")
            self.terminal.settle(0.2)
        message = f"nothing leads to {form}\n{self.terminal.screen()}"
        raise AssertionError(message)

    def step_back(self) -> None:
        """Press escape, and wait until no field has the focus: a key after it must not be read together with it."""
        since = self.witness.now()
        before = self.witness.focus()
        self.terminal.press("escape")
        if before is not None and before.writes:
            self.witness.comes(lambda focus: not focus.writes, self.terminal, since, SLOW / 2)
        self.terminal.settle(0.1)

    def attack_here(self, place: str = "") -> bool:
        """Attack the field that has the focus, once; say whether there was a new one."""
        focus = self.witness.focus()
        if focus is None or not focus.writes or f"{place}{focus.name}" in self.score.attacked:
            return False
        self.score.attacked.add(f"{place}{focus.name}")
        for pasted, payloads in ((False, self._typed), (True, self._pasted), (True, self._escaping)):
            for group in _groups(payloads, focus.room):
                assert self.reach(focus.name), f"{focus.name} lost the focus\n{self.terminal.screen()}"
                self._write(focus, group, pasted=pasted)
        self.terminal.settle(0.15, 3)
        return True

    def attack_all(self, place: str = "", most: int = MOST_TABS) -> None:
        """Attack every field that tab leads to from here."""
        self.attack_here(place)
        seen: list[str] = []
        for _tab in range(most):
            focus = self.witness.moved(["\t"], self.terminal, SLOW / 2)
            if focus is None or focus.name in seen[:-1]:
                return
            seen.append(focus.name)
            self.attack_here(place)

    def _write(self, focus: Focus, group: Sequence[Payload], *, pasted: bool) -> None:
        self.terminal.press("ctrl+u")
        since = len(self.terminal.raw)
        text = " ".join(payload.marked for payload in group)
        (self.terminal.paste if pasted else self.terminal.send)(text)
        self.score.sent += len(group)
        if focus.hides:
            self.terminal.settle(0.05, 1)
        elif not self.terminal.hear(group[-1].end, since, within=0.5):
            self.score.never_drawn.append(f"{focus.name}: {group[-1].name}")
        self._look(focus, group)

    def _look(self, focus: Focus, group: Sequence[Payload]) -> None:
        for line in self.terminal.screen().splitlines():
            for payload in group:
                begin, end = line.find(payload.begin), line.rfind(payload.end)
                if -1 < begin < end:
                    self.score.drawn.add((focus.name, payload.name))
                    if payload.literal and payload.marked not in line:
                        self.score.not_literal.append(f"{focus.name}: {payload.name}: {line.strip()}")


def _groups(payloads: Sequence[Payload], room: int) -> Iterator[list[Payload]]:
    """The payloads in groups that a field shows at once."""
    group: list[Payload] = []
    width = 0
    for payload in payloads:
        longest = min(len(payload.marked), 40)
        if group and width + longest > max(room, 30):
            yield group
            group, width = [], 0
        group.append(payload)
        width += longest
    if group:
        yield group
