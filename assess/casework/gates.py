"""What must be said before something that happens between assessments is kept: consent first of all.

The group decides. A measure that the plan makes depend on consent is not set in motion without it unless the group
writes why; one that is voluntary never is.
"""

from __future__ import annotations

from datetime import date

from assess.casework.follow_up import ConsentEntry, DatedCheck, Handover, MeasureProgress
from assess.casework.following import MeasureStanding
from assess.casework.plan import Consent
from assess.errors import NotAllowed
from assess.language import _
from assess.profile.model import Measure


def refuse_progress(standing: MeasureStanding, entry: MeasureProgress, known: Measure | None, today: date) -> None:
    """Refuse a step in a measure's life that its consent does not allow, or that says too little.

    Args:
        standing: The measure as it stands.
        entry: What is said to have happened.
        known: The measure in the plan's catalogue; None for the group's own.
        today: The day it is written.

    Raises:
        NotAllowed: Consent is missing, nothing says why it was stopped, or the day has not come.
    """
    refuse_later(entry.happened_on, today)
    if entry.status == "stopped":
        if not entry.note.strip():
            raise NotAllowed(_("Skriv hvorfor tiltaket ble stoppet."), _("Det er nyttig neste gang dere vurderer."))
        return
    if standing.begun and entry.status == "done":
        return
    stop = consent_stop(known, entry.consent, entry.note)
    if stop is not None:
        raise stop


def consent_stop(known: Measure | None, consent: Consent, note: str) -> NotAllowed | None:
    """Why consent, as it stands, keeps a measure from being set in motion, and what to do; None when it doesn't.

    A reason in `note` lets through what needs consent, but never what is voluntary.
    """
    if known is None or known.consent == "not_personal" or consent == "given":
        return None
    if known.consent == "voluntary":
        return NotAllowed(
            _("Tiltaket er frivillig, og settes i gang bare når personen selv vil ({source}).").format(
                source=known.source
            ),
            _("Velg «Gitt» når personen har sagt ja. Ønsker personen det ikke, velger dere «Stoppet»."),
        )
    if note.strip():
        return None
    if known.consent == "required":
        return NotAllowed(
            _("Tiltaket settes ikke i gang uten samtykke ({source}).").format(source=known.source),
            _("Velg «Gitt» når samtykket er gitt, eller skriv hvorfor dere likevel begynner."),
        )
    if consent == "declined":
        return NotAllowed(
            _("Personen har sagt nei til tiltaket."),
            _("Velg «Stoppet», eller skriv hvorfor dere likevel begynner."),
        )
    return None


def refuse_consent(entry: ConsentEntry, today: date) -> None:
    """Refuse an entry in the register of consent and information that says too little.

    Raises:
        NotAllowed: It does not say what it is about, or why now is not the time, or the day has not come.
    """
    refuse_later(entry.happened_on, today)
    fits = {"told"} if entry.kind == "information" else {"given", "declined", "withdrawn"}
    if entry.status not in fits | {"to_be_asked", "not_now"}:
        raise NotAllowed(_("Svaret passer ikke til det dere har valgt over."), _("Velg på nytt."))
    if not entry.about.strip():
        raise NotAllowed(_("Skriv hva det gjelder."), _("For eksempel: at tjenestene arbeider sammen."))
    if entry.status == "not_now" and not entry.note.strip():
        raise NotAllowed(_("Skriv hvorfor det ikke passer nå."), _("Skriv også når dere tar det opp igjen."))


def refuse_check(check: DatedCheck, today: date) -> None:
    """Refuse a check that says too little, or that was looked at without an outcome.

    Raises:
        NotAllowed: It does not say what to look at, or what was found, or the day it was done has not come.
    """
    if not check.text.strip():
        raise NotAllowed(_("Skriv hva dere skal se på."))
    if check.done_on is not None:
        refuse_later(check.done_on, today)
        if not check.outcome.strip():
            raise NotAllowed(_("Skriv hva dere så."), _("Også når ingenting var endret."))


def refuse_handover(handover: Handover, today: date) -> None:
    """Refuse a handover that does not say to whom, what kind of information, by whom and on what legal basis.

    Raises:
        NotAllowed: Something of it is missing, or the day has not come.
    """
    refuse_later(handover.happened_on, today)
    missing = [
        words
        for words, said in (
            (_("hvem som fikk det"), handover.to),
            (_("hva slags opplysninger"), handover.what),
            (_("hjemmel"), handover.legal_basis),
            (_("hvem som overleverte"), handover.by),
        )
        if not said.strip()
    ]
    if missing:
        raise NotAllowed(_("Mangler: {things}.").format(things=", ".join(missing)))


def refuse_later(day: date, today: date) -> None:
    """Refuse that something happened on a day that has not come.

    Raises:
        NotAllowed: The day has not come.
    """
    if day > today:
        raise NotAllowed(_("Dagen er ikke kommet ennå."), _("Skriv dagen det skjedde."))
