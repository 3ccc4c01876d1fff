from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assess.casework.language_guard import from_health, remarks
from assess.casework.observation import Observation, Sensitivity
from assess.errors import ProfileError
from assess.instrument.strict_yaml import read
from assess.places import shipped
from assess.profile.load import Profiles
from assess.profile.wording import Wording, examine_wording, wording

MOST_FALSE_ALARMS = 0.01
"""The share of plain sentences that may be remarked on. Every further one teaches people to look away."""

UNFIT = [
    ("Han er tydelig psykotisk.", "diagnosis"),
    ("Læreren mener at hun har ADHD.", "diagnosis"),
    ("Gutten virker deprimert.", "diagnosis"),
    ("Han er nok schizofren.", "diagnosis"),
    ("Hun har en personlighetsforstyrrelse.", "diagnosis"),
    ("Vi tror han er på autismespekteret, kanskje autist.", "diagnosis"),
    ("Naboen er paranoid.", "diagnosis"),
    ("Han er en psykopat.", "diagnosis"),
    ("Hun har hatt en psykose før.", "diagnosis"),
    ("Moren er bipolar.", "diagnosis"),
    ("Han lider av vrangforestillinger.", "diagnosis"),
    ("Faren er alkoholiker.", "diagnosis"),
    ("Han er psykisk syk.", "diagnosis"),
    ("Broren er narkoman.", "diagnosis"),
    ("Jenta er traumatisert.", "diagnosis"),
    ("Har PTSD etter flukten.", "diagnosis"),
    ("Han er en typisk narsissist.", "diagnosis"),
    ("Han er radikalisert.", "label"),
    ("Sønnen er blitt islamist.", "label"),
    ("Han er nazist.", "label"),
    ("To av elevene er rasister.", "label"),
    ("Hun er en ekstremist.", "label"),
    ("Gutten er en tikkende bombe.", "label"),
    ("Han er hjernevasket av nettet.", "label"),
    ("Dette er en farlig mann.", "label"),
    ("Han er en sleip type.", "label"),
    ("Han er kjent som bygdas versting.", "label"),
    ("Han er gal.", "label"),
    ("En kvinne beskrev ham som fanatisk.", "label"),
    ("Eleven er en bråkmaker.", "label"),
    ("Han er en incel.", "label"),
    ("Sånne folk tenker ikke som oss.", "sweeping"),
    ("Det ligger i kulturen.", "sweeping"),
    ("Han er typisk muslimsk i synet på kvinner.", "sweeping"),
    ("Han var aggressiv på møtet.", "vague"),
    ("Hun oppførte seg merkelig.", "vague"),
    ("Han har kalde øyne.", "vague"),
    ("Det er ingen tvil om at han planlegger noe.", "vague"),
    ("Det sies at han har kjøpt kniv.", "hearsay"),
    ("Alle vet at familien er sånn.", "hearsay"),
    ("Han skal ha sagt noe stygt.", "hearsay"),
    ("Visstnok har han vært i utlandet.", "hearsay"),
    ("Det går rykter om gutten.", "hearsay"),
    ("Folk sier han er med i noe.", "hearsay"),
    ("Vi har hørt at han er på nettet om natta.", "hearsay"),
    ("Som kjent bor han alene.", "hearsay"),
    ("Han har angivelig et våpen.", "hearsay"),
    ("Etter sigende er han ute av miljøet.", "hearsay"),
    ("Noen mener at han er farlig.", "hearsay"),
]

PLAIN = [
    "Han sa i timen: «De fortjente det.»",
    "Hun ropte «du er en terrorist» til medeleven.",
    'Han kalte læreren "nazist" i korridoren.',
    "Eleven har begynt å be fem ganger om dagen.",
    "Han har latt skjegget gro og går i annet tøy.",
    "Hun bruker hijab og faster i ramadan.",
    "Han gikk i en meldt demonstrasjon mot regjeringen.",
    "Han er imot all terror og sier det uoppfordret.",
    "Faren kom på foreldremøtet og stilte mange spørsmål.",
    "Moren er redd for ham og ønsker hjelp.",
    "Han sover dårlig og virker trist.",
    "Han sier at han er lei seg og ensom.",
    "Gutten har sluttet på håndball.",
    "Han ropte et rasistisk skjellsord i garderoben.",
    "Han delte en lenke til en kanal som hyller terrorangrep.",
    "Han skrev på et incel-forum i to måneder.",
    "Politiet kjenner ikke til vold eller straffbare planer.",
    "Han er dømt for vold i 2024 og har sonet dommen.",
    "De kriminelle kontaktene hans er kjent for politiet.",
    "Han har brutt med det kriminelle miljøet.",
    "Onkelen har jaktvåpen i låst skap.",
    "Han spurte læreren om hvordan man lager sprengstoff.",
    "Han så ned i pulten og svarte ikke.",
    "Han slo neven i bordet og gikk ut.",
    "Han stilte seg foran døra og ba henne bli.",
    "Læreren så ikke noe mistenkelig.",
    "Han var rolig og ikke aggressiv i samtalen.",
    "Hun har fått ny jobb og trives.",
    "Han følger en predikant på nettet.",
    "Han mener at klimapolitikken er et svik.",
    "Han er med i et lovlig politisk parti på ytre høyre side.",
    "Han har et hakekors på sekken.",
    "Han bærer et kors rundt halsen.",
    "Søsteren ringer hver uke.",
    "Han skal ha møte med NAV på fredag.",
    "Han blir stille når noen sier navnet hennes.",
    "Vaktmesteren så ham fotografere inngangen to ganger.",
    "Han taper ofte i spill og ler av det.",
    "Det er vondt å bli sett på som farlig, sa han.",
    "Han er engasjert, kunnskapsrik og høflig.",
    "Hun fortalte at broren ikke har mat hjemme.",
    "Økonomien er ustabil etter at han mistet jobben.",
    "Han har levert passet frivillig.",
    "Kurator tok kontakt med foreldrene samme dag.",
    "Mentor møtte ham tre ganger i mai.",
    "Han liker å være alene og leser mye.",
]


@pytest.fixture(scope="module")
def words() -> Wording:
    return wording("nb")


def told_in_cases() -> Iterator[str]:
    """What was seen in every training case: written by people who took care."""
    for file in sorted(shipped("instruments").glob("*/cases/*.yaml")):
        case = json.loads(json.dumps(read(file).data))
        for meeting in case["meetings"]:
            yield from (one["seen"] for one in meeting["observations"])


def groups(text: str, words: Wording, *, health: bool = False) -> list[str]:
    return [one.group for one in remarks(text, health, words)]


@pytest.mark.parametrize(("text", "group"), UNFIT)
def test_an_unfit_word_is_remarked_on(words: Wording, text: str, group: str) -> None:
    assert group in groups(text, words)


def test_ordinary_lawful_words_are_left_alone(words: Wording) -> None:
    told = [*PLAIN, *told_in_cases()]
    alarms = [(text, one.word) for text in told for one in remarks(text, False, words)]
    assert len(PLAIN) >= 40
    assert len(told) >= 110
    assert len(alarms) <= MOST_FALSE_ALARMS * len(told), alarms


def test_a_remark_says_which_word_why_and_what_to_write_instead(words: Wording) -> None:
    text = "I går sa nabokona at Han er Psykotisk, altså psykotisk."
    (one,) = remarks(text, False, words)
    assert (one.word, text[one.start : one.start + len(one.word)]) == ("Psykotisk", "Psykotisk")
    assert one.because
    assert one.help


def test_remarks_stand_in_the_order_of_the_words(words: Wording) -> None:
    assert groups("Det sies at den radikaliserte gutten er paranoid.", words) == ["hearsay", "label", "diagnosis"]


def test_health_personnel_may_use_the_words_of_their_work(words: Wording) -> None:
    assert groups("Pasienten er psykotisk.", words, health=True) == []
    assert groups("Pasienten er en nazist.", words, health=True) == ["label"]


def test_what_stands_in_quotation_marks_is_left_alone_even_while_it_is_written(words: Wording) -> None:
    assert groups("Han ropte «dere er nazister", words) == []
    assert groups("Han ropte «hei». Han er nazist", words) == ["label"]


def test_only_whole_words_count(words: Wording) -> None:
    assert groups("Eleven skrev om nazismen og om terroristangrepet i 2011.", words) == []


@pytest.mark.parametrize(
    ("brought_by", "sensitivity", "health"),
    [
        ("helse", "ordinary", True),
        ("Kommuneoverlege", "ordinary", True),
        ("Psykisk helse og rus", "ordinary", True),
        ("Fastlegen, gjennom kommuneoverlegen", "ordinary", True),
        ("Helsesykepleier", "ordinary", True),
        ("Skole", "health", True),
        ("Skole", "police", False),
        ("Kollega", "ordinary", False),
        ("", "ordinary", False),
    ],
)
def test_who_brings_health_information(
    words: Wording, brought_by: str, sensitivity: Sensitivity, *, health: bool
) -> None:
    one = Observation(
        id="00000000-0000-7000-8000-000000000000", number=1, seen="x", brought_by=brought_by, sensitivity=sensitivity
    )
    assert from_health(one, Profiles().profile("fredrikstad"), words) is health


def test_the_shipped_words_are_in_order_and_explained_in_english_too(words: Wording) -> None:
    assert examine_wording(shipped("profiles") / "wording" / "nb.yaml") == []
    english = wording("en")
    assert english.groups[0].words == words.groups[0].words
    assert all(one.because != two.because for one, two in zip(english.groups, words.groups, strict=True))


def test_a_broken_file_of_words_is_told_at_its_place(tmp_path: Path) -> None:
    file = tmp_path / "wording" / "nb.yaml"
    file.parent.mkdir()
    group = "because: b, help: h, title: t"
    file.write_text(
        "format: 1\nid: nb\nversion: 1.0.0\nlanguage: nb\ntitle: t\ngroups:\n"
        f"  - {{id: a, {group}, words: [gal, 'bo*ms', galen]}}\n"
        f"  - {{id: a, {group}, words: [gal~]}}\n",
        encoding="utf-8",
    )
    told = "\n".join(str(problem) for problem in examine_wording(file))
    assert "'bo*ms' is no word" in told
    assert "'a' stands twice" in told
    assert "'gal~' stands in 'a' already" in told
    with pytest.raises(ProfileError):
        wording("nb", tmp_path)
