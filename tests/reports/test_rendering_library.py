"""What is started, and what is left, when the renderer is loaded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assess.hardening import no_programs

COMPILERS = ("gcc", "cc", "ld", "clang")
LOAD = "from assess.reports.render import load_renderer; load_renderer()"
BARE = "import weasyprint"


def started(folder: Path, script: str) -> list[str]:
    """Which compilers on the search path `script` ran."""
    witness = folder / "ran"
    for name in COMPILERS:
        program = folder / name
        program.write_text(f'#!/bin/sh\necho {name} >> "{witness}"\nexit 1\n', encoding="ascii")
        program.chmod(0o755)
    path = f"{folder}:{os.environ['PATH']}"
    subprocess.run([sys.executable, "-W", "ignore", "-c", script], env={**os.environ, "PATH": path}, check=True)
    return sorted(set(witness.read_text(encoding="ascii").split())) if witness.exists() else []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux is searched so")
def test_no_compiler_is_run_to_find_the_renderers_libraries(tmp_path: Path) -> None:
    assert started(tmp_path, LOAD) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux is searched so")
def test_the_renderer_alone_would_run_one_where_a_library_has_another_name(tmp_path: Path) -> None:
    assert started(tmp_path, BARE) != []


def test_the_search_path_is_there_again_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/somewhere")
    with no_programs():
        assert sys.platform != "linux" or os.environ["PATH"] == os.devnull
    assert os.environ["PATH"] == "/somewhere"
    monkeypatch.delenv("PATH")
    with no_programs():
        pass
    assert "PATH" not in os.environ
