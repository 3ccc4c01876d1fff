"""When the work with a case may end, and what must be said for it."""

from __future__ import annotations

from collections.abc import Sequence

from assess.casework.assessment import Assessment
from assess.casework.follow_up import Closure
from assess.casework.following import latest_locked
from assess.errors import NotAllowed
from assess.instrument.model import Instrument
from assess.instrument.scale import Outcome
from assess.language import _
from assess.profile.model import ClosingCriterion


def refuse_open_ends(assessments: Sequence[Assessment], instrument: Instrument | None) -> None:
    """Refuse to close a case in which something is unfinished or the concern is too high.

    Args:
        assessments: All of the case's.
        instrument: What the last signed one was made with; None when there is none.

    Raises:
        NotAllowed: An assessment is a draft, or the last signed level is one of the highest or undecided.
    """
    drafts = [one.number for one in assessments if one.state == "draft"]
    if drafts:
        raise NotAllowed(
            _("Vurdering {number} er et utkast som ikke er signert.").format(number=drafts[-1]),
            _("Gjør den ferdig og signer den først. Da ser alle hva saken ble avsluttet på."),
        )
    latest = latest_locked(assessments)
    if latest is None or latest.decision is None or instrument is None or instrument.level_outcome is None:
        return
    outcome = instrument.outcome(instrument.level_outcome)
    level = outcome.choice(latest.decision.level)
    if outcome.rank(level.code) is None:
        raise NotAllowed(
            _("Siste vurdering er {code} {label}.").format(code=level.code, label=level.label),
            _("Vurder saken på nytt før den avsluttes. Det som er ukjent, regnes aldri som lavt."),
        )
    if level.code in too_high(outcome):
        raise NotAllowed(
            _("Siste vurdering er {code} {label}. Da kan ikke saken avsluttes.").format(
                code=level.code, label=level.label
            ),
            _("Vurder saken på nytt. Den kan avsluttes når dere setter et lavere nivå."),
        )


def too_high(outcome: Outcome) -> tuple[str, ...]:
    """The levels at which no case is closed: the two highest of the order, only the highest of a short one."""
    return tuple(level.code for level in outcome.levels[-2 if len(outcome.levels) > 3 else -1 :])


def is_lowest(outcome: Outcome, level: str) -> bool:
    """Whether a level is the lowest of the order."""
    return outcome.rank(level) == 0


def refuse_unsaid(closure: Closure, criteria: Sequence[ClosingCriterion]) -> None:
    """Refuse a closure that leaves one of the profile's criteria without an answer, or says not why or by whom.

    Raises:
        NotAllowed: Something is missing; the message names how many criteria.
    """
    silent = [one for one in criteria if not closure.criteria.get(one.id, "").strip()]
    if silent:
        raise NotAllowed(
            _("Svar på alle spørsmålene. {count} står igjen.").format(count=len(silent)),
            _("«{title}»").format(title=silent[0].text),
        )
    if not closure.reason.strip():
        raise NotAllowed(_("Skriv hvorfor saken avsluttes."))
    if not closure.by.strip():
        raise NotAllowed(_("Skriv hvilken rolle som avslutter saken."))
