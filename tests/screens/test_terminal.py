from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.content import Content

from assess.screens.pasted import PasteParser
from assess.screens.terminal import REPLACED, clean, clean_line, plain

pexpect = pytest.importorskip("pexpect")
Child = Any  # a pexpect.spawn, which has no types

PAYLOADS = {
    "osc-title": "\x1b]0;EIET\x07",
    "osc-title-st": "\x1b]2;EIET\x1b\\",
    "osc-link": "\x1b]8;;http://example.invalid\x1b\\trykk\x1b]8;;\x1b\\",
    "osc-clipboard": "\x1b]52;c;RUlFVA==\x07",
    "osc-file": "\x1b]1337;File=name=a:AAAA\x07",
    "osc-c1": "\x9d52;c;RUlFVA==\x9c",
    "dcs": "\x1bP+q544e\x1b\\",
    "dcs-c1": "\x90+q544e\x9c",
    "apc": "\x1b_Gf=100;AAAA\x1b\\",
    "pm": "\x1b^EIET\x1b\\",
    "csi-clear": "\x1b[2JTOMT",
    "csi-c1-clear": "\x9b2J",
    "csi-home": "\x1b[HHJEM",
    "csi-red": "\x1b[31mrød",
    "csi-report": "\x1b[6n",
    "csi-attributes": "\x1b[c",
    "csi-main-screen": "\x1b[?1049lHOVED",
    "csi-mouse": "\x1b[?1000lMUS",
    "csi-scroll": "\x1b[1;5r",
    "reset": "\x1bc",
    "charset": "\x1b(0",
    "shift-out": "\x0e",
    "nul": "a\x00b",
    "bell": "a\x07b",
    "backspace": "abc\x08\x08\x08X",
    "carriage-return": "Ola\rKari",
    "vertical-tab": "a\x0bb",
    "form-feed": "a\x0cb",
    "delete": "a\x7fb",
    "next-line": "a\x85b",
    "right-to-left-override": "N1 \u202e4N\u202c",
    "right-to-left-isolate": "\u2067abc\u2069",
    "right-to-left-mark": "a\u200fb\u061c",
    "zero-width-space": "Ola\u200bNordmann",
    "zero-width-joiner": "a\u200db",
    "word-joiner": "a\u2060b",
    "tag-letters": "a\U000e0041\U000e0042",
    "line-separator": "a\u2028b",
    "lone-surrogate": "a\ud800b",
    "hangul-filler": "a\u3164b",
    "pile": "a" + "\u0301" * 1000,
}

STEERING = "\x00\x07\x08\x0e\x7f" + "".join(map(chr, range(0x80, 0xA0)))
TURNING = (
    "\u061c\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
OWN = re.compile(
    r"\x1b\[2J\x1b\[H|\x1b\[[0-9;]*m|\x1b\[[0-9;]*H|\x1b\[\?[0-9]+[hl]|\x1b\[\?[0-9]+\$p|\x1b\[[<>][0-9]*u|\x1b\[2[23];2t"
    r"|\x1b\]2;assess\x07|\x1b\]22;[a-z-]*\x07"
)
ANYTHING = re.compile(b".+", re.DOTALL)
BORNE = ("\x1b[31m", "\x1b[HHJEM", "\x1b[?1049lHOVED", "\x1b[?1000lMUS")


SCRIPT = r"""
import asyncio, os, signal, sys, threading, time
from pathlib import Path
from textual.app import App
from textual.containers import VerticalScroll
from textual.widgets import DataTable, Input, Label, Log, OptionList, RichLog, Select, Static, TextArea, Tree
from textual.widgets import Markdown, Collapsible, Button
from assess.screens.keys import KeyEntry
from assess.screens.process import watch_signals
from assess.screens.terminal import SafeApp, plain, plain_cell
from assess.screens.widgets.choice import Choice, Option
from assess.screens.widgets.confirm import Confirm
from assess.screens.widgets.header import Header
from assess.screens.widgets.key_bar import KeyBar
from assess.screens.widgets.prompt_text import PromptText, TextLine
from assess.screens.widgets.step_bar import StepBar

mode, payload = sys.argv[1], os.environ.get("PAYLOAD", "").encode("ascii").decode("unicode_escape")
SECRET = "Hemmelig" + "Navnesen"

class Shown(SafeApp):
    if mode == "unsafe":
        get_line_filters = App.get_line_filters

    def compose(self):
        if mode in ("widgets", "unsafe"):
            parts = payload.split("|")
            lines = "\n".join(parts)
            yield Static(lines, markup=False)
            yield Label(parts[0], markup=False)
            yield Input(value="".join(parts[:12]), placeholder=parts[0])
            yield Input(placeholder="".join(parts[:12]))
            yield TextArea(lines)
            table = DataTable()
            table.add_columns("a")
            for part in parts:
                table.add_row(plain_cell(part))
            yield table
            yield OptionList(*parts, markup=False)
            tree = Tree(plain_cell("rot"))
            for part in parts:
                tree.root.add_leaf(part.replace("[", "("))
            tree.root.expand()
            yield tree
            log = Log(); yield log
            rich = RichLog(); yield rich
            yield Markdown(lines)
            yield Button(plain(lines))
            yield Choice([Option(str(n), part, "", part) for n, part in enumerate(parts)])
            yield Choice([Option(str(n), part) for n, part in enumerate(parts)], multiple=True, horizontal=True)
            yield PromptText(lines, lines, help=lines)
            yield TextLine("".join(parts), placeholder=parts[0])
            header = Header("".join(parts)); header.state = header.saved = parts[0]
            yield header
            yield StepBar([p or "x" for p in parts[:6]])
            yield KeyBar([KeyEntry("F1", p, "app.bell") for p in parts])
            box = Static("x"); box.styles.border = ("solid", "white"); box.border_title = plain(parts[0]).markup
            yield box
            self.log_, self.rich_, self.lines = log, rich, lines
        else:
            yield TextLine("")
        yield Static("KLAR " + (SECRET if mode != "widgets" else ""), markup=False)

    def on_mount(self):
        if mode in ("widgets", "unsafe"):
            self.screen.styles.overflow_y = "auto"
            self.log_.write(self.lines); self.rich_.write(self.lines)
            for node in self.screen.query("*"):
                if not isinstance(node, (Header, KeyBar)): node.styles.max_height = 14
            self.notify(self.lines, title="t", timeout=60)
        if mode == "crash":
            self.set_timer(0.3, self.crash)
        if mode == "stuck":
            self.set_timer(0.3, lambda: time.sleep(60))

    def crash(self):
        planted = {"navn": SECRET}
        raise ValueError("feil for " + planted["navn"])

    def on_key(self, event):
        if event.key == "f2": self.push_screen(Confirm(self.lines, self.lines, self.lines, self.lines))
        if event.key == "f3": self.exit(message="ferdig " + self.lines)

if mode == "deaf":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})
app = Shown()
app.run()
print("SLUTT", flush=True) if mode != "stuck" else None
sys.exit(app.return_code or 0)
"""


@contextmanager
def terminal(
    mode: str, *, payload: str = "", size: tuple[int, int] = (24, 80), env: dict[str, str] | None = None
) -> Iterator[Child]:
    inherited = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}
    escaped = payload.encode("unicode_escape").decode("ascii")
    child = pexpect.spawn(
        sys.executable,
        ["-c", SCRIPT, mode],
        env={**inherited, "PAYLOAD": escaped, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **(env or {})},
        dimensions=size,
        timeout=20,
        maxread=200_000,
        cwd=Path(__file__).parents[2],
    )
    try:
        child.expect(b"KLAR")
        yield child
    finally:
        child.close(force=True)


def everything(child: Child) -> bytes:
    child.expect(pexpect.EOF)
    child.wait()
    return bytes(child.before)


def settle(child: Child, seconds: float = 0.3) -> bytes:
    """What has come since the text last expected, in the order it came, when the time is up."""
    got = b""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        if child.expect([ANYTHING, pexpect.TIMEOUT, pexpect.EOF], timeout=left) != 0:
            break
        got += child.after
    return got


def dangers(output: str) -> list[str]:
    """What only data can have brought: Textual's own sequences are taken away, then nothing may be left."""
    left = OWN.sub("", output)
    found = [repr(text) for text in (*STEERING, *TURNING) if text in left] + [t for t in BORNE if t in output]
    return found + [repr(left[at : at + 8]) for at in (found.start() for found in re.finditer("\x1b", left))]


@pytest.mark.parametrize("name", PAYLOADS)
def test_cleaning_leaves_nothing_that_steers_turns_or_hides(name: str) -> None:
    cleaned = clean(PAYLOADS[name])
    assert not set(cleaned) & (set(STEERING) | set(TURNING) | {"\x1b", "\r", "\x0b", "\x0c", "\u3164"})
    assert len(cleaned) < 100
    assert cleaned == clean(cleaned)
    assert cleaned.encode("utf-8")


def test_cleaning_shows_that_something_was_there() -> None:
    assert clean("a\x1b[2Jb") == f"a{REPLACED}[2Jb"
    assert clean("Ola\u202eNordmann") == f"Ola{REPLACED}Nordmann"


def test_cleaning_keeps_ordinary_writing() -> None:
    text = "Áhkkát, čáhci – «æøå» 🙂\n\tفارسی १२३ Ω≈ç"
    assert clean(text) == text
    assert clean("e\u0301") == "é"
    assert clean("linje\r\nto\rtre") == "linje\nto\ntre"
    assert clean("\ufeffmyk\u00ad bindestrek ❤\ufe0f") == "myk bindestrek ❤"
    assert clean_line("  en\n\tlinje ") == "en linje"


def test_plain_text_is_never_markup() -> None:
    assert plain("[red]nei[/red] [@click=app.quit]x[/]").plain == "[red]nei[/red] [@click=app.quit]x[/]"
    assert isinstance(plain("x"), Content)
    assert not plain("[bold]x[/]").spans


def test_no_widget_lets_data_reach_the_terminal_raw() -> None:
    payload = "|".join(text.replace("|", "") for text in PAYLOADS.values())
    with terminal("widgets", payload=payload, size=(400, 160)) as child:
        shown = child.before + settle(child)
        child.send(b"\x1bOQ")
        shown += settle(child)
        child.send(b"\x1bOR")
        shown += everything(child)
    text = shown.decode("utf-8", "surrogateescape")
    assert "ferdig" in text
    assert dangers(text) == []


def test_the_search_for_dangers_finds_them_when_the_filter_is_off() -> None:
    payload = "|".join(PAYLOADS[name].replace("|", "") for name in ("osc-clipboard", "csi-report", "dcs", "nul"))
    payload += "|" + "|".join(PAYLOADS[name] for name in ("csi-c1-clear", "right-to-left-override"))
    with terminal("unsafe", payload=payload, size=(300, 120)) as child:
        found = dangers((child.before + settle(child)).decode("utf-8", "surrogateescape"))
    assert {repr("\x1b]52;c;R"), repr("\x9b"), repr("\u202e")} <= set(found)
    assert any(text.startswith(repr("\x1b[6n")[:-1]) for text in found)
    assert any(text.startswith(repr("\x1bP+q")[:-1]) for text in found)


def test_what_is_pasted_and_typed_is_cleaned_and_never_copied_out() -> None:
    with terminal("form") as child:
        child.send(b"\x1b[200~Ola\xe2\x80\xaeKari\xc2\x9bEIET\x1b[201~")
        child.send("\u202e\u200b\u0085".encode())
        shown = settle(child)
        child.send(b"\x01\x1b[1;2F\x03\x18\x16")  # select all, copy, cut, paste
        shown += settle(child)
        child.send(b"\x11")
        shown += everything(child)
    text = shown.decode("utf-8", "surrogateescape")
    assert "Ola" in text
    assert REPLACED in text
    assert not set(text) & (set(TURNING) | {"\x9b", "\x85"})
    assert "]52" not in text
    assert child.exitstatus == 0


KEYS_WITHIN = "en\x1bq\x1b[24~to\x1bOP\x1b\x1b[200~\x1b[<0;3;3M\x11\x03\x07tre\r\nfire\tfem\x1b"
"""Keys that a paste may hold: alt+q, F12, F1, another paste's first mark, a click, ctrl+q, ctrl+c, a bell, escape."""


def read(*pieces: str) -> list[events.Event]:
    parser = PasteParser()
    read = [message for piece in pieces for message in parser.feed(piece)]
    return [message for message in read if isinstance(message, events.Event)]


@pytest.mark.parametrize("piece", [1, 2, 3, 5, 6, 7, 4096])
def test_no_key_is_read_from_what_is_pasted_however_it_is_cut_up(piece: int) -> None:
    sent = f"a\x1b[200~{KEYS_WITHIN}\x1b[201~b"
    before, pasted, after = read(*(sent[at : at + piece] for at in range(0, len(sent), piece)))
    assert isinstance(before, events.Key)
    assert isinstance(pasted, events.Paste)
    assert isinstance(after, events.Key)
    assert (before.key, after.key) == ("a", "b")
    assert pasted.text == clean_but_for_line_ends(KEYS_WITHIN)


def clean_but_for_line_ends(text: str) -> str:
    return re.sub("[^\t\r\n -~]", REPLACED, text)


def test_two_pastes_and_the_keys_between_them_are_read_as_what_they_are() -> None:
    found = read("\x1b[200~\x1b1\x1b[201~\x1b[24~\x1b[200~", "2\x1b[2", "01", "~\x1b[A")
    texts = [one.text if isinstance(one, events.Paste) else getattr(one, "key", "") for one in found]
    assert texts == [f"{REPLACED}1", "f12", "2", "up"]


def test_half_a_mark_typed_by_hand_makes_no_paste_of_what_follows() -> None:
    parser = PasteParser()
    list(parser.feed("\x1b[20"))
    time.sleep(0.15)
    given_up = list(parser.tick())
    keys = [*given_up, *parser.feed("0~\x1b[24~")]
    assert given_up
    assert [one.key for one in keys if isinstance(one, events.Key)][-1] == "f12"
    assert not [one for one in keys if isinstance(one, events.Paste)]


def test_the_program_takes_no_key_from_what_is_pasted_into_its_terminal() -> None:
    with terminal("form") as child:
        for part in ("\x1b[200~alfa\x1bq\x1b[", "24~\x11\x1bOR \x1b", "[<0;3;3M beta\x1b[20", "1~gamma"):
            child.send(part.encode())
            time.sleep(0.25)  # each is read by itself, and the first half of a key would be given up
        shown = settle(child)
        assert child.isalive()
        child.send(b"\x11")
        shown += everything(child)
    text = re.sub(r"\x1b\[[0-9;]*m", "", shown.decode("utf-8", "surrogateescape"))
    assert f"alfa{REPLACED}q{REPLACED}[24~{REPLACED}{REPLACED}OR {REPLACED}[<0;3;3M betagamma" in text


@pytest.mark.slow
def test_environment_variables_of_the_library_have_no_effect(tmp_path: Path) -> None:
    traps = {
        "TEXTUAL": "devtools,debug",
        "TEXTUAL_LOG": str(tmp_path / "log"),
        "TEXTUAL_SCREENSHOT": "0",
        "TEXTUAL_SCREENSHOT_LOCATION": str(tmp_path),
        "TEXTUAL_PRESS": "f3,ctrl+q",
        "TEXTUAL_SHOW_RETURN": "1",
        "TEXTUAL_DEBUG": "1",
        "TEXTUAL_THEME": "no-such-theme",
        "TEXTUAL_DRIVER": "no.such:Driver",
        "TEXTUAL_COLOR_SYSTEM": "no-such-system",
    }
    with terminal("form", env=traps) as child:
        settle(child, 0.6)
        assert child.isalive()
        child.send(b"\x11")
        rest = everything(child)
    assert b"returned" not in rest
    assert child.exitstatus == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_ends_the_program_in_order_within_two_seconds(name: str) -> None:
    number = signal.Signals[name]
    with terminal("form") as child:
        settle(child, 0.1)
        begun = time.monotonic()
        child.kill(number)
        rest = everything(child)
        assert time.monotonic() - begun < 2
    assert rest.rindex(b"\x1b[2J\x1b[H") < rest.index(b"\x1b[?1049l")
    assert b"Hemmelig" not in rest[rest.rindex(b"\x1b[2J\x1b[H") :]
    assert b"\x1b[?25h" in rest
    assert b"SLUTT" in rest
    assert child.exitstatus == 128 + number


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["deaf", "stuck"])
def test_a_terminal_that_is_gone_ends_even_a_program_that_hears_no_signal_or_no_longer_answers(mode: str) -> None:
    with terminal(mode) as child:
        settle(child, 0.4)
        child.ptyproc.fileobj.close()
        begun = time.monotonic()
        while child.isalive() and time.monotonic() - begun < 5:
            time.sleep(0.05)
        assert time.monotonic() - begun < 3
    assert child.exitstatus in {1, 129}  # 1 when the reading thread notices first


def test_being_stopped_blanks_the_screen_first_and_going_on_draws_it_again(tmp_path: Path) -> None:
    script, number = tmp_path / "shown.py", tmp_path / "number"
    script.write_text(f"import os; open({str(number)!r}, 'w').write(str(os.getpid()))\n{SCRIPT}", encoding="utf-8")
    environment = {**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(Path(__file__).parents[2])}
    shell = pexpect.spawn("bash", ["--norc", "--noprofile", "-i"], env=environment, dimensions=(24, 80), timeout=20)
    try:
        shell.sendline(f"{sys.executable} {script} form")
        shell.expect(b"KLAR")
        settle(shell, 0.1)
        os.kill(int(number.read_text(encoding="ascii")), signal.SIGTSTP)
        shell.expect(b"Stopped")
        away = shell.before
        assert away.index(b"\x1b[2J") < away.index(b"\x1b[?1049l")
        shell.sendline("bg; jobs; echo $((6 * 7))")
        shell.expect(b"42")
        assert b"\x1b[?1049h" not in shell.before
        shell.sendline("fg")
        shell.expect(b"KLAR")
        shell.send(b"\x11")
        shell.expect(b"SLUTT")
    finally:
        shell.close(force=True)


def test_where_no_shell_could_bring_it_back_it_is_not_stopped() -> None:
    with terminal("form") as child:
        settle(child, 0.1)
        child.kill(signal.SIGTSTP)
        child.expect(b"KLAR")
        child.send(b"\x11")
        everything(child)
    assert child.exitstatus == 0


def test_a_crash_says_one_calm_sentence_and_nothing_of_the_case() -> None:
    with terminal("crash") as child:
        rest = everything(child)
    after = rest[rest.index(b"\x1b[?1049l") :].decode()
    assert "ValueError" in after
    assert "uventet feil" in after
    assert "HemmeligNavnesen" not in after
    assert "Traceback" not in after
    assert child.exitstatus == 1


CRASHES = """
import asyncio, gc, threading
from textual import work
from textual.widgets import Static
from assess.screens.terminal import SafeApp
SECRET = "Hemmelig" + "Navnesen"
def burst():
    navn = SECRET
    raise KeyError(navn)
class Broken(Static):
    def render(self): burst()
class Crashing(SafeApp[None]):
    def __init__(self, where):
        super().__init__(); self.where = where
    def compose(self):
        yield Broken() if self.where == "render" else Static("x")
    def on_mount(self):
        if self.where == "mount": burst()
        if self.where == "timer": self.set_timer(0.01, burst)
        if self.where == "next": self.call_later(burst)
        if self.where == "worker": self.in_worker()
        if self.where == "thread": self.in_thread()
        if self.where == "task": asyncio.get_running_loop().create_task(self.in_task()); self.set_timer(0.1, gc.collect)
        if self.where == "side": threading.Thread(target=burst).start()
    @work
    async def in_worker(self): burst()
    @work(thread=True)
    def in_thread(self): burst()
    async def in_task(self): burst()
for where in ("mount", "render", "timer", "next", "worker", "thread", "task", "side"):
    app = Crashing(where)
    app.run(headless=True)
    print("KODE", where, app.return_code, flush=True)
"""


def test_no_kind_of_crash_lets_a_name_out() -> None:
    ran = subprocess.run([sys.executable, "-c", CRASHES], capture_output=True, text=True, timeout=30, check=False)
    said = ran.stdout + ran.stderr
    assert "HemmeligNavnesen" not in said, said
    assert [line for line in ran.stdout.splitlines() if line.startswith("KODE") and line.endswith(" 1")] == [
        f"KODE {where} 1" for where in ("mount", "render", "timer", "next", "worker", "thread", "task", "side")
    ], said


def test_the_process_is_replaced_under_the_same_number_and_leaves_no_core() -> None:
    program = (
        "import os, sys, resource; from assess.hardening import harden_process;"
        "from assess.screens.process import replace_process;"
        "print(harden_process(), resource.getrlimit(resource.RLIMIT_CORE)[0], os.getpid());"
        "replace_process([sys.executable, '-c', 'import os, sys; print(os.getpid()); sys.exit(7)'])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=20, check=False)
    hardened, limit, before, after = ran.stdout.rsplit(maxsplit=3)
    assert ran.returncode == 7
    assert before == after
    assert limit == "0"
    assert "core_dumps_off=True" in hardened
    assert ("memory_closed=True" in hardened) == (sys.platform == "linux")
