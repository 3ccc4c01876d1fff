from __future__ import annotations

import ast
import string
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from assess.language import LANGUAGES, SOURCE, _, speak, speaking, spoken
from assess.screens.keys import readme_table

PACKAGE = Path(__file__).parents[2] / "assess"
OTHERS = [language for language in LANGUAGES if language != SOURCE]


@pytest.fixture(autouse=True)
def _speak_the_source_afterwards() -> Iterator[None]:
    yield
    speak(SOURCE)


def catalogue(language: str) -> Catalog:
    with (PACKAGE / "locales" / language / "LC_MESSAGES" / "assess.po").open("rb") as file:
        return read_po(file, locale=language)


def messages() -> set[str]:
    found = extract_from_dir(PACKAGE, [("**.py", "python")], keywords={"_": None, "mark": None})
    return {message for _file, _line, message, _comments, _context in found if isinstance(message, str) and message}


def placeholders(text: str) -> set[str]:
    return {name for _text, name, _format, _conversion in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_of_the_program_has_been_translated(language: str) -> None:
    known = {str(message.id): str(message.string) for message in catalogue(language) if message.id}
    assert sorted(text for text in messages() if not known.get(text)) == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_left_from_a_sentence_that_is_gone(language: str) -> None:
    known = {str(message.id) for message in catalogue(language) if message.id}
    assert sorted(known - messages()) == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_keeps_every_placeholder(language: str) -> None:
    wrong = [
        message.id
        for message in catalogue(language)
        if message.id and placeholders(str(message.id)) != placeholders(str(message.string))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", OTHERS)
def test_the_compiled_catalogue_is_made_from_the_one_people_edit(language: str) -> None:
    with (PACKAGE / "locales" / language / "LC_MESSAGES" / "assess.mo").open("rb") as file:
        compiled = {message.id: message.string for message in read_mo(file) if message.id}
    assert compiled == {message.id: message.string for message in catalogue(language) if message.id}


def test_no_sentence_hides_inside_an_f_string_where_it_is_not_collected() -> None:
    hidden = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in PACKAGE.rglob("*.py")
        for outer in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(outer, ast.JoinedStr)
        for node in ast.walk(outer)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "_"
        and isinstance(node.args[0], ast.Constant)
    ]
    assert hidden == []


def test_a_language_that_is_not_known_means_bokmal() -> None:
    speak("tlh")
    assert spoken() == SOURCE


def test_a_report_in_another_language_leaves_the_screens_in_theirs() -> None:
    with speaking("en"):
        assert _("UTKAST") == "DRAFT"
    assert _("UTKAST") == "UTKAST"


def test_a_report_put_into_words_by_another_thread_leaves_the_screens_in_their_language() -> None:
    inside, looked = threading.Event(), threading.Event()
    words: list[str] = []

    def report() -> None:
        with speaking("en"):
            inside.set()
            looked.wait(10)
            words.append(_("UTKAST"))

    other = threading.Thread(target=report)
    other.start()
    assert inside.wait(10)
    assert (spoken(), _("UTKAST")) == (SOURCE, "UTKAST")
    looked.set()
    other.join(10)
    assert words == ["DRAFT"]


def test_the_readme_tells_the_keys_that_the_program_has() -> None:
    with speaking("en"):
        table = readme_table()
    readme = (PACKAGE.parent / "README.md").read_text(encoding="utf-8")
    assert readme.split("<!-- keys -->\n")[1].split("<!-- /keys -->")[0] == table
