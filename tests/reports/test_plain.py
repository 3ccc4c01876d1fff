"""The report for somebody young or a guardian: short, plain, and without anybody else in it."""

from __future__ import annotations

import dataclasses
from io import BytesIO

import pytest
from pypdf import PdfReader

from assess.casework.deeds.deed import renewed
from assess.casework.plan import Consent
from assess.errors import ReportError
from assess.profile.load import Profiles
from assess.reports.content import build
from assess.reports.dossier import Dossier
from assess.reports.plain import LONGEST, lix
from assess.reports.render import pdf_bytes
from assess.reports.request import PlainReport
from tests.reports.leaks import found_in

YOUNG, GUARDIAN = PlainReport("young"), PlainReport("guardian")


def said(dossier: Dossier, request: PlainReport) -> str:
    cover = build(dossier, request).cover
    assert cover is not None
    return "\n".join(text for prose in cover.prose for text in (f"{prose.heading}.", prose.text))


@pytest.mark.parametrize("request_", [YOUNG, GUARDIAN])
def test_the_programs_own_words_are_easy_to_read(dossier: Dossier, request_: PlainReport) -> None:
    words = said(dossier, request_)
    assert lix(words) < 30
    sentences = [one for line in words.splitlines() for one in line.replace("?", ".").replace(":", ".").split(". ")]
    assert max(len(one.split()) for one in sentences) <= 22


def test_lix_counts_words_in_sentences_and_long_words() -> None:
    assert lix("Vi kan ta feil. Si fra til oss.") == 4
    assert lix("Koordineringsgruppa bekymret") == 2 + 100


def test_the_young_person_is_spoken_to_as_you_and_the_guardian_as_you_in_plural(dossier: Dossier) -> None:
    assert " deg" in said(dossier, YOUNG)
    assert "deres" not in said(dossier, YOUNG)
    assert "barnet deres" in said(dossier, GUARDIAN)
    assert " deg" not in said(dossier, GUARDIAN)


def test_no_code_and_no_word_about_risk_or_extremism_is_in_it(dossier: Dossier) -> None:
    words = said(dossier, YOUNG)
    own = words.replace(dossier.profile.group, "")
    assert not any(word in own.casefold() for word in ("ekstrem", "radikal", "risiko", "farlig", "n2", "trussel"))


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("request_", [YOUNG, GUARDIAN])
def test_nothing_that_the_group_wrote_for_itself_is_in_the_file(
    dossier: Dossier, language: str, request_: PlainReport
) -> None:
    kept = dossier.assessment
    assert kept.decision is not None
    observations = tuple(
        one.model_copy(update={"seen": "zq1x", "brought_by": "zq2x", "mentions": "zq3x"}) for one in kept.observations
    )
    measures = tuple(
        one.model_copy(update={"text": "zq4x", "owner": "zq5x", "guardians": "zq6x"}) for one in kept.measures
    )
    changed = renewed(
        kept,
        observations=observations,
        measures=measures,
        decision=kept.decision.model_copy(update={"reason": "zq7x"}),
        prompts=tuple(one.model_copy(update={"text": "zq8x"}) for one in kept.prompts),
    )
    spoken = dataclasses.replace(
        dossier,
        assessment=changed,
        case=dossier.case.model_copy(update={"summary": "zq9x"}),
        profile=Profiles().profile("fredrikstad", language),
        language=language,
    )
    data = pdf_bytes(build(spoken, request_))
    assert found_in(data, [f"zq{number}x" for number in range(1, 10)]) == []


def test_words_written_for_the_reader_stand_instead_of_the_programs(dossier: Dossier) -> None:
    words = said(dossier, PlainReport("young", about="Vi snakket om skolen.", thinks="Vi er litt urolige."))
    assert "Vi snakket om skolen." in words
    assert "Vi er litt urolige." in words
    assert "Noen var urolige" not in words
    assert "faste ord" not in words


def test_a_level_is_told_in_the_instruments_words_or_not_at_all(dossier: Dossier) -> None:
    assert "Det er forklart slik: «Det som kalles moderat.»" in said(dossier, YOUNG)
    instrument = dossier.instrument
    outcome = instrument.outcome("level")
    hard = "Tverrfaglig koordineringsproblematikk forutsetter konkretisering."
    levels = tuple(one.model_copy(update={"definition": hard}) for one in outcome.levels)
    outcomes = tuple(
        one.model_copy(update={"levels": levels}) if one.id == "level" else one for one in instrument.outcomes
    )
    harder = dataclasses.replace(dossier, instrument=instrument.model_copy(update={"outcomes": outcomes}))
    assert hard not in said(harder, YOUNG)
    assert "Spør oss, så forklarer vi det." in said(harder, YOUNG)


def test_without_a_decision_nothing_is_said_about_a_level(dossier: Dossier) -> None:
    draft = dataclasses.replace(dossier, assessment=renewed(dossier.assessment, decision=None, state="draft"))
    assert "Vi har ikke bestemt oss ennå." in said(draft, YOUNG)
    assert "Nå er ordet" not in said(draft, YOUNG)


@pytest.mark.parametrize(
    ("number", "consent", "words"),
    [
        ("5.6", "to_be_asked", "Du velger selv."),
        ("5.7", "to_be_asked", "Det skjer bare hvis du sier ja."),
        ("5.3", "to_be_asked", "Vi spør deg først."),
        ("5.3", "given", "Det er lov å ombestemme seg."),
        ("5.6", "declined", "Det er sagt nei til dette."),
    ],
)
def test_each_measure_says_what_the_person_may_choose(
    dossier: Dossier, number: str, consent: Consent, words: str
) -> None:
    one = dossier.assessment.measures[0].model_copy(update={"number": number, "consent": consent})
    changed = dataclasses.replace(dossier, assessment=renewed(dossier.assessment, measures=(one,)))
    assert words in said(changed, YOUNG)


def test_a_measures_own_words_stand_only_when_somebody_has_read_them(dossier: Dossier) -> None:
    own = dossier.assessment.measures[0].model_copy(update={"number": "", "text": "Bror kjører til trening."})
    changed = dataclasses.replace(dossier, assessment=renewed(dossier.assessment, measures=(own,)))
    assert "Bror" not in said(changed, YOUNG)
    assert "I planen står også noe annet." in said(changed, YOUNG)
    assert "Bror kjører til trening." in said(changed, PlainReport("young", measures_read=True))
    assert "Bror" not in said(changed, PlainReport("young", measures_read=True, left_out=frozenset({1})))


def test_nobody_elses_consent_is_told_as_the_readers(dossier: Dossier) -> None:
    own = dossier.assessment.measures[0].model_copy(
        update={"number": "", "text": "Søsteren får en kontaktperson.", "consent": "given"}
    )
    changed = dataclasses.replace(dossier, assessment=renewed(dossier.assessment, measures=(own,)))
    assert "Det er sagt ja" not in said(changed, PlainReport("young", measures_read=True))


def test_measures_for_staff_are_not_told(dossier: Dossier) -> None:
    staff = dossier.assessment.measures[0].model_copy(update={"number": "5.2"})
    changed = dataclasses.replace(dossier, assessment=renewed(dossier.assessment, measures=(staff,)))
    assert "Vi har ikke planlagt noe nå." in said(changed, YOUNG)


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("reader", [YOUNG, GUARDIAN])
def test_it_never_fills_more_than_two_pages(dossier: Dossier, language: str, reader: PlainReport) -> None:
    measure = dossier.assessment.measures[0].model_copy(update={"text": "Vi gjør noe sammen. " * 10})
    long = "Vi snakket om skolen og om venner. " * (LONGEST // 36)
    many = dataclasses.replace(
        dossier, assessment=renewed(dossier.assessment, measures=(measure,) * 40), language=language
    )
    wanted = dataclasses.replace(reader, about=long, thinks=long, measures_read=True)
    assert len(PdfReader(BytesIO(pdf_bytes(build(many, wanted)))).pages) <= 2


@pytest.mark.parametrize(
    "wrong", [PlainReport("young", about="x" * (LONGEST + 1)), PlainReport("young", left_out=frozenset({9}))]
)
def test_too_much_or_what_is_not_there_is_refused(dossier: Dossier, wrong: PlainReport) -> None:
    with pytest.raises(ReportError):
        build(dossier, wrong)


def test_what_is_lawful_to_think_is_never_held_against_anybody(dossier: Dossier) -> None:
    assert "Det bruker vi aldri mot deg." in said(dossier, YOUNG)
    assert "innsyn" in said(dossier, YOUNG)
    assert "klage til Datatilsynet" in said(dossier, YOUNG)
