"""The report for whom the case is about: what the group concluded, and why, without others and without who told.

Everything is made from what `assess.reports.withheld` leaves, never from the dossier itself. The last part is the
written refusal: each omission with its provision, and whom to complain to (personopplysningsloven § 16 third
paragraph; forvaltningsloven § 21).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date

from assess.casework.meeting import attendee_label
from assess.casework.observation import Observation
from assess.language import _
from assess.reports import wording
from assess.reports.access_cautions import refuse_unread
from assess.reports.access_places import place_words
from assess.reports.assurance import colophon
from assess.reports.chosen import Chosen
from assess.reports.dossier import Dossier
from assess.reports.explanation import formulation_section, plan_section, rights_section
from assess.reports.items import item_sections
from assess.reports.page_one import page_one
from assess.reports.request import AccessReport
from assess.reports.rules import rules_in_short, rules_section
from assess.reports.view import Cell, Code, Fact, Prose, Section, Table
from assess.reports.withheld import Omission, Withheld, withhold


def access_report(dossier: Dossier, request: AccessReport) -> Chosen:
    """The report for whom the case is about.

    Raises:
        ReportError: See `assess.reports.withheld.withhold`; or nobody has read texts that could give others away.
    """
    refuse_unread(dossier, request)
    left = withhold(dossier, request)
    first, rules = page_one(left.dossier), rules_in_short(left.shape)
    sections = (
        _about(left, read=request.read),
        *item_sections(_agreed_only(left.dossier)),
        _observations(left),
        formulation_section(left.dossier),
        rights_section(left.shape),
        rules_section(left.shape),
        plan_section(left.dossier),
        _considered(left.dossier),
        _signed(left),
        _colophon(left.dossier),
        *_refusal(left),
    )
    return Chosen(
        title=_("Vurdering {reference} – innsyn").format(reference=dossier.reference),
        page_one=dataclasses.replace(first, rules=Prose(_("Reglene"), rules) if rules else None),
        sections=tuple(section for section in sections if section is not None),
    )


def _agreed_only(dossier: Dossier) -> Dossier:
    """The dossier as of an instrument that only the group answers: what each rated alone is not to be seen."""
    return dataclasses.replace(dossier, instrument=dossier.instrument.model_copy(update={"rounds": "agreed_only"}))


def _about(left: Withheld, *, read: bool) -> Section:
    case, profile = left.dossier.case, left.dossier.profile
    ideologies = {choice.id: choice.label for choice in profile.ideologies}
    counted = _(
        "Noe er utelatt. Det står «Utelatt» der det mangler. Sist i dokumentet står hva som er utelatt, etter hvilken "
        "bestemmelse, og hvem du kan klage til."
    )
    return Section(
        heading=_("Om innsynet"),
        intro=(
            " ".join(_promises(left, read=read)),
            counted if left.omissions else _("Ingenting er utelatt."),
        ),
        facts=(
            Fact(_("Sak"), case.reference),
            Fact(_("Åpnet"), wording.day(case.opened_at.date())),
            Fact(_("Hva bekymringen gjelder"), ideologies.get(case.ideology, case.ideology)),
            Fact(_("Vurdering nr."), str(left.dossier.assessment.number)),
            Fact(_("Melder"), _boxes(left, "summary", "source")),
        ),
    )


def _promises(left: Withheld, *, read: bool) -> Iterator[str]:
    """What can truly be said of what stands here: free text is the group's own, and may mention others."""
    yield _("Dette er det gruppa har skrevet om deg i denne vurderingen.")
    if any(one.kind in {"source", "others"} for one in left.omissions):
        yield _("Feltene som sier hvem som har fortalt noe, og hvem andre som er nevnt, er utelatt.")
    yield _("Fri tekst står slik gruppa skrev den, der det ikke står «Utelatt».")
    if read:
        yield _("Gruppa har lest den over før du fikk den.")


def _boxes(left: Withheld, place: str, *kinds: str) -> str:
    """The boxes of one place, each provision once with what it leaves out."""
    found: dict[str, list[str]] = {}
    for one in left.omissions:
        if one.place == place and one.kind in kinds:
            found.setdefault(_provision(one), []).append(one.name)
    return "\n".join(
        _("Utelatt: {what}. {provision}").format(what=", ".join(names), provision=words)
        for words, names in found.items()
    )


def _provision(omission: Omission) -> str:
    return f"{omission.provision.act} {omission.provision.section}"


def _observations(left: Withheld) -> Section:
    return Section(
        heading=_("Opplysninger"),
        intro=(
            _(
                "Det som er sett eller hørt, er skilt fra hva gruppa har tolket det som. Feltet som sier hvem som har "
                "fortalt det, er utelatt."
            ),
        ),
        tables=(
            Table(
                kind="ledger",
                columns=(_("Nr."), _("Opplysning"), _("Gradering"), _("Utelatt")),
                rows=tuple(_row(left, one) for one in left.dossier.assessment.observations),
                empty=_("Ingen opplysninger er ført."),
            ),
        ),
    )


def _row(left: Withheld, one: Observation) -> tuple[Cell, ...]:
    place, number = f"observation.{one.number}", Cell(code=Code(str(one.number), "plain"))
    if one.number in left.whole:
        reason = next(each.provision.title for each in left.omissions if each.place == place)
        return (number, Cell(one.seen, lead=_("Hele opplysningen er utelatt")), Cell("–"), Cell(reason))
    notes = []
    if one.meaning.strip():
        notes.append(_("Tolkning: {meaning}").format(meaning=one.meaning))
    if one.lawful:
        notes.append(_("Lovlig ytring, tro, klær eller forsamling. Taler ikke for bekymring alene."))
    if one.withdrawn:
        notes.append(_("Trukket tilbake og teller ikke."))
    return (
        number,
        Cell(one.seen, notes=tuple(notes), struck=bool(one.withdrawn)),
        Cell(wording.capital(wording.nature(one.nature)), notes=_grading(left.dossier, one)),
        Cell(_boxes(left, place, "source", "others", "text", "observation") or "–"),
    )


def _grading(dossier: Dossier, one: Observation) -> tuple[str, ...]:
    said = [_("observert {when}").format(when=one.observed)] if one.observed.strip() else []
    if one.credibility is not None:
        said.append(_("innholdet: {words}").format(words=wording.credibility(one.credibility)))
    if one.speaks_for:
        said.append(_("for {items}").format(items=", ".join(one.speaks_for)))
    if one.speaks_against:
        said.append(_("imot {items}").format(items=", ".join(one.speaks_against)))
    if one.recipients:
        parties = wording.listed(dossier.profile.party_label(party) for party in one.recipients)
        said.append(_("delt med: {parties}").format(parties=parties))
    return tuple(said)


def _considered(dossier: Dossier) -> Section | None:
    """What the group considered under its duties, and its own answers to the checklist; None without any."""
    duties = {duty.id: duty.title for duty in dossier.profile.duties}
    lines = {line.id: line.text for line in dossier.instrument.quality}
    answers = {"yes": _("Ja"), "no": _("Nei"), "not_relevant": _("Ikke relevant")}
    considered = tuple(
        (Cell(lead=duties.get(one.duty, one.duty)), Cell(one.by or "–"), Cell(one.text or "–"))
        for one in dossier.assessment.duties
    )
    checked = tuple(
        (Cell(lines.get(one.check, one.check)), Cell(lead=answers[one.answer]), Cell(one.note or "–"))
        for one in dossier.assessment.checks
    )
    asked = Table(
        kind="events",
        heading=_("Vurdert skriftlig"),
        columns=(_("Plikt"), _("Hvem svarer for det"), _("Hva gruppa har vurdert")),
        rows=considered,
    )
    listed = Table(
        kind="checks", heading=_("Gruppas egen kontroll"), columns=(_("Punkt"), _("Svar"), _("Merknad")), rows=checked
    )
    tables = tuple(table for table in (asked, listed) if table.rows)
    return Section(heading=_("Plikter og kontroll"), tables=tables) if tables else None


def _signed(left: Withheld) -> Section:
    assessment, profile = left.dossier.assessment, left.dossier.profile
    roles = {one.id: attendee_label(one, profile) for one in assessment.meeting.attendees}
    signatures = Table(
        kind="pairs",
        heading=_("Signaturer"),
        intro=_("De som har signert, svarer for hele vurderingen, også det som er utelatt her."),
        columns=(_("Rolle"), _("Part og tidspunkt")),
        rows=tuple(
            (
                Cell(lead=roles.get(one.attendee, "–")),
                Cell(f"{profile.party_label(one.party)}, {wording.moment(one.signed_at)}"),
            )
            for one in assessment.signatures
        ),
        empty=_("Ingen har signert."),
    )
    addenda = Table(
        kind="events",
        heading=_("Tillegg etter signering"),
        columns=(_("Tid"), _("Av"), _("Tillegg")),
        rows=tuple((Cell(wording.moment(one.added_at)), Cell(one.by), Cell(one.text)) for one in assessment.addenda),
    )
    calls = Table(
        kind="pairs",
        heading=_("Varslinger mens møtet sto stille"),
        columns=(_("Tid"), _("Hvem, og hva ble sagt")),
        rows=tuple(
            (Cell(wording.moment(one.called_at)), Cell(_boxes(left, f"call.{order}", "others")))
            for order, one in enumerate(assessment.calls, 1)
        ),
    )
    return Section(
        heading=_("Signaturer og tillegg"),
        tables=(signatures, *(table for table in (addenda, calls) if table.rows)),
    )


def _colophon(dossier: Dossier) -> Section:
    """The usual one without the fingerprint of the content, which is another one once something is left out."""
    usual, hidden = colophon(dossier), _("Innholdets fingeravtrykk")
    return dataclasses.replace(usual, facts=tuple(fact for fact in usual.facts if fact.label != hidden), tables=())


def _refusal(left: Withheld) -> tuple[Section, ...]:
    legal = left.dossier.legal
    provisions = {one.provision.id: one.provision for one in left.omissions}
    gathered: dict[tuple[str, str], list[str]] = {}
    for one in left.omissions:
        gathered.setdefault((one.name, _provision(one)), []).append(place_words(one.place))
    omitted = Table(
        kind="events",
        columns=(_("Hva"), _("Bestemmelse"), _("Hvor")),
        rows=tuple(
            (Cell(lead=wording.capital(name)), Cell(section), Cell(_where(places)))
            for (name, section), places in gathered.items()
        ),
        empty=_("Ingenting er utelatt."),
    )
    because = Table(
        kind="pairs",
        heading=_("Bestemmelsene"),
        intro=_read_on(left),
        columns=(_("Bestemmelse"), _("Hva den sier, gjengitt med egne ord")),
        rows=tuple(
            (
                Cell(lead=f"{one.act} {one.section}", notes=(_("lest {day}").format(day=_checked(one.checked_on)),)),
                Cell(one.content, lead=one.title),
            )
            for one in provisions.values()
        ),
    )
    complaints = tuple(Prose(one.title, one.content) for one in legal.redress) if left.omissions else ()
    own = Prose(
        _("Spør oss, eller be om retting"),
        _(
            "Mener du at noe er feil eller mangler, kan du be gruppa om å rette det eller skrive din forklaring ved "
            "siden av. Du kan også be oss vurdere på nytt det som er utelatt. Kontakt: {group}."
        ).format(group=left.dossier.profile.group),
    )
    return (
        Section(heading=_("Det som er utelatt"), tables=(omitted, because) if left.omissions else (omitted,)),
        Section(heading=_("Hva du kan gjøre"), prose=(own, *complaints)),
    )


def _read_on(left: Withheld) -> str:
    """That the list of provisions is somebody's reading, and of which days."""
    days = sorted({one.provision.checked_on for one in left.omissions})
    return _("Bestemmelsene er lest {days} og er gjengitt kort. Lovteksten selv finner du hos Lovdata.").format(
        days=wording.listed(_checked(day) for day in days)
    )


def _where(places: list[str]) -> str:
    """The places in words, those of one kind together: «opplysning 1, 2 og 4»."""
    together: dict[str, list[str]] = {}
    for place in dict.fromkeys(places):
        words, _space, last = place.rpartition(" ")
        together.setdefault(words if last.isdecimal() else place, []).extend([last] if last.isdecimal() else [])
    said = [f"{words} {wording.listed(numbers)}" if numbers else words for words, numbers in together.items() if words]
    return wording.capital("; ".join(said)) if said else _("Hele vurderingen")


def _checked(day: str) -> str:
    return wording.day(date.fromisoformat(day))
