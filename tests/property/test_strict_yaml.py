from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TypeAlias

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assess.instrument.strict_yaml import Document, Mark, Plain, UnreadableFile, _build, parse, read
from tests.property.examples import examples

FILE = Path("x.yaml")
PLAIN = re.compile(r"[a-zæøå]+( [a-zæøå]+)*")
WORDS = {"true", "false", "null"}
TRICKY = ("no", "Y", "on", "1.10", "010", "2024-01-31", "~", "<<", "true", "12", "a: b", "# x", "- x", "a\u030a")
SIGNS = "ab:,-?[]{}#&*!|>'\"%@`\\~< \n\t\r01\u2028\ufeffå😀"
PIECES = (
    *(
        "a: 1\n",
        "- ",
        "  ",
        "\n",
        "b:",
        " c",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "'",
        '"',
        "\\x",
        '"\\UFFFFFFFF"',
        "|",
        ">-\n",
        "? ",
    ),
    *(": ", "&x ", "*x", "!!int ", "<<: ", "---\n", "...\n", "%YAML 1.1\n", "# x\n", "\t", "\ufeff", "😀", "\r\n", "@"),
)

Place: TypeAlias = tuple[str | int, ...]
Loader: TypeAlias = type[yaml.CSafeLoader | yaml.SafeLoader]


def normal(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def composed(data: Plain) -> Plain:
    """The data as it should come back: every text in normal form C."""
    if isinstance(data, str):
        return normal(data)
    if isinstance(data, list):
        return [composed(part) for part in data]
    if isinstance(data, dict):
        return {normal(key): composed(part) for key, part in data.items()}
    return data


def steps(data: Plain) -> list[tuple[str | int, Plain]]:
    if isinstance(data, dict):
        return list(data.items())
    return list(enumerate(data)) if isinstance(data, list) else []


@dataclass
class Writer:
    """Writes plain data as YAML in styles drawn by `style`, and notes where it put everything."""

    style: Random
    text: str = ""
    marks: dict[Place, Mark] = field(default_factory=dict)
    key_marks: dict[Place, Mark] = field(default_factory=dict)

    def here(self) -> Mark:
        lines = self.text.split("\n")
        return Mark(len(lines), len(lines[-1]) + 1)

    def block(self, data: dict[str, Plain] | list[Plain], indent: int, place: Place) -> None:
        for step, value in steps(data):
            self.text += self.style.choice(["", "", "# a remark\n"]) + " " * indent
            if place not in self.marks:
                self.marks[place] = self.here()
            inner = (*place, step)
            if isinstance(step, str):
                self.key_marks[inner] = self.here()
                self.text += self.quoted(step) + ":"
            else:
                self.text += "-"
            if isinstance(value, dict | list) and value and (holds_block_text(value) or self.style.random() < 0.7):
                self.text += "\n"
                self.block(value, indent + 2, inner)
            elif isinstance(value, str) and holds_block_text(value):
                self.text += " "
                self.marks[inner] = self.here()
                self.text += "|-\n" + "".join(f"{' ' * (indent + 2)}{line}\n" for line in value.split("\n"))
            else:
                self.text += " "
                self.flow(value, inner)
                self.text += "\n"

    def flow(self, value: Plain, place: Place) -> None:
        self.marks[place] = self.here()
        if isinstance(value, dict | list):
            self.text += "{" if isinstance(value, dict) else "["
            for number, (step, part) in enumerate(steps(value)):
                self.text += ", " if number else ""
                if isinstance(step, str):
                    self.key_marks[*place, step] = self.here()
                    self.text += self.quoted(step) + ": "
                self.flow(part, (*place, step))
            self.text += "}" if isinstance(value, dict) else "]"
        elif isinstance(value, str):
            self.text += self.quoted(value)
        else:
            self.text += json.dumps(value)

    def quoted(self, text: str) -> str:
        if PLAIN.fullmatch(text) and text not in WORDS and self.style.random() < 0.8:
            return text
        if self.style.random() < 0.5:
            return "'" + text.replace("'", "''") + "'"
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def holds_block_text(data: Plain) -> bool:
    """Whether some text has breaks or tabs, which can't be written inside brackets."""
    if isinstance(data, str):
        return "\n" in data or "\t" in data
    return any(holds_block_text(part) for _, part in steps(data))


visible = st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"])
texts = st.one_of(st.text(visible, max_size=20), st.sampled_from(TRICKY))
keys = texts.map(normal)
block_lines = st.from_regex(r"[a-zæøå#:'-][a-zæøå \t:#]{0,9}", fullmatch=True)
block_texts = st.lists(block_lines, min_size=1, max_size=3).map("\n".join)
integers = st.integers(-(10**15) + 1, 10**15 - 1)
scalars = st.one_of(st.none(), st.booleans(), integers, texts, block_texts)
values: st.SearchStrategy[Plain] = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=4)),
    max_leaves=25,
)
yamlish = st.one_of(
    st.text(st.one_of(st.sampled_from(SIGNS), st.characters()), max_size=60),
    st.lists(st.sampled_from(PIECES), max_size=25).map("".join),
)


@st.composite
def written(draw: st.DrawFn) -> tuple[Plain, Writer]:
    data = draw(values)
    writer = Writer(draw(st.randoms(use_true_random=False)))
    if isinstance(data, dict | list) and data and (holds_block_text(data) or draw(st.booleans())):
        writer.block(data, 0, ())
    elif isinstance(data, dict | list) and not holds_block_text(data):
        writer.flow(data, ())
    else:
        data = [data]
        writer.block(data, 0, ())
    return data, writer


def places(data: Plain, place: Place = ()) -> set[Place]:
    return {place}.union(*(places(part, (*place, step)) for step, part in steps(data)))


def inside(mark: Mark, text: str) -> bool:
    lines = text.removeprefix("\ufeff").split("\n")
    return 1 <= mark.line <= len(lines) and 1 <= mark.column <= len(lines[mark.line - 1]) + 1


def outcome(text: str, loader: Loader) -> Document | UnreadableFile:
    try:
        return _build(text, FILE, loader)
    except UnreadableFile as refused:
        return refused


@pytest.mark.parametrize("loader", [yaml.CSafeLoader, yaml.SafeLoader])
@examples(400)
@given(text=yamlish)
def test_any_text_gives_a_document_or_a_refusal_with_its_place(loader: Loader, text: str) -> None:
    result = outcome(text, loader)
    if isinstance(result, Document):
        assert set(result.marks) == places(result.data)
        assert set(result.key_marks) == {place for place in result.marks if place and isinstance(place[-1], str)}
        assert all(inside(mark, text) for mark in [*result.marks.values(), *result.key_marks.values()])
    else:
        assert inside(result.problem.mark, text)
        assert result.problem.message
        assert "\n" not in result.problem.message


@examples(100)
@given(st.binary(max_size=60))
def test_any_bytes_give_a_document_or_a_refusal(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.yaml"
        file.write_bytes(content)
        with suppress(UnreadableFile):
            assert read(file).mark_of([]).line <= content.count(b"\n") + 1


@examples(200)
@given(written())
def test_what_is_written_is_what_is_read(pair: tuple[Plain, Writer]) -> None:
    data, writer = pair
    read_back = parse(writer.text, FILE).data
    assert repr(read_back) == repr(composed(data))


@examples(200)
@given(written())
def test_marks_point_at_what_they_name(pair: tuple[Plain, Writer]) -> None:
    _, writer = pair
    document = parse(writer.text, FILE)
    assert document.marks == {composed_place(place): mark for place, mark in writer.marks.items()}
    assert document.key_marks == {composed_place(place): mark for place, mark in writer.key_marks.items()}


def composed_place(place: Place) -> Place:
    return tuple(normal(step) if isinstance(step, str) else step for step in place)


@examples(100)
@given(written())
def test_windows_line_endings_change_nothing(pair: tuple[Plain, Writer]) -> None:
    _, writer = pair
    assert parse(writer.text.replace("\n", "\r\n"), FILE) == parse(writer.text, FILE)


@examples(100)
@given(written())
def test_both_parsers_read_the_same(pair: tuple[Plain, Writer]) -> None:
    _, writer = pair
    text = writer.text.replace("\t", " ")
    assert _build(text, FILE, yaml.SafeLoader) == _build(text, FILE, yaml.CSafeLoader)


@examples(100)
@given(written(), st.data())
def test_an_invisible_character_is_refused_wherever_it_is_put(pair: tuple[Plain, Writer], data: st.DataObject) -> None:
    _, writer = pair
    bidi_or_zero_width = "\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202d\u202e\u2060\u2066\u2067\u2069\ufeff"
    char = data.draw(
        st.one_of(st.sampled_from(bidi_or_zero_width), st.characters(categories=["Cc"], exclude_characters="\n\t\r"))
    )
    at = data.draw(st.integers(1, len(writer.text)))
    before = writer.text[:at].split("\n")
    with pytest.raises(UnreadableFile) as caught:
        parse(writer.text[:at] + char + writer.text[at:], FILE)
    assert caught.value.problem.mark == Mark(len(before), len(before[-1]) + 1)
    assert f"U+{ord(char):04X}" in caught.value.problem.message


@examples(100)
@given(st.dictionaries(keys, integers, min_size=1, max_size=6), st.randoms(use_true_random=False), st.data())
def test_a_key_used_again_is_refused_with_both_lines(
    entries: dict[str, int], style: Random, data: st.DataObject
) -> None:
    writer = Writer(style)
    names = list(entries)
    first = data.draw(st.integers(0, len(names) - 1))
    lines = [f"{writer.quoted(name)}: {number}" for name, number in entries.items()]
    with pytest.raises(UnreadableFile) as caught:
        parse("\n".join([*lines, f"{writer.quoted(names[first])}: 1"]), FILE)
    assert caught.value.problem.mark == Mark(len(lines) + 1, 1)
    assert caught.value.problem.message.endswith(f"stands twice, on line {first + 1} and on line {len(lines) + 1}")


@examples(60)
@given(st.integers(38, 43).flatmap(lambda depth: st.lists(st.sampled_from("[{"), min_size=depth, max_size=depth)))
def test_forty_levels_are_read_and_forty_one_refused(openings: list[str]) -> None:
    text = "".join("[" if opening == "[" else "{a: " for opening in openings) + "1"
    text += "".join("]" if opening == "[" else "}" for opening in reversed(openings))
    assert isinstance(outcome(text, yaml.CSafeLoader), Document) == (len(openings) <= 40)
