"""The report for another authority, with the note on what it was given and why.

The note has the fields that politiregisterforskriften § 11-4 asks of the police: to whom, on what legal basis, why and
whether it was asked for, what, and what is not verified. They serve just as well for what the kommune gives.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from assess.casework.observation import Observation
from assess.errors import ReportError
from assess.language import _
from assess.profile.model import LegalBasis
from assess.reports import wording
from assess.reports.chosen import Chosen
from assess.reports.dossier import Dossier
from assess.reports.request import Handover
from assess.reports.view import Cell, Code, Cover, Fact, Section, Table
from assess.reports.withheld import says_role


def handover_report(dossier: Dossier, request: Handover) -> Chosen:
    """The observations that were shared with the recipient, and the note on them. Nothing else of the assessment.

    Raises:
        ReportError: The note says too little, or nothing may be given to this party.
    """
    basis = _refuse_incomplete(dossier, request)
    given = given_observations(dossier, request.party)
    if not given:
        raise ReportError(
            _("Ingen opplysninger er delt med {party}. Utleveringen ble ikke laget.").format(
                party=dossier.profile.party_label(request.party)
            ),
            _("Før opp mottakeren, hjemmelen og hvorfor det er nødvendig på hver opplysning som skal utleveres."),
        )
    return Chosen(
        title=_("Vurdering {reference} – utlevering").format(reference=dossier.reference),
        cover=Cover(
            group=dossier.profile.group,
            heading=_("Utlevering av opplysninger"),
            facts=(
                _("Sak {reference}").format(reference=dossier.case.reference),
                _("Kontaktmøte {day}").format(day=wording.day(dossier.assessment.meeting.held_on)),
                _("Skrevet ut {day}").format(day=wording.day(dossier.printed_on)),
            ),
            notes=_note(dossier, request, basis, given),
        ),
        sections=(_contents(dossier, request, given),),
    )


def given_observations(dossier: Dossier, party: str) -> tuple[Observation, ...]:
    """The observations that were shared with this party and still stand."""
    return tuple(
        one for one in dossier.assessment.standing_observations if one.shared and party in one.recipients and party
    )


def handover_cautions(dossier: Dossier, party: str) -> tuple[str, ...]:
    """What must be read before the observations leave: a program can't see whom a text mentions."""
    numbers = wording.listed(str(one.number) for one in given_observations(dossier, party))
    if not numbers:
        return ()
    return (
        _(
            "Les opplysning {numbers} før den gis ut. Programmet kan ikke se om teksten nevner andre, eller røper hvem "
            "som har fortalt noe. Det som ikke er nødvendig for mottakeren, skal ikke med."
        ).format(numbers=numbers),
    )


def unverified(one: Observation) -> tuple[str, ...]:
    """Why an observation must not be taken as verified; empty when nothing in its grading says so."""
    reasons = (
        _("ikke bekreftet") if one.nature == "unverified" else "",
        _("en vurdering, ikke et faktisk forhold") if one.nature == "assessment" else "",
        wording.hand(one.hand) if one.hand != "first_hand" else "",
        _("innholdet er ikke gradert") if one.credibility is None else "",
        _("innholdet: {words}").format(words=wording.credibility(one.credibility))
        if one.credibility is not None and one.credibility > "1"
        else "",
    )
    return tuple(reason for reason in reasons if reason)


def _refuse_incomplete(dossier: Dossier, request: Handover) -> LegalBasis:
    known = {party.id for party in dossier.profile.parties}
    if request.party not in known:
        raise ReportError(
            _("Profilen har ingen part som heter «{id}».").format(id=request.party),
            _("Velg en av disse: {names}.").format(names=", ".join(sorted(known))),
        )
    basis = dossier.legal.basis(request.basis)
    if basis is None:
        raise ReportError(
            _("Hjemmelslista har ingen hjemmel som heter «{id}».").format(id=request.basis),
            _("Velg hjemmelen som den som utleverer, svarer for."),
        )
    if not request.reason.strip():
        raise ReportError(_("Skriv hvorfor opplysningene utleveres."), _("Én setning er nok."))
    return basis


def _note(dossier: Dossier, request: Handover, basis: LegalBasis, given: tuple[Observation, ...]) -> tuple[Fact, ...]:
    doubtful = [str(one.number) for one in given if unverified(one)]
    checked = _("{by} (sjekket {day}).").format(
        day=wording.day(date.fromisoformat(basis.checked_on)), by=basis.checked_by
    )
    facts = [
        Fact(_("Utlevert til"), dossier.profile.party_label(request.party)),
        Fact(_("Rettslig grunnlag"), f"{basis.act} {basis.section}: {basis.title}\n{basis.content}\n{checked}"),
        Fact(_("Hvem svarer for det"), _("Hjemmelen er valgt av den som utleverer. Programmet tar ikke stilling.")),
        Fact(_("Årsak"), request.reason),
        Fact(
            _("Etter anmodning"),
            _("Ja, mottakeren ba om opplysningene.") if request.requested else _("Nei, av eget tiltak."),
        ),
        Fact(_("Hva som er utlevert"), _what(given)),
        Fact(
            _("Ikke bekreftet"),
            _("Nr. {numbers}. Grunnen står ved hver av dem.").format(numbers=wording.listed(doubtful))
            if doubtful
            else _("Ingen. Graderingen står ved hver opplysning."),
        ),
        Fact(
            _("Tolkninger"),
            _("Gruppas tolkning følger med, skilt fra det som er sett eller hørt.")
            if request.interpretations
            else _("Ikke utlevert."),
        ),
        *_level(dossier, request),
        Fact(_("Feil"), _("Blir det klart at noe er feil, får mottakeren beskjed.")),
        Fact(_("Utlevert av"), _("Rolle: ……………………………   Dato: …………………")),
    ]
    return tuple(facts)


def _what(given: tuple[Observation, ...]) -> str:
    kinds = Counter(wording.nature(one.nature) for one in given)
    counted = ", ".join(f"{kind}: {count}" for kind, count in kinds.items())
    numbers = wording.listed(str(one.number) for one in given)
    return _("{count} opplysninger, nr. {numbers} ({kinds}).").format(count=len(given), numbers=numbers, kinds=counted)


def _level(dossier: Dossier, request: Handover) -> tuple[Fact, ...]:
    """The decision in one line, when the group asked for it and there is one."""
    instrument, decision = dossier.instrument, dossier.assessment.decision
    if not request.decision or decision is None or instrument.level_outcome is None:
        return ()
    outcome = instrument.outcome(instrument.level_outcome)
    words = _("{level}, satt av gruppa {day}") if not dossier.draft else _("{level}, i et utkast som ikke er signert")
    said = words.format(level=outcome.choice(decision.level).label, day=wording.day(dossier.assessment.meeting.held_on))
    return (Fact(outcome.title, said),)


def _contents(dossier: Dossier, request: Handover, given: tuple[Observation, ...]) -> Section:
    return Section(
        heading=_("Opplysningene"),
        intro=(
            _(
                "Bare opplysninger som gruppa har delt med mottakeren, er med, med de ordene gruppa delte. Resten av "
                "vurderingen er ikke utlevert. Feltene om andre som er nevnt, dokumenter og hvorfor gruppa delte, er "
                "ikke med."
            ),
        ),
        tables=(
            Table(
                kind="ledger",
                columns=(_("Nr."), _("Opplysning"), _("Er den bekreftet?"), _("Kilde og grunnlag")),
                rows=tuple(_row(dossier, request, one) for one in given),
            ),
        ),
    )


def _row(dossier: Dossier, request: Handover, one: Observation) -> tuple[Cell, ...]:
    notes = []
    if request.interpretations and one.meaning.strip():
        notes.append(_("Tolkning: {meaning}").format(meaning=one.meaning))
    if one.lawful:
        notes.append(_("Lovlig ytring, tro, klær eller forsamling. Taler ikke for bekymring alene."))
    doubt = unverified(one)
    return (
        Cell(code=Code(str(one.number), "plain")),
        Cell(one.seen, notes=tuple(notes)),
        Cell(lead=_("Ikke bekreftet") if doubt else _("Bekreftet av andre"), notes=doubt),
        Cell(_source(dossier, one), notes=_sharing(dossier, one)),
    )


def _source(dossier: Dossier, one: Observation) -> str:
    """The role that brings it; words that could be a person's are left out."""
    role = dossier.profile.role(one.brought_by)
    if role is not None:
        return role.label
    if not one.brought_by.strip():
        return _("kilde ikke oppgitt")
    return one.brought_by if says_role(one.brought_by, dossier.profile) else _("kilden er ikke utlevert")


def _sharing(dossier: Dossier, one: Observation) -> tuple[str, ...]:
    basis = dossier.legal.basis(one.legal_basis)
    said = (
        _("kilden: {words}").format(words=wording.reliability(one.reliability)) if one.reliability is not None else "",
        _("observert {when}").format(when=one.observed) if one.observed.strip() else "",
        _("delt, oppgitt hjemmel: {basis}").format(basis=f"{basis.act} {basis.section}") if basis is not None else "",
    )
    return tuple(words for words in said if words)
