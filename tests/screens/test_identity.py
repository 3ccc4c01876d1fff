from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import BuiltinFunctionType, CodeType, FrameType, FunctionType, ModuleType

import pytest
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input, Static

from assess.casework.case import Case
from assess.casework.identity import Identity
from assess.instrument.library import Library
from assess.profile.load import Profiles
from assess.register.cards import SealedIdentity
from assess.register.founding import Founding, found
from assess.register.identity import enter_identity, has_identity, open_identity
from assess.register.register import Register
from assess.register.slot import NewUser
from assess.screens.app import AssessApp
from assess.screens.identity import EnterIdentityScreen, IdentityScreen
from assess.screens.idle import Clocks
from assess.screens.reveal_identity import RevealIdentityScreen
from tests.screens.conftest import type_text
from tests.screens.planted import drawn
from tests.unit.conftest import CHEAP, OTHER_PASSPHRASE, PASSPHRASE, PEOPLE, RECOVERY, a_case

pytestmark = pytest.mark.slow

NAME = "Zigne Oppdiktsen"
WHO = Identity(name=NAME, birth_year=2009, contact="412 34 567")
WHY = "Barnevernet trenger det"


class HeldClock:
    """Stands still until somebody moves it."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.clocks = Clocks(lambda: self.time, lambda: self.time)


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def case(register: Register) -> Case:
    return register.open_case(a_case())


@pytest.fixture
def named(register: Register, case: Case) -> Case:
    enter_identity(register, case, WHO)
    return case


@pytest.fixture
def app(register: Register, tmp_path: Path) -> AssessApp:
    return AssessApp(register.path, Library, Profiles, settings=tmp_path / "settings.json")


async def to_page(pilot: Pilot[None], register: Register, case: Case, clock: HeldClock) -> IdentityScreen:
    """Go to the page about whom the case is about."""
    app = pilot.app
    assert isinstance(app, AssessApp)
    await pilot.pause()
    app.enter(register)
    page = IdentityScreen(register, case, clock.clocks)
    await app.push_screen(page)
    await pilot.pause()
    return page


async def answer(pilot: Pilot[None], passphrase: str, reason: str = "") -> None:
    """Write passphrase and reason, and wait for what comes of it."""
    pilot.app.screen.query_one("#passphrase", Input).value = passphrase
    pilot.app.screen.query_one("#reason", Input).value = reason
    await pilot.press("enter", "enter")
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def to_revealed(pilot: Pilot[None], register: Register, case: Case, clock: HeldClock) -> RevealIdentityScreen:
    """Open whom the case is about."""
    await to_page(pilot, register, case, clock)
    await pilot.press("v", "enter")
    await answer(pilot, PASSPHRASE, WHY)
    screen = pilot.app.screen
    assert isinstance(screen, RevealIdentityScreen)
    return screen


def seen(pilot: Pilot[None]) -> str:
    """What the terminal shows."""
    assert isinstance(pilot.app, AssessApp)
    return drawn(pilot.app)


def said(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one("#said", Static).render())


def held(root: object) -> set[str]:
    """The places under `root` where a piece of the name is kept: texts, fields, caches and lines already drawn."""
    passed = (type, ModuleType, FunctionType, BuiltinFunctionType, CodeType, FrameType, Register)
    known: set[int] = set()
    left: list[tuple[str, object]] = [("app", root)]
    places = set()
    while left:
        place, one = left.pop()
        if isinstance(one, str):
            if "Zigne" in one or "412 34" in one:
                places.add(place)
        elif id(one) not in known and not isinstance(one, passed):
            known.add(id(one))
            left += inside(place, one)
    assert len(known) > 5000
    return places


def inside(place: str, one: object) -> Iterator[tuple[str, object]]:
    """What an object holds, each with the way to it."""
    if isinstance(one, dict):
        yield from ((f"{place}[{str(key)[:40]}]", value) for key, value in list(one.items()))
        yield from ((f"{place} key", key) for key in list(one))
    elif isinstance(one, list | tuple | set | frozenset):
        yield from ((place, value) for value in list(one))
    else:
        yield from ((f"{place}.{name}", value) for name, value in list(getattr(one, "__dict__", {}).items()))
        slots = {name for kind in type(one).__mro__ for name in getattr(kind, "__slots__", ())}
        yield from ((f"{place}.{name}", getattr(one, name, None)) for name in slots if not name.startswith("__"))


async def test_the_page_says_whether_anybody_is_entered_and_never_whom(
    app: AssessApp, register: Register, case: Case, clock: HeldClock
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_page(pilot, register, case, clock)
        assert "Det er ikke skrevet inn hvem saken gjelder." in seen(pilot)
        await pilot.press("v")
        assert said(pilot) == "Det er ingenting å vise ennå. Trykk e for å skrive inn."
        enter_identity(register, case, WHO)
        await pilot.press("escape")
        await app.push_screen(IdentityScreen(register, case, clock.clocks))
        await pilot.pause()
        assert "Det er skrevet inn hvem saken gjelder." in seen(pilot)
        assert held(app) == set()


async def test_what_is_entered_is_sealed_and_stands_nowhere_afterwards(
    app: AssessApp, register: Register, case: Case, clock: HeldClock
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_page(pilot, register, case, clock)
        await pilot.press("e")
        await type_text(pilot, "Zigne Oppdiktsen")
        await pilot.press("tab")
        await type_text(pilot, "2009")
        await pilot.press("enter")
        await type_text(pilot, "412 34 567")
        assert "Zigne Oppdiktsen" in seen(pilot)
        assert held(app)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, IdentityScreen)
        assert said(pilot) == "Lagret. Bare en nøkkelholder kan lese det."
        assert held(app) == set()
    assert open_identity(register, case, "slt", OTHER_PASSPHRASE).identity == WHO


async def test_the_form_fits_the_smallest_terminal_with_all_it_says(
    app: AssessApp, register: Register, named: Case, clock: HeldClock
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_page(pilot, register, named, clock)
        await pilot.press("e")
        text = seen(pilot)
        for words in ("Navn", "Fødselsår", "Foresatte", "Merknad", "Det som står der fra før", "ctrl+s  Lagre"):
            assert words in text
        assert NAME not in text


async def test_what_may_not_be_kept_is_refused_and_can_be_mended(
    app: AssessApp, register: Register, case: Case, clock: HeldClock
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_page(pilot, register, case, clock)
        await pilot.press("e")
        await type_text(pilot, "Zigne 13890950056")
        await pilot.press("ctrl+s")
        assert said(pilot).startswith("Det ser ut til å stå et fødselsnummer i «Navn». Det lagres ikke.")
        assert not has_identity(register, case.id)
        await pilot.press(*("backspace" for _digit in range(12)), "ctrl+s")
        await pilot.pause()
        assert has_identity(register, case.id)


async def test_leaving_the_form_keeps_nothing(app: AssessApp, register: Register, case: Case, clock: HeldClock) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_page(pilot, register, case, clock)
        await pilot.press("e")
        await type_text(pilot, "Zigne")
        await pilot.press("escape")
        await pilot.pause()
        assert held(app) == set()
        await pilot.press("e")
        assert [field.value for field in app.screen.query(Input)] == [""] * 5
    assert not has_identity(register, case.id)


async def test_the_right_case_is_asked_for_before_anything_else(
    app: AssessApp, register: Register, named: Case, clock: HeldClock
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_page(pilot, register, named, clock)
        await pilot.press("v")
        assert "åpne hvem F-2026-0042 gjelder." in seen(pilot)
        assert "riktig sak?" in seen(pilot)
        assert "passordfrase" not in seen(pilot)
        await pilot.press("enter")
        assert "Nøkkelholderens passordfrase" in seen(pilot)
        assert "Åpne, escape avbryter" in seen(pilot)


async def test_a_keyholder_sees_whom_it_is_about_for_a_minute_and_then_nobody(
    app: AssessApp, register: Register, named: Case, clock: HeldClock
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_revealed(pilot, register, named, clock)
        assert "Navn: Zigne Oppdiktsen" in seen(pilot)
        assert "Vises i 60 sekunder til." in seen(pilot)
        clock.time += 31
        screen.look_at_clock()
        assert said(pilot) == "Vises i 30 sekunder til. Escape skjuler."
        clock.time += 28
        screen.look_at_clock()
        await pilot.pause()
        assert NAME in seen(pilot)
        clock.time += 1
        screen.look_at_clock()
        await pilot.pause()
        assert NAME not in seen(pilot)
        assert "Det er skjult igjen." in seen(pilot)
        assert held(app) == set()


async def test_the_minute_ends_by_itself(app: AssessApp, register: Register, named: Case, clock: HeldClock) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_revealed(pilot, register, named, clock)
        clock.time += 60
        await pilot.pause(1.3)
        assert held(app) == set()
        assert NAME not in seen(pilot)


async def test_a_clock_that_is_set_back_does_not_lengthen_the_minute(
    app: AssessApp, register: Register, named: Case, clock: HeldClock
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_revealed(pilot, register, named, clock)
        for step in (40, -500, 20):
            clock.time += step
            screen.look_at_clock()
        await pilot.pause()
        assert NAME not in seen(pilot)


async def test_a_long_text_is_read_to_its_end_with_the_arrows(
    app: AssessApp, register: Register, case: Case, clock: HeldClock
) -> None:
    wide = "ord " * 48
    enter_identity(register, case, Identity(name=wide, contact=wide, guardians=wide, note=f"{wide}slutt"))
    async with app.run_test(size=(80, 24)) as pilot:
        await to_revealed(pilot, register, case, clock)
        assert "Vises i 60 sekunder til." in seen(pilot)
        assert "slutt" not in seen(pilot)
        await pilot.press("end")
        await pilot.pause()
        assert "slutt" in seen(pilot)


@pytest.mark.parametrize(
    "key", ["escape", "f9", "f6", *(pytest.param(key, marks=pytest.mark.slow) for key in ("f1", "f8", "ctrl+p", "f10"))]
)
async def test_it_is_gone_at_once_when_left_hidden_covered_or_shown_to_a_room(
    app: AssessApp, register: Register, named: Case, clock: HeldClock, key: str
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_revealed(pilot, register, named, clock)
        assert NAME in seen(pilot)
        assert held(app)
        await pilot.press(key)
        await pilot.pause(0.2)
        assert NAME not in seen(pilot)
        assert held(app) == set()


async def test_it_is_gone_when_notes_are_hidden_after_having_been_shown(
    app: AssessApp, register: Register, named: Case, clock: HeldClock
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await to_page(pilot, register, named, clock)
        await pilot.press("f9", "v", "enter")
        await answer(pilot, PASSPHRASE, WHY)
        assert NAME in seen(pilot)
        await pilot.press("f9")
        await pilot.pause()
        assert NAME not in seen(pilot)


async def test_locking_forgets_it(app: AssessApp, register: Register, named: Case, clock: HeldClock) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_revealed(pilot, register, named, clock)
        widgets = [screen, *screen.query("*")]
        assert held([app, widgets])
        await pilot.press("f12")
        await pilot.pause(0.3)
    assert app.locked
    assert held([app, widgets]) == set()


async def test_nothing_is_opened_or_written_while_a_projector_is_used(
    app: AssessApp, register: Register, named: Case, clock: HeldClock
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_page(pilot, register, named, clock)
        await pilot.press("f6", "v")
        assert said(pilot) == "Projektoren er på. Identiteten åpnes ikke."
        await pilot.press("e")
        assert said(pilot).startswith("Projektoren er på. Slå den av med F6")
        await pilot.press("f6", "v", "f6")
        assert "Projektoren er på. Identiteten åpnes ikke." in seen(pilot)
        await pilot.press("enter", "f6", "v", "enter")
        await type_text(pilot, "blå")
        await pilot.press("f6")
        assert "Projektoren er på. Identiteten åpnes ikke." in seen(pilot)
        assert "Nøkkelholderens passordfrase" not in seen(pilot)
        assert [field.value for field in app.screen.query(Input)] == ["", ""]
    assert [one for one in register.entries() if one.action == "reveal-identity"] == []


async def test_a_projector_that_is_turned_on_empties_the_form(
    app: AssessApp, register: Register, case: Case, clock: HeldClock
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_page(pilot, register, case, clock)
        await pilot.press("e")
        await type_text(pilot, "Zigne")
        await pilot.press("f6")
        await pilot.pause()
        assert isinstance(app.screen, EnterIdentityScreen)
        assert held(app) == set()
        await type_text(pilot, "Zigne")
        await pilot.press("ctrl+s")
        assert said(pilot).startswith("Projektoren er på.")
    assert not has_identity(register, case.id)


async def test_what_comes_after_somebody_left_is_not_shown(
    app: AssessApp, register: Register, named: Case, clock: HeldClock
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_page(pilot, register, named, clock)
        await pilot.press("v", "enter")
        screen = app.screen
        screen.query_one("#passphrase", Input).value = PASSPHRASE
        screen.query_one("#reason", Input).value = WHY
        assert isinstance(screen, RevealIdentityScreen)
        screen._begin_to_open()
        screen.drop_revealed()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert NAME not in seen(pilot)
        assert held(app) == set()
    assert [one for one in register.entries() if one.action == "reveal-identity"]


async def test_a_wrong_passphrase_says_so_empties_the_field_and_is_told_to_the_journal(
    app: AssessApp, register: Register, named: Case, clock: HeldClock
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_page(pilot, register, named, clock)
        await pilot.press("v", "enter")
        await type_text(pilot, "feil frase")
        await pilot.press("enter")
        await type_text(pilot, WHY)
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert said(pilot).startswith("Det er ikke passordfrasen til sekretær.")
        field = app.screen.query_one("#passphrase", Input)
        assert field.value == ""
        assert field.has_focus
        await answer(pilot, PASSPHRASE, WHY)
        assert NAME in seen(pilot)
    assert [one.body for one in register.entries() if one.action == "denied"]


async def test_enter_on_an_empty_passphrase_stays_there_so_that_none_is_written_in_the_open(
    app: AssessApp, register: Register, named: Case, clock: HeldClock
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_page(pilot, register, named, clock)
        await pilot.press("v", "enter", "enter")
        await pilot.pause()
        assert app.screen.query_one("#passphrase", Input).has_focus


async def test_the_keyholder_alone_must_say_why_and_a_second_one_need_not(
    app: AssessApp, register: Register, named: Case, clock: HeldClock
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_page(pilot, register, named, clock)
        await pilot.press("v", "enter")
        await answer(pilot, PASSPHRASE)
        assert said(pilot).startswith("Skriv hvorfor det åpnes, med minst 10 tegn.")
        await pilot.press("shift+tab", "right", "space", "tab")
        await answer(pilot, OTHER_PASSPHRASE)
        assert NAME in seen(pilot)


async def test_an_anonymous_discussion_refuses_both(app: AssessApp, register: Register, clock: HeldClock) -> None:
    anonymous = register.open_case(a_case().model_copy(update={"phase": "anonymous"}))
    async with app.run_test(size=(80, 24)) as pilot:
        await to_page(pilot, register, anonymous, clock)
        assert "Dette er en anonym drøfting." in seen(pilot)
        for key in ("e", "v"):
            await pilot.press(key)
            assert isinstance(app.screen, IdentityScreen)
            assert said(pilot) == "En anonym drøfting kan ikke knyttes til en person."


async def test_a_role_that_may_not_is_refused_before_anything_is_typed(tmp_path: Path, clock: HeldClock) -> None:
    people = (NewUser("øyvind", ("participant",), "seks sauer bak låven"), *PEOPLE)
    path = tmp_path / "d.assess"
    with found(path, people, RECOVERY, Founding("fredrikstad", "kommune"), cost=CHEAP) as register:
        case = a_case()
        register.store.add_case(case, register.act("open-case", case.id, case.id))
        app = AssessApp(path, Library, Profiles, settings=tmp_path / "settings.json")
        async with app.run_test(size=(80, 24)) as pilot:
            await to_page(pilot, register, case, clock)
            await pilot.press("e")
            assert isinstance(app.screen, IdentityScreen)
            assert said(pilot).startswith("Din rolle kan ikke skrive inn eller åpne hvem en sak gjelder.")
        assert [one.body for one in register.store.entries() if one.action == "denied"] == [{"power": "name"}]


async def test_neither_title_nor_messages_nor_the_screens_below_tell_whom(
    app: AssessApp, register: Register, named: Case, clock: HeldClock
) -> None:
    async with app.run_test(size=(200, 50)) as pilot:
        screen = await to_revealed(pilot, register, named, clock)
        assert NAME in seen(pilot)
        assert app.title == "assess"
        assert app.sub_title == ""
        below = [
            one for screen in app.screen_stack[:-1] for one in (screen.title, screen.sub_title, *screen.query("*"))
        ]
        assert not [one for one in below if NAME in (str(one.render()) if isinstance(one, Widget) else str(one))]
        assert {one.id for one in screen.query("*") if NAME in str(one.render())} == {"shown"}
        assert not list(app._notifications)
    card = register.store.card(SealedIdentity, named.id)
    assert card is not None
    assert "Zigne" not in card.model_dump_json()
