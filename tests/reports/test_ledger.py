from __future__ import annotations

from dataclasses import replace

from assess.casework.deeds.deed import renewed
from assess.casework.observation import Observation
from assess.reports.dossier import Dossier
from assess.reports.ledger import ledger_section
from tests.reports.conftest import make_id


def row_of(dossier: Dossier, **changes: object) -> tuple[str, str]:
    """What the row of one observation says beside it, and of its sharing."""
    one = Observation.model_validate({"id": make_id(101), "number": 1, "seen": "Noe er sett.", **changes})
    (table,) = ledger_section(
        replace(dossier, assessment=renewed(dossier.assessment, observations=(one,), signatures=()))
    ).tables
    (row,) = table.rows
    return " / ".join(row[1].notes), " / ".join(row[3].notes)


def test_a_bare_observation_says_nothing_of_what_nobody_wrote(dossier: Dossier) -> None:
    assert row_of(dossier) == ("", "ikke delt")


def test_who_else_is_mentioned_and_where_a_document_lies_are_printed(dossier: Dossier) -> None:
    beside, _sharing = row_of(dossier, mentions="mor, en lærer", document="sak 26/118, dok. 4")
    assert beside == "Nevner også: mor, en lærer / Dokument: sak 26/118, dok. 4"


def test_whose_secrecy_it_comes_under_is_printed_though_it_is_not_shared(dossier: Dossier) -> None:
    for sensitivity, words in (
        ("health", "helseopplysning"),
        ("child_welfare", "opplysning fra barnevernet"),
        ("police", "opplysning fra politiet"),
    ):
        assert row_of(dossier, sensitivity=sensitivity)[1] == f"{words} / ikke delt"


def test_those_who_receive_it_are_printed_by_their_names_in_the_profile(dossier: Dossier) -> None:
    sharing = row_of(dossier, shared=True, recipients=("kommune", "politi", "nedlagt"), necessity="De må vite det.")[1]
    assert sharing == (
        "delt, uten oppgitt hjemmel / delt med: Fredrikstad kommune, Fredrikstad politistasjonsdistrikt og nedlagt / "
        "nødvendig fordi: De må vite det."
    )


def test_recipients_of_what_is_not_shared_are_not_printed(dossier: Dossier) -> None:
    assert row_of(dossier, recipients=("kommune",))[1] == "ikke delt"
