"""What the discussion shows in words: how far apart the participants are, what was observed, what must be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.content import Content

from assess.casework.assessment import Assessment
from assess.casework.observation import Observation
from assess.casework.rating import Change, Rating
from assess.casework.record import Confidence
from assess.instrument.model import Instrument, Item
from assess.instrument.scale import Scale
from assess.judgement.agreement import Spread, needs_devils_advocate
from assess.judgement.coverage import coverage
from assess.judgement.level import alarms, critical_unknowns
from assess.judgement.quality import reason_demanded
from assess.language import _, mark
from assess.screens.meeting.desk import Desk
from assess.screens.terminal import clean_line, plain
from assess.screens.widgets.choice import Option
from assess.screens.widgets.item_list import ItemLine

_NUMBERS = {1: mark("Ett trinn fra hverandre"), 2: mark("To trinn fra hverandre"), 3: mark("Tre trinn fra hverandre")}
_CONFIDENCE: dict[Confidence, tuple[str, str]] = {
    "low": (mark("Lav"), "l"),
    "medium": (mark("Middels"), "m"),
    "high": (mark("Høy"), "h"),
}
_CHANGE: dict[Change, tuple[str, str]] = {
    "increased": (mark("Økt"), "+"),
    "unchanged": (mark("Uendret"), "="),
    "decreased": (mark("Redusert"), "-"),
    "unclear": (mark("Uklart"), "."),
}
_FIRST_WORDS = 90
"""Characters of an observation shown beside an item."""

CONFIDENCE_KEYS: dict[str, Confidence] = {key: value for value, (_label, key) in _CONFIDENCE.items()}
"""How sure, by the key that says it."""

CHANGE_KEYS: dict[str, Change] = {key: value for value, (_label, key) in _CHANGE.items()}
"""How it has moved, by the key that says it. `?` is help everywhere, so «uklart» is a full stop."""


def confidence_options() -> list[Option]:
    """How sure the group is."""
    return [Option(value, _(label), key) for value, (label, key) in _CONFIDENCE.items()]


def change_options() -> list[Option]:
    """How it has moved."""
    return [Option(value, _(label), key) for value, (label, key) in _CHANGE.items()]


def as_confidence(value: object) -> Confidence | None:
    """The confidence that a choice stands for."""
    return next((known for known in _CONFIDENCE if known == value), None)


def as_change(value: object) -> Change | None:
    """The change that a choice stands for."""
    return next((known for known in _CHANGE if known == value), None)


def waiting_words(desk: Desk) -> str:
    """Why the discussion can't begin yet: who has not rated everything, and what to do."""
    assessment = desk.assessment
    raters, missing = assessment.meeting.raters(), assessment.missing_ratings(desk.instrument)
    if not raters:
        return _("Ingen deltakere er ført opp ennå. Før opp hvem som er til stede i «Møtet».")
    words = _("Drøftingen begynner når alle har vurdert hver for seg, og vurderingene er vist.")
    if not missing:
        return words + "\n\n" + _("Alle har vurdert alt. Vis vurderingene i «Egen vurdering».")
    left = [
        _("{who}: {count} forhold igjen").format(who=desk.called(rater), count=len(missing[rater.id]))
        for rater in raters
        if rater.id in missing
    ]
    return "\n".join((words, "", _("Dette mangler:"), *left))


def coverage_words(assessment: Assessment, instrument: Instrument) -> str:
    """How much is known: counts of items, never a sum of answers."""
    found = coverage(assessment, instrument)
    words = [
        _("Kjent {known} av {total}").format(known=found.known, total=found.total),
        _("ukjent {count}").format(count=found.unknown),
        _("ikke innhentet {count}").format(count=found.not_sought),
    ]
    if found.blank:
        words.append(_("ikke drøftet {count}").format(count=found.blank))
    return " · ".join(words)


def urgent_words(assessment: Assessment, instrument: Instrument) -> str:
    """Where F8 leads, when several critical items alarm and at least one is there and not only unknown."""
    found = alarms(assessment, instrument)
    there = set(found) - set(critical_unknowns(assessment, instrument))
    if len(found) < 2 or not there:
        return ""
    return _("Flere kritiske forhold: {items}. Er noen i fare nå, trykker dere F8.").format(items=", ".join(found))


def lines_by_spread(found: Sequence[Spread], desk: Desk) -> list[ItemLine]:
    """The items as spread orders them, under a heading for each kind of difference."""
    groups: dict[tuple[int, str], list[ItemLine]] = {}
    for spread in found:
        place, words = _difference(spread, desk.instrument.scale_of(spread.item))
        groups.setdefault((place, words), []).append(_line(desk, spread))
    lines: list[ItemLine] = []
    for difference in sorted(groups):
        lines += [ItemLine("", difference[1]), *groups[difference]]
    return lines


def lines_by_domain(found: Sequence[Spread], desk: Desk) -> list[ItemLine]:
    """The items in the instrument's own order, under their domains."""
    spread_of = {spread.item: spread for spread in found}
    lines: list[ItemLine] = []
    for domain in desk.instrument.domains:
        heading = f"{domain.id}  {domain.title}" if len(domain.id) == 1 else domain.title
        lines.append(ItemLine("", heading))
        lines += [_line(desk, spread_of[item.id]) for item in domain.items]
    return lines


def spread_words(spread: Spread, scale: Scale) -> str:
    """How far apart the participants are, in words."""
    words = _difference(spread, scale)[1]
    if spread.steps and spread.kind == "known_and_unknown":
        return _("{distance}, noen vet og noen ikke").format(distance=words)
    return words


def own_ratings(spread: Spread, desk: Desk, *, names: bool) -> Content:
    """What each answered alone: only the codes, or a line a participant when names are asked for."""
    scale = desk.instrument.scale_of(spread.item)
    words = plain(f"{strip_of(spread)}   ").stylize("bold") + plain(spread_words(spread, scale))
    if names:
        words += plain("".join(f"\n{desk.called(one.rater)}: {_own(one, desk.note)}" for one in spread.ratings))
    if spread.item in needs_devils_advocate(desk.assessment, desk.instrument):
        words += plain("\n" + _("Alle er enige om et kritisk forhold. Trykk d og skriv hva som taler imot."))
    return words


def strip_of(spread: Spread) -> str:
    """The codes in the participants' order: `0 1 1 U`."""
    return " ".join(rating.code for rating in spread.ratings)


def observation_words(about: Sequence[Observation], item: str, note: Callable[[str], str]) -> str:
    """The observations for and against the item: number and first words, as `note` may draw them."""
    if not about:
        return _("Ingen opplysning er knyttet til forholdet.")
    sides = (
        (_("Taler for"), [one for one in about if item in one.speaks_for]),
        (_("Taler imot"), [one for one in about if item in one.speaks_against]),
    )
    return "\n".join(f"{side}: {_observed(one, note)}" for side, found in sides for one in found)


def action_words(item: Item, assessment: Assessment, instrument: Instrument) -> str:
    """What must be done now because of the agreed answer; empty when nothing is."""
    agreed = assessment.agreed.get(item.id)
    if agreed is None:
        return ""
    words = []
    if item.critical is not None and item.id in alarms(assessment, instrument):
        unknown = item.id in critical_unknowns(assessment, instrument)
        says = _("Kritisk og ukjent. {action}") if unknown else _("Gjør dette nå: {action}")
        words.append(says.format(action=item.critical.action))
    if agreed.code in item.follow:
        words.append(_("Følg opp: {what}").format(what=item.follow[agreed.code]))
    return "\n".join(words)


def lacks_reason(item: Item, assessment: Assessment, instrument: Instrument) -> bool:
    """Whether the agreed answer must have a reason and has none, and no observation is tied to the item instead."""
    agreed = assessment.agreed.get(item.id)
    if agreed is None or agreed.reason.strip() or assessment.about(item.id):
        return False
    return reason_demanded(item, instrument.scale_of(item.id), agreed.code)


def _line(desk: Desk, spread: Spread) -> ItemLine:
    agreed = desk.assessment.agreed.get(spread.item)
    title = desk.instrument.item(spread.item).title
    return ItemLine(spread.item, title, agreed.code if agreed is not None else "·", strip_of(spread))


def _difference(spread: Spread, scale: Scale) -> tuple[int, str]:
    """Where in the list this kind of difference stands, and its words."""
    if spread.steps and scale.kind == "nominal":
        return (-1, _("Ulike svar"))
    if spread.steps:
        words = _(_NUMBERS[spread.steps]) if spread.steps in _NUMBERS else _("Langt fra hverandre")
        return (-10 - spread.steps, words)
    some_know = any(scale.rank(rating.code) is not None for rating in spread.ratings)
    match spread.kind:
        case "known_and_unknown" if some_know:
            return (1, _("Noen vet, noen ikke"))
        case "known_and_unknown":
            return (2, _("Ingen vet, av ulike grunner"))
        case "alone":
            return (4, _("Bare én har svart"))
        case "nobody":
            return (5, _("Ingen har svart"))
        case _:
            return (3, _("Alle svarte likt"))


def _own(rating: Rating, note: Callable[[str], str]) -> str:
    words = rating.code
    if rating.confidence is not None:
        words += ", " + _("{level} sikkerhet").format(level=_(_CONFIDENCE[rating.confidence][0]).lower())
    return f"{words} – {clean_line(note(rating.reason))}" if rating.reason.strip() else words


def _observed(observation: Observation, note: Callable[[str], str]) -> str:
    words = clean_line(note(observation.seen))
    if len(words) > _FIRST_WORDS:
        words = words[:_FIRST_WORDS].rsplit(" ", 1)[0] + " …"
    lawful = " " + _("(lovlig i seg selv)") if observation.lawful else ""
    return f"{observation.number}  {words}{lawful}"
