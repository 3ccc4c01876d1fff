"""What the discussion shows in words: how far apart the participants are, what was observed, what must be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assess.casework.assessment import Assessment
from assess.casework.citations import citing_observation
from assess.casework.observation import Observation
from assess.casework.rating import Change, RemarkKind
from assess.casework.record import Confidence
from assess.instrument.model import Instrument, Item
from assess.judgement.agreement import Spread, shift
from assess.judgement.coverage import coverage, hidden_items
from assess.judgement.level import alarms, critical_unknowns
from assess.judgement.quality import reason_demanded
from assess.language import _, mark
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.discussion_alone import difference, strip_of
from assess.screens.terminal import clean_line
from assess.screens.widgets.choice import Option
from assess.screens.widgets.item_list import ItemLine

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
_REMARKS: dict[RemarkKind, tuple[str, str]] = {
    "devils_advocate": (mark("Innvending"), mark("Hva taler imot det alle er enige om?")),
    "read_differently": (
        mark("Forsto spørsmålet ulikt"),
        mark("Vi forsto spørsmålet ulikt. Hvordan? Det går til dem som eier verktøyet."),
    ),
    "question": (mark("Spørsmål til den som kontrasignerer"), mark("Hva vil dere spørre den som kontrasignerer om?")),
}
"""What each kind of remark is called, and what is asked while it is written."""

_NOT_HERE = 9
"""The group of items that don't apply here stands last."""

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


def coverage_words(desk: Desk) -> str:
    """How much is known: counts of items, never a sum of answers."""
    found = coverage(desk.assessment, desk.instrument, desk.folder.context)
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


def lines_by_spread(found: Sequence[Spread], desk: Desk, *, apart: bool) -> list[ItemLine]:
    """The items as spread orders them, under a heading for each kind of difference; those that don't apply last."""
    hidden = hidden_items(desk.instrument, desk.assessment.answers, desk.folder.context)
    groups: dict[tuple[int, str], list[ItemLine]] = {}
    for spread in found:
        group = difference(spread, desk.instrument.scale_of(spread.item))
        if spread.item in hidden:
            group = (_NOT_HERE, _("Gjelder ikke her"))
        groups.setdefault(group, []).append(_line(desk, spread, apart=apart))
    lines: list[ItemLine] = []
    for group in sorted(groups):
        lines += [ItemLine("", group[1]), *groups[group]]
    return lines


def lines_by_domain(found: Sequence[Spread], desk: Desk, *, apart: bool) -> list[ItemLine]:
    """The items in the instrument's own order, under their domains."""
    spread_of = {spread.item: spread for spread in found}
    lines: list[ItemLine] = []
    for domain in desk.instrument.domains:
        heading = f"{domain.id}  {domain.title}" if len(domain.id) == 1 else domain.title
        lines.append(ItemLine("", heading))
        lines += [_line(desk, spread_of[item.id], apart=apart) for item in domain.items]
    return lines


def observation_words(about: Sequence[Observation], item: str, note: Callable[[str], str]) -> str:
    """The observations for and against the item: number and first words, as `note` may draw them."""
    if not about:
        return _("Ingen opplysning er knyttet til forholdet.")
    sides = (
        (_("Taler for"), [one for one in about if item in one.speaks_for]),
        (_("Taler imot"), [one for one in about if item in one.speaks_against]),
    )
    return "\n".join(f"{side}: {observed_line(one, note)}" for side, found in sides for one in found)


def observed_line(observation: Observation, note: Callable[[str], str]) -> str:
    """An observation by its number and its first words: `#3 Læreren hørte …`."""
    words = clean_line(note(observation.seen))
    if len(words) > _FIRST_WORDS:
        words = words[:_FIRST_WORDS].rsplit(" ", 1)[0] + " …"
    lawful = " " + _("(lovlig i seg selv)") if observation.lawful else ""
    return f"{citing_observation(observation.number)} {words}{lawful}"


def observation_lines(desk: Desk, item: str) -> list[ItemLine]:
    """The observations about an item, to pick one of."""
    about = desk.assessment.about(item)
    sides = (
        (_("Taler for"), [one for one in about if item in one.speaks_for]),
        (_("Taler imot"), [one for one in about if item in one.speaks_against]),
    )
    lines: list[ItemLine] = []
    for side, found in sides:
        lines += [ItemLine("", side)] if found else []
        lines += [
            ItemLine(one.id, clean_line(desk.note(one.seen)), short=citing_observation(one.number)) for one in found
        ]
    return lines


def remark_question(kind: RemarkKind) -> str:
    """What is asked while a remark of this kind is written, and how it is taken back."""
    return _(_REMARKS[kind][1]) + "\n" + _("I et tomt felt tar delete merknaden tilbake.")


def remark_words(
    assessment: Assessment, item: str, note: Callable[[str], str], *, but: RemarkKind | None = None
) -> str:
    """What was remarked about the item, a line a remark, but for the kind that is being written."""
    return "\n".join(
        f"{_(label)}: {clean_line(note(remark.text))}" if remark.text.strip() else f"{_(label)}."
        for kind, (label, _asks) in _REMARKS.items()
        if kind != but and (remark := assessment.remark(item, kind)) is not None
    )


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


def reason_asked(item: Item, spread: Spread, assessment: Assessment, instrument: Instrument) -> str:
    """Why the agreed answer should have a reason that it has not, in words; empty when it needs none.

    A tied observation may stand in for the reason that the instrument demands. It can't say why the group left what
    its members had answered, nor why something is not sought.
    """
    agreed = assessment.agreed.get(item.id)
    if agreed is None or agreed.reason.strip():
        return ""
    moved = shift(spread, agreed.code)
    if moved == "nobody_gave":
        return _("! Ingen svarte dette alene. Skriv hva som førte dere dit.")
    if moved == "against_most":
        return _("! De fleste svarte noe annet alene. Skriv hva som førte dere dit.")
    scale = instrument.scale_of(item.id)
    other = scale.non_answer(agreed.code)
    if other is not None and other.means == "not_sought":
        return _("! Ikke innhentet er et valg. Skriv kort: ikke nødvendig, eller ikke forholdsmessig?")
    if reason_demanded(item, scale, agreed.code) and not assessment.about(item.id):
        return _("! Begrunnelse kreves, eller en opplysning som taler for eller imot.")
    return ""


def _line(desk: Desk, spread: Spread, *, apart: bool) -> ItemLine:
    agreed = desk.assessment.agreed.get(spread.item)
    strip = strip_of(spread, desk.instrument.scale_of(spread.item), apart=apart)
    short = f"{spread.item}!" if spread.critical else spread.item
    title = desk.instrument.item(spread.item).title
    return ItemLine(spread.item, title, agreed.code if agreed is not None else "·", strip, short)
