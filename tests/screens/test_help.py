from __future__ import annotations

from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

from assess import screens
from assess.instrument.library import Library
from assess.profile.load import Profiles
from assess.register.register import Register
from assess.screens.app import AssessApp
from assess.screens.frame import Frame
from assess.screens.help import _PURPOSE_OF, HelpScreen


def text(app: AssessApp) -> str:
    assert isinstance(app.screen, HelpScreen)
    return " ".join(" ".join(str(part.render()) for part in app.screen.query("Static")).split())


def frames(kind: type[Frame] = Frame) -> set[type[Frame]]:
    return {kind}.union(*(frames(one) for one in kind.__subclasses__()))


def test_every_screen_without_a_place_of_its_own_says_what_it_is_for() -> None:
    for found in walk_packages(screens.__path__, "assess.screens."):
        import_module(found.name)
    ours = {one for one in frames() if one.__module__.startswith("assess.")}
    assert {one.__name__ for one in ours if one.place == "everywhere"} == set(_PURPOSE_OF)
    assert len(set(_PURPOSE_OF.values())) == len(_PURPOSE_OF)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("keys", "purpose", "own"),
    [
        (("t",), "Første henvendelser:", "n Ny henvendelse"),
        (("m",), "Kontaktmøtene:", "n Nytt kontaktmøte"),
    ],
)
async def test_help_says_what_the_screen_is_for_and_names_its_own_keys(
    register: Register, tmp_path: Path, keys: tuple[str, ...], purpose: str, own: str
) -> None:
    app = AssessApp(register.path, Library, Profiles, settings=tmp_path / "settings.json")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f1")
        await pilot.pause()
        assert "Skriv passordfrasen som åpner registeret." in text(app)
        await pilot.press("escape")
        app.enter(register)
        await pilot.pause(0.1)
        await pilot.press(*keys)
        await pilot.pause(0.1)
        await pilot.press("f1")
        await pilot.pause()
        assert purpose in text(app)
        assert own in text(app)
        assert "passordfrasen som" not in text(app)
