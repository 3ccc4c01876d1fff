"""What rests on an observation that is left out whole is left out too, until the group lets it stand."""

from __future__ import annotations

import dataclasses
import re

import pytest

from assess.casework.deeds.deed import renewed
from assess.casework.observation import Observation
from assess.errors import ReportError
from assess.reports.access_cautions import cautions, telling_places
from assess.reports.access_people import names_any, people_words, plain_words
from assess.reports.access_places import readable_texts
from assess.reports.content import build
from assess.reports.dossier import Dossier
from assess.reports.render import pdf_bytes
from assess.reports.request import AccessReport
from assess.reports.withheld import box, withhold
from tests.reports.conformance.variants import training_dossier
from tests.reports.leaks import found_in

TOLD_BY_THE_SISTER = frozenset({6, 7, 8})
SISTER = AccessReport(withheld=TOLD_BY_THE_SISTER, internal=True, read=True)


@pytest.fixture(scope="module")
def myrull() -> Dossier:
    return training_dossier("MYRULL", "nb")


def fields(dossier: Dossier, numbers: frozenset[int]) -> list[str]:
    told = [one for one in dossier.assessment.observations if one.number in numbers]
    return [text for one in told for text in (one.seen, one.meaning, one.brought_by) if text]


def with_texts(dossier: Dossier, *observations: Observation, **reasons: str) -> Dossier:
    kept = dossier.assessment
    ratings = tuple(
        one.model_copy(update={"reason": reasons[one.item]}) if one.item in reasons and one.round == "agreed" else one
        for one in kept.ratings
    )
    changed = {one.number: one for one in observations}
    told = tuple(changed.get(one.number, one) for one in kept.observations)
    return dataclasses.replace(dossier, assessment=renewed(kept, ratings=ratings, observations=told))


@pytest.mark.slow
@pytest.mark.parametrize("internal", [True, False])
def test_no_four_words_in_a_row_of_what_is_left_out_stand_anywhere_in_the_file(
    myrull: Dossier, *, internal: bool
) -> None:
    content = build(myrull, dataclasses.replace(SISTER, internal=internal))
    said = " ".join(plain_words(str(content)))
    runs = set()
    for text in fields(myrull, TOLD_BY_THE_SISTER):
        words = plain_words(text)
        assert [run for at in range(len(words) - 3) if (run := " ".join(words[at : at + 4])) in said] == []
        bare = text.replace("-", "").split()
        runs |= {"".join(bare[at : at + 4]) for at in range(len(bare) - 3)}
    assert len(runs) > 30
    data = pdf_bytes(content)
    assert found_in(data, runs) == []
    assert found_in(data, ["Søsteren", "søsteren"]) == []


def test_the_reasons_and_the_measure_that_retell_it_are_boxes_and_stand_in_the_refusal(myrull: Dossier) -> None:
    left = withhold(myrull, SISTER)
    rated = left.dossier.assessment.agreed
    boxed = {item for item, one in rated.items() if one.reason in {box(each.provision) for each in left.omissions}}
    assert {"E3", "F1", "F2", "F3", "G1", "G3", "H1", "H3", "I1"} <= boxed
    assert {item: one.code for item, one in rated.items()} == {
        item: one.code for item, one in myrull.assessment.agreed.items()
    }
    assert left.dossier.assessment.measures[4].text.startswith("Utelatt")
    (omitted,) = (one for one in build(myrull, SISTER).sections if one.heading == "Det som er utelatt")
    (where,) = (
        row[2].text for row in omitted.tables[0].rows if row[0].lead == "Tekst som bygger på en utelatt opplysning"
    )
    assert "begrunnelsen for F2" in where
    assert "tiltak 5" in where
    assert "egrunnelsen for B1" not in where


def test_a_text_that_the_group_has_read_and_kept_stands_with_its_words(myrull: Dossier) -> None:
    kept = dataclasses.replace(SISTER, kept_texts=frozenset({"item.F1"}))
    left = withhold(myrull, kept).dossier.assessment
    assert left.agreed["F1"].reason == myrull.assessment.agreed["F1"].reason
    assert left.agreed["F2"].reason.startswith("Utelatt")
    assert any("står fordi dere har valgt det: begrunnelsen for F1." in one for one in cautions(myrull, kept))
    both = dataclasses.replace(kept, texts=frozenset({"item.F1"}))
    assert withhold(myrull, both).dossier.assessment.agreed["F1"].reason.startswith("Utelatt")


@pytest.mark.parametrize(
    "retold",
    [
        "Se #7.",
        "Bygger på opplysning 7 alene.",
        "Opplysningene 6–8 sier det samme.",
        "Han skal ha sagt «ingen ting igjen».",
        "Det er ingen ting å hente her, sier han.",
        "Søstera er redd for ham.",
        "Jobben har han mistet, og varsel om utkastelse er kommet.",
    ],
)
def test_a_retelling_in_another_reason_is_left_out(myrull: Dossier, retold: str) -> None:
    told = with_texts(myrull, D4=retold)
    assert withhold(told, SISTER).dossier.assessment.agreed["D4"].reason.startswith("Utelatt")
    assert withhold(told, AccessReport()).dossier.assessment.agreed["D4"].reason == retold


def test_a_reason_that_only_shares_a_subject_with_it_stands(myrull: Dossier) -> None:
    apart = "Han mistet førerkortet. Jobben søker han på selv. Et varsel kom."
    told = with_texts(myrull, D4=apart)
    assert withhold(told, SISTER).dossier.assessment.agreed["D4"].reason == apart


def test_another_observation_that_repeats_it_is_boxed_too(myrull: Dossier) -> None:
    other = myrull.assessment.observations[8].model_copy(update={"seen": "Det er ingen ting igjen for ham, sa han."})
    left = withhold(with_texts(myrull, other), SISTER)
    assert left.dossier.assessment.observations[8].seen.startswith("Utelatt")
    assert left.dossier.assessment.observations[8].speaks_for == other.speaks_for
    assert 9 not in left.whole


def test_an_observation_of_the_police_takes_its_retellings_with_it_unless_chosen_in(myrull: Dossier) -> None:
    police = myrull.assessment.observations[10].model_copy(update={"sensitivity": "police"})
    told = with_texts(myrull, police)
    assert withhold(told, AccessReport()).dossier.assessment.agreed["C1"].reason.startswith("Utelatt")
    chosen = withhold(told, AccessReport(chosen_in=frozenset({11}))).dossier.assessment
    assert chosen.agreed["C1"].reason == myrull.assessment.agreed["C1"].reason


def test_an_observation_picked_among_the_texts_is_left_out_whole(myrull: Dossier) -> None:
    assert withhold(myrull, AccessReport(texts=frozenset({"observation.7"}))).whole == {7}


def test_what_is_not_there_can_not_be_kept_by_mistake(myrull: Dossier) -> None:
    with pytest.raises(ReportError, match="finnes ikke"):
        withhold(myrull, AccessReport(kept_texts=frozenset({"item.Q9"})))


def test_nothing_is_made_until_somebody_has_read_what_could_give_others_away(myrull: Dossier) -> None:
    for request in (AccessReport(), dataclasses.replace(SISTER, read=False)):
        with pytest.raises(ReportError, match=r"må leses først: .*opplysning 9") as refused:
            build(myrull, request)
        assert "lest" in refused.value.hint
    assert build(myrull, AccessReport(read=True)).title.endswith("innsyn")
    quiet = frozenset(readable_texts(myrull))
    assert build(myrull, AccessReport(texts=quiet)).title.endswith("innsyn")


def test_the_report_promises_no_more_than_it_keeps(myrull: Dossier) -> None:
    for read in (True, False):
        request = AccessReport(texts=frozenset() if read else frozenset(readable_texts(myrull)), read=read)
        about = build(myrull, request).sections[0].intro[0]
        assert "vernet" not in about
        assert "Feltene som sier hvem som har fortalt noe" in about
        assert ("har lest den" in about) is read


@pytest.mark.parametrize(
    ("known", "text"),
    [
        ("mor", "Moren støtter ham."),
        ("søsteren", "Hans søster sa det."),
        ("vaktmester", "Vaktmesterens ord."),
        ("veileder", "NAV-veilederen får kontakt."),
    ],
)
def test_a_word_of_a_source_is_found_in_another_inflection(known: str, text: str) -> None:
    assert names_any(text, [known])


def test_a_word_that_only_begins_alike_is_not_taken_for_it() -> None:
    assert not names_any("Det er morsomt i morgen.", ["mor"])
    assert people_words("En moderne fare for farten i klassen.") == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "Bestefar har våpen",
        "Faren sa det",
        "Brødrene hans",
        "Tvillingsøstera",
        "Nabolag? Nei, naboens",
        "Kollegene",
        "Vennene",
    ],
)
def test_kin_and_neighbours_are_found_though_no_field_names_them(text: str) -> None:
    assert people_words(text)


def test_the_grandfather_of_a_training_case_is_pointed_to() -> None:
    places = telling_places(training_dossier("BLÅKLOKKE", "nb"), AccessReport())
    assert {"observation.11", "item.B4"} <= set(places)
    assert "observation.8" in telling_places(training_dossier("RØSSLYNG", "nb"), AccessReport())
    assert {"observation.9", "item.J2"} <= set(telling_places(training_dossier("MYRULL", "nb"), AccessReport()))


def test_questions_of_the_same_kind_are_told_apart(myrull: Dossier) -> None:
    (said,) = (one for one in cautions(myrull, AccessReport(withheld=TOLD_BY_THE_SISTER)) if "utelatt:" in one)
    assert len(set(re.findall(r"gruppas forklaring \(«[^»]+»\)", said))) > 1
