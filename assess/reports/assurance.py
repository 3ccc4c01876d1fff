"""How the assessment is vouched for: checklist, signatures, later additions, and what it was made with."""

from __future__ import annotations

from assess.casework.quality import Signature
from assess.instrument.model import Quality
from assess.judgement.duties import AskedDuty, asked_duties
from assess.judgement.measures import is_late, late_reason
from assess.judgement.quality import Finding, findings, following, following_text
from assess.language import _
from assess.reports import wording
from assess.reports.dossier import Dossier
from assess.reports.view import Cell, Fact, Section, Table


def checklist_section(dossier: Dossier) -> Section | None:
    """The automatic findings, the group's own answers and what was considered in writing; None without any of it."""
    lines = dossier.instrument.quality
    if not lines and not _asked(dossier):
        return None
    found = {finding.check: finding for finding in findings(dossier.folder)}
    return Section(
        heading=_("Kvalitetskontroll"),
        intro=(_("Den samme lista brukes av veilederen som leser vurderingen etterpå."),),
        tables=(
            Table(
                kind="checks",
                columns=(_("Punkt"), _("Svar"), _("Merknad")),
                rows=(
                    *(
                        _automatic(line.text, found[line.auto], _noted(dossier, line))
                        if line.auto is not None
                        else _own(dossier, line)
                        for line in lines
                    ),
                    *(_automatic(following_text(one), one) for one in following(dossier.folder)),
                ),
            ),
            *_duties(dossier),
        ),
    )


def signature_section(dossier: Dossier) -> Section:
    """Who vouched for exactly this content, what was added later, and who was called while it was stopped."""
    return Section(
        heading=_("Signaturer og tillegg"),
        tables=(_signatures(dossier), *_addenda(dossier), *_calls(dossier)),
    )


def colophon(dossier: Dossier) -> Section:
    """The instrument, its licence and worth, its sources, and what proves that this page is what was decided."""
    instrument, assessment, profile = dossier.instrument, dossier.assessment, dossier.profile
    pin, rights = assessment.instrument, instrument.rights
    facts = [
        Fact(_("Verktøy"), f"{instrument.title} ({pin.id} {pin.version})"),
        Fact(_("Gyldighet"), _validity(dossier)),
        Fact(_("Skal ikke brukes til"), " ".join(instrument.use.not_for)),
        Fact(_("Lisens"), " ".join((f"{rights.licence}, {rights.holder}.", rights.note or "")).strip()),
        Fact(_("Verktøyets fingeravtrykk"), spaced(pin.hash)),
        Fact(_("Plan og profil"), f"{profile.plan.title} ({profile.id} {profile.version})"),
        Fact(_("Innholdets fingeravtrykk"), spaced(assessment.digest)),
        journal_head(dossier),
        Fact(_("Skrevet ut"), wording.day(dossier.printed_on)),
        Fact(_("Klokkeslett"), wording.capital(wording.clock())),
    ]
    return Section(
        heading=_("Om verktøyet og dokumentet"),
        facts=tuple(fact for fact in facts if fact.text or fact.is_head),
        tables=_sources(dossier),
    )


def journal_head(dossier: Dossier) -> Fact:
    """Where the journal stood once it was told that the report is let out; the head itself is set in last."""
    label = _("Journalens hode")
    return Fact(label, "", is_head=True) if dossier.journal_head else Fact(label, _("ingen journal"))


def spaced(digest: str) -> str:
    """A fingerprint in groups of four, so that people can compare it."""
    return " ".join(digest[place : place + 4] for place in range(0, len(digest), 4))


def _validity(dossier: Dossier) -> str:
    note = dossier.instrument.use.validation_note
    if dossier.instrument.use.validation != "none":
        return note
    plain = _("ikke validert – støtte for faglig skjønn")
    return note if plain in note else f"{wording.capital(plain)}. {note}"


def _asked(dossier: Dossier) -> tuple[AskedDuty, ...]:
    """The duties that the group answered, and in a draft those that it must answer yet."""
    asked = asked_duties(dossier.assessment, dossier.instrument, dossier.case, dossier.profile)
    return tuple(one for one in asked if one.answer is not None or (dossier.draft and not one.advised))


def _duties(dossier: Dossier) -> tuple[Table, ...]:
    asked = _asked(dossier)
    if not asked:
        return ()
    return (
        Table(
            kind="events",
            heading=_("Vurdert skriftlig"),
            intro=_("Om en plikt gjelder, avgjør mennesker. Her står hva gruppa vurderte, og hvem som svarer for det."),
            columns=(_("Plikt"), _("Hvem svarer for det"), _("Hva gruppa har vurdert")),
            rows=tuple(_duty_row(one) for one in asked),
        ),
    )


def _duty_row(asked: AskedDuty) -> tuple[Cell, ...]:
    lead = Cell(lead=asked.duty.title, notes=(asked.duty.source,))
    if asked.answer is None:
        return (lead, Cell("–"), Cell(_("Ikke skrevet ennå.")))
    written = _("skrevet {moment}").format(moment=wording.moment(asked.answer.answered_at))
    return (lead, Cell(asked.answer.by or _("ikke oppgitt")), Cell(asked.answer.text, notes=(written,)))


def _automatic(text: str, finding: Finding, noted: str = "") -> tuple[Cell, ...]:
    items = _("Gjelder {items}.").format(items=", ".join(finding.items)) if finding.items and not finding.met else ""
    lacking = _("✗ mangler") if finding.blocking else _("○ bør ses på")
    answer = _("✓ i orden") if finding.met else lacking
    note = " ".join(part for part in (items, noted) if part)
    return (Cell(text), Cell(lead=answer), Cell(note, notes=(_("kontrollert av programmet"),)))


def _noted(dossier: Dossier, line: Quality) -> str:
    """What the group wrote beside a line that the program answers: why the next assessment can wait."""
    late = line.auto == "review_date" and is_late(dossier.assessment, dossier.instrument, dossier.profile)
    return late_reason(dossier.assessment, dossier.instrument) if late else ""


def _own(dossier: Dossier, line: Quality) -> tuple[Cell, ...]:
    given = next((one for one in dossier.assessment.checks if one.check == line.id), None)
    if given is None:
        return (Cell(line.text), Cell(lead=_("Ikke besvart")), Cell("–"))
    words = {"yes": _("Ja"), "no": _("Nei"), "not_relevant": _("Ikke relevant")}[given.answer]
    return (Cell(line.text), Cell(lead=words), Cell(given.note or "–"))


def _signatures(dossier: Dossier) -> Table:
    return Table(
        kind="signatures",
        heading=_("Signaturer"),
        columns=(_("Rolle"), _("Part"), _("Signert"), _("Gjelder")),
        rows=tuple(
            (
                Cell(lead=one.signed_as),
                Cell(dossier.profile.party_label(one.party)),
                Cell(wording.moment(one.signed_at)),
                Cell(_worth(one, dossier.assessment.digest)),
            )
            for one in dossier.assessment.signatures
        ),
        empty=_("Ingen har signert."),
    )


def _worth(signature: Signature, digest: str) -> str:
    if signature.void:
        return _("Nei, innholdet ble endret etterpå")
    return _("Ja, akkurat dette innholdet") if signature.digest == digest else _("Nei, innholdet er et annet")


def _addenda(dossier: Dossier) -> tuple[Table, ...]:
    rows = tuple(
        (Cell(wording.moment(one.added_at)), Cell(one.by), Cell(one.text)) for one in dossier.assessment.addenda
    )
    if not rows:
        return ()
    heading = _("Tillegg etter signering")
    return (Table(kind="events", heading=heading, columns=(_("Tid"), _("Av"), _("Tillegg")), rows=rows),)


def _calls(dossier: Dossier) -> tuple[Table, ...]:
    rows = tuple(
        (
            Cell(wording.moment(one.called_at)),
            Cell(_("{by} ringte {whom}").format(by=one.by or "–", whom=one.whom or "–")),
            Cell(one.note or "–"),
        )
        for one in dossier.assessment.calls
    )
    if not rows:
        return ()
    heading = _("Varslinger mens møtet sto stille")
    return (Table(kind="events", heading=heading, columns=(_("Tid"), _("Hvem"), _("Hva ble sagt")), rows=rows),)


def _sources(dossier: Dossier) -> tuple[Table, ...]:
    rows = tuple((Cell(one.title), Cell(one.used_for)) for one in dossier.instrument.sources)
    if not rows:
        return ()
    return (Table(kind="sources", heading=_("Kilder"), columns=(_("Kilde"), _("Brukt til")), rows=rows),)
