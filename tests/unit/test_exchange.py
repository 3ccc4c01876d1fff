from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.errors import ImportRefused
from assess.instrument.edition import Edition
from assess.instrument.library import Library
from assess.instrument.locale import Locale
from assess.places import shipped
from assess.profile.model import Profile
from assess.register.arrivals import Arrival
from assess.register.exchange import Bundle, as_text, bring_in, export, read, schema
from assess.register.register import Register
from assess.training.demonstration import demonstration
from tests.unit.conftest import OFFICER, SECRETARY, a_case, finished, found_invented, found_register, record_id, signed

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def kept(register: Register, case: Case, edition: Edition) -> Assessment:
    assessment = signed(finished(case, edition, threat="U"), edition.instrument, SECRETARY, OFFICER)
    register.bring_in((Arrival(case, edition, assessment),))
    return assessment


@pytest.fixture
def file(register: Register, case: Case, kept: Assessment, tmp_path: Path) -> Path:
    path = tmp_path / "F-2026-0042-1.json"
    path.write_text(export(register, case, kept), encoding="utf-8")
    return path


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Register]:
    with found_register(tmp_path / "elsewhere" / "r.assess") as opened:
        yield opened


def changed(file: Path, change: Change) -> Path:
    data = json.loads(file.read_text(encoding="utf-8"))
    change(data)
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return file


def refusal(file: Path) -> str:
    with pytest.raises(ImportRefused) as caught:
        read(file)
    return str(caught.value).replace(f"{file}: ", "")


# Out, in, and out again


def test_out_in_and_out_again_gives_the_same_bytes(file: Path, elsewhere: Register, kept: Assessment) -> None:
    bundle = read(file)
    bring_in(elsewhere, (bundle,))
    case, assessment = elsewhere.assessment_called("F-2026-0042/1")
    assert assessment == kept
    assert export(elsewhere, case, assessment).encode() == file.read_bytes()


def test_every_training_case_gives_the_same_bytes_elsewhere(
    register: Register, elsewhere: Register, profile: Profile, tmp_path: Path
) -> None:
    edition = Library().edition("vrb")
    records = demonstration(edition, profile, shipped("instruments") / "vrb" / "cases")
    pairs = [(record.case, assessment) for record in records for assessment in record.assessments]
    register.bring_in(tuple(Arrival(case, edition, assessment) for case, assessment in pairs))
    written = []
    for number, (case, assessment) in enumerate(pairs):
        path = tmp_path / f"{number}.json"
        path.write_text(export(register, case, assessment), encoding="utf-8")
        written.append(path)
    bring_in(elsewhere, tuple(read(path) for path in written))
    assert [export(elsewhere, case, assessment).encode() for case, assessment in pairs] == [
        path.read_bytes() for path in written
    ]


def test_what_leaves_and_what_comes_in_is_told_to_the_journal(
    file: Path, register: Register, elsewhere: Register, kept: Assessment
) -> None:
    bring_in(elsewhere, (read(file),))
    for where, action in ((register, "export-assessment"), (elsewhere, "import")):
        last = where.entries()[-1]
        assert (last.action, last.subject, last.case_id) == (action, kept.id, kept.case_id)


def test_a_file_holds_the_instrument_it_was_made_with(file: Path, edition: Edition) -> None:
    assert read(file).edition == edition
    assert read(file).edition.hash == edition.hash


def test_the_order_of_keys_in_a_file_means_nothing(file: Path) -> None:
    before = read(file)
    turned = changed(file, lambda data: [data.update({key: data.pop(key)}) for key in list(data)[::-1]])
    assert as_text(read(turned)) == as_text(before)


def test_the_schema_names_every_part_and_allows_nothing_else() -> None:
    found = schema()
    assert found["additionalProperties"] is False
    assert isinstance(found["properties"], dict)
    assert set(found["properties"]) == set(Bundle.model_fields)
    json.dumps(found)


# What does not hold together


def put(*path: str | int, value: object) -> Change:
    def change(data: dict[str, Any]) -> None:
        place: Any = data
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value

    return change


def again(*path: str | int) -> Change:
    def change(data: dict[str, Any]) -> None:
        place: Any = data
        for step in path:
            place = place[step]
        place.append(place[0])

    return change


FORGED = "innholdet er et annet enn det som ble signert"
OTHER_TOOL = "verktøyet i filen er ikke det som vurderingen ble gjort med"
WRONG: list[tuple[Change, str]] = [
    (put("assessment", "ratings", 3, "code", value="7"), "assessment.ratings[3].code: «7» er ikke et svar på forhold"),
    (
        put("assessment", "ratings", 3, "item", value="Z9"),
        "assessment.ratings[3].item: verktøyet har ikke noe som heter",
    ),
    (put("assessment", "decision", "level", value="N9"), "assessment.decision.level: verktøyet har ikke noe som heter"),
    (put("assessment", "instrument", "hash", value="0" * 64), f"assessment.instrument: {OTHER_TOOL}"),
    (put("assessment", "instrument", "version", value="9.0.0"), f"assessment.instrument: {OTHER_TOOL}"),
    (put("assessment", "instrument", "engine", value=99), f"assessment.instrument: {OTHER_TOOL}"),
    (put("edition", "instrument", "title", value="Another"), f"assessment.instrument: {OTHER_TOOL}"),
    (put("edition", "instrument", "rules", 0, "because", value="Well"), f"assessment.instrument: {OTHER_TOOL}"),
    (put("assessment", "signatures", 1, "digest", value="0" * 64), f"assessment.signatures[1].digest: {FORGED}"),
    (put("assessment", "decision", "reason", value="Noe annet"), f"assessment.signatures[0].digest: {FORGED}"),
    (put("assessment", "signatures", 0, "void", value=True), "assessment.state: en låst vurdering har to gyldige"),
    (put("assessment", "state", value="draft"), "assessment.state: en låst vurdering har to gyldige"),
    (put("assessment", "signatures", value=[]), "assessment.state: en låst vurdering har to gyldige"),
    (put("assessment", "case_id", value=record_id(1)), "assessment.case_id: vurderingen hører til en annen sak"),
    (again("assessment", "observations"), "assessment.observations[1]: dette står der to ganger"),
    (again("assessment", "ratings"), "forholdet er vurdert to ganger av samme i samme runde"),
    (put("assessment", "weather", value="Sol"), "assessment.weather: Extra inputs are not permitted"),
    (put("assessment", "number", value="1"), "assessment.number: Input should be a valid integer"),
    (put("assessment", "started_at", value="2026-11-20T09:00:00"), "assessment.started_at: Input should have timezone"),
    (
        put("assessment", "decision", "reason", value="a\u202eb"),
        "assessment.decision.reason: Value error, holds a char",
    ),
    (put("case", "reference", value="Ola Nordmann"), "case.reference: String should match pattern"),
    (put("format", value=2), "format: Input should be 1"),
    (put("kind", value="play"), "kind: Input should be 'register' or 'demonstration'"),
]


@pytest.mark.parametrize(("change", "message"), WRONG, ids=[message[:60] for _, message in WRONG])
def test_a_file_that_does_not_hold_together_is_refused_at_its_place(file: Path, change: Change, message: str) -> None:
    found = refusal(changed(file, change))
    assert message in found
    assert found.endswith("Ingenting er hentet inn.")


def test_a_signature_made_void_by_a_change_is_let_in_with_any_digest(
    file: Path, elsewhere: Register, kept: Assessment
) -> None:
    def reopened(data: dict[str, Any]) -> None:
        data["assessment"].update(state="draft", locked_at=None)
        for one in data["assessment"]["signatures"]:
            one.update(void=True, digest="0" * 64)

    bring_in(elsewhere, (read(changed(file, reopened)),))
    assert elsewhere.assessment(kept.id).standing_signatures == ()


def made_with(edition: Edition, assessment: Assessment, case: Case) -> str:
    """A file whose pin fits an instrument that nobody has checked."""
    pinned = assessment.instrument.model_copy(update={"hash": edition.hash})
    claimed = assessment.model_copy(update={"instrument": pinned})
    return as_text(Bundle.model_construct(kind="register", case=case, assessment=claimed, edition=edition))


def test_an_instrument_that_points_nowhere_is_refused_before_anything_is_judged_by_it(
    file: Path, kept: Assessment, case: Case, edition: Edition
) -> None:
    data = json.loads(edition.model_dump_json(by_alias=True))
    data["instrument"]["domains"][0]["items"][0]["scale"] = "nowhere"
    file.write_text(made_with(Edition.model_validate_json(json.dumps(data)), kept, case), encoding="utf-8")
    assert "edition.instrument.domains[0].items[0].scale: no scale 'nowhere'" in refusal(file)


def test_a_locale_for_something_else_is_refused(file: Path, kept: Assessment, case: Case, edition: Edition) -> None:
    locale = Locale.model_validate(
        {
            "format": 1,
            "language": "en",
            "translator": "Nobody",
            "texts": {"weather": "Sun"},
            "of": {"id": "small", "version": "1.0.0"},
        }
    )
    broken = Edition(instrument=edition.instrument, locales=(locale,))
    file.write_text(made_with(broken, kept, case), encoding="utf-8")
    assert "edition.locales[0].texts.weather: the source has no text here" in refusal(file)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Invalid JSON"),
        (b"{", "Invalid JSON"),
        (b"[]", "Input should be an object"),
        (b"\xff\xfe", "er ikke tekst i UTF-8"),
        (b"{}", "case: Field required"),
        (b"[" * 100_000, "Invalid JSON"),
    ],
)
def test_what_is_no_such_file_is_refused_in_a_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    assert words in refusal(path)


def test_a_file_that_is_not_there_and_one_too_large_are_refused(tmp_path: Path) -> None:
    assert "kunne ikke leses" in refusal(tmp_path / "nowhere.json")
    assert "kunne ikke leses" in refusal(tmp_path)
    large = tmp_path / "large.json"
    with large.open("wb") as opened:
        opened.truncate(64 * 1024 * 1024 + 1)
    assert "er for stor til å være en vurdering" in refusal(large)


def test_only_the_first_twenty_places_are_listed(file: Path) -> None:
    many = changed(file, lambda data: [one.update(item="Z9") for one in data["assessment"]["ratings"]])
    lines = refusal(many).splitlines()
    assert len(lines) == 21
    assert lines[-1].startswith("… og ")


# What does not fit what is here


def test_the_same_assessment_twice_is_refused_and_changes_nothing(file: Path, register: Register) -> None:
    head = register.head()
    with pytest.raises(
        ImportRefused, match=re.escape("Vurdering F-2026-0042/1 finnes fra før. Ingenting er hentet inn.")
    ):
        bring_in(register, (read(file),))
    assert register.head() == head


def test_two_files_of_one_assessment_are_refused_together(file: Path, elsewhere: Register) -> None:
    head = elsewhere.head()
    with pytest.raises(ImportRefused, match=re.escape("Ingenting er hentet inn.")):
        bring_in(elsewhere, (read(file), read(file)))
    assert (elsewhere.references(), elsewhere.head()) == ((), head)


def test_an_invented_case_never_enters_a_real_register_nor_a_real_one_a_demonstration(
    file: Path, elsewhere: Register, tmp_path: Path
) -> None:
    message = "Øvingssaker og virkelige saker holdes alltid fra hverandre."
    with (
        found_invented(tmp_path / "d.assess") as invented,
        pytest.raises(ImportRefused, match=message),
    ):
        bring_in(invented, (read(file),))
    with pytest.raises(ImportRefused, match=message):
        bring_in(elsewhere, (read(changed(file, put("kind", value="demonstration"))),))
    assert elsewhere.references() == ()


@pytest.mark.parametrize("field", ["summary", "id", "reference"])
def test_another_case_with_the_same_reference_or_id_is_refused(
    file: Path, elsewhere: Register, case: Case, field: str
) -> None:
    changes = {"summary": "En annen sak", "id": record_id(77), "reference": "F-2026-0077"}
    elsewhere.open_case(case.model_copy(update={field: changes[field]}))
    head = elsewhere.head()
    with pytest.raises(ImportRefused, match=re.escape("Det finnes en annen sak som heter F-2026-0042.")):
        bring_in(elsewhere, (read(file),))
    assert (elsewhere.head(), elsewhere.assessments_of(case.id)) == (head, ())


def test_an_assessment_joins_the_case_that_is_here(file: Path, elsewhere: Register, case: Case) -> None:
    elsewhere.open_case(a_case(1))
    elsewhere.open_case(case)
    bring_in(elsewhere, (read(file),))
    assert [one.number for one in elsewhere.assessments_of(case.id)] == [1]
    assert elsewhere.references() == ("F-2026-0001", "F-2026-0042")
