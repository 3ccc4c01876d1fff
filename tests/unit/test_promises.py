from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
PAGES = ("docs/security.md", "docs/architecture.md")


def named_tests() -> list[tuple[str, str, str]]:
    return [
        (page, file, name) for page in PAGES for file, name in NAMED.findall((ROOT / page).read_text(encoding="utf-8"))
    ]


def functions(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


@pytest.mark.parametrize(("page", "file", "name"), named_tests())
def test_every_test_that_a_promise_names_is_there(page: str, file: str, name: str) -> None:
    assert (ROOT / file).is_file(), f"{page} names {file}"
    assert not name or name in functions(ROOT / file), f"{page} names {file}::{name}"


def test_the_security_page_names_a_test_for_every_promise() -> None:
    page = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    promises = page.split("<!-- promises -->")[1].split("<!-- /promises -->")[0]
    rows = [line for line in promises.splitlines() if line.startswith("|")][2:]
    assert len(rows) > 20
    for row in rows:
        assert NAMED.search(row), row
