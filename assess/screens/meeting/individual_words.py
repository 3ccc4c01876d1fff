"""What the step «Egen vurdering» says: whose turn it is, how far they have come, and what the keys are."""

from __future__ import annotations

from assess.casework.meeting import Attendee
from assess.casework.record import Confidence
from assess.instrument.model import Instrument
from assess.language import _
from assess.screens.keys import KeyEntry
from assess.screens.meeting.attendance_words import party_words
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.work_list import step_key
from assess.screens.widgets.choice import Option


def in_turn(raters: tuple[Attendee, ...]) -> tuple[Attendee, ...]:
    """The raters in the order they should rate: whoever leads the meeting last, so that nobody follows rank."""
    return tuple(sorted(raters, key=lambda rater: rater.leads))


def next_rater(desk: Desk, after: str = "") -> Attendee | None:
    """Who should have the keyboard now: the next one after `after` who is not done; None when all are."""
    raters = in_turn(desk.assessment.meeting.raters())
    missing = desk.assessment.missing_ratings(desk.instrument)
    at = next((number + 1 for number, rater in enumerate(raters) if rater.id == after), 0)
    return next((rater for rater in (*raters[at:], *raters[:at]) if rater.id in missing), None)


def others_left(desk: Desk, rater: Attendee) -> bool:
    """Whether somebody who does not lead the meeting has something left to rate."""
    missing = desk.assessment.missing_ratings(desk.instrument)
    return any(one.id in missing for one in desk.assessment.meeting.raters() if one.id != rater.id and not one.leads)


def by_party(instrument: Instrument) -> bool:
    """Whether a rating is a party's and not a person's."""
    return instrument.rounds == "parties_then_agreed"


def whose_words(desk: Desk, rater: Attendee) -> str:
    """The rater, and the party that the rating is for when it is the party's."""
    who = desk.called(rater)
    if not by_party(desk.instrument):
        return who
    return _("{who}, for {party}").format(who=who, party=party_words(desk.profile, rater.party))


def rater_options(desk: Desk) -> list[Option]:
    """The raters in turn, each with how much is rated; never with what."""
    assessment, total = desk.assessment, len(desk.instrument.items_by_id)
    missing = assessment.missing_ratings(desk.instrument)
    options = []
    for rater in in_turn(assessment.meeting.raters()):
        left = len(missing.get(rater.id, ()))
        words = _("{who} – {done} av {total} vurdert").format(
            who=whose_words(desk, rater), done=total - left, total=total
        )
        if rater.leads:
            words = _("{words} · leder møtet, vurderer sist").format(words=words)
        options.append(Option(rater.id, words))
    return options


def keys_of(desk: Desk, *, rates: bool, writes: bool) -> list[KeyEntry]:
    """The keys that work now.

    Args:
        desk: The assessment at work.
        rates: Whether somebody's own page is open, and not the curtain.
        writes: Whether a text is being written, where letters are letters.
    """
    if writes and not rates:
        return []
    if writes:
        return [step_key("ctrl+n", _("Neste forhold"), "next_item"), step_key("esc", _("Til lista"), "curtain")]
    if not rates:
        return [KeyEntry("↵", _("Ta tastaturet"), ""), step_key("g", _("Papirskjema"), "paper")]
    return [
        KeyEntry(codes_words(desk.instrument), _("Vurder"), ""),
        KeyEntry("↵", _("Neste forhold"), ""),
        KeyEntry("l m h", _("Sikkerhet"), ""),
        KeyEntry("r", _("Begrunn"), ""),
        KeyEntry("b", _("Bytt deltaker"), ""),
    ]


def curtain_words(desk: Desk) -> str:
    """What this step is, before anybody takes the keyboard, and after."""
    assessment = desk.assessment
    if assessment.revealed_at is not None:
        return _("Alles vurderinger er vist. De står som de ble gitt. Gå videre til drøftingen med F3.")
    if desk.locked:
        return _("Vurderingen er signert og låst.")
    if not assessment.meeting.raters():
        return _("Ingen deltakere er ført opp ennå. Gå tilbake til «Møtet» med F2 og før opp hvem som er til stede.")
    if by_party(desk.instrument):
        return _(
            "Én fra hver part vurderer på vegne av parten, før dere snakker sammen. Send tastaturet rundt. De andres "
            "svar vises ikke før alle er ferdige. «Vi har ikke hørt noe» er ukjent (U), ikke 0."
        )
    return _(
        "Hver deltaker vurderer for seg, før dere snakker sammen. Send tastaturet rundt. De andres svar vises ikke "
        "før alle er ferdige. «Vi har ikke hørt noe» er ukjent (U), ikke 0."
    )


def handover_words(desk: Desk, last: str) -> str:
    """Thanks to whoever had the keyboard last, and who should have it now; empty when nobody had it."""
    rater = desk.assessment.meeting.attendee(last)
    if rater is None:
        return ""
    left = len(desk.assessment.missing_ratings(desk.instrument).get(last, ()))
    then = next_rater(desk, last)
    if then is None:
        return _("Takk. Alle har vurdert alt. Nå kan dere vise vurderingene.")
    if left:
        return _("{who} har {count} igjen. Gi tastaturet videre, eller fortsett senere.").format(
            who=desk.called(rater), count=left
        )
    return _("Takk. {who} har vurdert alt. Gi tastaturet videre til {next}.").format(
        who=desk.called(rater), next=desk.called(then)
    )


def left_words(desk: Desk) -> str:
    """How many are done."""
    raters, missing = desk.assessment.meeting.raters(), desk.assessment.missing_ratings(desk.instrument)
    if not missing:
        return _("Alle har vurdert alt.")
    return _("{done} av {total} deltakere er ferdige.").format(done=len(raters) - len(missing), total=len(raters))


def page_words(desk: Desk, rater: str) -> str:
    """Who rates now and how far they have come; thanks once all is rated."""
    attendee = desk.assessment.meeting.attendee(rater)
    if attendee is None:
        return ""
    total = len(desk.instrument.items_by_id)
    done = total - len(desk.assessment.missing_ratings(desk.instrument).get(rater, ()))
    who = whose_words(desk, attendee)
    if done == total:
        return _("Takk, {who}. Alt er vurdert. Trykk b, og gi tastaturet videre.").format(who=who)
    return _("{who} vurderer alene. {done} av {total} er vurdert.").format(who=who, done=done, total=total)


def codes_words(instrument: Instrument) -> str:
    """The codes that can be typed, as the key bar names them: `0–2 U X`."""
    scale = instrument.scale_of(next(iter(instrument.items())).id)
    steps = [level.code for level in scale.levels if len(level.code) == 1]
    span = [f"{steps[0]}–{steps[-1]}"] if steps else []
    return " ".join([*span, *(other.code for other in scale.non_answers if len(other.code) == 1)])


def confidence_options() -> list[Option]:
    """How sure one may be, with the keys."""
    return [
        Option("low", _("Lav"), "l"),
        Option("medium", _("Middels"), "m"),
        Option("high", _("Høy"), "h"),
    ]


def as_confidence(value: object) -> Confidence | None:
    """The confidence that a choice's value stands for."""
    known: dict[object, Confidence] = {"low": "low", "medium": "medium", "high": "high"}
    return known.get(value)
