"""`assess case list` and `assess compare` while an assessment is under way."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from assess.__main__ import main
from assess.casework.deeds.convening import Convene
from assess.casework.deeds.rating import Rate, Reveal
from assess.casework.meeting import Attendee
from assess.casework.rating import GROUP, Rating
from assess.instrument.library import Library
from assess.language import speak
from assess.places import shipped
from assess.profile.load import Profiles
from assess.register.arrivals import Arrival
from assess.register.founding import DEMONSTRATION_PASSPHRASE, Founding, found_demonstration
from assess.register.key_file import keys_path
from assess.register.register import Register
from assess.training.demonstration import demonstration
from tests.unit.conftest import CHEAP


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.assess"
    library = Library(shipped("instruments"))
    edition, cases = library.edition("vrb"), library.folder("vrb") / "cases"
    records = demonstration(edition, Profiles().profile("fredrikstad"), cases)
    arrivals = tuple(Arrival(record.case, edition, one) for record in records for one in record.assessments)
    with found_demonstration(path, Founding("fredrikstad", "kommune"), cost=CHEAP) as register:
        register.bring_in(arrivals)
    return path


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    for name in ("ASSESS_REGISTER", "ASSESS_PASSPHRASE_FILE", "ASSESS_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    yield
    speak("nb")


@pytest.fixture
def demo(made: Path, tmp_path: Path) -> Path:
    for file in (made, keys_path(made)):
        shutil.copy(file, tmp_path / file.name)
    return tmp_path / "demo.assess"


def begin(demo: Path, reference: str, *, agree: bool = False) -> None:
    """Begin an assessment, and agree on one item."""
    with Register.unlock(demo, DEMONSTRATION_PASSPHRASE) as register:
        case = register.case_called(reference)
        before = register.assessments_of(case.id)[-1]
        now = register.now()
        new = register.start(case, Library().edition("vrb"), now.date())
        if agree:
            one = Attendee(id=register.new_id(), role="slt", party="kommune")
            new = register.do(new, Convene(new.meeting.model_copy(update={"attendees": (one,)})))
            own = Rating(round="individual", rater=one.id, item="A1", code="2", given_at=now)
            new = register.do(register.do(new, Rate(own)), Reveal(now, "Resten tas i drøftingen"))
            answer = Rating(round="agreed", rater=GROUP, item="A1", code="2", reason="Sett", given_at=now)
            new = register.do(new, Rate(answer))
        assert new.number == before.number + 1


def on(demo: Path, *words: str) -> str:
    with CliRunner().isolation() as (out, err, _both):
        code = main(["--register", str(demo), *words])
        assert code == 0, err.getvalue().decode()
        return out.getvalue().decode()


def row(demo: Path, reference: str) -> str:
    return next(line for line in on(demo, "case", "list").splitlines() if line.startswith(reference))


def test_a_draft_after_a_signed_assessment_is_said_to_be_under_way(demo: Path) -> None:
    assert "låst" in row(demo, "RØSSLYNG")
    begin(demo, "RØSSLYNG")
    assert "utkast pågår" in row(demo, "RØSSLYNG")
    assert "N2" in row(demo, "RØSSLYNG"), "the level is still that of the signed one"


def test_a_draft_that_nothing_was_signed_before_is_only_a_draft(demo: Path) -> None:
    drafts = [line for line in on(demo, "case", "list").splitlines() if "utkast" in line]
    assert drafts
    assert [line for line in drafts if "pågår" in line] == []


def test_an_assessment_in_which_nothing_is_agreed_is_not_compared(demo: Path) -> None:
    begin(demo, "RØSSLYNG")
    told = on(demo, "compare", "RØSSLYNG/2", "RØSSLYNG/3")
    assert "Ikke vurdert ennå: vurdering 3." in told
    assert "Fra kjent til ukjent" not in told
    data = json.loads(on(demo, "compare", "RØSSLYNG/2", "RØSSLYNG/3", "--json"))
    assert data["not_assessed"] == ["RØSSLYNG/3"]


def test_a_draft_in_which_something_is_agreed_is_compared(demo: Path) -> None:
    begin(demo, "RØSSLYNG", agree=True)
    told = on(demo, "compare", "RØSSLYNG/2", "RØSSLYNG/3")
    assert "Ikke vurdert ennå" not in told
    assert "Fra kjent til ukjent" in told
    assert json.loads(on(demo, "compare", "RØSSLYNG/1", "RØSSLYNG/2", "--json"))["not_assessed"] == []
