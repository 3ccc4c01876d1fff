"""What docs/architecture says of the house, kept true."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from assess.places import own, shipped

PACKAGE = Path(__file__).parents[2] / "assess"
FILES = sorted(file for file in PACKAGE.rglob("*.py") if "_data" not in file.parts)

SHARED = {"collecting", "errors", "hardening", "ids", "language", "norwegian_time", "places", "settings"}
"""Small things that every room may use, and that use no room."""

MAY_IMPORT: dict[str, set[str]] = {
    "instrument": set(),
    "profile": {"instrument"},
    "casework": {"instrument", "profile"},
    "judgement": {"casework", "instrument", "profile"},
    "register": {"casework", "instrument", "profile"},
    "reports": {"register", "judgement", "casework", "instrument", "profile"},
    "training": {"judgement", "casework", "instrument", "profile"},
    "screens": {"reports", "training", "register", "judgement", "casework", "instrument", "profile"},
    "commands": {"screens", "reports", "training", "register", "judgement", "casework", "instrument", "profile"},
    "__main__": {"commands"},
}
"""Each room and the rooms that it may know of."""

ONLY_IN: dict[str, set[str]] = {
    "textual": {"screens"},
    "click": {"commands"},
    "sqlite_utils": {"register"},
    "sqlcipher3": {"register"},
    "sqlite3": {"register"},
    "weasyprint": {"reports"},
    "jinja2": {"reports"},
    "cryptography": {"register"},
    "argon2": {"register"},
    "yaml": {"instrument"},
}
"""Libraries, and the only rooms that know of them."""

MAY_CATCH_EVERYTHING = {"commands/boundary.py": 1, "register/writer.py": 2}
"""The program's boundary and the worker's. Everywhere else, whoever catches everything raises it again."""

FEWEST = 100
"""Files that there are at least, so that no test here passes by finding none."""


def room(file: Path) -> str:
    """The folder of the package that a file lies in, or its own name."""
    parts = file.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


@cache
def imports(file: Path) -> tuple[str, ...]:
    """Every module that a file imports, anywhere in it, by its whole name."""
    return tuple(_imports(file))


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno}: imports are absolute"
            yield node.module or ""
            if node.module == "assess":
                yield from (f"assess.{alias.name}" for alias in node.names)


def rooms_known_to(file: Path) -> set[str]:
    return {name.split(".")[1] for name in imports(file) if name.startswith("assess.")}


def at(file: Path) -> str:
    return file.relative_to(PACKAGE).as_posix()


def test_there_is_a_house_to_look_at() -> None:
    assert len(FILES) >= FEWEST
    assert {room(file) for file in FILES} == set(MAY_IMPORT) | SHARED | {"__init__"}


@pytest.mark.parametrize("name", sorted(MAY_IMPORT))
def test_a_room_knows_only_the_rooms_below_it(name: str) -> None:
    allowed = MAY_IMPORT[name] | SHARED | {name, "__version__"}
    found = {at(file): rooms_known_to(file) - allowed for file in FILES if room(file) == name}
    assert {file: rooms for file, rooms in found.items() if rooms} == {}


def test_no_two_rooms_know_of_each_other() -> None:
    for upper, lower in MAY_IMPORT.items():
        assert not [one for one in lower if upper in MAY_IMPORT[one]]


def test_what_is_shared_knows_of_no_room() -> None:
    found = {at(file): rooms_known_to(file) - SHARED for file in FILES if room(file) in SHARED}
    assert {file: rooms for file, rooms in found.items() if rooms} == {}


@pytest.mark.parametrize("library", sorted(ONLY_IN))
def test_a_library_is_known_in_its_own_room_only(library: str) -> None:
    users = {room(file) for file in FILES if any(name.split(".")[0] == library for name in imports(file))}
    assert users <= ONLY_IN[library]


def test_the_rules_never_ask_the_clock_or_chance() -> None:
    pure = {"instrument", "profile", "casework", "judgement"}
    clocks = {"time", "random", "secrets", "sqlite3", "socket", "subprocess", "threading"}
    asked = {
        at(file)
        for file in FILES
        if (room(file) in pure and {name.split(".")[0] for name in imports(file)} & clocks)
        or (room(file) in pure and re.search(r"\b(datetime\.now|date\.today|new_id)\(", file.read_text("utf-8")))
    }
    assert asked == set()


def test_reports_read_the_register_and_never_write_to_it() -> None:
    verbs = {"found", "unlock", "open_case", "start", "do", "remember", "bring_in", "tell", "state_facts", "change"}
    for file in FILES:
        if room(file) != "reports":
            continue
        calls = {
            node.func.attr
            for node in ast.walk(tree(file))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and "register" in node.func.value.id.lower()
        }
        assert not calls & verbs, file
        assert not rooms_known_to(file) & {"screens", "commands", "training"}, file


def test_the_files_that_name_a_room_hold_only_a_docstring() -> None:
    for file in FILES:
        if file.name != "__init__.py":
            continue
        first, *rest = tree(file).body
        assert isinstance(first, ast.Expr), file
        if file.parent == PACKAGE:
            (version,) = rest
            assert isinstance(version, ast.Assign)
            assert isinstance(version.targets[0], ast.Name)
            assert version.targets[0].id == "__version__"
        else:
            assert rest == [], file


def test_every_room_and_every_file_says_what_it_is() -> None:
    assert [at(file) for file in FILES if ast.get_docstring(tree(file)) is None] == []


def test_no_file_is_over_400_lines_and_half_of_them_are_at_most_130() -> None:
    lengths = {at(file): len(file.read_text(encoding="utf-8").splitlines()) for file in FILES}
    assert {file: length for file, length in lengths.items() if length > 400} == {}
    assert sorted(lengths.values())[len(lengths) // 2] <= 130


def test_19_of_20_functions_are_at_most_35_lines() -> None:
    lengths = sorted(
        (node.end_lineno or 0) - node.lineno + 1
        for file in FILES
        for node in ast.walk(tree(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert lengths[len(lengths) * 95 // 100] <= 35


def test_everything_is_caught_only_at_the_boundaries() -> None:
    found: dict[str, int] = {}
    for file in FILES:
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.ExceptHandler) and _catches_all(node) and not _raises_again(node):
                found[at(file)] = found.get(at(file), 0) + 1
    assert found == MAY_CATCH_EVERYTHING


def _catches_all(handler: ast.ExceptHandler) -> bool:
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(one is None or ast.unparse(one) in {"Exception", "BaseException"} for one in caught)


def _raises_again(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def test_nothing_is_printed_outside_the_commands() -> None:
    printing = {
        at(file)
        for file in FILES
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    }
    assert {file for file in printing if not file.startswith("commands/")} == set()


SQL = re.compile(
    r"\bSELECT\b.+\bFROM\b|\bINSERT\b.+\bINTO\b|\bUPDATE\b.+\bSET\b|\bDELETE FROM\b|\bPRAGMA\b|\bCREATE (TABLE|VIEW)\b"
    r"|\bBEGIN IMMEDIATE\b",
    re.DOTALL,
)


def test_no_sql_stands_outside_the_register() -> None:
    speaking = {
        at(file)
        for file in FILES
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value)
    }
    assert "register/journal.py" in speaking, "the pattern must find SQL where there is some"
    assert {file for file in speaking if not file.startswith("register/")} == set()
    assert {at(file) for file in FILES if room(file) == "register"} > speaking
    assert not speaking & {f"register/{name}.py" for name in ("register", "store", "exchange", "shelves", "vault")}


def test_sql_files_lie_with_the_register() -> None:
    found = {file.relative_to(PACKAGE).parent.as_posix() for file in PACKAGE.rglob("*.sql")}
    assert found == {"register/schema"}


@pytest.mark.parametrize("folder", ["instruments", "profiles", "reports/templates"])
def test_every_shipped_data_folder_is_found_and_holds_data(folder: str) -> None:
    found = shipped(folder)
    files = [file for file in found.rglob("*") if file.is_file()]
    assert found.is_absolute()
    assert files
    assert not [file for file in files if file.suffix in {".py", ".pyc"}]


def test_every_data_file_can_be_reached_by_the_name_it_is_asked_for() -> None:
    asked = {
        *(path.relative_to(shipped("instruments")).parts[0] for path in shipped("instruments").glob("*/*.yaml")),
        *(path.stem for path in shipped("profiles").glob("*.yaml")),
    }
    assert asked == {"vrb", "triage", "fredrikstad", "oslo"}
    root = PACKAGE.parent
    holding = {
        folder.name
        for folder in root.iterdir()
        if folder.is_dir() and not folder.name.startswith(".") and next(folder.rglob("*.yaml"), None)
    }
    assert holding - {"tests", "build", "dist", "demo", "assess"} == {"instruments", "profiles"}


def test_an_organisations_own_folder_need_not_exist() -> None:
    assert own("instruments").name == "instruments"
    assert own("profiles").parent == own("instruments").parent
