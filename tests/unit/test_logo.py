"""A logo is checked once, where it comes in, and leaves everything behind but its picture."""

from __future__ import annotations

import struct
import tracemalloc
import zlib
from pathlib import Path

import pytest

from assess.__main__ import main
from assess.errors import ProfileError
from assess.places import shipped
from assess.profile.load import Profiles, examine_profile
from assess.profile.logo import MOST_BYTES, UnfitLogo, read_logo
from tests.logos import SAMPLES, SECRET, SIGNATURE, TALKING, chunk, header, kinds_in, png, rows

TEXT = (shipped("profiles") / "fredrikstad.yaml").read_text(encoding="utf-8")
END = chunk(b"IEND", b"")
PIXELS = chunk(b"IDAT", zlib.compress(rows(9, 9)))
STRANGE = chunk(b"IHDR", struct.pack(">IIBBBBB", 9, 9, 8, 5, 0, 0, 0))


def profile_with(folder: Path, logo: str) -> Path:
    """A profile of one's own that names a logo, on its eighth line."""
    assert TEXT.splitlines()[6].startswith("language: ")
    lines = TEXT.splitlines(keepends=True)
    file = folder / "fredrikstad.yaml"
    file.write_text("".join((*lines[:7], f"logo: {logo}\n", *lines[7:])), encoding="utf-8")
    return file


def logo_problems(file: Path) -> list[str]:
    found = [one for one in examine_profile(file) if "logo" in one.message]
    assert all(one.mark.line == 8 for one in found)
    return [f"{one.severity}: {one.message}" for one in found]


def test_a_logo_beside_the_profile_is_found_and_nothing_is_said_of_it(tmp_path: Path) -> None:
    file = profile_with(tmp_path, "logo.png")
    (tmp_path / "logo.png").write_bytes(png())
    profiles = Profiles(tmp_path)
    logo = profiles.logo("fredrikstad", profiles.profile("fredrikstad"))
    assert logo is not None
    assert logo.png == png()
    assert logo_problems(file) == []


def test_a_profile_in_another_language_has_the_same_logo(tmp_path: Path) -> None:
    profile_with(tmp_path, "logo.png")
    english = tmp_path / "locales" / "en" / "fredrikstad.yaml"
    english.parent.mkdir(parents=True)
    english.write_bytes((shipped("profiles") / "locales" / "en" / "fredrikstad.yaml").read_bytes())
    profile = Profiles(tmp_path).profile("fredrikstad", "en")
    assert (profile.language, profile.logo) == ("en", "logo.png")


@pytest.mark.parametrize("name", ["fredrikstad", "oslo"])
def test_the_shipped_profiles_have_none(name: str) -> None:
    profiles = Profiles(shipped("profiles"))
    assert profiles.profile(name).logo is None
    assert profiles.logo(name, profiles.profile(name)) is None


@pytest.mark.parametrize(
    "name",
    ["../logo.png", "pictures/logo.png", "/etc/logo.png", '"..\\\\logo.png"', "logo.svg", "logo.png.exe", ".png", '""'],
)
def test_a_logo_that_is_no_bare_png_name_is_an_error_of_the_profile(name: str, tmp_path: Path) -> None:
    file = profile_with(tmp_path, name)
    (problem,) = logo_problems(file)
    assert problem.startswith("error: a logo is the bare name of a PNG file beside the profile, such as 'logo.png'")
    with pytest.raises(ProfileError, match=r"fredrikstad\.yaml:8:7: error: a logo is the bare name"):
        Profiles(tmp_path).profile("fredrikstad")


def test_a_logo_that_is_not_there_is_told_at_its_line_and_hinders_nothing(tmp_path: Path) -> None:
    file = profile_with(tmp_path, "logo.png")
    assert logo_problems(file) == ["warning: the logo 'logo.png' is not there; reports are printed without it"]
    profiles = Profiles(tmp_path)
    assert profiles.logo("fredrikstad", profiles.profile("fredrikstad")) is None


def test_the_check_of_profiles_names_the_line_and_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = profile_with(tmp_path, "logo.png")
    assert main(["profile", "check", str(file)]) == 0
    assert f"{file}:8:7: warning: the logo 'logo.png' is not there" in capsys.readouterr().out


UNFIT = {
    "is not a PNG": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "is larger than 200 kB": png(more=[(b"tEXt", bytes(MOST_BYTES))]),
    "is 2001 × 9 pixels: it may be 2000 × 2000": png(2001, 9),
    "is 9 × 2001 pixels: it may be 2000 × 2000": png(9, 2001),
    "has 16 bits a colour or is interlaced: save it as an ordinary PNG": SIGNATURE + header(9, 9, depth=16) + END,
    "has 16 bits a colour or is interlaced: save it as an ordinary PNG ": SIGNATURE + header(9, 9, interlaced=1) + END,
}
DAMAGED = {
    "cut off": png()[:-20],
    "nothing but a beginning": SIGNATURE,
    "a wrong sum": png()[:-1] + b"?",
    "a piece longer than the file": SIGNATURE + header(9, 9) + b"\xff\xff\xff\xffIDAT" + bytes(99),
    "no header": SIGNATURE + PIXELS + END,
    "a header twice": SIGNATURE + header(9, 9) + header(9, 9) + PIXELS + END,
    "no width": SIGNATURE + header(0, 9) + PIXELS + END,
    "no such kind of colour": SIGNATURE + STRANGE + PIXELS + END,
    "no pixels": SIGNATURE + header(9, 9) + END,
    "too few pixels": SIGNATURE + header(9, 10) + PIXELS + END,
    "too many pixels": SIGNATURE + header(9, 8) + PIXELS + END,
    "pixels that are not packed": SIGNATURE + header(9, 9) + chunk(b"IDAT", rows(9, 9)) + END,
    "pixels whose end is missing": SIGNATURE + header(9, 9) + chunk(b"IDAT", zlib.compress(rows(9, 9))[:-2]) + END,
    "rows of no known kind": SIGNATURE + header(1, 1) + chunk(b"IDAT", zlib.compress(b"\5\0\0\0\0")) + END,
    "no palette": SIGNATURE + header(9, 9, 3) + chunk(b"IDAT", zlib.compress(rows(9, 9, 3))) + END,
    "transparency longer than its palette": png(colour=3, more=[(b"tRNS", bytes(3))]),
    "transparency twice over": png(colour=6, more=[(b"tRNS", bytes(6))]),
}


@pytest.mark.parametrize(
    ("said", "data"), [*UNFIT.items(), *(("is damaged", data) for data in DAMAGED.values())], ids=[*UNFIT, *DAMAGED]
)
def test_a_logo_that_cannot_be_printed_says_why_and_hinders_nothing(said: str, data: bytes, tmp_path: Path) -> None:
    file = profile_with(tmp_path, "logo.png")
    (tmp_path / "logo.png").write_bytes(data)
    assert logo_problems(file) == [f"warning: the logo 'logo.png' {said.strip()}; reports are printed without it"]
    profiles = Profiles(tmp_path)
    assert profiles.logo("fredrikstad", profiles.profile("fredrikstad")) is None


def test_a_small_file_cannot_unpack_to_a_large_one(tmp_path: Path) -> None:
    bomb = chunk(b"IDAT", zlib.compress(bytes(100_000_000)))
    (tmp_path / "logo.png").write_bytes(SIGNATURE + header(9, 9) + bomb + END)
    tracemalloc.start()
    with pytest.raises(UnfitLogo, match="is damaged"):
        read_logo(tmp_path / "logo.png")
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 2_000_000


@pytest.mark.parametrize("colour", SAMPLES)
def test_what_a_logo_says_beside_its_picture_is_left_behind(colour: int, tmp_path: Path) -> None:
    path = tmp_path / "logo.png"
    path.write_bytes(png(colour=colour, more=TALKING, behind=SECRET) + SECRET)
    kept = read_logo(path).png
    assert kept == png(colour=colour)
    assert kinds_in(kept) == [b"IHDR", *([b"PLTE"] if colour == 3 else []), b"IDAT", b"IEND"]


def test_what_shines_through_is_part_of_the_picture(tmp_path: Path) -> None:
    path = tmp_path / "logo.png"
    path.write_bytes(png(colour=3, more=[(b"tRNS", b"\0\x80")]))
    assert kinds_in(read_logo(path).png) == [b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"]
