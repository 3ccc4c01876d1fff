from __future__ import annotations

import re
import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assess.register.recovery import RecoveryKey

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
KEY = RecoveryKey("7K3MQ2XW9T4B6H8JZR5CD0VAPNQW")


def test_a_key_is_seven_groups_of_letters_that_are_not_mistaken_for_others() -> None:
    assert re.fullmatch(rf"([{LETTERS}]{{4}}-){{6}}[{LETTERS}]{{4}}", KEY.text)
    assert not set("ILOU") & set(KEY.letters)


def test_no_two_keys_are_alike() -> None:
    assert len({RecoveryKey.new().letters for _time in range(200)}) == 200


@pytest.mark.parametrize(
    "typed",
    [
        KEY.text,
        KEY.letters,
        KEY.text.lower(),
        KEY.text.replace("-", " "),
        KEY.text.replace("-", " - "),
        f"  {KEY.text}\n",
        KEY.text.replace("-", "\u00a0"),
        KEY.letters.replace("1", "I").replace("0", "O"),
        KEY.letters.replace("1", "l").replace("0", "o"),
    ],
)
def test_a_key_is_read_as_people_type_it(typed: str) -> None:
    assert RecoveryKey.parse(typed) == KEY


def test_the_letters_that_are_misread_are_put_right() -> None:
    key = next(one for one in iter(RecoveryKey.new, None) if "1" in one.letters and "0" in one.letters)
    assert RecoveryKey.parse(key.text.replace("1", "I").replace("0", "O")) == key
    assert RecoveryKey.parse(key.text.replace("1", "l").replace("0", "o")) == key


@pytest.mark.parametrize(
    "typed",
    ["", " ", KEY.letters[:-1], KEY.letters + "0", KEY.letters[:-1] + "U", KEY.text + "æ", "fire rolige ord", "0" * 28],
)
def test_what_is_no_key_is_not_read(typed: str) -> None:
    assert RecoveryKey.parse(typed) is None


SECRETS = st.text(LETTERS, min_size=26, max_size=26)


@given(SECRETS, st.integers(0, 27), st.integers(1, 31))
def test_one_wrong_letter_is_always_caught(secret: str, at: int, shift: int) -> None:
    letters = whole(secret)
    wrong = LETTERS[(LETTERS.index(letters[at]) + shift) % 32]
    assert RecoveryKey.parse(letters[:at] + wrong + letters[at + 1 :]) is None
    assert RecoveryKey.parse(letters) == RecoveryKey(letters)


@given(SECRETS, st.integers(0, 25), st.integers(0, 25))
def test_two_letters_that_changed_places_are_always_caught(secret: str, one: int, other: int) -> None:
    letters = list(whole(secret))
    assume(letters[one] != letters[other])
    letters[one], letters[other] = letters[other], letters[one]
    assert RecoveryKey.parse("".join(letters)) is None


def test_every_single_slip_on_one_paper_is_caught() -> None:
    slips = [
        KEY.letters[:at] + letter + KEY.letters[at + 1 :]
        for at in range(28)
        for letter in LETTERS
        if letter != KEY.letters[at]
    ]
    assert len(slips) == 28 * 31
    assert [slip for slip in slips if RecoveryKey.parse(slip) is not None] == []


@given(st.text(string.printable, max_size=60))
def test_no_text_makes_reading_fail(text: str) -> None:
    found = RecoveryKey.parse(text)
    assert found is None or RecoveryKey.parse(found.text) == found


def test_a_key_does_not_show_itself() -> None:
    assert f"{KEY} {KEY!r}" == "RecoveryKey(…) RecoveryKey(…)"


def whole(secret: str) -> str:
    """The key whose first letters these are: the check is the remainder by 1021, in the key's own letters."""
    number = 1
    for letter in secret:
        number = (number * 32 + LETTERS.index(letter)) % 1021
    return secret + LETTERS[number // 32] + LETTERS[number % 32]
