from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from assess.casework.identifiers import Found, identifiers, kinds_named, masked

TODAY = date(2026, 11, 21)
CASES = sorted(Path("instruments/vrb/cases").glob("*.yaml"))


def number(day: date, serial: int, *, day_more: int = 0, month_more: int = 0) -> str | None:
    """An invented number with right check digits; None for the one in eleven that has none."""
    nine = f"{day.day + day_more:02}{day.month + month_more:02}{day.year % 100:02}{serial:03}"
    first = -sum(int(digit) * weight for digit, weight in zip(nine, (3, 7, 6, 1, 8, 9, 4, 5, 2), strict=True)) % 11
    ten = nine + str(first)
    if first == 10:
        return None
    second = -sum(int(digit) * weight for digit, weight in zip(ten, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True)) % 11
    return None if second == 10 else ten + str(second)


def invented() -> list[str]:
    """Ordinary numbers, D-numbers, H-numbers and those of made-up people, twenty of each."""
    found: list[str] = []
    for day_more, month_more in ((0, 0), (40, 0), (0, 40), (0, 80), (40, 80)):
        some = (
            number(date(1948, 1, 31) + timedelta(days=977 * one), 13 * one, day_more=day_more, month_more=month_more)
            for one in range(1, 30)
        )
        found += [one for one in some if one is not None][:20]
    return found


INVENTED = invented()


def kinds(text: str) -> list[str]:
    return [one.kind for one in identifiers(text, TODAY)]


def test_there_are_a_hundred_invented_numbers() -> None:
    assert len(set(INVENTED)) == 100


@pytest.mark.parametrize(
    "spaced", ["{0}{1}", "{0} {1}", "{0}.{1}", "{0}-{1}", "{0} - {1}", "{0}\u00a0{1}", "{0}\u2013{1}"]
)
def test_every_national_identity_number_is_found_however_it_is_spaced(spaced: str) -> None:
    for one in INVENTED:
        written = spaced.format(one[:6], one[6:])
        text = f"Se 12 {written}, sa hun."
        assert identifiers(text, TODAY) == (Found("national_id", 6, 6 + len(written)),), written


@pytest.mark.parametrize("spaced", ["{0} {1} {2} {3}", "{0}.{1}.{2} {3}", "{0}{1}{2} {4} {5}"])
def test_a_number_written_in_pairs_is_found(spaced: str) -> None:
    for one in INVENTED:
        written = spaced.format(one[:2], one[2:4], one[4:6], one[6:], one[6:9], one[9:])
        assert kinds(written) == ["national_id"], written


def test_a_number_in_other_digits_is_found() -> None:
    arabic = INVENTED[0].translate({ord(str(digit)): 0x660 + digit for digit in range(10)})
    assert kinds(arabic) == ["national_id"]
    assert kinds(INVENTED[0].translate({ord(str(digit)): 0xFF10 + digit for digit in range(10)})) == ["national_id"]


def test_eleven_digits_with_a_wrong_check_digit_or_an_impossible_day_are_none() -> None:
    one = INVENTED[0]
    wrong = [one[:place] + str((int(one[place]) + 1) % 10) + one[place + 1 :] for place in range(11)]
    assert [text for text in wrong if "national_id" in kinds(text)] == []
    impossible = number(date(2009, 1, 31), 123, month_more=20)
    assert impossible is not None
    assert kinds(impossible) == []


@pytest.mark.parametrize(
    "text",
    [
        "98765432",
        "987 65 432",
        "98 76 54 32",
        "9876 5432",
        "98 765 432",
        "tlf.22334455.",
        "22-33-44-55",
        "22.33.44.55",
        "(987) 65 432",
        "+47 98765432",
        "0047 987 65 432",
        "+46 70 123 45 67",
        "98\u00a076\u00a054\u00a032",
        "kr 500. 98765432",
    ],
)
def test_a_phone_number_is_found(text: str) -> None:
    assert kinds(f"Ring {text} i dag") == ["phone"]


@pytest.mark.parametrize("text", ["ola@example.no", "o.n+x@mail.example.co.uk", "<a-b@example.no>", "OLA@EXAMPLE.NO"])
def test_an_email_address_is_found(text: str) -> None:
    assert kinds(f"Skriv til {text}.") == ["email"]


@pytest.mark.parametrize(
    "text",
    [
        "født 12.03.2009",
        "12.3.09",
        "2009-03-12",
        "12. mars 2009",
        "12 mars 2009",
        "12. mars '09",
        "12.mars 2009",
        "12/3-09",
        "12/3 2009",
        "12.3 2009",
        "12-03-2009",
        "12. 3. 2009",
        "12. desember 1985",
        "12 March 2009",
        "March 12, 2009",
        "1.1.70",
        "f. 12.03.2024",
        "f.12.03.2024",
        "f.120324",
        "f.d. 12.03.2024",
        "født den 12. mars 2025",
        "født i Bergen 12.03.24",
        "født 22.07.2011",
        "født 120309",
        "født 12 03 2009",
        "fødselsdato: 20090312",
        "born 2024-03-12",
    ],
)
def test_a_birth_date_is_found(text: str) -> None:
    assert kinds(f"Gutten er {text}, sier mor.") == ["birth_date"]


@pytest.mark.parametrize(
    "text",
    [
        "Møtet er 20.11.2026",
        "siden 12.03.2026",
        "har vært slik siden 12.03.2015",
        "frist 1.3.30",
        "neste gang 15.01.2027",
        "12. mars 10 elever kom",
        "tiltak 5.4. 12 elever",
        "lov 10. februar 1967 nr. 1",
        "lov av 16. juni 2017 nr. 65",
        "vedtak av 12.03.2015",
        "LOV-1967-02-10-3",
        "etter 22. juli 2011 og 11.09.2001",
        "10. august 2019",
        "født i 2009",
        "ble 18 år i 2014",
        "klasse 10B, f.eks. 12.03.2025",
        "31.02.2009",
        "12.03.1850",
        "12.-14. mars 2024",
        "§ 13-4, fvl. § 13 b nr. 5 og §§ 30, 31",
        "F-2026-0042/2",
        "tiltak 5.4 og 5.1–5.8",
        "kl. 22.30–23.45, lagret 10:42:07",
        "22.11.2026 kl. 22.30",
        "kr 25 000 000",
        "25 000 000 kroner",
        "kostet 25.334.455 kr",
        "45 000 000 visninger",
        "112, 113, 110, 116117, 116 117 eller 02800",
        "116 111 og 800 20 000",
        "2026–2027 og 2014-2015",
        "sak 2022/12345-3",
        "org.nr. 987 654 321",
        "juni–oktober 2026, uke 42-43",
        "@navn skrev 3 av 10",
        "A1, B3, J1, N2 og U",
    ],
)
def test_what_only_looks_like_an_identifier_is_left_alone(text: str) -> None:
    assert identifiers(text, TODAY) == ()


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_no_text_of_a_training_case_is_taken_for_an_identifier(path: Path) -> None:
    texts = list(strings(yaml.safe_load(path.read_text(encoding="utf-8"))))
    assert len(texts) > 100
    assert [text for text in texts if identifiers(text, TODAY)] == []


def strings(data: object) -> list[str]:
    if isinstance(data, dict):
        return [text for value in data.values() for text in strings(value)]
    if isinstance(data, list):
        return [text for value in data for text in strings(value)]
    return [data] if isinstance(data, str) else []


def test_there_are_training_cases_to_try_it_on() -> None:
    assert len(CASES) >= 5


def test_several_are_found_in_the_order_they_stand_and_each_is_taken_out_whole() -> None:
    text = f"Ring 98765432 om {INVENTED[0]} (f. 12.03.2009), eller skriv til a@b.no."
    found = identifiers(text, TODAY)
    assert [one.kind for one in found] == ["phone", "national_id", "birth_date", "email"]
    assert masked(text, found) == "Ring [fjernet] om [fjernet] (f. [fjernet]), eller skriv til [fjernet]."
    assert identifiers(masked(text, found), TODAY) == ()


def test_the_kinds_are_named_once() -> None:
    found = identifiers("98765432, 98765433, a@b.no, 12.03.2009", TODAY)
    assert kinds_named(found) == "et telefonnummer, en e-postadresse og en fødselsdato"
    assert kinds_named(found[:1]) == "et telefonnummer"


def test_a_finding_holds_nothing_of_what_was_found() -> None:
    (one,) = identifiers(INVENTED[0], TODAY)
    assert INVENTED[0][:6] not in repr(one)


def test_nothing_is_read_in_for_a_text_without_long_numbers() -> None:
    code = (
        "import sys; from datetime import date; from assess.casework.identifiers import identifiers\n"
        "identifiers('Møtet 21.11.2026 kl. 10.30–11.45, F-2026-0042, tiltak 5.4, a@b.no', date(2026, 11, 21))\n"
        "print([name for name in sys.modules if name.split('.')[0] in {'stdnum', 'phonenumbers'}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
