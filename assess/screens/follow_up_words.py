"""What the follow-up says about a measure, a consent, a check and a handover: a line each, and everything on a card."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from assess.casework.follow_up import Closure, ConsentEntry, DatedCheck, Handover, MeasureProgress
from assess.casework.following import OPEN, MeasureStanding, Status, last_consent
from assess.language import _, mark
from assess.norwegian_time import norwegian
from assess.screens.follow_up_file import CaseFile
from assess.screens.local_time import day_text
from assess.screens.meeting.measure_form import CONSENT_STATES, consent_gate, measure_name
from assess.screens.widgets.item_list import ItemLine

Say = Callable[[str], str]
"""What somebody wrote, as it may be drawn now."""

STATUS_WORDS: dict[Status, str] = {
    "planned": mark("Planlagt"),
    "started": mark("Startet"),
    "done": mark("Fullført"),
    "stopped": mark("Stoppet"),
}
_SIGNS: dict[Status, str] = {"planned": "·", "started": "»", "done": "✓", "stopped": "×"}

ABOUT_WHOM: dict[Literal["person", "guardians"], str] = {"person": mark("Personen"), "guardians": mark("Foresatte")}

ANSWERS: dict[str, dict[str, str]] = {
    "consent": {
        "given": mark("Samtykke gitt"),
        "declined": mark("Sa nei"),
        "withdrawn": mark("Trukket tilbake"),
        "to_be_asked": mark("Spørres senere"),
        "not_now": mark("Passer ikke nå"),
    },
    "information": {
        "told": mark("Har fått vite det"),
        "to_be_asked": mark("Skal få vite det senere"),
        "not_now": mark("Passer ikke nå"),
    },
}
_CAUSES = {
    "closure": mark("Etter at saken ble avsluttet"),
    "indicator": mark("Det som ville endret nivået"),
    "own": mark("Satt av dere"),
}


def standing_words(file: CaseFile) -> str:
    """How the case stands in a line or two: what is late, what to look at, and what to rate again; empty for none."""
    late, due = len(file.late), len(file.due)
    said = []
    if late:
        said.append(
            _("! 1 tiltak over fristen") if late == 1 else _("! {count} tiltak over fristen").format(count=late)
        )
    if due:
        said.append(
            _("! 1 dag for å se etter er kommet")
            if due == 1
            else _("! {count} dager for å se etter er kommet").format(count=due)
        )
    if file.again:
        said.append(_("Tiltak fullført siden sist: vurder {items} på nytt").format(items=", ".join(file.again)))
    return "\n".join(said)


def measure_line(file: CaseFile, standing: MeasureStanding, place: str, say: Say) -> ItemLine:
    """A measure: how it stands by a sign, and by a word to the right."""
    known = file.profile.measure(standing.measure.number)
    name = f"{known.number} {known.title}" if known is not None else say(standing.measure.text) or _("Eget tiltak")
    over = file.days_over(standing)
    words = _("{days} d over").format(days=over) if over else _(STATUS_WORDS[standing.status]).lower()
    if not standing.current and standing.status == "planned":
        words = _("eldre plan")
    return ItemLine(place, name, "!" if over else _SIGNS[standing.status], words, short="")


def measure_card(file: CaseFile, standing: MeasureStanding, say: Say) -> str:
    """Everything about a measure and what became of it."""
    measure = standing.measure
    known = file.profile.measure(measure.number)
    names = file.instrument_of(standing.assessment).items_by_id
    items = ", ".join(f"{item} {names[item].title}" if item in names else item for item in measure.items)
    lines = [
        measure_name(measure, known),
        say(measure.text),
        "",
        _("Ansvarlig: {who}").format(who=say(measure.owner) or "–"),
        deadline_words(file, standing),
        _("Samtykke: {words}").format(words=_(CONSENT_STATES[standing.consent])),
        *_gate_lines(file, standing),
        _("Skal påvirke: {items}").format(items=items or "–"),
        _("Planlagt i vurdering {number}, {day}").format(
            number=standing.assessment.number, day=day_text(standing.assessment.meeting.held_on)
        ),
        "" if standing.current else _("En nyere plan gjelder nå. Skriv gjerne hva det ble til."),
        "",
        *(_step(one, say) for one in standing.progress),
    ]
    if not standing.progress:
        lines.append(_("Ingen har skrevet hva som har skjedd. Trykk enter når det er startet, fullført eller stoppet."))
    return _joined(lines)


def deadline_words(file: CaseFile, standing: MeasureStanding) -> str:
    """The deadline, and in words when it has passed."""
    deadline = standing.measure.deadline
    if deadline is None:
        return _("Frist: ikke satt")
    over = file.days_over(standing)
    if over == 1:
        return _("! Frist: {day}, 1 dag over fristen").format(day=day_text(deadline))
    if over:
        return _("! Frist: {day}, {days} dager over fristen").format(day=day_text(deadline), days=over)
    if standing.status in OPEN and deadline == file.today:
        return _("Frist: i dag")
    return _("Frist: {day}").format(day=day_text(deadline))


def consent_line(entry: ConsentEntry, place: str) -> ItemLine:
    """Who, and what came of it."""
    words = f"{_(ABOUT_WHOM[entry.who])}: {_(ANSWERS[entry.kind][entry.status]).lower()}"
    return ItemLine(place, words, "·" if entry.status in {"to_be_asked", "not_now"} else "✓", _day(entry), short="")


def consent_card(entry: ConsentEntry, say: Say) -> str:
    """Everything about who was asked or told."""
    answer = _(ANSWERS[entry.kind][entry.status]).lower()
    return _joined(
        [
            f"{_(ABOUT_WHOM[entry.who])}: {answer}, {day_text(entry.happened_on)}",
            "",
            _("Det gjelder: {what}").format(what=say(entry.about)),
            _("Av: {who}").format(who=say(entry.by) or "–"),
            "",
            say(entry.note),
        ]
    )


def register_words(entry: ConsentEntry) -> str:
    """What the register of consents says last about the person."""
    return _("Sist ført om personen: {answer}, {day}.").format(
        answer=_(ANSWERS[entry.kind][entry.status]).lower(), day=day_text(entry.happened_on)
    )


def check_line(file: CaseFile, check: DatedCheck, place: str, say: Say) -> ItemLine:
    """What to look at, and when."""
    if check.done_on is not None:
        return ItemLine(place, say(check.text), "✓", _("sett {day}").format(day=day_text(check.done_on)), short="")
    sign = "!" if check.due_on <= file.today else "·"
    return ItemLine(place, say(check.text), sign, day_text(check.due_on), short="")


def check_card(file: CaseFile, check: DatedCheck, say: Say) -> str:
    """Everything about a check."""
    days = (file.today - check.due_on).days
    due = _("Dag: {day}").format(day=day_text(check.due_on))
    if check.done_on is None and days == 0:
        due = _("! Dag: i dag")
    elif check.done_on is None and days > 0:
        due = _("! Dag: {day}, {days} dager siden").format(day=day_text(check.due_on), days=days)
    seen = [_("Sett {day}: {outcome}").format(day=day_text(check.done_on), outcome=say(check.outcome))]
    return _joined(
        [
            _cause(file, check),
            say(check.text),
            "",
            due,
            *(seen if check.done_on is not None else [_("Trykk enter når dere har sett etter.")]),
        ]
    )


def handover_line(handover: Handover, place: str, say: Say) -> ItemLine:
    """To whom, and when."""
    return ItemLine(place, _("Til {whom}").format(whom=say(handover.to)), "✓", _day(handover), short="")


def handover_card(file: CaseFile, handover: Handover, say: Say) -> str:
    """Everything about a handover."""
    basis = file.legal.basis(handover.legal_basis)
    named = f"{basis.act} {basis.section} – {basis.title}" if basis is not None else handover.legal_basis
    return _joined(
        [
            _("Overlevert {day} til {whom}").format(day=day_text(handover.happened_on), whom=say(handover.to)),
            "",
            _("Hva slags opplysninger: {what}").format(what=say(handover.what)),
            _("Hjemmel som ble valgt: {basis}").format(basis=named),
            _("Av: {who}").format(who=say(handover.by) or "–"),
        ]
    )


def closure_line(closure: Closure, place: str) -> ItemLine:
    """That the case was closed, and whether it still is."""
    if closure.reopened_at is not None:
        day = day_text(norwegian(closure.reopened_at).date())
        return ItemLine(place, _("Tatt opp igjen"), "·", day, short="")
    return ItemLine(place, _("Avsluttet"), "✓", day_text(norwegian(closure.closed_at).date()), short="")


def closure_card(file: CaseFile, closure: Closure, say: Say) -> str:
    """What was said when the case was closed, and when it was taken up again."""
    questions = {one.id: one.text for one in file.profile.closing}
    lines = [
        _("Avsluttet {day} av {who}").format(day=day_text(norwegian(closure.closed_at).date()), who=say(closure.by)),
        say(closure.reason),
    ]
    for name in (*questions, *sorted(set(closure.criteria) - set(questions))):
        if name in closure.criteria:
            lines += ["", questions.get(name, name), say(closure.criteria[name])]
    if closure.reopened_at is not None:
        day = day_text(norwegian(closure.reopened_at).date())
        lines += ["", _("Tatt opp igjen {day}: {reason}").format(day=day, reason=say(closure.reopen_reason))]
    return _joined(lines)


def _gate_lines(file: CaseFile, standing: MeasureStanding) -> list[str]:
    """What consent means while the measure is open, also when it was withdrawn meanwhile."""
    if standing.status not in OPEN:
        return []
    known = file.profile.measure(standing.measure.number)
    warns, words = consent_gate(known, standing.consent)
    lines = [f"! {words}" if warns else words]
    last = last_consent(file.consents, "person")
    if standing.consent == "given" and last is not None and last.status in {"withdrawn", "declined"}:
        lines.append(
            _("! {register} Gjelder det dette tiltaket, stopper dere det.").format(register=register_words(last))
        )
    return lines


def _cause(file: CaseFile, check: DatedCheck) -> str:
    """Where a check comes from; of an unknown, which item it clears up."""
    if check.cause != "own" or not check.source:
        return _(_CAUSES[check.cause])
    title = file.item_title(check.source)
    return _("Ukjent som dere ville avklare: {item}").format(item=f"{check.source} {title}".strip())


def _step(one: MeasureProgress, say: Say) -> str:
    head = f"{day_text(one.happened_on)}  {_(STATUS_WORDS[one.status])}"
    consent = _("samtykke: {words}").format(words=_(CONSENT_STATES[one.consent]).lower())
    return f"{head} ({consent}). {say(one.note)}".rstrip()


def _day(entry: ConsentEntry | Handover) -> str:
    return day_text(entry.happened_on)


def _joined(lines: list[str]) -> str:
    """The lines with no two empty ones after each other."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()
