"""The words around the items of a blank form: how it is filled in, and which instrument it is of."""

from __future__ import annotations

from assess.instrument.edition import Edition
from assess.instrument.model import Instrument
from assess.language import _, mark
from assess.reports.assurance import spaced
from assess.reports.view import Fact

_STATUS = {"draft": mark("utkast"), "active": mark("i bruk"), "retired": mark("ute av bruk")}


def facts(instrument: Instrument) -> tuple[str, ...]:
    """Which version it is, how much it asks, and what it is worth."""
    version = _("{id} versjon {version}, {status}").format(
        id=instrument.id, version=instrument.version, status=_(_STATUS[instrument.status])
    )
    worth = (_("ikke validert – støtte for faglig skjønn"),) if instrument.use.validation == "none" else ()
    count = _("{count} forhold").format(count=len(instrument.items_by_id))
    return (version, count, *worth)


def instruction(instrument: Instrument) -> tuple[str, ...]:
    """How to fill it in: who, what the codes for no answer mean, what never counts, and what can't be left empty."""
    return (
        _who(instrument),
        *_unanswered(instrument),
        _(
            "Lovlige ytringer, tro, klær og forsamlinger teller aldri alene. Skriv det som er sett eller hørt, og hvem "
            "det kommer fra. Skriv aldri navn."
        ),
        _critical_words(instrument),
    )


def _who(instrument: Instrument) -> str:
    if instrument.rounds == "individual_then_agreed":
        return _(
            "Fyll ut alene, før noen har snakket sammen om saken. Sett ett kryss for hvert forhold, ut fra det din "
            "egen tjeneste vet. Svarene føres inn i møtet, i samme rekkefølge som her."
        )
    if instrument.rounds == "parties_then_agreed":
        return _(
            "Én fra hver part fyller ut på vegne av parten, før partene har snakket sammen om saken. Sett ett kryss "
            "for hvert forhold. Svarene føres inn i møtet, i samme rekkefølge som her."
        )
    return _(
        "Dette verktøyet har ingen runde der hver vurderer for seg. Fyll ut ett skjema sammen, eller av den som tar "
        "imot henvendelsen, med ett kryss for hvert spørsmål. Svarene føres inn etterpå, i samme rekkefølge som her."
    )


def _unanswered(instrument: Instrument) -> tuple[str, ...]:
    """What the codes for no answer are for; silent about those that the instrument doesn't have."""
    codes = {other.means: other.code for scale in instrument.scales for other in scale.non_answers}
    lowest = {scale.levels[0].code for scale in instrument.scales if scale.kind == "ordinal"}
    said = []
    if unknown := codes.get("unknown"):
        means = _("{unknown} betyr at det er ukjent og bør avklares. Ukjent regnes aldri som lavt.")
        heard = _("Har ingen hørt noe, er svaret {unknown}, ikke {lowest}.") if len(lowest) == 1 else ""
        said.append(f"{means} {heard}".rstrip().format(unknown=unknown, lowest="".join(lowest)))
    if unsought := codes.get("not_sought"):
        said.append(
            _("{unsought} betyr at det ikke er innhentet, fordi det ikke er nødvendig eller forholdsmessig.").format(
                unsought=unsought
            )
        )
    return tuple(said)


def _critical_words(instrument: Instrument) -> str:
    if all(item.critical is None for item in instrument.items()):
        return ""
    return _("◆ betyr at forholdet er kritisk. La det aldri stå tomt.")


def about(edition: Edition, instrument: Instrument) -> tuple[Fact, ...]:
    """What proves which instrument it is of, what it is not for, and on which terms it may be used."""
    rights = instrument.rights
    said = (
        Fact(_("Verktøy"), f"{instrument.title} ({instrument.id} {instrument.version})"),
        Fact(_("Verktøyets fingeravtrykk"), spaced(edition.hash)),
        Fact(_("Gyldighet"), instrument.use.validation_note),
        Fact(_("Skal ikke brukes til"), " ".join(instrument.use.not_for)),
        Fact(_("Lisens"), f"{rights.licence}, {rights.holder}. {rights.note or ''}".strip()),
    )
    return tuple(fact for fact in said if fact.text)
