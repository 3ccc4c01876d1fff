from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from assess.casework.assessment import Assessment
from assess.casework.decision import Decision
from assess.casework.deeds.deed import renewed
from assess.casework.plan import PlannedMeasure, UnknownPlan
from assess.casework.rating import GROUP, Rating
from assess.instrument.library import Library
from assess.reports.content import ReportContent, build
from assess.reports.dossier import Dossier
from assess.reports.page_one import PageOne

if TYPE_CHECKING:
    from tests.reports.conftest import Print, Printed

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)


def page_of(dossier: Dossier, **changes: object) -> PageOne:
    return first_page(build(dataclasses.replace(dossier, assessment=renewed(dossier.assessment, **changes))))


def first_page(content: ReportContent) -> PageOne:
    assert content.page_one is not None
    return content.page_one


def test_page_one_says_what_was_decided_and_what_happens_now(printed: Printed) -> None:
    for words in (
        "Vurdering F-2026-0042/1",
        "Kontaktmøte 3. mars 2026",
        "Innledende vurdering",
        "Koordineringsgruppa",
        "Moderat",
        "Det som kalles moderat.",
        "Ordene er klare, planer er ukjent.",
        "Middels",
        "Stort hjelpebehov",
        "senest 28. april 2026",
        "Samtale med begge foreldre.",
        "10.03.2026",
        "SLT-koordinator",
        "gitt",
        "Radikaliseringskontakt",
        "Oppfylt. Kontaktmøtet skal bestå av minst to fra kommunen",
    ):
        assert printed.says(words, page=1), words


def test_a_dissent_stands_on_page_one_in_full(printed: Printed) -> None:
    assert printed.says("Radikaliseringskontakten, som mener Høy: Gruppa er lukket.", page=1)


def test_what_is_unknown_stands_on_page_one_with_who_clears_it_up(printed: Printed) -> None:
    assert printed.says("Forbereder noe", page=1)
    assert printed.says("Politiets nettpatrulje – Ser på det åpne.", page=1)
    assert printed.says("06.03.2026", page=1)


def test_coverage_is_counted_and_nothing_else_is(printed: Printed) -> None:
    assert printed.says("Kjent 4 av 6 · ukjent 1 · ikke innhentet 1", page=1)


def test_an_unknown_without_a_plan_is_said_to_have_none(dossier: Dossier) -> None:
    row = page_of(dossier, unknown_plans=()).unknowns.rows[0]
    assert row[1].text == "Ingen plan for å avklare dette."


def test_no_dissent_is_said_in_words(dossier: Dossier) -> None:
    assert [view.text for view in page_of(dossier, dissents=()).dissent] == ["Ingen dissens."]


def test_the_range_is_shown_beside_the_level_without_setting_it(dossier: Dossier) -> None:
    page = page_of(dossier)
    assert page.rules is not None
    assert "minst Moderat, og inntil Høy" in page.rules.text
    assert [(step.label, step.chosen, step.within) for step in page.scale] == [
        ("Lav", False, False),
        ("Moderat", True, True),
        ("Høy", False, True),
    ]


def test_what_the_rules_say_is_hidden_until_the_group_has_decided(printed_draft: Printed) -> None:
    page = first_page(printed_draft.content)
    assert page.verdict.words == "Ikke satt ennå"
    assert page.rules is not None
    assert "vises først når gruppa har satt sitt eget nivå" in page.rules.text
    assert not any(step.within for step in page.scale)


def test_a_level_below_the_range_is_printed_with_its_reason(dossier: Dossier) -> None:
    low = Decision(level="N1", confidence="low", reason="Lite nytt.", departure="Politiet har sjekket.", decided_at=NOW)
    page = page_of(dossier, decision=low)
    assert page.rules is not None
    assert "Gruppas nivå ligger under dette." in page.rules.text
    assert "Gruppas grunn: Politiet har sjekket." in page.rules.text


def test_a_level_below_the_range_without_a_reason_is_said_to_lack_it(dossier: Dossier) -> None:
    bare = Decision(level="N1", confidence="low", reason="Lite nytt.", decided_at=NOW)
    page = page_of(dossier, decision=bare)
    assert page.rules is not None
    assert "Begrunnelsen for avviket er ikke skrevet." in page.rules.text


def test_a_meeting_that_departs_from_its_rule_says_what_was_missing_and_why(dossier: Dossier) -> None:
    meeting = dossier.assessment.meeting
    thin = meeting.model_copy(update={"attendees": meeting.attendees[:4], "deviation_reason": "Det hastet"})
    rule = page_of(dossier, meeting=thin).present[1].text
    assert "Ikke oppfylt. Det mangler 1 til fra Fredrikstad politistasjonsdistrikt." in rule
    assert "Møtet ble likevel holdt fordi: Det hastet." in rule


def test_no_measures_are_printed_with_the_reason(dossier: Dossier) -> None:
    page = page_of(dossier, measures=(), no_measures="Skolen følger opp selv.")
    assert page.measures.empty == "Ingen tiltak. Grunn: Skolen følger opp selv."


def test_the_decision_of_a_normal_case_fits_on_page_one(dossier: Dossier, printing: Print) -> None:
    instrument = Library().edition("vrb").spoken("nb")
    unknown = ("B2", "F2", "A5", "F1")
    ratings = tuple(
        Rating(round="agreed", rater=GROUP, item=item.id, code="U" if item.id in unknown else "1", given_at=NOW)
        for item in instrument.items()
    )
    words = "Foreldreveiledning for begge foreldre sammen: nettbruk om natta, og hvordan de snakker med ham."
    full = renewed(
        dossier.assessment,
        ratings=ratings,
        decision=Decision(
            level="N2", confidence="medium", reason="Flere forhold peker samme vei. " * 8, decided_at=NOW
        ),
        help_need=None,
        prompts=(),
        scenarios=(),
        rights=(),
        observations=(),
        remarks=(),
        dissents=dossier.assessment.dissents,
        checks=(),
        measures=tuple(
            PlannedMeasure(
                id=f"00000000-0000-7000-8000-{800 + place:012d}",
                number=number,
                text=words,
                owner="Spesialkonsulent skole",
                deadline=date(2026, 3, 20),
                consent="to_be_asked",
            )
            for place, number in enumerate(("5.3", "5.4", "5.6", "5.7"))
        ),
        unknown_plans=tuple(
            UnknownPlan(item=item, who="Helsesykepleier", how="Spør direkte i en samtale i uka.", by=date(2026, 3, 5))
            for item in unknown
        ),
    )
    made = printing(dataclasses.replace(dossier, assessment=full, instrument=instrument))
    assert made.says("Habilitet er bekreftet for alle.", page=1)
    assert made.says("Grunnlaget for beslutningen", page=2)
    assert not made.says("Grunnlaget for beslutningen", page=1)


def test_an_instrument_without_a_level_has_no_level_and_no_range(dossier: Dossier) -> None:
    triage = Library().edition("triage").spoken("nb")
    empty = {"ratings": (), "decision": None, "help_need": None, "observations": (), "dissents": (), "remarks": ()}
    plan = {"unknown_plans": (), "measures": (), "party_levels": (), "rights": (), "prompts": (), "scenarios": ()}
    blank: Assessment = renewed(dossier.assessment, **empty, **plan, checks=())
    content = build(dataclasses.replace(dossier, assessment=blank, instrument=triage))
    assert first_page(content).rules is None
    assert "Hver parts eget nivå" not in [section.heading for section in content.sections]
