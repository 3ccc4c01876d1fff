from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from assess.__main__ import main
from assess.language import speak

DATA = Path(__file__).parent.parent / "data" / "instruments"

DEFECTS = {
    "tab_indentation": ["35:1: error: a tab can't indent: use spaces"],
    "duplicate_key": ["9:1: error: the key 'title' stands twice, on line 7 and on line 9"],
    "unknown_key": [
        "45:9: error: the key 'question' is missing",
        "47:9: error: unknown key 'qestion'; did you mean 'question'?",
    ],
    "unknown_item_in_rule": ["77:19: error: no item 'trusel'; did you mean 'trussel'?"],
    "code_not_in_scale": ["77:38: error: the scale 'risk' has no step '3'"],
    "rule_with_not": ["77:13: error: a rule may not use 'not': rules can only raise"],
    "rule_lowering_by_is": [
        "77:28: error: a rule may use 'is' only for unknown and its like; use at_least for steps",
    ],
    "anchor_for_missing_step": ["45:11: error: the scale 'risk' has no step '3'"],
    "missing_key": ["54:9: error: the key 'title' is missing"],
    "wrong_type": ['30:59: error: should be a valid boolean, not "nei"'],
    "duplicate_item_id": ["59:13: error: the id 'venner' is used twice among the items"],
    "cycle": [
        "45:26: error: depends on itself: trussel → vapen → trussel",
        "50:26: error: depends on itself: vapen → trussel → vapen",
    ],
    "count_never_holds": ["78:64: error: can never hold: needs 3 of 2 items"],
    "alias": ["26:9: error: the anchor '&lav' is not allowed: take it out, or put quotes around the text"],
    "bidi_character": [
        "46:17: error: the invisible character U+202E (RIGHT-TO-LEFT OVERRIDE) is not allowed: take it out",
    ],
    "unclosed_quote": ["49:54: error: text goes on after the closing quote; the opening one is on line 47"],
    "not_utf8": ["46:17: error: byte 984 (0xE5) is not UTF-8: save the file as UTF-8"],
}


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    yield
    speak("nb")


def run(*words: str | Path) -> tuple[int, str, str]:
    """The exit code, and what was printed for the reader and about how it went."""
    with CliRunner().isolation() as (out, err, _both):
        code = main([str(word) for word in words])
        return code, out.getvalue().decode(), err.getvalue().decode()


def test_a_right_instrument_is_said_to_be_right() -> None:
    code, out, err = run("instrument", "check", DATA / "valid.yaml")
    assert (code, out, err) == (0, "Kontrollert: 1. Feil: 0. Merknader: 0.\n", "")


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_broken_instrument_is_told_with_its_line_and_column(defect: str) -> None:
    file = DATA / f"{defect}.yaml"
    code, out, _err = run("instrument", "check", file)
    printed = out.splitlines()
    assert code == 1
    assert [line for line in printed if line in {f"{file}:{place}" for place in DEFECTS[defect]}] == [
        f"{file}:{place}" for place in DEFECTS[defect]
    ]
    assert printed[-1].startswith("Kontrollert: 1. Feil: ")


def test_each_defect_has_its_file() -> None:
    assert {file.stem for file in DATA.glob("*.yaml")} == {"valid", *DEFECTS}


def test_several_files_are_checked_in_the_order_named() -> None:
    wrong, right = DATA / "alias.yaml", DATA / "valid.yaml"
    code, out, _err = run("instrument", "check", right, wrong)
    assert code == 1
    assert out.splitlines()[0].startswith(f"{wrong}:26:9:")
    assert out.splitlines()[-1] == "Kontrollert: 2. Feil: 1. Merknader: 0."


def test_the_shipped_instruments_and_profiles_have_no_errors() -> None:
    assert run("instrument", "check")[0] == 0
    assert run("profile", "check")[0] == 0


def test_an_unknown_instrument_is_answered_with_the_nearest() -> None:
    code, out, err = run("instrument", "check", "vrbb")
    assert (code, out) == (1, "")
    assert err == "Det finnes ikke noe verktøy som heter «vrbb». Mente dere «vrb»?\n"


def test_a_missing_file_is_told_at_its_place() -> None:
    code, out, _err = run("instrument", "check", "finnes/ikke.yaml")
    assert code == 1
    assert out.splitlines()[0] == "finnes/ikke.yaml:1:1: error: there is no such file"


def test_the_organisations_own_instruments_stand_beside_the_shipped_ones(tmp_path: Path) -> None:
    own = tmp_path / "egne" / "liten"
    own.mkdir(parents=True)
    (own / "instrument.yaml").write_bytes((DATA / "valid.yaml").read_bytes())
    _code, out, _err = run("--instruments", own.parent, "instrument", "list", "--json")
    listed = {one["id"]: one for one in json.loads(out)}
    assert set(listed) == {"liten", "triage", "vrb"}
    assert (listed["liten"]["items"], listed["vrb"]["items"]) == (3, 34)


def test_a_broken_instrument_is_listed_with_where_to_look(tmp_path: Path) -> None:
    own = tmp_path / "egne" / "liten"
    own.mkdir(parents=True)
    (own / "instrument.yaml").write_bytes((DATA / "wrong_type.yaml").read_bytes())
    code, out, _err = run("--instruments", own.parent, "instrument", "list")
    assert code == 0
    assert "har feil" in out
    assert "se «assess instrument check liten»" in out


def test_a_file_name_cannot_steer_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "a\x1b[31m\u202e.yaml"
    file.write_text("format: 1\n", encoding="utf-8")
    code, out, _err = run("instrument", "check", file)
    assert code == 1
    assert "a�[31m�.yaml:1:1: error:" in out
    assert "\x1b" not in out


def test_the_schema_says_what_an_instrument_file_may_hold() -> None:
    _code, out, _err = run("instrument", "schema")
    schema = json.loads(out)
    assert {"domains", "rules", "use", "level_outcome"} <= set(schema["properties"])
    assert "not" in schema["$defs"]["NotCondition"]["properties"]


def test_an_instrument_is_shown_in_the_language_asked_for() -> None:
    _code, norwegian, _err = run("instrument", "show", "triage")
    _code, english, _err = run("--language", "en", "instrument", "show", "triage")
    assert norwegian.splitlines()[0] != english.splitlines()[0]
    assert "Validering" in norwegian


def test_a_broken_profile_is_told_with_its_line_and_column(tmp_path: Path) -> None:
    file = tmp_path / "prøve.yaml"
    file.write_text("format: 1\nid: prøve\n", encoding="utf-8")
    code, out, _err = run("profile", "check", file)
    assert code == 1
    assert f"{file}:2:5: error: " in out


def test_an_unknown_profile_is_answered_with_the_nearest() -> None:
    code, _out, err = run("profile", "check", "fredrikstat")
    assert code == 1
    assert err == "Det finnes ikke noen profil som heter «fredrikstat». Mente dere «fredrikstad»?\n"
