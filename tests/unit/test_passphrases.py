from __future__ import annotations

import unicodedata

import pytest

from assess.errors import NotAllowed
from assess.register.passphrases import LEAST_PASSPHRASE, advice, keyboard_hint, refuse_weak

KNOWN = ("sekretær", "fredrikstad", "kommune")


@pytest.mark.parametrize(
    "good", ["fire rolige ord om vinteren", "blåklokke under steinrøysa", "kx7#Qp!v2&Lm", "ørret-ørken-ørefik"]
)
def test_random_words_and_random_signs_will_do(good: str) -> None:
    assert advice(good, KNOWN) == ""
    refuse_weak(good, KNOWN)


@pytest.mark.parametrize("short", ["", " " * 30, "kort", "x" * (LEAST_PASSPHRASE - 1), "  elleve tegn  "])
def test_a_short_one_is_too_short_however_it_is_filled(short: str) -> None:
    assert advice(short).startswith("Passordfrasen er for kort: minst 12 tegn")


@pytest.mark.parametrize("same", ["a" * 40, "abababababab", "123 123 123 123", "lalalalalalala"])
def test_the_same_signs_again_and_again_are_no_passphrase(same: str) -> None:
    assert advice(same).startswith("Passordfrasen gjentar de samme tegnene")


@pytest.mark.parametrize(
    "guessed",
    [
        "Passord123456789",
        "sekretær-2026-sekretær",
        "Fredrikstad kommune 2026",
        "FREDRIKSTAD!KOMMUNE?",
        "19870412 19870412 abc",
        "sommer2026vinter2027",
        unicodedata.normalize("NFD", "sekretærsekretær"),
    ],
)
def test_common_words_names_and_numbers_are_guessed_first(guessed: str) -> None:
    assert advice(guessed, KNOWN).startswith("Passordfrasen er lett å gjette")
    with pytest.raises(NotAllowed, match="lett å gjette"):
        refuse_weak(guessed, KNOWN)


def test_what_is_known_of_others_is_no_hindrance() -> None:
    assert advice("trondheimsekretæren", ("oslo",)) == ""
    assert advice("fredrikstad kommune", ()) == ""


def test_very_long_and_strange_ones_are_judged_too() -> None:
    assert advice("lang frase uten ende " * 50_000) == ""
    assert advice("\udce5" * 20) != ""


@pytest.mark.parametrize(
    ("typed", "hinted"),
    [("BLÅBÆR", True), ("BLÅ 12", True), ("Blåbær", False), ("BL", False), ("", False), ("1234!", False)],
)
def test_only_capitals_ask_about_caps_lock(typed: str, hinted: bool) -> None:  # noqa: FBT001  a table of cases
    assert ("Caps Lock" in keyboard_hint(typed)) is hinted
