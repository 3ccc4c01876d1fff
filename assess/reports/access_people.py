"""Words in a text that could point to a person: those of a source in another inflection, kin, neighbours, helpers.

A search for words is no reading. It says where to begin, and errs towards saying too much.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from assess.casework.observation import Observation
from assess.reports.dossier import Dossier

_SHORTEST: Final = 3
"""Letters in a word worth looking for: «mor», «far»."""
_COMMON: Final = frozenset(
    {"den", "det", "din", "dit", "eller", "etter", "for", "fra", "gjennom", "har", "han", "henne", "hun", "hans", "ham"}
    | {"ikke", "kommune", "kommunen", "med", "mot", "når", "også", "over", "råd", "selv", "sin", "som", "til", "under"}
    | {"ved", "vil", "via", "egen", "hos", "sammen", "der", "mannen", "gutten", "personen", "politiet", "møtet"}
    | {"åpen", "samtale", "telefonsamtale", "bekreftet", "samtykke"}
)
"""Words that point to nobody."""
_PEOPLE: Final = frozenset(
    {"mor", "mamma", "far", "pappa", "foreldre", "forelder", "foresatt", "søster", "bror", "søsken", "datter", "sønn"}
    | {"mormor", "farmor", "morfar", "farfar", "stemor", "stefar", "bestefar", "bestemor", "besteforeldre", "tante"}
    | {"onkel", "fetter", "kusine", "niese", "nevø", "kjæreste", "samboer", "ektefelle", "kone", "venn", "venninne"}
    | {"kamerat", "kompis", "nabo", "lærer", "rektor", "vaktmester", "psykolog", "lege", "fastlege", "helsesykepleier"}
    | {"mentor", "trener", "sjef", "kollega", "medelev", "veileder", "imam", "sekretær", "bibliotekar"}
)
"""What people around somebody are called: kin, friends, neighbours and those who help or teach, in the singular."""
_IRREGULAR: Final = frozenset(
    {"mødre", "mødrene", "fedre", "fedrene", "søstre", "søstrene", "brødre", "brødrene", "døtre", "døtrene"}
    | {"foreldrene", "besteforeldrene", "onkler", "onklene", "kolleger", "kollegene", "medelever", "bestemødre"}
    | {"bestefedre", "sønner", "sønnene", "venner", "vennene", "kona", "søstera"}
)
_DEFINITE: Final = ("ene", "en", "et", "er", "a", "s")
"""Endings that a source's word may have: «Søsteren», «politiets»."""
_ENDINGS: Final = frozenset(
    {"", "a", "e", "en", "ene", "ens", "enes", "er", "ers", "eren", "erens", "ere", "erne", "et", "ets", "n", "ne"}
    | {"ns", "nes", "r", "rne", "rs", "s", "as"}
)
_FORMS: Final = frozenset(word + ending for word in _PEOPLE for ending in _ENDINGS) | _IRREGULAR
_LAST: Final = tuple(sorted(form for form in _FORMS if len(form) >= 5 and not form.startswith(("lege", "kone"))))
"""Forms that may end a longer word: «tvillingsøsteren», «kontaktlærer»."""
_NOBODY: Final = frozenset({"fare", "farer", "farene", "fares", "more", "morene"})
"""Forms above that are mostly other words: «fare» is danger. «Faren» stays, for it is the father too."""


def plain_words(text: str) -> list[str]:
    """The words of a text, in small letters."""
    return re.findall(r"[^\W_]+", text.casefold())


def people_words(text: str) -> frozenset[str]:
    """The words of a text that are kin, friends, neighbours or helpers, as they stand there."""
    return frozenset(word for word in plain_words(text) if word not in _NOBODY and _is_person(word))


def told_words(dossier: Dossier, observations: Iterable[Observation], more: Iterable[str] = ()) -> frozenset[str]:
    """The words of the fields about sources and others, but for those of the profile's own roles and parties."""
    profile = dossier.profile
    labels = [*(one.label for one in profile.roles), *(one.label for one in profile.parties)]
    usual = {word for label in labels for word in plain_words(label)}
    told = [*(f"{one.brought_by} {one.mentions}" for one in observations), *more]
    found = {word for text in told for word in plain_words(text) if len(word) >= _SHORTEST}
    return frozenset(word for word in found if _is_person(word) or _stems(word).isdisjoint(usual | _COMMON))


def names_any(text: str, known: Iterable[str]) -> bool:
    """Whether one of the words stands in the text, in any inflection: «Mor» in «Moren støtter ham»."""
    stems = {stem for word in known for stem in _stems(word)}
    return any(_inflects(word, stems) for word in plain_words(text))


def _is_person(word: str) -> bool:
    return word in _FORMS or word.endswith(_LAST)


def _stems(word: str) -> set[str]:
    """The word, and what is left without its ending when that is long enough to tell anything."""
    short = {word.removesuffix(ending) for ending in _DEFINITE if word.endswith(ending)}
    return {stem for stem in (word, *short) if len(stem) >= _SHORTEST}


def _inflects(word: str, stems: set[str]) -> bool:
    return any(word[:cut] in stems and word[cut:] in _ENDINGS for cut in range(_SHORTEST, len(word) + 1))
