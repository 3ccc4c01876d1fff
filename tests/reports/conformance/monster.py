"""An assessment that nobody would write, and that must still become a report: long, wide, and in many scripts.

Everything in it is a record that the register would keep; the words are invented and name nobody.
"""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from itertools import cycle, islice

from assess.casework.assessment import Assessment
from assess.casework.decision import Decision, Dissent, PromptAnswer
from assess.casework.deeds.deed import renewed
from assess.casework.observation import Observation
from assess.casework.plan import PlannedMeasure
from assess.ids import RecordId
from assess.reports.dossier import Dossier

OBSERVATIONS = 200
MEASURES = 40
LONGEST_NOTE = 20_000
"""Letters in one free text, by the register's own rule."""

WORDS = (
    "Gutten sa i timen at noen fortjener det som kommer, og læreren skrev det ned samme dag.",
    "قال في الصف إن بعض الناس يستحقون ما يحدث لهم، وكتب المعلم ذلك.",
    "Báhppageađgi Čázádat Đuođđar Ŋuovvarruohtas Šiehttačoahkkin Ŧiŧŧán Žuhkkádat ja Jalŋŋisvággi.",
    "Jïjnjh Baakoeh Gïelesne, Aahkanjaevrie Låarte; Sliehppeváráj Bälddum, Guolle Njálmme.",
    "Skrev 🙂🔥👍🏽🇳🇴 under bildet, og 💀💀💀 under det neste.",
    "Он написал это, 他写了这个, הוא כתב את זה, Ông ấy đã viết điều này, Ζωή.",
    "Z̤̈́̀̂̃͜ą̷l̸̡g̵̢o og e\u0301 ligger tett; ½ ‰ → ≥ √ ∞ ﬁ ﬂ … «sitat» „tysk“ – —.",
    "<b>ikke fet</b> &amp; {{ 7 * 7 }} [red]ikke rød[/] %s \\N{BELL} https://eksempel.invalid/?a=1&b=2",
    "Radikaliseringsforebyggingskoordineringsgruppemøtereferatskriveropplæringsansvarlig",
    "\tInnrykk\n\nog to linjeskift\n– punkt\n– punkt",
)
"""Norwegian, Arabic, Sámi languages, emoji, several scripts, piled marks, markup, one long word, and layout."""


def monster(dossier: Dossier) -> Dossier:
    """The dossier with far too much of everything in it."""
    kept = dossier.assessment
    items = [item.id for item in dossier.instrument.items()]
    return dataclasses.replace(
        dossier,
        assessment=renewed(
            kept,
            observations=tuple(_observation(number, items) for number in range(1, OBSERVATIONS + 1)),
            measures=tuple(_measure(number, items) for number in range(1, MEASURES + 1)),
            prompts=tuple(
                PromptAnswer(prompt=one.id, text=_said(at)) for at, one in enumerate(dossier.instrument.prompts)
            ),
            dissents=tuple(Dissent(id=_id(900 + at), who=_said(at)[:300], text=_said(at)) for at in range(4)),
            decision=_decision(kept),
        ),
    )


def overfull(dossier: Dossier, letters: int) -> Dossier:
    """The dossier with that many letters of ordinary words in its observations, each as long as one may be."""
    sentence = WORDS[0] + " "
    text = (sentence * (LONGEST_NOTE // len(sentence) + 1))[:LONGEST_NOTE]
    count = -(-letters // LONGEST_NOTE)
    observations = tuple(Observation(id=_id(number), number=number, seen=text) for number in range(1, count + 1))
    return dataclasses.replace(dossier, assessment=renewed(dossier.assessment, observations=observations))


def _observation(number: int, items: list[str]) -> Observation:
    at = number % len(items)
    return Observation(
        id=_id(number),
        number=number,
        seen=_endless(number) if number == OBSERVATIONS else _said(number),
        meaning=_said(number + 1),
        brought_by=_said(number)[:300].replace("\n", " "),
        observed="våren 2026",
        received_on=date(2026, 1, 1) + timedelta(days=number),
        hand="first_hand",
        reliability="B",
        credibility="2",
        nature="fact",
        lawful=number % 7 == 0,
        shared=True,
        legal_basis="fvl_13b_6",
        necessity=_said(number + 2),
        recipients=("politi",),
        mentions="mor, en lærer",
        speaks_for=tuple(islice(cycle(items), at, at + 3)) if number % 7 else (),
        speaks_against=(items[at - 1],),
        withdrawn="Melderen tok feil." if number % 30 == 0 else "",
    )


def _measure(number: int, items: list[str]) -> PlannedMeasure:
    return PlannedMeasure(
        id=_id(500 + number),
        number="5.4" if number % 2 else "",
        text=_endless(number) if number == MEASURES else _said(number),
        owner=_said(number + 3)[:300].replace("\n", " "),
        deadline=date(2027, 1, 1) + timedelta(days=number),
        consent="given",
        guardians=_said(number + 4),
        items=(items[number % len(items)],),
        harm=_said(number + 5),
    )


def _decision(kept: Assessment) -> Decision:
    assert kept.decision is not None
    return kept.decision.model_copy(update={"reason": "\n".join(WORDS)})


def _said(number: int) -> str:
    """A few sentences, others for each number."""
    return " ".join(islice(cycle(WORDS), number % len(WORDS), number % len(WORDS) + 3))


def _endless(number: int) -> str:
    """One word as long as a text may be."""
    letter = "abčđŋ"[number % 5]
    return (f"Ø{letter}" * LONGEST_NOTE)[:LONGEST_NOTE]


def _id(number: int) -> RecordId:
    return f"00000000-0000-7000-8000-{number:012d}"
