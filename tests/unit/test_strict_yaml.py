from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml

from assess.errors import DataError
from assess.instrument.strict_yaml import Document, Mark, Plain, Problem, UnreadableFile, _build, parse, read

FILE = Path("instrument.yaml")


def refusal(text: str) -> str:
    with pytest.raises(UnreadableFile) as caught:
        parse(text, FILE)
    assert str(caught.value) == str(caught.value.problem)
    return str(caught.value).removeprefix("instrument.yaml:")


def data(text: str) -> Plain:
    return parse(text, FILE).data


def test_a_problem_reads_like_a_compilers() -> None:
    problem = Problem(FILE, Mark(77, 14), "no item 'vapenn'; did you mean 'vapen'?")
    assert str(problem) == "instrument.yaml:77:14: error: no item 'vapenn'; did you mean 'vapen'?"
    assert str(Problem(FILE, Mark(1, 2), "old", "warning")) == "instrument.yaml:1:2: warning: old"


def test_a_refusal_is_a_data_error_that_carries_its_problem() -> None:
    with pytest.raises(DataError) as caught:
        parse("a: [\n", Path("profiles/x.yaml"))
    assert isinstance(caught.value, UnreadableFile)
    assert caught.value.problem == Problem(Path("profiles/x.yaml"), Mark(1, 4), "this '[' is never closed")
    assert caught.value.message == f"{Path('profiles/x.yaml')}:1:4: error: this '[' is never closed"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("0", 0),
        ("-7", -7),
        ("123456789012345", 123456789012345),
    ],
)
def test_a_plain_value_is_typed_only_when_written_exactly_so(written: str, meant: Plain) -> None:
    value = data(f"[{written}]")
    assert value == [meant]
    assert isinstance(value, list)
    assert type(value[0]) is type(meant)


@pytest.mark.parametrize(
    "written",
    [
        *("no", "No", "NO", "n", "Y", "yes", "on", "off", "True", "TRUE", "Null", "~"),
        *("1.10", "010", "+1", "1_000", "0x1F", "0o17", "1e3", "1234567890123456", "٣"),
        *("12:30:45", "2024-01-31", ".inf", "="),
    ],
)
def test_everything_else_is_text(written: str) -> None:
    assert data(f"[{written}]") == [written]


def test_quoted_and_block_values_are_always_text() -> None:
    assert data("['true', \"12\", 'null']") == ["true", "12", "null"]
    assert data("- |-\n  12\n- >-\n  true\n") == ["12", "true"]


def test_keys_are_always_text() -> None:
    assert data("1: a\nno: b\ntrue: c\nnull: d\n") == {"1": "a", "no": "b", "true": "c", "null": "d"}


def test_an_empty_text_must_be_quoted() -> None:
    assert data("a: ''\n") == {"a": ""}
    assert refusal("a:\nb: 2\n") == "1:3: error: a value is missing"
    assert refusal("- a\n-\n- c\n") == "2:2: error: a value is missing"
    assert refusal("{a: , b: 1}") == "1:5: error: a value is missing"


def test_an_anchor_is_refused() -> None:
    message = "error: the anchor '&x' is not allowed: take it out, or put quotes around the text"
    assert refusal("a: &x 1\n") == f"1:4: {message}"
    assert refusal("a: &x\n  - 1\n") == f"1:4: {message}"
    assert refusal("&x a: 1\n") == f"1:1: {message}"


def test_an_alias_is_refused() -> None:
    message = "the alias '*x' is not allowed: write the text out, or put quotes around it"
    assert refusal("a: 1\nb: *x\n") == f"2:4: error: {message}"


def test_a_very_long_name_is_shortened_in_the_message() -> None:
    assert f"'*{'x' * 39}…'" in refusal(f"a: *{'x' * 5000}\n")


@pytest.mark.parametrize("tag", ["!!int 1", "!secret x", "! x", "!x!y 1", "!<x 1", "!!map {a: 1}"])
def test_a_tag_is_refused(tag: str) -> None:
    message = "a tag (a word that starts with '!') is not allowed: take it out, or put quotes around the text"
    assert refusal(f"a: {tag}\n") == f"1:4: error: {message}"


def test_a_merge_key_is_refused_but_quoted_it_is_text() -> None:
    message = "the merge key '<<' is not allowed: write the entries out"
    assert refusal("a:\n  <<: {b: 1}\n") == f"2:3: error: {message}"
    assert data("'<<': 1\n") == {"<<": 1}


def test_a_key_used_twice_is_refused_with_both_lines() -> None:
    assert refusal("a: 1\nb:\n  a: 2\na: 3\n") == "4:1: error: the key 'a' stands twice, on line 1 and on line 4"
    assert refusal("x: {a: 1, a: 2}\n") == "1:11: error: the key 'a' stands twice, on line 1 and on line 1"
    assert refusal("1: a\n'1': b\n") == "2:1: error: the key '1' stands twice, on line 1 and on line 2"


def test_two_keys_that_only_differ_in_how_a_letter_is_composed_are_the_same() -> None:
    assert refusal("å: 1\na\u030a: 2\n") == "2:1: error: the key 'å' stands twice, on line 1 and on line 2"


def test_the_same_key_in_two_mappings_is_allowed() -> None:
    assert data("- {a: 1}\n- {a: 2}\n") == [{"a": 1}, {"a": 2}]


def test_a_key_must_be_text() -> None:
    message = "error: a key must be text: put quotes around a text that starts with '{' or '['"
    assert refusal("{[a]: 1}") == f"1:2: {message}"
    assert refusal("? {a: 1}\n: 2\n") == f"1:3: {message}"
    assert refusal("? |\n  a\n: 2\n") == "1:3: error: a key must be one line of text, not block text"
    assert refusal("? \n: 1\n") == "1:2: error: a key is missing"
    assert refusal(": 1\n") == "1:1: error: a key is missing before this ':'"


def test_a_second_document_is_refused() -> None:
    assert refusal("a: 1\n---\nb: 2\n") == "2:1: error: a second document starts here: a file holds one"
    assert data("---\na: 1\n...\n") == {"a": 1}


def test_a_directive_is_refused() -> None:
    message = "a directive (a line that starts with '%') is not allowed: take it out"
    for line in ("%YAML 1.1", "%YAML 1.3", "%TAG ! tag:x,2000:", "%FOO"):
        assert refusal(f"{line}\n---\na: 1\n") == f"1:1: error: {message}"


def test_nesting_stops_at_forty_levels() -> None:
    assert data("[" * 40 + "]" * 40) is not None
    assert refusal("[" * 41 + "]" * 41) == "1:41: error: this is nested deeper than 40 levels"


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_two_hundred_thousand_levels_give_an_error_and_no_crash(opening: str) -> None:
    assert refusal(opening * 200_000).startswith("1:")


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "\ufeff"])
def test_an_empty_file_is_refused(text: str) -> None:
    assert refusal(text) == "1:1: error: the file is empty"


def test_text_is_composed() -> None:
    assert data("a\u030a: bla\u030ab\u00e6r\n") == {"å": "blåbær"}


@pytest.mark.parametrize(
    ("char", "name"),
    [
        ("\x00", "U+0000 (a control character)"),
        ("\x07", "U+0007 (a control character)"),
        ("\x1b", "U+001B (a control character)"),
        ("\x7f", "U+007F (a control character)"),
        ("\x85", "U+0085 (a control character)"),
        ("\r", "U+000D (a control character)"),
        ("\u061c", "U+061C (ARABIC LETTER MARK)"),
        ("\u200b", "U+200B (ZERO WIDTH SPACE)"),
        ("\u200d", "U+200D (ZERO WIDTH JOINER)"),
        ("\u200e", "U+200E (LEFT-TO-RIGHT MARK)"),
        ("\u200f", "U+200F (RIGHT-TO-LEFT MARK)"),
        ("\u2028", "U+2028 (LINE SEPARATOR)"),
        ("\u202a", "U+202A (LEFT-TO-RIGHT EMBEDDING)"),
        ("\u202e", "U+202E (RIGHT-TO-LEFT OVERRIDE)"),
        ("\u2060", "U+2060 (WORD JOINER)"),
        ("\u2066", "U+2066 (LEFT-TO-RIGHT ISOLATE)"),
        ("\u2069", "U+2069 (POP DIRECTIONAL ISOLATE)"),
        ("\ufeff", "U+FEFF (ZERO WIDTH NO-BREAK SPACE)"),
        ("\ud800", "U+D800 (not a character)"),
        ("\uffff", "U+FFFF (not a character)"),
    ],
)
def test_an_invisible_character_is_refused_where_it_stands(char: str, name: str) -> None:
    message = f"error: the invisible character {name} is not allowed: take it out"
    assert refusal(f"a: 1\nb: x{char}y\n") == f"2:5: {message}"
    assert refusal(f"a: 1 # x{char}y\n") == f"1:9: {message}"


@pytest.mark.parametrize(("code", "point"), [("\\u200b", "U+200B"), ("\\0", "U+0000"), ("\\N", "U+0085")])
def test_an_invisible_character_can_not_be_smuggled_in_by_its_code(code: str, point: str) -> None:
    assert refusal(f'a: "x{code}"\n').startswith(f"1:4: error: the invisible character {point} (")


def test_tabs_and_line_breaks_belong_in_block_text_only() -> None:
    assert data("a: |\n  x\ty\n  z\n") == {"a": "x\ty\nz\n"}
    assert refusal("a: 'x\ty'\n") == "1:6: error: a tab inside text: use a space"
    assert refusal('a: "x\\ty"\n') == "1:4: error: a tab inside text: use a space"
    message = "a line break inside text: write it as block text, after a '|'"
    assert refusal('a: "x\\ny"\n') == f"1:4: error: {message}"
    assert refusal("a: x\n\n  y\n") == f"1:4: error: {message}"


def test_a_byte_order_mark_at_the_start_is_skipped() -> None:
    document = parse("\ufeffa: 1\n", FILE)
    assert document.data == {"a": 1}
    assert document.key_marks["a",] == Mark(1, 1)


def test_windows_line_endings_are_accepted() -> None:
    document = parse("a: 1\r\nb: |\r\n  x\r\n  y\r\n", FILE)
    assert document.data == {"a": 1, "b": "x\ny\n"}
    assert document.key_marks["b",] == Mark(2, 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a:\n\tb: 1\n", "2:1: error: a tab can't indent: use spaces"),
        ("a:\n  b: 1\n\tc: 1\n", "3:1: error: a tab can't indent: use spaces"),
        ("a:1\n", "1:2: error: a space is missing after this colon"),
        ("a:1\nb: 2\n", "1:2: error: a space is missing after this colon"),
        ("a:\n  b: 1\n  c:1\n", "3:4: error: a space is missing after this colon"),
        ("{a:1, b: 2}\n", "1:3: error: a space is missing after this colon"),
        ("a: 'x\nb: 2\n", "1:4: error: this quote is never closed"),
        ('a: 1\nb: "x\n', "2:4: error: this quote is never closed"),
        ("a: 'x' y\n", "1:8: error: text goes on after the closing quote; the opening one is on line 1"),
        ("a: 'x\n  b' c\n", "2:6: error: text goes on after the closing quote; the opening one is on line 1"),
        ("b: 1\na: [1, 2\n", "2:4: error: this '[' is never closed"),
        ("a: {x: [1,\n", "1:8: error: this '[' is never closed"),
        ("a: [1\nb: 3\n", "2:2: error: a comma or ']' is missing before this: the '[' on line 1 is still open"),
        ("{x: 1\n y: 2}\n", "2:3: error: a comma or '}' is missing before this: the '{' on line 1 is still open"),
        ("a: [1}\n", "1:6: error: a comma or ']' is missing before this: the '[' on line 1 is still open"),
        ("a: [1]]\n", "1:7: error: this ']' closes nothing"),
        ("a: [1,,2]\n", "1:7: error: a value is missing before this ','"),
        ("{t: Ja, nei, x: 3}", "1:9: error: a comma inside {…} splits the text: put quotes around it"),
        ("{t: Ja, så nei }", "1:9: error: a comma inside {…} splits the text: put quotes around it"),
        ("a: b: c\n", "1:5: error: a colon inside text: put quotes around the text"),
        ("{a: b: c}\n", "1:6: error: a colon inside text: put quotes around the text"),
        (
            "a: 1\n  b: 2\n",
            "2:4: error: a colon inside the text from line 1: check the indentation, or put quotes around it",
        ),
        (
            "a:\n  b: 1\n c: 2\n",
            "3:2: error: this does not fit the mapping that began on line 1: check the indentation",
        ),
        ("- a\nb: 1\n", "2:1: error: this does not fit the list that began on line 1: check the indentation"),
        (
            "a: 1\nfoo\nb: 2\n",
            "2:1: error: there is no ': ' after this: write 'key: value', or indent it under the text above",
        ),
        ("a: 1\n...\nb: 2\n", "3:1: error: this stands outside the document: check the indentation above it"),
        ("a: - b\n", "1:4: error: a list can't start on the same line as its key: begin it on the next line"),
        ("a: @x\n", "1:4: error: text can't start with '@': put quotes around it"),
        ("a: *x* y\n", "1:4: error: text can't start with '&' or '*': put quotes around it"),
        ("a: ? b\n", "1:4: error: text can't start with '? ': put quotes around it"),
        ("a: |x\n", "1:4: error: after '|' or '>' the text begins on the next line"),
        (
            'a: "\\q"\n',
            "1:5: error: an unknown code after a \\ in double quotes: use single quotes, or write \\\\",
        ),
    ],
)
def test_a_slip_in_the_yaml_gets_a_plain_sentence(text: str, message: str) -> None:
    assert refusal(text) == message


def test_an_address_or_a_time_is_no_slip() -> None:
    assert data("a: https://example.org\nb: kl. 10:30\n") == {"a": "https://example.org", "b": "kl. 10:30"}


ITEMS = """\
title: Skjema
items:
  - id: vapen
    axes: [{id: relevance}, trussel]
  - {id: planer}
text: |
  first
empty: []
"""


@pytest.fixture
def items() -> Document:
    return parse(ITEMS, FILE)


def test_every_value_knows_its_place(items: Document) -> None:
    assert dict(items.marks) == {
        (): Mark(1, 1),
        ("title",): Mark(1, 8),
        ("items",): Mark(3, 3),
        ("items", 0): Mark(3, 5),
        ("items", 0, "id"): Mark(3, 9),
        ("items", 0, "axes"): Mark(4, 11),
        ("items", 0, "axes", 0): Mark(4, 12),
        ("items", 0, "axes", 0, "id"): Mark(4, 17),
        ("items", 0, "axes", 1): Mark(4, 29),
        ("items", 1): Mark(5, 5),
        ("items", 1, "id"): Mark(5, 10),
        ("text",): Mark(6, 7),
        ("empty",): Mark(8, 8),
    }


def test_every_key_knows_its_place(items: Document) -> None:
    assert dict(items.key_marks) == {
        ("title",): Mark(1, 1),
        ("items",): Mark(2, 1),
        ("items", 0, "id"): Mark(3, 5),
        ("items", 0, "axes"): Mark(4, 5),
        ("items", 0, "axes", 0, "id"): Mark(4, 13),
        ("items", 1, "id"): Mark(5, 6),
        ("text",): Mark(6, 1),
        ("empty",): Mark(8, 1),
    }


def test_what_is_missing_is_missed_where_it_should_have_been(items: Document) -> None:
    assert items.mark_of(["items", 1, "title", "nb"]) == Mark(5, 5)
    assert items.mark_of(["nothing"]) == Mark(1, 1)
    assert items.mark_of([]) == Mark(1, 1)


def test_a_complaint_about_a_key_stands_at_the_key(items: Document) -> None:
    assert items.key_mark_of(["items", 0, "axes"]) == Mark(4, 5)
    assert items.key_mark_of(["items", 0]) == Mark(3, 5)
    assert items.key_mark_of(["items", 1, "title"]) == Mark(5, 5)


def test_without_libyaml_the_same_file_gives_the_same_document(items: Document) -> None:
    assert _build(ITEMS, FILE, yaml.SafeLoader) == items


@pytest.mark.parametrize(
    "text",
    [
        *("a: &x 1\n", "a: *x\n", "a: !!int 1\n", "<<: {a: 1}\n", "a: 1\na: 2\n", "a: 1\n---\nb: 2\n", "---\n", "a:\n"),
        *(
            "[" * 41,
            "{a: Ja, nei}",
            "a:1\n",
            "a:\n\tb: 1\n",
            "a: 'x\n",
            "a: [1\n",
            "a: b: c\n",
            "a: @x\n",
            "a: *x* y\n",
        ),
        *(
            "- a\nb: 1\n",
            "a:\n  b: 1\n c: 2\n",
            "a: - b\n",
            "a: 1\nfoo\nb: 2\n",
            "a: [1]]\n",
            "? \n: 1\n",
            "%YAML 1.1\n---\na: 1\n",
        ),
    ],
)
def test_without_libyaml_the_same_slip_gets_the_same_sentence(text: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        _build(text, FILE, yaml.SafeLoader)
    assert str(caught.value).removeprefix("instrument.yaml:") == refusal(text)


def test_without_libyaml_an_impossible_number_is_still_an_error_with_a_place() -> None:
    with pytest.raises(UnreadableFile, match=r"^instrument.yaml:2:1: error: this is not YAML: "):
        _build('a: 1\nb: "\\UFFFFFFFF"\n', FILE, yaml.SafeLoader)


def test_a_file_is_read_from_disk(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes("\ufefftittel: Våpen 😀\n".encode())
    document = read(file)
    assert document.path == file
    assert document.data == {"tittel": "Våpen 😀"}


def file_refusal(file: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(file)
    return str(caught.value).removeprefix(f"{file}:")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert file_refusal(tmp_path / "x.yaml") == "1:1: error: there is no such file"


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert file_refusal(tmp_path) == "1:1: error: this is a folder, not a file"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have names on POSIX only")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.yaml")
    assert file_refusal(tmp_path / "x.yaml") == "1:1: error: this is not an ordinary file"


def test_a_file_that_can_not_be_read_is_refused(tmp_path: Path) -> None:
    assert file_refusal(tmp_path / ("x" * 5000)).startswith("1:1: error: the file can't be read: ")


def test_a_file_over_two_megabytes_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(b"a: 1 #".ljust(2_000_000, b"x"))
    assert read(file).data == {"a": 1}
    file.write_bytes(b"a: 1 #".ljust(2_000_001, b"x"))
    assert file_refusal(file) == "1:1: error: the file is larger than 2 MB"


def test_a_file_that_is_not_utf8_is_refused_at_the_line_and_byte(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes("a: 1\nb: æ".encode() + "å\n".encode("latin-1"))
    assert file_refusal(file) == "2:5: error: byte 11 (0xE5) is not UTF-8: save the file as UTF-8"
    file.write_bytes("a: 1\n".encode("utf-16"))
    assert file_refusal(file) == "1:1: error: byte 1 (0xFF) is not UTF-8: save the file as UTF-8"
