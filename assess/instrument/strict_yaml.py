"""A strict corner of YAML: plain data, and where in the file every bit of it stands.

PyYAML's parser gives the events; the small builder here decides what they may be. A plain (unquoted) value is a
number, true, false or null only when written exactly so; everything else, `no` and `1.10` and dates among them, is
text. What people write by accident, or can hide things in, is refused with its place: anchors, aliases, tags, merge
keys, duplicate keys, a second document, deep nesting, invisible characters.

The complaints are in English, lower case, like a compiler's: owners and editors of instruments read them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NoReturn, Protocol, TypeAlias

import yaml

from assess.errors import DataError

Plain: TypeAlias = "bool | int | str | list[Plain] | dict[str, Plain] | None"
Place: TypeAlias = tuple[str | int, ...]

MAX_BYTES = 2_000_000
MAX_DEPTH = 40

_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_WORDS: Mapping[str, Plain] = {"true": True, "false": False, "null": None}
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,14})")
# Controls, bidi, zero-width and line separators (which would make our line numbers differ from an editor's),
# half surrogate pairs, and what is no character at all. A carriage return is allowed only before a line feed.
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069"
    "\ud800-\udfff\ufeff\ufffe\uffff]|\r(?!\n)"
)
_NO_SPACE = re.compile(r"[^\s:'\"\[\]{},#&*!|>%@`-][^\s:'\"\[\]{},]*(?=:[^\s:/])")


@dataclass(frozen=True, slots=True)
class Mark:
    """Where something stands: line and column, both counted from 1, columns in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a data file."""

    path: Path
    mark: Mark
    message: str
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        return f"{self.path}:{self.mark.line}:{self.mark.column}: {self.severity}: {self.message}"


class UnreadableFile(DataError):
    """The file can't be read, or isn't the YAML we accept; `problem` says what and where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True)
class Document:
    """What a file holds, and where.

    Args:
        path: The file, as the caller named it.
        data: Its contents; text is in Unicode normal form C.
        marks: Where every value begins, by its path of keys and indices; the root is `()`.
        key_marks: Where the key of every mapping entry begins, by the same paths.
    """

    path: Path
    data: Plain
    marks: Mapping[Place, Mark]
    key_marks: Mapping[Place, Mark]

    def mark_of(self, place: Sequence[str | int]) -> Mark:
        """Where the value at `place` begins; when there is none, the nearest thing that would hold it."""
        known = (tuple(place[:length]) for length in range(len(place), 0, -1))
        return next((self.marks[step] for step in known if step in self.marks), self.marks[()])

    def key_mark_of(self, place: Sequence[str | int]) -> Mark:
        """Where the key of the entry at `place` begins; without such a key the same as `mark_of`."""
        return self.key_marks.get(tuple(place)) or self.mark_of(place)


def read(path: Path) -> Document:
    """Read the file at `path`, at most 2 MB of UTF-8.

    Raises:
        UnreadableFile: It is missing, can't be read, or `parse` refuses what it holds.
    """
    start = Mark(1, 1)
    try:
        if path.is_dir():
            raise UnreadableFile(Problem(path, start, "this is a folder, not a file"))
        if not path.exists():
            raise UnreadableFile(Problem(path, start, "there is no such file"))
        if not path.is_file():
            raise UnreadableFile(Problem(path, start, "this is not an ordinary file"))
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise UnreadableFile(Problem(path, start, f"the file can't be read: {reason}")) from error
    if len(content) > MAX_BYTES:
        raise UnreadableFile(Problem(path, start, "the file is larger than 2 MB"))
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start].decode()
        mark = _mark_at(before, len(before))
        message = f"byte {error.start + 1} (0x{content[error.start]:02X}) is not UTF-8: save the file as UTF-8"
        raise UnreadableFile(Problem(path, mark, message)) from error
    return parse(text, path)


def parse(text: str, path: Path) -> Document:
    """Read `text` as the contents of the file at `path`, which is only named, not opened.

    Raises:
        UnreadableFile: The text is not the YAML we accept; the first thing wrong with it.
    """
    return _build(text, path, _LOADER)


def _build(text: str, path: Path, loader: type[yaml.CSafeLoader | yaml.SafeLoader]) -> Document:
    builder = _Builder(path, text.removeprefix("\ufeff"))
    if found := _REFUSED.search(builder.text):
        builder.refuse(found.start(), _character(found[0]))
    try:
        for event in yaml.parse(builder.text, Loader=loader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        builder.refuse_syntax(error)
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # an impossible number in an escape or a directive
        builder.refuse(builder.latest, f"this is not YAML: {error}")
    return builder.document()


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not come yet; `start` is its index in the text."""

    place: Place
    holds: dict[str, Plain] | list[Plain]
    start: int
    key: str | None = None


@dataclass
class _Builder:
    """Builds plain data from events, one at a time, and refuses the first that is not allowed."""

    path: Path
    text: str
    root: Plain = None
    marks: dict[Place, Mark] = field(default_factory=dict)
    key_marks: dict[Place, Mark] = field(default_factory=dict)
    opened: list[_Open] = field(default_factory=list)
    last: yaml.ScalarEvent | None = None
    latest: int = 0
    documents: int = 0

    def refuse(self, index: int, message: str) -> NoReturn:
        raise UnreadableFile(Problem(self.path, _mark_at(self.text, index), message)) from None

    def document(self) -> Document:
        if () not in self.marks:
            self.refuse(0, "the file is empty")
        if isinstance(self.root, str) and self.last:
            self._refuse_missing_space(self.last)
        return Document(self.path, self.root, self.marks, self.key_marks)

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.CollectionEndEvent):
            self.opened.pop()
            return
        at = event.start_mark
        self.latest = start = at.index if at else 0
        mark = Mark(at.line + 1, at.column + 1) if at else Mark(1, 1)
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, start, mark)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open(event, start, mark)
        elif isinstance(event, yaml.AliasEvent):
            name = _short(event.anchor or "")
            self.refuse(start, f"the alias '*{name}' is not allowed: write the text out, or put quotes around it")
        elif isinstance(event, yaml.DocumentStartEvent):
            if event.version or event.tags:
                self.refuse(start, _DIRECTIVE)
            self.documents += 1
            if self.documents > 1:
                self.refuse(start, "a second document starts here: a file holds one")

    def _open(self, event: yaml.CollectionStartEvent, start: int, mark: Mark) -> None:
        self._refuse_properties(event, start)
        if len(self.opened) == MAX_DEPTH:
            self.refuse(start, f"this is nested deeper than {MAX_DEPTH} levels")
        if self._awaits_key():
            self.refuse(start, "a key must be text: put quotes around a text that starts with '{' or '['")
        holds: dict[str, Plain] | list[Plain] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.opened.append(_Open(self._put(holds, mark), holds, start))

    def _scalar(self, event: yaml.ScalarEvent, start: int, mark: Mark) -> None:
        self._refuse_properties(event, start)
        text = self._text(event, start)
        if self._awaits_key():
            self._key(event, text, start, mark)
        elif event.style or text:
            self._put(text if event.style else _typed(text), mark)
        else:
            self._refuse_missing(start)
        self.last = event

    def _awaits_key(self) -> bool:
        return bool(self.opened) and self.opened[-1].key is None and isinstance(self.opened[-1].holds, dict)

    def _key(self, event: yaml.ScalarEvent, key: str, start: int, mark: Mark) -> None:
        if not event.style and not key:
            self.refuse(start, "a key is missing")
        if not event.style and key == "<<":
            self.refuse(start, "the merge key '<<' is not allowed: write the entries out")
        if event.style in _BLOCK:
            self.refuse(start, "a key must be one line of text, not block text")
        place = (*self.opened[-1].place, key)
        if before := self.key_marks.get(place):
            self.refuse(start, f"the key '{_short(key)}' stands twice, on line {before.line} and on line {mark.line}")
        self.key_marks[place] = mark
        self.opened[-1].key = key

    def _put(self, value: Plain, mark: Mark) -> Place:
        """Hang `value` where the stream has come to, and say where that is."""
        place: Place = ()
        if not self.opened:
            self.root = value
        else:
            inner = self.opened[-1]
            if isinstance(inner.holds, list):
                place = (*inner.place, len(inner.holds))
                inner.holds.append(value)
            elif inner.key is not None:
                place = (*inner.place, inner.key)
                inner.holds[inner.key] = value
                inner.key = None
        self.marks[place] = mark
        return place

    def _text(self, event: yaml.ScalarEvent, start: int) -> str:
        value: str = event.value
        if event.style not in _BLOCK:
            if "\t" in value:
                self.refuse(
                    max(start, self.text.find("\t", start, _index(event.end_mark))), "a tab inside text: use a space"
                )
            if "\n" in value:
                self.refuse(start, "a line break inside text: write it as block text, after a '|'")
            if event.style == '"' and (found := _REFUSED.search(value)):
                self.refuse(start, _character(found[0]))
        return unicodedata.normalize("NFC", value)

    def _refuse_properties(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, start: int) -> None:
        if event.anchor is not None:
            name = _short(event.anchor)
            self.refuse(start, f"the anchor '&{name}' is not allowed: take it out, or put quotes around the text")
        if event.tag is not None:
            self.refuse(start, _TAG)

    def _refuse_missing(self, start: int) -> NoReturn:
        if not self.opened:
            self.refuse(0, "the file is empty")
        inner, key = self.opened[-1], self.last
        in_braces = inner.key is not None and self.text[inner.start] == "{"
        if in_braces and key and ":" not in self.text[_index(key.end_mark) : start]:
            self._refuse_missing_space(key)
            self.refuse(_index(key.start_mark), "a comma inside {…} splits the text: put quotes around it")
        self.refuse(start, "a value is missing")

    def _refuse_missing_space(self, scalar: yaml.ScalarEvent) -> None:
        """Refuse unquoted text that looks like `key:value`."""
        start = _index(scalar.start_mark)
        if not scalar.style and (found := _NO_SPACE.match(self.text, start)):
            self.refuse(found.end(), "a space is missing after this colon")

    def refuse_syntax(self, error: yaml.MarkedYAMLError) -> NoReturn:
        """Say in plain words what the parser stumbled over, where a person would look for it."""
        at = _index(error.problem_mark)
        began = _index(error.context_mark) if error.context_mark else at
        said = f"{error.context or ''}: {error.problem or ''}".strip(" :")
        if "tab character" in said or ("cannot start any token" in said and self.text[at] == "\t"):
            self.refuse(at, "a tab can't indent: use spaces")
        for pattern, sentence in _SENTENCES.items():
            if re.search(pattern, said):
                self.refuse(began if " scanning a" in said else at, sentence)
        if "quoted scalar: found unexpected" in said:
            self.refuse(began, "this quote is never closed")
        if "cannot start any token" in said:
            self.refuse(at, f"text can't start with '{self.text[at]}': put quotes around it")
        if "could not find expected ':'" in said:
            if found := _NO_SPACE.match(self.text, began):
                self.refuse(found.end(), "a space is missing after this colon")
            self.refuse(began, "there is no ': ' after this: write 'key: value', or indent it under the text above")
        if self.last and self.last.style in _QUOTES and not self.text[_index(self.last.end_mark) : at].strip(" "):
            line = self._line(_index(self.last.start_mark))
            self.refuse(at, f"text goes on after the closing quote; the opening one is on line {line}")
        if "mapping values are not allowed" in said:
            self._refuse_colon(at)
        self._refuse_structure(at, began, said)

    def _refuse_colon(self, at: int) -> NoReturn:
        """A colon where no mapping can begin."""
        above = self._line(_index(self.last.start_mark)) if self.last else self._line(at)
        if self.last is None or above == self._line(at):
            self.refuse(at, "a colon inside text: put quotes around the text")
        self._refuse_missing_space(self.last)
        self.refuse(at, f"a colon inside the text from line {above}: check the indentation, or put quotes around it")

    def _refuse_structure(self, at: int, began: int, said: str) -> NoReturn:
        """Brackets that don't close, entries that don't line up."""
        char = self.text[at : at + 1]
        brackets = [inner.start for inner in self.opened if self.text[inner.start] in _CLOSING]
        if brackets and not char:
            self.refuse(brackets[-1], f"this '{self.text[brackets[-1]]}' is never closed")
        if "node content" in said:
            self.refuse(at, f"a value is missing before this '{char}'")
        if brackets:
            bracket, line = self.text[brackets[-1]], self._line(brackets[-1])
            if char == ":" and self.last and self._line(_index(self.last.start_mark)) == self._line(at):
                self._refuse_colon(at)
            missing = f"a comma or '{_CLOSING[bracket]}' is missing before this"
            self.refuse(at, f"{missing}: the '{bracket}' on line {line} is still open")
        if char in _CLOSING.values():
            self.refuse(at, f"this '{char}' closes nothing")
        if char == ":":
            self.refuse(at, "a key is missing before this ':'")
        if "<document start>" in said:
            self.refuse(at, "this stands outside the document: check the indentation above it")
        if "parsing a block" in said:
            what = f"{'list' if 'collection' in said else 'mapping'} that began on line {self._line(began)}"
            self.refuse(at, f"this does not fit the {what}: check the indentation")
        self.refuse(at, f"this is not YAML: {said}")

    def _line(self, index: int) -> int:
        return self.text.count("\n", 0, index) + 1


_BLOCK = frozenset("|>")
_QUOTES = frozenset("'\"")
_CLOSING = {"{": "}", "[": "]"}
_TAG = "a tag (a word that starts with '!') is not allowed: take it out, or put quotes around the text"
_DIRECTIVE = "a directive (a line that starts with '%') is not allowed: take it out"
_SENTENCES = {
    r"escape|hexa?decimal": "an unknown code after a \\ in double quotes: use single quotes, or write \\\\",
    r"sequence entries are not allowed": "a list can't start on the same line as its key: begin it on the next line",
    r"mapping keys are not allowed": "text can't start with '? ': put quotes around it",
    r"an (anchor|alias)": "text can't start with '&' or '*': put quotes around it",
    r"a block scalar": "after '|' or '>' the text begins on the next line",
    r"directive|YAML document": _DIRECTIVE,
    r"\btag\b": _TAG,
}


def _typed(text: str) -> Plain:
    """What an unquoted value means."""
    return int(text) if _INTEGER.fullmatch(text) else _WORDS.get(text, text)


class _Indexed(Protocol):
    """What PyYAML's two kinds of mark share: how many characters stand before them."""

    @property
    def index(self) -> int: ...


def _index(mark: _Indexed | None) -> int:
    return mark.index if mark else 0


def _mark_at(text: str, index: int) -> Mark:
    return Mark(text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))


def _character(char: str) -> str:
    name = unicodedata.name(char, "a control character" if ord(char) < 0xA0 else "not a character")
    return f"the invisible character U+{ord(char):04X} ({name}) is not allowed: take it out"


def _short(name: str) -> str:
    return name if len(name) <= 40 else f"{name[:39]}…"
