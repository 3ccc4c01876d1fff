"""What the person that a case is about gets to see, and what never leaves."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.decision import Dissent, PartyLevel
from assess.casework.deeds.deed import renewed
from assess.casework.meeting import Attendee
from assess.casework.observation import Observation
from assess.casework.plan import AcuteCall, PlannedMeasure
from assess.casework.quality import Signature
from assess.casework.rating import Remark
from assess.errors import ReportError
from assess.profile.load import Profiles
from assess.reports.access_cautions import cautions, telling_places
from assess.reports.access_fields import DOSSIER, RULINGS
from assess.reports.access_places import text_places
from assess.reports.content import build
from assess.reports.dossier import Dossier, Earlier
from assess.reports.render import pdf_bytes
from assess.reports.request import FULL, AccessReport, Request
from assess.reports.withheld import box, says_role, withhold
from tests.reports.conftest import make_id
from tests.reports.leaks import found_in

CODED = {"profile", "organisation", "role", "party", "attendee", "id", "case_id", "rater", "item", "digest", "level"}
"""Fields of text that hold another record's name or a hash, where no word could be planted."""


def records_under(model: type[BaseModel]) -> set[type[BaseModel]]:
    """The model and every kind of record that it holds."""
    found, waiting = set(), [model]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += [kind for field in one.model_fields.values() for kind in kinds_in(field.annotation)]
    return found


def kinds_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from kinds_in(inner)


@pytest.mark.parametrize("model", sorted(records_under(Assessment) | {Case}, key=str))
def test_every_field_of_every_record_has_a_decision_and_none_is_decided_for_nothing(model: type[BaseModel]) -> None:
    assert set(RULINGS[model]) == set(model.model_fields)


NEVER_KEPT: dict[type[BaseModel], tuple[str, ...]] = {
    Case: ("sender",),
    Assessment: ("remarks", "party_levels", "reveal_note", "duties"),
    Observation: (
        *("brought_by", "received_on", "hand", "reliability", "legal_basis", "document", "withdrawn"),
        *("necessity", "recipients", "mentions", "sensitivity"),
    ),
    AcuteCall: ("whom", "by", "note"),
    PlannedMeasure: ("guardians",),
    Dissent: ("who",),
    Attendee: ("label",),
    Signature: ("digest",),
    Remark: ("text",),
    PartyLevel: ("party", "level", "reason"),
}
"""Said once more by hand, so that the table can't be loosened without somebody noticing."""


@pytest.mark.parametrize(("model", "names"), NEVER_KEPT.items(), ids=str)
def test_what_could_tell_who_told_or_is_about_others_is_never_just_kept(
    model: type[BaseModel], names: tuple[str, ...]
) -> None:
    assert [name for name in names if RULINGS[model][name].treatment in {"keep", "text"}] == []


def test_every_field_of_the_dossier_has_a_decision() -> None:
    assert set(DOSSIER) == {field.name for field in dataclasses.fields(Dossier)}


def test_a_field_that_nobody_has_decided_about_is_blanked(dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(RULINGS[Case], "summary")
    assert withhold(dossier, AccessReport()).dossier.case.summary == ""


def plain_text(annotation: object) -> bool:
    return annotation is str or (get_origin(annotation) is not Literal and any(map(plain_text, get_args(annotation))))


class Planter:
    """Puts a word of its own in every text that must not leave, and remembers them."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def word(self) -> str:
        self.words.append(f"zq{len(self.words):03d}x")
        return self.words[-1]

    def planted(self, record: Any) -> Any:  # noqa: ANN401  a record, a tuple of them, or a value
        if isinstance(record, tuple):
            return tuple(self.planted(one) for one in record)
        if not isinstance(record, BaseModel):
            return record
        fields = {name: self.field(record, name) for name in type(record).model_fields}
        return type(record).model_construct(**fields)

    def field(self, record: BaseModel, name: str) -> Any:  # noqa: ANN401  the field's own type
        value, ruling = getattr(record, name), RULINGS[type(record)][name]
        secret = ruling.treatment in {"out", "role", "blank"}
        text = isinstance(value, str) and plain_text(type(record).model_fields[name].annotation)
        if secret and text and name not in CODED:
            return f"{value} {self.word()}" if name not in {"sender", "legal_basis", "label"} else self.word()
        return self.planted(value)


@pytest.fixture(scope="module")
def seeded(dossier: Dossier) -> tuple[Dossier, tuple[str, ...]]:
    planter = Planter()
    kept = dossier.assessment
    told: list[dict[str, object]] = [
        {"mentions": "bror", "document": "arkiv 12", "recipients": ("politi",), "necessity": "fare"},
        {"sensitivity": "police", "seen": "zqwhole1x i vinduet", "meaning": "zqwhole2x", "observed": "zqwhole3x"},
        {"mentions": "far", "withdrawn": "feil person"},
    ]
    observations = tuple(
        Observation.model_construct(**{**{name: getattr(one, name) for name in Observation.model_fields}, **more})
        for one, more in zip(kept.observations, [*told, *[{}] * len(kept.observations)], strict=False)
    )
    changed = renewed(kept, observations=observations, reveal_note="Noen gikk.")
    whole = planter.planted(changed)
    ratings = tuple(one.model_copy(update={"reason": planter.word()}) if one.rater else one for one in whole.ratings)
    case = planter.planted(dossier.case)
    seeded = dataclasses.replace(dossier, case=case, assessment=renewed(whole, ratings=ratings))
    return seeded, (*planter.words, "zqwhole1x", "zqwhole2x", "zqwhole3x")


def english(dossier: Dossier) -> Dossier:
    profiles = Profiles()
    return dataclasses.replace(
        dossier, profile=profiles.profile("fredrikstad", "en"), legal=profiles.legal("no", "en"), language="en"
    )


def printed_bytes(dossier: Dossier, request: Request) -> bytes:
    return pdf_bytes(build(dossier, request))


@pytest.mark.parametrize("language", ["nb", "en"])
def test_none_of_the_planted_words_is_anywhere_in_the_file(
    seeded: tuple[Dossier, tuple[str, ...]], language: str
) -> None:
    dossier, words = seeded
    spoken = english(dossier) if language == "en" else dossier
    assert len(words) >= 50
    assert found_in(printed_bytes(spoken, AccessReport(read=True)), words) == []


def test_none_of_them_is_left_in_what_the_pages_are_made_from(seeded: tuple[Dossier, tuple[str, ...]]) -> None:
    dossier, words = seeded
    before = (Earlier(dossier.assessment, dossier.instrument),)
    left = withhold(dataclasses.replace(dossier, earlier=before), AccessReport())
    for one in (left.dossier, left.shape):
        kept = one.assessment.model_dump_json(warnings=False) + one.case.model_dump_json(warnings=False)
        assert [word for word in words if word in kept] == []
        assert one.earlier == ()


@pytest.mark.slow
def test_the_same_search_finds_them_in_the_full_report(seeded: tuple[Dossier, tuple[str, ...]]) -> None:
    dossier, words = seeded
    data = printed_bytes(
        dossier, dataclasses.replace(FULL, attached=dossier.assessment.model_dump_json(warnings=False))
    )
    shown = found_in(printed_bytes(dossier, FULL), words)
    assert len(shown) >= 20
    assert set(shown) <= set(found_in(data, words))


def test_a_text_that_the_group_leaves_out_is_gone_and_a_box_stands_there(dossier: Dossier) -> None:
    places = text_places(dossier)
    assert {"decision", "item.A1", "prompt.worry", "measure.1", "dissent.1", "addendum.1"} <= set(places)
    left = withhold(dossier, AccessReport(texts=frozenset(places)))
    boxes = {box(one.provision) for one in left.omissions}
    assert {line for text in text_places(left.dossier).values() for line in text.splitlines()} <= boxes


@pytest.mark.parametrize("wrong", [AccessReport(withheld=frozenset({99})), AccessReport(texts=frozenset({"item.Q9"}))])
def test_what_is_not_there_can_not_be_left_out_by_mistake(dossier: Dossier, wrong: AccessReport) -> None:
    with pytest.raises(ReportError, match="finnes ikke"):
        withhold(dossier, wrong)


def test_without_a_provision_nothing_is_made(dossier: Dossier) -> None:
    bare = dataclasses.replace(dossier, legal=dossier.legal.model_copy(update={"withholding": ()}))
    with pytest.raises(ReportError, match="ingen bestemmelse"):
        build(bare, AccessReport(read=True))


def test_an_observation_of_the_police_is_left_out_without_saying_whose_it_is(
    seeded: tuple[Dossier, tuple[str, ...]],
) -> None:
    dossier, _words = seeded
    left = withhold(dossier, AccessReport())
    whole = [one for one in left.omissions if one.name == "hele opplysningen"]
    assert [one.place for one in whole] == ["observation.2"]
    assert "polit" not in f"{whole[0].name} {whole[0].provision.title} {box(whole[0].provision)}".casefold()
    chosen = withhold(dossier, AccessReport(chosen_in=frozenset({2})))
    assert chosen.whole == frozenset()


def test_what_is_counted_by_the_rules_stays_the_same_when_an_observation_is_left_out(dossier: Dossier) -> None:
    request = AccessReport(withheld=frozenset({1}))
    left = withhold(dossier, request)
    kept, shaped = dossier.assessment.observations[0], left.shape.assessment.observations[0]
    assert (shaped.speaks_for, shaped.speaks_against, shaped.lawful) == (
        kept.speaks_for,
        kept.speaks_against,
        kept.lawful,
    )
    assert left.dossier.assessment.observations[0].speaks_for == ()


def test_every_omission_stands_in_the_refusal_with_its_exact_provision_and_whom_to_complain_to(
    dossier: Dossier,
) -> None:
    content = build(dossier, AccessReport(withheld=frozenset({1}), texts=frozenset({"decision"}), read=True))
    (omitted,) = (one for one in content.sections if one.heading == "Det som er utelatt")
    rows = [(row[0].lead, row[1].text, row[2].text) for row in omitted.tables[0].rows]
    assert ("Hele opplysningen", "Personopplysningsloven § 16 første ledd bokstav d", "Opplysning 1") in rows
    assert any(where == "Begrunnelsen for nivået" for _what, _section, where in rows)
    assert all("§" in section for _what, section, _where in rows)
    (do,) = (one for one in content.sections if one.heading == "Hva du kan gjøre")
    assert {prose.heading for prose in do.prose} >= {"Klage til Datatilsynet", "Klage til Statsforvalteren"}


def test_a_provision_that_the_group_chose_stands_instead_of_the_usual_one(dossier: Dossier) -> None:
    request = AccessReport(withheld=frozenset({1}), provision="fvl_19_2_b", provisions=(("source", "pol_16_b"),))
    used = {one.kind: one.provision.id for one in withhold(dossier, request).omissions}
    assert (used["observation"], used["source"]) == ("fvl_19_2_b", "pol_16_b")


def test_the_groups_own_preparation_is_left_out_only_when_chosen(dossier: Dossier) -> None:
    kinds = {one.kind for one in withhold(dossier, AccessReport()).omissions}
    assert "internal" not in kinds
    left = withhold(dossier, AccessReport(internal=True))
    assert left.dossier.assessment.prompts[0].text.startswith("Utelatt")
    assert left.dossier.assessment.scenarios[0].fields["what"].startswith("Utelatt")


def test_nothing_says_that_nobody_rated_alone_or_that_the_content_is_another(dossier: Dossier) -> None:
    content = build(dossier, AccessReport(read=True))
    columns = {column for section in content.sections for table in section.tables for column in table.columns}
    assert "Hver for seg" not in columns
    labels = {fact.label for section in content.sections for fact in section.facts}
    assert "Innholdets fingeravtrykk" not in labels
    (signed,) = (one for one in content.sections if one.heading == "Signaturer og tillegg")
    assert [row[0].lead for row in signed.tables[0].rows] == ["SLT-koordinator"]


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("SLT-koordinator", True),
        ("Politiets radikaliseringskontakt", True),
        ("NAV-veileder", True),
        ("Mor", False),
        ("Politiet og ordførerens sekretær", False),
        ("Kari Hansen, skole", False),
    ],
)
def test_only_words_of_roles_are_taken_for_a_role(dossier: Dossier, words: str, *, role: bool) -> None:
    assert says_role(words, dossier.profile) is role


def test_the_group_is_told_to_read_free_text_and_where_to_begin(dossier: Dossier) -> None:
    one = dossier.assessment.observations[0].model_copy(update={"mentions": "tvillingsøster"})
    reason = dossier.assessment.agreed["A1"].model_copy(update={"reason": "Hans tvillingsøster sa det."})
    ratings = tuple(reason if (r.item, r.round) == ("A1", "agreed") else r for r in dossier.assessment.ratings)
    named = dataclasses.replace(
        dossier,
        assessment=renewed(
            dossier.assessment, observations=(one, *dossier.assessment.observations[1:]), ratings=ratings
        ),
    )
    assert "item.A1" in telling_places(named, AccessReport())
    assert "item.A1" not in telling_places(named, AccessReport(texts=frozenset({"item.A1"})))
    said = cautions(named, AccessReport())
    assert said[0].startswith("Programmet kan ikke se om fri tekst nevner andre")
    assert any("begrunnelsen for A1" in words for words in said)


def test_nothing_is_attached_and_the_title_says_only_what_it_is(dossier: Dossier) -> None:
    content = build(dossier, AccessReport(read=True))
    assert content.attached == ""
    assert content.title == "Vurdering F-2026-0042/1 – innsyn"
    assert content.case == ()
    assert make_id(901) not in str(content)
