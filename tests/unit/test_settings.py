from __future__ import annotations

from pathlib import Path

import pytest

from assess.settings import Settings, read_settings, write_settings


def test_what_was_chosen_is_remembered(tmp_path: Path) -> None:
    path = tmp_path / "not" / "yet" / "settings.json"
    chosen = Settings(language="en", theme="assess-contrast")
    assert write_settings(path, chosen)
    assert read_settings(path) == chosen
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


def test_nothing_chosen_means_bokmal_and_the_programs_own_theme(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "settings.json") == Settings(language="nb", theme="")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"language": 3}', b"\xff\xfe", b"null"])
def test_a_broken_file_means_that_nothing_was_chosen(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    assert read_settings(path) == Settings()


def test_what_a_newer_program_added_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"language": "en", "sound": true}', encoding="utf-8")
    assert read_settings(path) == Settings(language="en")


def test_a_folder_in_the_way_is_told_and_not_an_error(tmp_path: Path) -> None:
    (tmp_path / "settings.json").mkdir()
    assert not write_settings(tmp_path / "settings.json", Settings())
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert not write_settings(tmp_path / "file" / "settings.json", Settings())
    assert read_settings(tmp_path / "settings.json") == Settings()
