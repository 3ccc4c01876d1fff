"""What another authority is given, the note on it, and what may not go along."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from assess.casework.deeds.deed import renewed
from assess.casework.observation import Observation
from assess.casework.rating import Rating
from assess.errors import ReportError
from assess.profile.load import Profiles
from assess.reports.content import build
from assess.reports.dossier import Dossier
from assess.reports.handover import given_observations, handover_cautions, unverified
from assess.reports.render import pdf_bytes
from assess.reports.request import FULL, Handover
from tests.reports.leaks import found_in

TO_POLICE = Handover("politi", "fvl_13b_7", "Det er nevnt et sted og en dag.", requested=False)


def observed(number: int, **more: Any) -> Observation:  # noqa: ANN401  each field has its own type
    given: dict[str, Any] = {
        "shared": True,
        "legal_basis": "fvl_13b_7",
        "recipients": ("politi",),
        "brought_by": "skole",
        "nature": "fact",
        "hand": "first_hand",
        "credibility": "1",
    }
    given |= {"id": f"00000000-0000-7000-8000-{number:012d}", "number": number, "seen": f"gitt{number}x sett"}
    return Observation(**{**given, **more})


def observations() -> tuple[Observation, ...]:
    return (
        observed(1, meaning="tolk1x"),
        observed(2, nature="unverified", hand="retold", credibility="4", brought_by="zqkari1x, nabo"),
        observed(3, seen="zqhemmelig3x", recipients=("kommune",)),
        observed(4, seen="zqhemmelig4x", withdrawn="zqtrukket4x"),
        observed(5, seen="zqhemmelig5x", shared=False),
        observed(6, mentions="zqbror6x", document="zqarkiv6x"),
    )


@pytest.fixture(scope="module")
def shared(dossier: Dossier) -> Dossier:
    return dataclasses.replace(dossier, assessment=renewed(dossier.assessment, observations=observations()))


@pytest.fixture(scope="module")
def planted(shared: Dossier) -> tuple[Dossier, tuple[str, ...]]:
    """The same with a word of its own in everything else that somebody wrote."""
    kept = shared.assessment
    words: list[str] = []

    def word() -> str:
        words.append(f"zp{len(words):03d}x")
        return words[-1]

    def marked(rating: Rating) -> Rating:
        return rating.model_copy(update={"reason": word()})

    def noted(records: tuple[Any, ...], *names: str) -> tuple[Any, ...]:
        return tuple(one.model_copy(update={name: word() for name in names}) for one in records)

    assert kept.decision is not None
    assert kept.help_need is not None
    changed = renewed(
        kept,
        ratings=tuple(marked(one) for one in kept.ratings),
        reveal_note=word(),
        remarks=noted(kept.remarks, "text"),
        prompts=noted(kept.prompts, "text"),
        scenarios=tuple(one.model_copy(update={"fields": {"what": word()}}) for one in kept.scenarios),
        rights=noted(kept.rights, "text"),
        party_levels=noted(kept.party_levels, "reason"),
        decision=kept.decision.model_copy(update={"reason": word(), "departure": word()}),
        help_need=kept.help_need.model_copy(update={"reason": word()}),
        dissents=noted(kept.dissents, "who", "text"),
        measures=noted(kept.measures, "text", "owner", "guardians", "harm"),
        unknown_plans=noted(kept.unknown_plans, "who", "how"),
        checks=noted(kept.checks, "note"),
        calls=noted(kept.calls, "whom", "by", "note"),
        signatures=noted(kept.signatures, "signed_as"),
        addenda=noted(kept.addenda, "text", "by"),
    )
    case = shared.case.model_copy(update={"summary": word(), "sender": word()})
    full = dataclasses.replace(shared, case=case, assessment=changed)
    own = ("zqkari1x", "zqhemmelig3x", "zqhemmelig4x", "zqtrukket4x", "zqhemmelig5x", "zqbror6x", "zqarkiv6x")
    return full, (*words, *own)


@pytest.mark.parametrize("language", ["nb", "en"])
def test_nothing_but_what_was_shared_with_the_recipient_is_anywhere_in_the_file(
    planted: tuple[Dossier, tuple[str, ...]], language: str
) -> None:
    dossier, words = planted
    if language == "en":
        profiles = Profiles()
        dossier = dataclasses.replace(
            dossier, language="en", profile=profiles.profile("fredrikstad", "en"), legal=profiles.legal("no", "en")
        )
    data = pdf_bytes(build(dossier, TO_POLICE))
    assert len(words) >= 50
    assert found_in(data, words) == []
    assert found_in(data, ["gitt1x", "gitt2x", "gitt6x"]) == ["gitt1x", "gitt2x", "gitt6x"]
    assert found_in(data, ["tolk1x"]) == []


@pytest.mark.slow
def test_the_same_search_finds_the_rest_in_the_full_report(planted: tuple[Dossier, tuple[str, ...]]) -> None:
    dossier, words = planted
    assert len(found_in(pdf_bytes(build(dossier, FULL)), words)) >= 30


def test_the_note_says_to_whom_on_what_basis_why_what_and_what_is_not_verified(shared: Dossier) -> None:
    cover = build(shared, TO_POLICE).cover
    assert cover is not None
    note = {fact.label: fact.text for fact in cover.notes}
    assert note["Utlevert til"] == "Fredrikstad politistasjonsdistrikt"
    assert note["Rettslig grunnlag"].startswith("Forvaltningsloven § 13 b første ledd nr. 7: ")
    assert "20. november 2026" in note["Rettslig grunnlag"]
    assert note["Årsak"] == "Det er nevnt et sted og en dag."
    assert note["Etter anmodning"] == "Nei, av eget tiltak."
    assert note["Hva som er utlevert"] == "3 opplysninger, nr. 1, 2 og 6 (faktisk forhold: 2, ikke bekreftet: 1)."
    assert note["Ikke bekreftet"].startswith("Nr. 2.")
    assert "Bekymringsnivå" not in note


def test_interpretations_and_the_level_go_along_only_when_asked_for(shared: Dossier) -> None:
    content = build(shared, dataclasses.replace(TO_POLICE, interpretations=True, decision=True, requested=True))
    assert content.cover is not None
    note = {fact.label: fact.text for fact in content.cover.notes}
    assert note["Bekymringsnivå"] == "Moderat, satt av gruppa 3. mars 2026"
    assert note["Etter anmodning"].startswith("Ja")
    assert content.sections[0].tables[0].rows[0][1].notes == ("Tolkning: tolk1x",)


def test_a_level_that_nobody_has_signed_is_called_a_draft(shared: Dossier) -> None:
    draft = renewed(shared.assessment, state="draft", locked_at=None, signatures=())
    cover = build(dataclasses.replace(shared, assessment=draft), dataclasses.replace(TO_POLICE, decision=True)).cover
    assert cover is not None
    note = {fact.label: fact.text for fact in cover.notes}
    assert note["Bekymringsnivå"] == "Moderat, i et utkast som ikke er signert"


def test_what_the_group_wrote_about_why_it_shared_stays_with_the_group(shared: Dossier) -> None:
    told = tuple(
        one.model_copy(update={"necessity": "Søsteren ba oss om det"}) for one in shared.assessment.observations
    )
    content = build(dataclasses.replace(shared, assessment=renewed(shared.assessment, observations=told)), TO_POLICE)
    assert "Søsteren" not in repr(content)
    assert handover_cautions(shared, "politi")[0].startswith("Les opplysning 1, 2 og 6 før den gis ut.")
    assert handover_cautions(shared, "andre") == ()


def test_each_row_that_is_not_verified_says_why(shared: Dossier) -> None:
    rows = build(shared, TO_POLICE).sections[0].tables[0].rows
    assert [row[2].lead for row in rows] == ["Bekreftet av andre", "Ikke bekreftet", "Bekreftet av andre"]
    assert rows[1][2].notes == ("ikke bekreftet", "gjengitt fra andre", "innholdet: tvilsomt (4)")


@pytest.mark.parametrize(
    "doubt",
    [{"nature": "assessment"}, {"hand": "unclear"}, {"credibility": None}, {"credibility": "6"}, {"credibility": "2"}],
)
def test_one_doubt_is_enough_to_be_called_unverified(doubt: dict[str, Any]) -> None:
    assert unverified(observed(1)) == ()
    assert len(unverified(observed(1, **doubt))) == 1


def test_withdrawn_unshared_and_others_observations_are_not_given(shared: Dossier) -> None:
    assert [one.number for one in given_observations(shared, "politi")] == [1, 2, 6]
    assert [one.number for one in given_observations(shared, "kommune")] == [3]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"party": "andre"}, "Ingen opplysninger er delt med"),
        ({"party": "ukjent"}, "ingen part som heter"),
        ({"basis": "finnes_ikke"}, "ingen hjemmel som heter"),
        ({"reason": "  "}, "Skriv hvorfor"),
    ],
)
def test_it_is_refused_with_what_to_do_when_the_note_would_be_empty(
    shared: Dossier, change: dict[str, Any], said: str
) -> None:
    with pytest.raises(ReportError, match=said) as caught:
        build(shared, dataclasses.replace(TO_POLICE, **change))
    assert caught.value.hint
