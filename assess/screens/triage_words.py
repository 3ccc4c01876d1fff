"""A first call in words: its lines, its answers, and what the instrument's rules say beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from assess.casework.triage import Triage
from assess.instrument.model import Instrument, Item
from assess.instrument.scale import OutcomeLevel
from assess.judgement.triage import Saying, saying
from assess.language import _, mark
from assess.norwegian_time import norwegian
from assess.profile.model import Profile
from assess.screens.local_time import day_text
from assess.screens.triage_acute import Called
from assess.screens.widgets.choice import Option
from assess.screens.widgets.item_list import ItemLine

SENDER, CHANNEL, SUMMARY, OUTCOME = "avsender", "kanal", "kort", "utfall"
"""The lines of a call beside its questions; small words, which no item of an instrument is called."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"

_CHANNELS = {
    "telephone": ("t", mark("Telefon")),
    "email": ("e", mark("E-post")),
    "meeting": ("m", mark("Samtale eller oppmøte")),
    "letter": ("b", mark("Brev eller melding")),
    "other": ("a", mark("På en annen måte")),
}


def channel_options() -> list[Option]:
    """How a call may come, each with its key."""
    return [Option(name, _(label), key) for name, (key, label) in _CHANNELS.items()]


def channel_words(channel: str) -> str:
    """A channel as people say it; words that are none of the list's as they are."""
    return _(_CHANNELS[channel][1]) if channel in _CHANNELS else channel


def sender_options(profile: Profile) -> list[Option]:
    """The kinds of senders, each with a key as long as there are any."""
    keys = _LETTERS + " " * len(profile.senders)
    return [Option(one.id, one.label, keys[number].strip()) for number, one in enumerate(profile.senders)]


def sender_words(sender: str, profile: Profile) -> str:
    """A kind of sender as the profile calls it; its id when the profile no longer has it."""
    return next((one.label for one in profile.senders if one.id == sender), sender)


def outcome_options(choices: Iterable[OutcomeLevel], chosen: str | None) -> list[Option]:
    """What may be decided, each with a digit; the definitions stand there until something is chosen."""
    return [
        Option(one.code, one.label, str(number), "" if chosen else one.definition)
        for number, one in enumerate(choices, start=1)
    ]


def outcome_words(triage: Triage, instrument: Instrument | None) -> str:
    """The outcome by name; its code where the instrument is another version now, a dash while there is none."""
    if triage.outcome is None:
        return "–"
    choices = instrument.outcomes[0].choices() if instrument is not None else ()
    return next((one.label for one in choices if one.code == triage.outcome), triage.outcome)


def lines_of(triage: Triage, instrument: Instrument, profile: Profile, shown: Callable[[str], str]) -> list[ItemLine]:
    """The call from its sender to its outcome, a line for each thing that is asked.

    Args:
        triage: The call.
        instrument: The instrument that it is taken with.
        profile: Where kinds of senders are named.
        shown: What may be seen now of words that somebody wrote.
    """
    said = saying(instrument, triage.answers, triage.notes)
    lines = [
        _line(SENDER, _("Fra"), sender_words(triage.sender, profile)),
        _line(CHANNEL, _("Hvordan"), channel_words(triage.channel)),
        _line(SUMMARY, _("Kort om"), shown(triage.summary)),
    ]
    for domain in instrument.domains:
        lines.append(ItemLine("", domain.title))
        lines += [
            ItemLine(item.id, item.title, triage.answers.get(item.id, "·"), _note_of(item, said))
            for item in domain.items
        ]
    outcome = outcome_words(triage, instrument) if triage.outcome else ""
    return [*lines, _line(OUTCOME, instrument.outcomes[0].title, outcome)]


def left_words(said: Saying) -> str:
    """What is open, unclear or without words, a line each; nothing when something can't wait."""
    words: list[str] = []
    if said.stops:
        return ""
    if said.unclear:
        words.append(_("Må avklares i dag: {items}.").format(items=_named(said.unclear)))
    if said.open:
        words.append(_("Ikke besvart: {items}.").format(items=", ".join(item.id for item in said.open)))
    if said.unreasoned:
        items = ", ".join(item.id for item in said.unreasoned)
        words.append(_("Skriv noen ord om hva dere vet: {items}.").format(items=items))
    return "\n".join(words)


def rules_words(said: Saying, instrument: Instrument) -> str:
    """What the rules say beside the outcome that people chose. It sets nothing and counts nothing."""
    outcome = instrument.outcomes[0]
    if said.range is not None:
        low = outcome.choice(said.range.low).label
        words = [_("Reglene peker mot minst {low}.").format(low=low)]
        return "\n".join([*words, *(f"– {reason.because}" for reason in said.range.reasons)])
    if said.stops:
        first = _("Reglene peker mot minst dette, uansett hva dere velger:")
        told = (f"– {item.id} {item.title}: {item.critical.action}" for item in said.stops if item.critical)
        return "\n".join([first, *told])
    if said.unclear:
        return _("Reglene sier at dette må avklares i dag, uansett hva dere velger: {items}.").format(
            items=_named(said.unclear)
        )
    if said.open:
        return _("Ingen av svarene så langt haster etter reglene. Det ubesvarte kan endre det.")
    return _("Ingen av svarene haster etter reglene. Hva som er riktig vei videre, avgjør dere.")


def follow_of(item: Item, code: str | None) -> str:
    """What an answer asks the group to do; empty when nothing is said."""
    return item.follow.get(code, "") if code is not None else ""


def just_answered(item: Item, code: str, label: str) -> str:
    """The answer that was given a moment ago, with what it asks for."""
    return f"{item.id} {item.title}: {label}. {follow_of(item, code)}".strip()


def earlier_words(
    earlier: tuple[Triage, ...], instrument: Instrument, profile: Profile, shown: Callable[[str], str]
) -> str:
    """Earlier calls from the same kind of sender, a line each; empty when there are none."""
    if not earlier:
        return ""
    sender = sender_words(earlier[0].sender, profile)
    lines = [_("Tidligere henvendelser fra samme slags avsender ({sender}):").format(sender=sender)]
    for one in earlier:
        day = day_text(norwegian(one.taken_at).date())
        lines.append(f"– {day}: {outcome_words(one, instrument)}. {shown(one.summary)}".rstrip())
    return "\n".join(lines)


def called_words(called: Called, when: str) -> str:
    """Who was called when, as it is kept beside the answer that asked for it."""
    words = [_("Varslet {when}").format(when=when)]
    if called.whom:
        words.append(called.whom)
    if called.by:
        words.append(_("ringt av {role}").format(role=called.by))
    return ", ".join(words) + "."


def no_transfer() -> str:
    """That nothing follows from the call to the case, and why."""
    return _(
        "Førstevurderingen er anonym, og ingenting av det dere skrev i den, følger med. Skriv på nytt det dere har "
        "grunn og hjemmel til å ha i saken."
    )


def _line(item: str, label: str, value: str) -> ItemLine:
    return ItemLine(item, f"{label}: {value}" if value else label, "✓" if value else "·", short="")


def _note_of(item: Item, said: Saying) -> str:
    if item in said.stops:
        return _("haster")
    if item in said.unclear:
        return _("i dag")
    return _("skriv") if item in said.unreasoned else ""


def _named(items: tuple[Item, ...]) -> str:
    return ", ".join(f"{item.id} {item.title}" for item in items)
