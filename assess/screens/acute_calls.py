"""What home says of the first calls that were left open with an answer that can't wait."""

from __future__ import annotations

from assess.instrument.library import Library
from assess.judgement.triage import saying
from assess.language import _, spoken
from assess.register.register import Register
from assess.register.triage import instrument_of, triages


def acute_notices(register: Register, library: Library) -> list[str]:
    """How many open first calls hold an acute answer, and of how many nobody is noted as called; empty for none."""
    if not (register.may("run_case") and register.may("read")):
        return []
    waiting = []
    for call in triages(register):
        instrument = instrument_of(call, library, spoken()) if call.ended_at is None else None
        if instrument is not None and saying(instrument, call.answers, call.notes).stops:
            waiting.append(call)
    if not waiting:
        return []
    uncalled = sum(call.called_at is None for call in waiting)
    words = _("Åpne henvendelser med et svar som haster: {count}.").format(count=len(waiting))
    if uncalled:
        words += " " + _("Uten at noen er notert varslet: {count}.").format(count=uncalled)
    return [words + " " + _("Trykk t.")]
