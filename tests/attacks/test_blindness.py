"""What one participant answered alone reaches nobody before everybody's answers are shown, whatever way is tried."""

from __future__ import annotations

import json
import re
import shutil
import zlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from pypdf import PdfReader
from textual.pilot import Pilot

from assess.__main__ import main
from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.deeds.convening import Convene, Observe
from assess.casework.deeds.rating import Rate, Reveal
from assess.casework.meeting import Attendee
from assess.casework.observation import Observation
from assess.casework.rating import Rating
from assess.instrument.edition import Edition
from assess.instrument.library import Library
from assess.instrument.model import Step
from assess.instrument.scale import NonAnswer
from assess.language import speak
from assess.profile.load import Profiles
from assess.register.arrivals import Arrival
from assess.register.exchange import export
from assess.register.founding import Founding, found
from assess.register.key_file import keys_path
from assess.register.register import Register
from assess.reports.content import build
from assess.reports.dossier import Dossier
from assess.screens.app import AssessApp
from assess.screens.case import CaseScreen
from assess.screens.frame import Frame
from assess.screens.home import HomeScreen
from assess.screens.meeting.meeting import MeetingScreen
from assess.screens.meeting.rating_grid import RatingGridScreen
from assess.screens.search import SearchScreen
from assess.screens.widgets.confirm import Confirm
from tests.attacks.conftest import Figures
from tests.screens.planted import drawn
from tests.unit.conftest import CHEAP, PASSPHRASE, PEOPLE, RECOVERY, a_case, begun, record_id

CODES = ("QZA", "QZB", "QZC", "QZD")
"""Each rater's own code, which stands nowhere else in the program."""

MARK = re.compile(r"ZQB\d{4}|QZ[A-D]")
"""A planted reason, or one of the codes."""

MOMENT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Blind:
    """A register with one case: a first assessment that is shown, and a second that four have rated alone."""

    path: Path
    case: Case
    assessment: Assessment
    edition: Edition


def strange_edition() -> Edition:
    """The shipped instrument, whose every scale has the four strange codes."""
    whole = Library().edition("vrb")
    more = tuple(NonAnswer(code=code, label="Noe annet", means="unknown", closes=False) for code in CODES)
    scales = tuple(one.model_copy(update={"non_answers": (*one.non_answers, *more)}) for one in whole.instrument.scales)
    return Edition(instrument=whole.instrument.model_copy(update={"scales": scales}))


def rated_alone(case: Case, edition: Edition) -> Assessment:
    """Four have rated everything alone, each with a code and reasons of their own; nothing is shown."""
    five = (("sekretaer", "kommune"), ("slt", "kommune"), ("skole", "kommune"), ("politi", "politi"))
    seats = (*five, ("radikaliseringskontakt", "politi"))
    people = tuple(
        Attendee(id=record_id(10 + n), role=role, party=party, secretary=n == 0, rates=n > 0, impartial=True)
        for n, (role, party) in enumerate(seats)
    )
    start = begun(case, edition, 2)
    assessment = Convene(start.meeting.model_copy(update={"attendees": people})).on(start, edition.instrument)
    seen = Observation(id=record_id(900), number=1, seen="Skolen har merket at han er mer alene")
    assessment = Observe(seen).on(assessment, edition.instrument)
    ratings = tuple(
        Rating(
            round="individual",
            rater=rater.id,
            item=item.id,
            code=CODES[place],
            reason=f"ZQB{place}{number:03d}",
            given_at=MOMENT,
        )
        for place, rater in enumerate(assessment.meeting.raters())
        for number, item in enumerate(edition.instrument.items())
    )
    return assessment.model_copy(update={"ratings": ratings})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Blind:
    speak("nb")
    path = tmp_path_factory.mktemp("blind") / "saker.assess"
    edition, case = strange_edition(), a_case()
    hidden = rated_alone(case, edition)
    first = begun(case, edition, 1)
    own = Rating(round="individual", rater=first.meeting.raters()[0].id, item="A1", code="1", given_at=MOMENT)
    group = own.model_copy(update={"round": "agreed", "rater": "", "reason": "Det vet vi"})
    for deed in (Rate(own), Reveal(MOMENT, "Bare én rakk det"), Rate(group)):
        first = deed.on(first, edition.instrument)
    with found(path, PEOPLE, RECOVERY, Founding("fredrikstad", "kommune"), cost=CHEAP) as register:
        register.bring_in((Arrival(case, edition, first), Arrival(case, edition, hidden)))
    return Blind(path, case, hidden, edition)


@pytest.fixture
def blind(made: Blind, tmp_path: Path) -> Blind:
    copy = tmp_path / made.path.name
    for file in (made.path, keys_path(made.path)):
        shutil.copy(file, tmp_path / file.name)
    return Blind(copy, made.case, made.assessment, made.edition)


@pytest.fixture
def register(blind: Blind) -> Iterator[Register]:
    with Register.unlock(blind.path, PASSPHRASE) as opened:
        yield opened


@pytest.fixture
def shell(blind: Blind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Blind:
    """The same for commands, which are given the passphrase in a file and have folders of their own."""
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    secret = tmp_path / "passord"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    secret.chmod(0o600)
    monkeypatch.setenv("ASSESS_PASSPHRASE_FILE", str(secret))
    return blind


def run(blind: Blind, *words: str) -> tuple[int, str, str]:
    """The exit code, and what was printed for the reader and about how it went."""
    with CliRunner().isolation() as (out, err, _both):
        code = main(["--register", str(blind.path), *words])
        return code, out.getvalue().decode(), err.getvalue().decode()


def leaked(text: str) -> set[str]:
    return set(MARK.findall(text))


def opened_app(blind: Blind, folder: Path) -> AssessApp:
    return AssessApp(blind.path, Library, Profiles, passphrase=PASSPHRASE, settings=folder / "settings.json")


async def back_to(pilot: Pilot[None], kind: type[Frame]) -> None:
    """Close what a key has opened, until `kind` is on top again."""
    app = pilot.app
    for _try in range(6):
        await pilot.pause()
        if isinstance(app.screen, kind):
            return
        await pilot.press("escape")
    assert isinstance(app.screen, kind), app.screen


async def own_keys_tried(pilot: Pilot[None], kind: type[Frame]) -> AsyncIterator[tuple[str, str]]:
    """Press each key that the screen names as its own, yield what is drawn, and come back."""
    app = pilot.app
    assert isinstance(app, AssessApp)
    assert isinstance(app.screen, kind)
    for entry in app.screen.own_keys():
        if len(entry.key) == 1 and entry.key.isalpha():
            await pilot.press(entry.key)
            await pilot.pause()
            yield entry.key, drawn(app)
            await back_to(pilot, kind)


async def everything_drawn(pilot: Pilot[None], blind: Blind) -> AsyncIterator[tuple[str, str]]:
    """Every screen there is around the assessment, and everything that its own keys open."""
    app = pilot.app
    assert isinstance(app, AssessApp)
    await pilot.pause()
    yield "home", drawn(app)
    async for key, text in own_keys_tried(pilot, HomeScreen):
        yield f"home {key}", text
    await pilot.press("enter")
    await pilot.pause()
    await pilot.press("f9")
    await pilot.pause()
    yield "case", drawn(app)
    async for key, text in own_keys_tried(pilot, CaseScreen):
        yield f"case {key}", text
    assert isinstance(app.screen, CaseScreen)
    app.screen._open(blind.assessment.id)
    await pilot.pause()
    meeting = app.screen
    assert isinstance(meeting, MeetingScreen)
    for step in blind.edition.instrument.steps:
        await meeting.open_step(step)
        await pilot.pause()
        yield step, drawn(app)
        await pilot.press("end")
        await pilot.pause()
        yield f"{step} end", drawn(app)
        async for key, text in own_keys_tried(pilot, MeetingScreen):
            yield f"{step} {key}", text
            await meeting.open_step(step)
    for step in _WHERE_RATINGS_ARE:
        await meeting.open_step(step)
        async for place, text in opened_over(pilot):
            yield f"{step} {place}", text


_WHERE_RATINGS_ARE: tuple[Step, ...] = ("individual", "discussion")


async def opened_over(pilot: Pilot[None]) -> AsyncIterator[tuple[str, str]]:
    """What opens over any step: help, the emergency page, the palette, and search for what was planted."""
    app = pilot.app
    assert isinstance(app, AssessApp)
    for keys in (("f1",), ("f8",), ("ctrl+p", *"zqb"), ("ctrl+p", *"qza")):
        await pilot.press(*keys)
        await pilot.pause(0.1)
        yield " ".join(keys), drawn(app)
        await back_to(pilot, MeetingScreen)
    for wanted in ("ZQB", "QZA"):
        app.action_search()
        await pilot.pause()
        assert isinstance(app.screen, SearchScreen)
        await pilot.press(*wanted)
        await pilot.pause()
        yield f"search {wanted}", drawn(app).replace(wanted, "", 1)
        await back_to(pilot, MeetingScreen)


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_no_screen_draws_what_is_hidden_and_nothing_can_be_pasted(
    blind: Blind, tmp_path: Path, figures: Figures
) -> None:
    app = opened_app(blind, tmp_path)
    found: dict[str, set[str]] = {}
    places: dict[str, str] = {}
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        async for place, text in everything_drawn(pilot, blind):
            places[place] = text
            said = " ".join(one.message for one in app._notifications)
            if leaked(text) | leaked(said) | leaked(app.clipboard):
                found[place] = leaked(text) | leaked(said) | leaked(app.clipboard)
        assert app.register is not None
        app.register.close()
    figures("screens searched for what was rated alone", screens=len(places), leaks=len(found))
    assert found == {}
    assert {"home", "case", "case c", "individual", "individual g", "discussion search ZQB", "quality"} <= set(places)
    assert "Skolen har merket" in places["observations"], "notes are shown while it is searched"


async def test_a_raters_page_draws_that_raters_answers_and_nobody_elses(blind: Blind, tmp_path: Path) -> None:
    app = opened_app(blind, tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter", "f9")
        await pilot.pause()
        assert isinstance(app.screen, CaseScreen)
        app.screen._open(blind.assessment.id)
        await pilot.pause()
        meeting = app.screen
        assert isinstance(meeting, MeetingScreen)
        await meeting.open_step("individual")
        for place in range(4):
            await pilot.pause()
            assert leaked(drawn(app)) == set()
            await pilot.press("home", *["down"] * place, "enter")
            await pilot.pause()
            assert isinstance(app.screen, Confirm)
            assert leaked(drawn(app)) == set()
            await pilot.press("j")
            await pilot.pause()
            seen = leaked(drawn(app))
            assert CODES[place] in seen
            assert {mark[3] for mark in seen if mark.startswith("ZQB")} == {str(place)}
            assert seen & set(CODES) == {CODES[place]}
            await pilot.press("b")
        await pilot.press("enter", "j", "ctrl+w")
        await pilot.pause()
        assert isinstance(app.screen, CaseScreen)
        app.screen._open(blind.assessment.id)
        await pilot.pause()
        assert leaked(drawn(app)) == set()
        assert app.register is not None
        app.register.close()


async def test_paper_forms_show_nothing_that_somebody_has_answered_on_screen(blind: Blind, tmp_path: Path) -> None:
    app = opened_app(blind, tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, CaseScreen)
        app.screen._open(blind.assessment.id)
        await pilot.pause()
        assert isinstance(app.screen, MeetingScreen)
        await app.screen.open_step("individual")
        await pilot.press("g")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        assert leaked(drawn(app)) == set()
        await pilot.press("j")
        await pilot.pause()
        assert isinstance(app.screen, RatingGridScreen)
        assert leaked(drawn(app)) == set()
        await pilot.press("escape")
        await pilot.pause()
        assert leaked(drawn(app)) == set()
        assert app.register is not None
        app.register.close()


def test_a_file_taken_out_leaves_the_hidden_ratings_behind_says_so_and_can_be_brought_in(
    shell: Blind, tmp_path: Path
) -> None:
    file = tmp_path / "ut.json"
    code, out, err = run(shell, "assessment", "export", "F-2026-0042/2", "-o", str(file))
    assert (code, leaked(out + err)) == (0, set())
    assert "Ikke med i filen: 136 egne vurderinger" in err
    data = json.loads(file.read_text(encoding="utf-8"))
    del data["edition"]
    assert data["assessment"]["ratings"] == []
    assert leaked(json.dumps(data)) == set()
    other = tmp_path / "annet" / "saker.assess"
    other.parent.mkdir()
    found(other, PEOPLE, RECOVERY, Founding("fredrikstad", "kommune"), cost=CHEAP).close()
    elsewhere = Blind(other, shell.case, shell.assessment, shell.edition)
    before = run(shell, "assessment", "export", "F-2026-0042/1", "-o", str(tmp_path / "en.json"))
    assert (before[0], "Ikke med" in before[2]) == (0, False)
    assert run(elsewhere, "assessment", "import", str(tmp_path / "en.json"), str(file))[0] == 0
    with Register.unlock(other, PASSPHRASE) as register:
        _case, brought = register.assessment_called("F-2026-0042/2")
        assert (brought.ratings, brought.observations) == ((), shell.assessment.observations)


def test_what_is_shown_goes_out_whole(blind: Blind, register: Register) -> None:
    assessment = register.do(register.assessment(blind.assessment.id), Reveal(MOMENT))
    assert leaked(export(register, blind.case, assessment)) == {
        f"ZQB{p}{n:03d}" for p in range(4) for n in range(34)
    } | set(CODES)


@pytest.mark.parametrize(
    "words",
    [
        ("case", "list"),
        ("case", "list", "--json"),
        ("case", "show", "F-2026-0042"),
        ("case", "show", "F-2026-0042", "--json"),
        ("compare", "F-2026-0042/1", "F-2026-0042/2"),
        ("compare", "F-2026-0042/1", "F-2026-0042/2", "--json"),
        ("compare", "F-2026-0042/2", "F-2026-0042/2", "--json"),
        ("journal", "show"),
        ("journal", "show", "--json"),
        ("journal", "verify", "--json"),
        ("register", "verify"),
        ("register", "doctor"),
    ],
    ids=" ".join,
)
def test_no_command_prints_what_is_hidden(shell: Blind, words: tuple[str, ...]) -> None:
    _code, out, err = run(shell, *words)
    assert "feil i programmet selv" not in err
    assert out
    assert leaked(out + err) == set()


def test_the_pdf_says_that_the_ratings_are_hidden_and_not_what_they_are(shell: Blind, tmp_path: Path) -> None:
    file = tmp_path / "ut.pdf"
    code, out, err = run(shell, "report", "F-2026-0042/2", "-o", str(file))
    assert (code, leaked(out + err)) == (0, set())
    text = "\n".join(page.extract_text() for page in PdfReader(file).pages)
    assert "skjult" in text
    assert leaked(text) == set()
    (carried,) = (part for parts in PdfReader(file).attachments.values() for part in parts)
    assert leaked(json.dumps({**json.loads(carried), "edition": None})) == set()
    streams = _unpacked(file)
    assert carried.decode("latin-1") in streams
    assert leaked(streams.replace(carried.decode("latin-1"), "")) == set()


@pytest.mark.parametrize("variant", ["one-page", "access", "plain"])
def test_no_other_report_holds_what_is_hidden(shell: Blind, tmp_path: Path, variant: str) -> None:
    file = tmp_path / "ut.pdf"
    more = ("--read",) if variant == "access" else ()
    code, out, err = run(shell, "report", "F-2026-0042/2", "--variant", variant, *more, "-o", str(file))
    assert (code, leaked(out + err)) == (0, set())
    assert leaked("".join(page.extract_text() for page in PdfReader(file).pages)) == set()
    assert leaked(_unpacked(file)) == set()


@pytest.mark.parametrize("language", ["nb", "en"])
def test_not_even_a_report_of_the_whole_record_holds_what_is_hidden(
    blind: Blind, register: Register, language: str
) -> None:
    profile = Profiles().profile("fredrikstad", language)
    dossier = Dossier(
        case=blind.case,
        assessment=blind.assessment,
        instrument=register.edition(blind.assessment).spoken(language),
        profile=profile,
        legal=Profiles().legal(profile.legal, language),
        journal_head=register.head().text,
        demonstration=False,
        printed_on=MOMENT.date(),
        language=language,
    )
    assert leaked(repr(build(dossier))) == set()


def _unpacked(file: Path) -> str:
    """Every stream of a PDF: what is written beside the pages, too."""
    data = file.read_bytes()
    parts = [data]
    for found_at in re.finditer(rb"stream\r?\n", data):
        try:
            parts.append(zlib.decompressobj().decompress(data[found_at.end() :]))
        except zlib.error:
            continue
    return b"\n".join(parts).decode("latin-1")
