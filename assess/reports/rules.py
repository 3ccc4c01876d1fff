"""What the instrument's rules say beside the group's own level, in words that set no level."""

from __future__ import annotations

from assess.instrument.range import Range, Reason
from assess.instrument.scale import Outcome
from assess.judgement.level import Departure, alarms, departures, shown_range
from assess.judgement.rights import RightsView, rights_view
from assess.language import _
from assess.reports import wording
from assess.reports.dossier import Dossier
from assess.reports.view import Cell, Prose, Section, Table


def rules_in_short(dossier: Dossier) -> str:
    """The range, where the group's level lies in it, and the written reason when there had to be one.

    Empty for an instrument without a concern level.
    """
    instrument, decision = dossier.instrument, dossier.assessment.decision
    if instrument.level_outcome is None:
        return ""
    if decision is None:
        return _("Hva reglene sier, vises først når gruppa har satt sitt eget nivå.")
    outcome = instrument.outcome(instrument.level_outcome)
    rules = shown_range(dossier.assessment, instrument, dossier.case, outcome.id)
    said = [_range_words(rules, outcome)]
    if rules is not None:
        said.extend(_because(rules, outcome))
        said.append(_standing(rules, outcome, decision.level) if rules.reasons else "")
    said.extend(_departed(dossier))
    said.append(_lawful_words(dossier))
    return " ".join(word for word in said if word)


def rules_section(dossier: Dossier) -> Section | None:
    """The range of each outcome with every reason behind it; None for an instrument whose rules say nothing."""
    instrument = dossier.instrument
    wanted = [one for one in (instrument.level_outcome, instrument.help_outcome) if one is not None]
    tables = [_reasons(dossier, instrument.outcome(one)) for one in wanted if instrument.outcome(one).kind == "ordinal"]
    if not tables and not alarms(dossier.assessment, instrument) and not _lawful_table(dossier):
        return None
    decision = dossier.assessment.decision
    demanded = departures(dossier.assessment, instrument, dossier.case)
    prose: tuple[Prose, ...] = ()
    if demanded and decision is not None:
        why = decision.departure.strip()
        prose = (Prose(_("Hvorfor gruppa fraviker reglene"), why or _not_written(), missing=not why),)
    return Section(
        heading=_("Hva reglene sier"),
        intro=(
            _(
                "Reglene viser et spenn, aldri et svar: det som gjelder uansett hva det ukjente viser seg å være, "
                "og det som fortsatt kan gjelde. De kan bare heve. Ingenting legges sammen til en poengsum, og nivået "
                "settes av gruppa."
            ),
        ),
        prose=prose,
        tables=(*tables, *_alarm_table(dossier), *_lawful_table(dossier)),
    )


def _range_words(rules: Range | None, outcome: Outcome) -> str:
    if rules is None:
        return _("Reglene sier ikke noe, fordi ingen forhold er vurdert.")
    low, high = outcome.choice(rules.low).label, outcome.choice(rules.high).label
    if not any(reason.sure for reason in rules.reasons):
        if rules.low == rules.high:
            return _("Ingen av reglene slår til. De sier ingenting over {low}.").format(low=low)
        return _("Ingen av reglene slår til på det som er kjent. Inntil {high} kan fortsatt gjelde.").format(high=high)
    if rules.low == rules.high:
        return _("Reglene peker på minst {low}, uansett hva det ukjente viser seg å være.").format(low=low)
    return _("Reglene peker på minst {low}, og inntil {high} når det åpne er avklart.").format(low=low, high=high)


def _lawful_words(dossier: Dossier) -> str:
    """That some of what the group had before it is lawful, and whether anything rests on it alone; else empty."""
    view = rights_view(dossier.assessment, dossier.instrument)
    if not view.lawful:
        return ""
    numbers = wording.listed(str(one.number) for one in view.lawful)
    said = _("Opplysning {numbers} er merket som lovlig ytring, tro, klær eller forsamling.").format(numbers=numbers)
    return f"{said} {_resting(dossier, view)}"


def _resting(dossier: Dossier, view: RightsView) -> str:
    if view.only_lawful:
        items = wording.listed(wording.named(dossier.instrument, item) for item in view.only_lawful)
        return _("Bare lovlige opplysninger taler for {items}.").format(items=items)
    return _("Ingenting som er satt over laveste trinn på risikosiden, hviler bare på slike opplysninger.")


def _lawful_table(dossier: Dossier) -> tuple[Table, ...]:
    """What is lawful by name, beside the rules that never count it."""
    view = rights_view(dossier.assessment, dossier.instrument)
    if not view.lawful:
        return ()
    return (
        Table(
            kind="pairs",
            heading=_("Lovlig ytring, tro, klær og forsamling"),
            intro=_("Dette er vernet, og teller aldri i seg selv. {resting}").format(resting=_resting(dossier, view)),
            columns=(_("Opplysning"), _("Hva som er sett eller hørt")),
            rows=tuple((Cell(lead=_("Nr. {number}").format(number=one.number)), Cell(one.seen)) for one in view.lawful),
        ),
    )


def _because(rules: Range, outcome: Outcome) -> list[str]:
    """The first reason that carries the low end, and that there are more; all of them stand in the section."""
    low = outcome.rank(rules.low)
    carrying = [one for one in rules.reasons if one.sure and outcome.rank(one.at_least) == low]
    said = [f"{one.because.rstrip('. ')} ({', '.join(one.items)})." for one in carrying[:1]]
    if len(carrying) > 1:
        said.append(_("Flere grunner står under «Hva reglene sier»."))
    return said


def _standing(rules: Range, outcome: Outcome, level: str) -> str:
    rank, low, high = outcome.rank(level), outcome.rank(rules.low), outcome.rank(rules.high)
    if rank is None or low is None or high is None:
        return _("Gruppa har ikke konkludert med et nivå.")
    if rank < low:
        return _("Gruppas nivå ligger under dette.")
    return _("Gruppas nivå ligger over dette.") if rank > high else _("Gruppas nivå ligger innenfor.")


def _departed(dossier: Dossier) -> list[str]:
    decision = dossier.assessment.decision
    demanded = departures(dossier.assessment, dossier.instrument, dossier.case)
    if decision is None or not demanded:
        return []
    why = decision.departure.strip()
    return [
        *(_departure_words(one) for one in demanded),
        _("Gruppas grunn: {reason}").format(reason=wording.sentence(why)) if why else _not_written(),
    ]


def _departure_words(departure: Departure) -> str:
    items = wording.listed(departure.items)
    if departure.demand == "below_range":
        return _("Lavere nivå enn reglene peker på må begrunnes ({items}).").format(items=items)
    return _("Lavt nivå med kritiske forhold ukjent må begrunnes ({items}).").format(items=items)


def _not_written() -> str:
    return _("Begrunnelsen for avviket er ikke skrevet.")


def _reasons(dossier: Dossier, outcome: Outcome) -> Table:
    rules = shown_range(dossier.assessment, dossier.instrument, dossier.case, outcome.id)
    decided = outcome.id != dossier.instrument.level_outcome or dossier.assessment.decision is not None
    return Table(
        kind="reasons",
        heading=outcome.title,
        intro=_range_words(rules, outcome) if decided and rules is not None else "",
        columns=(_("Minst"), _("Fordi"), _("Forhold"), _("Gjelder")),
        rows=tuple(_reason_row(reason, outcome) for reason in (rules.reasons if rules is not None else ())),
        empty=_("Ingen regel gir en grunn her.")
        if rules is not None
        else _("Vises når gruppa selv har tatt stilling."),
    )


def _reason_row(reason: Reason, outcome: Outcome) -> tuple[Cell, ...]:
    return (
        Cell(lead=outcome.choice(reason.at_least).label),
        Cell(reason.because),
        Cell(", ".join(reason.items)),
        Cell(_("nå") if reason.sure else _("kan gjelde, når dette er avklart")),
    )


def _alarm_table(dossier: Dossier) -> tuple[Table, ...]:
    instrument, assessment = dossier.instrument, dossier.assessment
    rows = []
    for item in alarms(assessment, instrument):
        critical, code = instrument.item(item).critical, assessment.answers[item]
        action = critical.action if critical is not None else ""
        answer = f"{code} {instrument.scale_of(item).label(code)}"
        rows.append((Cell(lead=wording.named(instrument, item)), Cell(answer), Cell(action)))
    if not rows:
        return ()
    return (
        Table(
            kind="alarms",
            heading=_("Kritiske forhold som krever noe nå"),
            columns=(_("Forhold"), _("Gruppas svar"), _("Hva verktøyet ber om")),
            rows=tuple(rows),
        ),
    )
