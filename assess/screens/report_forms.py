"""What must be known before a report is made: who gets it, and what each kind asks for besides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from textual.widget import Widget
from textual.widgets import Button, Input

from assess.casework.assessment import Assessment
from assess.errors import NotAllowed
from assess.language import LANGUAGES, _, mark, spoken
from assess.profile.load import Profiles
from assess.reports.access_cautions import cautions, refuse_unread, telling_places
from assess.reports.access_places import place_title, readable_texts
from assess.reports.dossier import Dossier
from assess.reports.handover import handover_cautions
from assess.reports.issue import Order, comparison_with, dossier_of
from assess.reports.request import (
    ONLY_COPY,
    AccessReport,
    ArchiveReport,
    FullReport,
    Handover,
    OnePage,
    PaperCopy,
    PlainReport,
    Request,
    Variant,
)
from assess.reports.variant_words import PURPOSES, variant_words
from assess.reports.withheld import resting_texts
from assess.screens.follow_up_form import EntryForm, one_line
from assess.screens.local_time import day_text
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.observation_legal import LegalScreen
from assess.screens.terminal import plain
from assess.screens.widgets.choice import Choice, Option
from assess.screens.widgets.display import display
from assess.screens.widgets.prompt_text import PromptText
from assess.screens.widgets.words import Words

Orders = tuple[Order, ...]
"""One for each recipient."""

_NOTHING_MORE: Final[dict[Variant, Request]] = {
    "one-page": OnePage(),
    "full": FullReport(),
    "archive": ArchiveReport(),
}
"""The kinds that ask for nothing but who gets it and in which language."""


@dataclass(frozen=True, slots=True)
class Printable:
    """An assessment that a report can be made of, and the earlier ones of its case, oldest first."""

    desk: Desk
    profiles: Profiles
    earlier: tuple[Assessment, ...]

    def dossier(self) -> Dossier:
        """What a report would be made from, without a journal's head."""
        desk = self.desk
        return dossier_of(desk.register, self.profiles, desk.case, desk.assessment, spoken(), "")


class ReportForm(EntryForm[Orders]):
    """Who gets it and in which language; enough for the kinds that ask for nothing more.

    Args:
        about: What it is made of.
        variant: Which kind.
        keep: Makes the reports.
    """

    SAYS = mark("ctrl+s lager PDF-en, escape går tilbake.")
    KEEPS = mark("ctrl+s  Lag PDF-en")

    def __init__(self, about: Printable, variant: Variant, keep: Callable[[Orders], None]) -> None:
        heading = _("Rapport: {variant}").format(variant=variant_words(variant)) + f"\n{_(PURPOSES[variant])}"
        super().__init__(lambda: heading, keep)
        self.about = about
        self._variant = variant
        self._recipients = one_line(_("rolle eller virksomhet; flere med komma"))
        self._language = Choice([Option(code, name) for code, name in LANGUAGES.items()], spoken(), horizontal=True)

    def fields(self) -> Iterable[tuple[str, Widget]]:
        """What the kind asks, then who gets it, and in which language."""
        yield from self.asked()
        yield _("Hvem er den til?"), self._recipients
        yield _("Hvilket språk?"), self._language

    def asked(self) -> Iterable[tuple[str, Widget]]:
        """What this kind asks besides."""
        return ()

    def request(self) -> Request:
        """What the fields ask for.

        Raises:
            NotAllowed: Something is missing.
        """
        return _NOTHING_MORE[self._variant]

    def entry(self) -> Orders:
        """An order for each recipient; one for nobody in particular when none is named."""
        request, language = self.request(), self._chosen_language
        names = [name for part in self._recipients.line.split(",") if (name := part.strip())]
        copies = [PaperCopy(number, len(names), name) for number, name in enumerate(names, 1)] or [ONLY_COPY]
        desk = self.about.desk
        return tuple(Order(desk.case, desk.assessment, request, language, copy) for copy in copies)

    def foreseen(self) -> Order | None:
        """The first report that would be made of what the fields say now; None for a kind that somebody must read."""
        return self.entry()[0] if self._variant in _NOTHING_MORE else None

    @property
    def _chosen_language(self) -> str:
        return self._language.value if isinstance(self._language.value, str) else spoken()


class AccessForm(ReportForm):
    """For whom the case is about: which observations and texts the group leaves out."""

    def __init__(self, about: Printable, variant: Variant, keep: Callable[[Orders], None]) -> None:
        super().__init__(about, variant, keep)
        self._dossier = about.dossier()
        self._withheld = one_line(_("numre, for eksempel 3, 5"))
        self._given = one_line(_("numre, for eksempel 2"))
        self._texts = Choice(self._every_text(), frozenset(), multiple=True)
        self._kept_texts = Choice((), frozenset(), multiple=True)
        self._kept_label = Words(classes="subheading")
        display(self._kept_texts, when=False)
        display(self._kept_label, when=False)
        self._internal = _yes_no()
        self._read = _yes_no()
        self._cautions = Words(classes="gate")

    def asked(self) -> Iterable[tuple[str, Widget]]:
        """What is left out besides others and those who told, and what to read first."""
        yield _("Hvilke opplysninger utelates helt?"), self._withheld
        special = any(one.sensitivity != "ordinary" for one in self._dossier.assessment.observations)
        display(self._given, when=special)
        words = _("Hvilke opplysninger fra helse, barnevern eller politi kan likevel gis?") if special else ""
        yield words, self._given
        yield _("Hvilke tekster utelates? Les dem som er merket «!», først."), self._texts
        yield "", self._kept_label
        yield "", self._kept_texts
        yield _("Utelate gruppas egen forklaring, som internt dokument?"), self._internal
        yield "", self._cautions
        yield _("Har noen lest tekstene over, og kan de gis ut?"), self._read

    def show(self) -> None:
        """Say what must be thought of before it is given out, and offer the texts that rest on what is left out."""
        try:
            access = self._access()
            resting = resting_texts(self._dossier, access) - access.texts
            said = cautions(self._dossier, access)
        except NotAllowed as error:
            said = (str(error),)
        else:
            self._offer(resting)
        self._cautions.update(plain("\n".join(f"! {one}" for one in said)))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Other numbers leave out other texts."""
        if event.input in (self._withheld, self._given):
            self.show()

    def request(self) -> Request:
        """What is left out.

        Raises:
            ReportError: Nobody has said that the texts which could give others away are read.
        """
        access = self._access()
        refuse_unread(self._dossier, access)
        return access

    def _every_text(self) -> list[Option]:
        """Every free text, those that may name others first."""
        first = telling_places(self._dossier, AccessReport())
        marked = [Option(place, f"! {place_title(self._dossier, place)}") for place in first]
        others = [place for place in readable_texts(self._dossier) if place not in first]
        return [*marked, *(Option(place, place_title(self._dossier, place)) for place in others)]

    def _offer(self, resting: frozenset[str]) -> None:
        places = sorted(resting)
        if places != [option.value for option in self._kept_texts.options]:
            options = [Option(place, place_title(self._dossier, place)) for place in places]
            self._kept_texts.show_options(options, _chosen_of(self._kept_texts) & resting)
        display(self._kept_texts, when=bool(places))
        display(self._kept_label, when=bool(places))
        self._kept_label.update(
            plain(_("Disse bygger på en utelatt opplysning og utelates. Hvilke har dere lest, og kan likevel stå?"))
        )

    def _access(self) -> AccessReport:
        return AccessReport(
            withheld=_numbers(self._withheld.line),
            chosen_in=_numbers(self._given.line),
            texts=_chosen_of(self._texts),
            kept_texts=_chosen_of(self._kept_texts),
            read=self._read.value == "yes",
            internal=self._internal.value == "yes",
        )


class HandoverReportForm(ReportForm):
    """For another authority: to which party, on which basis, why, and whether it asked."""

    def __init__(self, about: Printable, variant: Variant, keep: Callable[[Orders], None]) -> None:
        super().__init__(about, variant, keep)
        parties = [Option(one.id, one.label) for one in about.desk.profile.parties]
        self._party = Choice(parties, horizontal=True)
        self._dossier = about.dossier()
        self._basis = ""
        self._legal = Words(classes="gate")
        self._cautions = Words(classes="gate")
        self._reason = PromptText(_("Hvorfor er det nødvendig?"), help=_("Grunnen står i utleveringsnotatet."))
        self._requested = _yes_no()
        self._more = Choice(
            [Option("meaning", _("hva opplysningene tolkes som")), Option("decision", _("gruppas nivå, på én linje"))],
            frozenset(),
            multiple=True,
        )

    def asked(self) -> Iterable[tuple[str, Widget]]:
        """The note's fields, as politiregisterforskriften § 11-4 has them."""
        yield _("Hvilken part får den?"), self._party
        yield "", self._legal
        yield "", Button(_("Velg hjemmel"), id="basis", compact=True)
        yield "", self._reason
        yield _("Ba mottakeren om det?"), self._requested
        yield _("Skal noe mer være med?"), self._more
        yield "", self._cautions

    def show(self) -> None:
        """Say which legal basis people chose; none is chosen beforehand."""
        basis = self.about.desk.legal.basis(self._basis)
        words = _("Ingen er valgt ennå.") if basis is None else f"{basis.act} {basis.section} – {basis.title}"
        self._legal.update(plain(_("Hjemmel")).stylize("bold") + plain(f"\n{words}"))
        party = self._party.value if isinstance(self._party.value, str) else ""
        said = handover_cautions(self._dossier, party)
        self._cautions.update(plain("\n".join(f"! {one}" for one in said)))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Choose the legal basis, or do what the key does."""
        if event.button.id == "basis":
            event.stop()
            self.app.push_screen(LegalScreen(self.about.desk.legal, self._basis), self._choose)
        else:
            super().on_button_pressed(event)

    def request(self) -> Request:
        """The handover, when the note is whole."""
        missing = [
            name
            for name, lacks in (
                (_("part"), not isinstance(self._party.value, str)),
                (_("hjemmel"), not self._basis),
                (_("grunn"), not self._reason.text.strip()),
                (_("om mottakeren ba om det"), not isinstance(self._requested.value, str)),
            )
            if lacks
        ]
        if missing:
            raise NotAllowed(
                _("Utleveringsnotatet mangler: {fields}.").format(fields=", ".join(missing)),
                _("En utlevering skal begrunnes og føres (politiregisterforskriften § 11-4)."),
            )
        more = self._more.value if isinstance(self._more.value, frozenset) else frozenset()
        return Handover(
            party=str(self._party.value),
            basis=self._basis,
            reason=self._reason.text.strip(),
            requested=self._requested.value == "yes",
            interpretations="meaning" in more,
            decision="decision" in more,
        )

    def _choose(self, basis: str | None) -> None:
        if basis is not None:
            self._basis = basis
            self.show()


class PlainForm(ReportForm):
    """For a young person or a guardian: in words that somebody wrote for them, or the program's own."""

    def __init__(self, about: Printable, variant: Variant, keep: Callable[[Orders], None]) -> None:
        super().__init__(about, variant, keep)
        readers = [Option("young", _("Den saken gjelder")), Option("guardian", _("Foresatte"))]
        self._reader = Choice(readers, "young", horizontal=True)
        self._topic = PromptText(
            _("Hva handlet møtet om?"), help=_("Skriv til leseren. Tomt gir programmets egne ord.")
        )
        self._thinks = PromptText(
            _("Hva tenker gruppa nå?"), help=_("Skriv til leseren. Tomt gir verktøyets egne ord.")
        )
        self._without = one_line(_("numre i planen, for eksempel 3"))
        self._read = _yes_no()

    def asked(self) -> Iterable[tuple[str, Widget]]:
        """Who reads it, and the words for them."""
        yield _("Hvem skal lese den?"), self._reader
        yield "", self._topic
        yield "", self._thinks
        yield _("Hvilke tiltak skal ikke fortelles?"), self._without
        yield _("Har noen lest tiltakene, og er de klare og uten andre personer?"), self._read

    def request(self) -> Request:
        """The reader and the words."""
        return PlainReport(
            reader="guardian" if self._reader.value == "guardian" else "young",
            about=self._topic.text.strip(),
            thinks=self._thinks.text.strip(),
            measures_read=self._read.value == "yes",
            left_out=_numbers(self._without.line),
        )


class ComparisonForm(ReportForm):
    """What changed since an earlier assessment: since which one."""

    def __init__(self, about: Printable, variant: Variant, keep: Callable[[Orders], None]) -> None:
        super().__init__(about, variant, keep)
        options = [
            Option(one.id, _("vurdering {number}, {day}").format(number=one.number, day=day_text(one.meeting.held_on)))
            for one in reversed(about.earlier)
        ]
        self._before = Choice(options, options[0].value if options else None)

    def asked(self) -> Iterable[tuple[str, Widget]]:
        """The earlier assessment; the last one stands there from the start."""
        yield _("Sammenlignet med hvilken?"), self._before

    def request(self) -> Request:
        """The comparison."""
        before = next((one for one in self.about.earlier if one.id == self._before.value), None)
        if before is None:
            raise NotAllowed(_("Saken har ingen tidligere vurdering å sammenligne med."))
        desk = self.about.desk
        return comparison_with(desk.register, self.about.profiles, desk.case, before, self._chosen_language)


FORMS: dict[Variant, type[ReportForm]] = {
    "full": ReportForm,
    "one-page": ReportForm,
    "archive": ReportForm,
    "access": AccessForm,
    "handover": HandoverReportForm,
    "plain": PlainForm,
    "comparison": ComparisonForm,
}
"""The form of each kind, in the order in which they are offered."""


def _yes_no() -> Choice:
    return Choice([Option("yes", _("Ja")), Option("no", _("Nei"))], "no", horizontal=True)


def _chosen_of(choice: Choice) -> frozenset[str]:
    return choice.value if isinstance(choice.value, frozenset) else frozenset()


def _numbers(text: str) -> frozenset[int]:
    words = [word for word in re.split(r"[,\s]+", text) if word]
    if not all(word.isdecimal() for word in words):
        raise NotAllowed(_("Skriv numrene på opplysningene, som «3, 5»."))
    return frozenset(map(int, words))
