"""«Oppfølging»: what happens in a case between its assessments, in one list, and the card of what the cursor is on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from assess.casework.case import Case
from assess.casework.follow_up import ConsentEntry, DatedCheck, Handover, MeasureProgress
from assess.casework.following import MeasureStanding
from assess.language import _
from assess.profile.load import Profiles
from assess.register.cards import FollowUp
from assess.register.register import Register
from assess.screens import follow_up_words as words
from assess.screens.follow_up_again import RateAgain, Way
from assess.screens.follow_up_file import CaseFile
from assess.screens.follow_up_form import EntryForm
from assess.screens.frame import Frame
from assess.screens.keys import KeyEntry, Place
from assess.screens.local_time import clock_text
from assess.screens.meeting.work_list import page_on
from assess.screens.privacy import note
from assess.screens.terminal import plain
from assess.screens.widgets.item_list import ItemLine, ItemList
from assess.screens.widgets.words import Words
from assess.screens.widgets.work_list import WorkList

_CONSENT, _DAY, _HANDOVER, _NOTHING, _ENDED = "+s", "+d", "+o", "–", "e"
"""The lines that add something, the one that says there are no measures, and the one that says how the case ended."""


class FollowUpScreen(Frame):
    """Measures, consent and information, days to look, and handovers of one case."""

    place: ClassVar[Place] = "everywhere"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "consent", show=False),
        Binding("d", "day", show=False),
        Binding("o", "handover", show=False),
        Binding("space", "page", show=False),
        Binding("escape,backspace", "leave", show=False),
    ]
    DEFAULT_CSS: ClassVar[str] = """
    FollowUpScreen {
        & Horizontal { height: 1fr; }
        & ItemList { width: 48%; min-width: 34; max-width: 60; margin-right: 2; }
        & #card-page { width: 1fr; height: 1fr; }
        & #card { max-width: 84; height: auto; }
    }
    """

    def __init__(self, register: Register, case: Case, profiles: Profiles, *, at: str = "") -> None:
        super().__init__(
            _("Oppfølging · {reference}").format(reference=case.reference), exercise=register.demonstration
        )
        self._register = register
        self._profiles = profiles
        self._file = CaseFile.of(register, case, profiles)
        self._start = at
        self._standing = Words(id="standing", classes="heading")
        self._list = WorkList(id="between")
        self._page = VerticalScroll(Words(id="card"), id="card-page", can_focus=False)

    def body(self) -> Iterable[Widget]:
        """How the case stands, the list, and the card."""
        yield Vertical(self._standing, Horizontal(self._list, self._page), classes="body")

    def own_keys(self) -> list[KeyEntry]:
        """What the line under the cursor opens, and what can be added."""
        keys = [KeyEntry(_("mellomrom"), _("Bla"), "screen.page"), KeyEntry("⌫", _("Tilbake"), "screen.leave")]
        if not self._file.may_write:
            return keys
        return [
            KeyEntry("↵", _("Skriv"), ""),
            KeyEntry("s", _("Samtykke"), "screen.consent"),
            KeyEntry("d", _("Ny dag"), "screen.day"),
            KeyEntry("o", _("Overlevering"), "screen.handover"),
            *keys,
        ]

    def again(self) -> Frame:
        """The same screen in the language spoken now."""
        return FollowUpScreen(self._register, self._file.case, self._profiles, at=self._list.item)

    @property
    def anonymous(self) -> bool:
        """Whether what is written here may tell nobody's name."""
        return self._file.case.phase == "anonymous"

    def on_mount(self) -> None:
        """Show the list, and stand in it."""
        self._show()
        if self._start:
            self._list.go_to(self._start)
        self._list.focus()

    def notes_changed(self) -> None:
        """Show or hide what people wrote."""
        super().notes_changed()
        self._show()

    def at(self) -> str:
        """The line that the cursor is on."""
        return self._list.item

    def on_item_list_moved(self, event: ItemList.Moved) -> None:
        """Show the card of what the cursor is on."""
        event.stop()
        self._show_card()

    def on_work_list_opened(self, event: WorkList.Opened) -> None:
        """Write what has happened, or add something."""
        event.stop()
        adding = {_CONSENT: self.action_consent, _DAY: self.action_day, _HANDOVER: self.action_handover}
        if event.item in adding:
            adding[event.item]()
            return
        found = self._found(event.item)
        if isinstance(found, MeasureStanding):
            self._write_progress(found)
        elif isinstance(found, DatedCheck) and found.done_on is None:
            self._write_outcome(found)

    def action_consent(self) -> None:
        """Enter that somebody was asked or told."""
        from assess.screens.follow_up_forms import ConsentForm

        self._open(lambda: ConsentForm(self._file, self._file.keep))

    def action_day(self) -> None:
        """Set a day to look at something."""
        self._set_day("")

    def action_handover(self) -> None:
        """Enter that something was handed over."""
        from assess.screens.follow_up_forms import HandoverForm

        self._open(lambda: HandoverForm(self._file, self._file.keep))

    def action_page(self) -> None:
        """Show the next page of the card."""
        page_on(self._page)

    def action_leave(self) -> None:
        """Go back to the case."""
        self.dismiss()

    def _write_progress(self, standing: MeasureStanding) -> None:
        from assess.screens.follow_up_forms import ProgressForm

        def heading() -> str:
            known = self._file.profile.measure(standing.measure.number)
            return f"{known.number}  {known.title}" if known is not None else self._say(standing.measure.text)

        self._open(lambda: ProgressForm(self._file, standing, heading, self._file.keep))

    def _write_outcome(self, check: DatedCheck) -> None:
        from assess.screens.follow_up_forms import CheckDoneForm

        self._open(lambda: CheckDoneForm(self._file, check, lambda: self._say(check.text), self._file.keep))

    def _set_day(self, text: str) -> None:
        from assess.screens.follow_up_forms import CheckForm

        self._open(lambda: CheckForm(self._file, self._file.keep, text))

    def _open(self, form: Callable[[], EntryForm[FollowUp]]) -> None:
        if not self._file.may_write:
            self.notify(_("Din rolle kan lese oppfølgingen, men ikke skrive i den."), severity="warning")
            return
        self.app.push_screen(form(), self._kept)

    def _kept(self, entry: FollowUp | None) -> None:
        if entry is None:
            return
        self.header.saved = _("Lagret {time}").format(time=clock_text(self._file.now()))
        self._show()
        place = self._place_of(entry)
        if place:
            self._list.go_to(place)
            self._show_card()
        if isinstance(entry, MeasureProgress) and entry.status == "done":
            self._ask_again(entry)

    def _ask_again(self, entry: MeasureProgress) -> None:
        standing = next(one for one in self._file.measures if one.measure.id == entry.measure_id)
        names = self._file.instrument_of(standing.assessment).items_by_id
        items = standing.measure.items
        titled = tuple(f"{item}  {names[item].title}" if item in names else item for item in items)

        def answered(way: Way | None) -> None:
            if way == "begin":
                self._begin()
            elif way == "check":
                listed = ", ".join(items)
                self._set_day(_("Virket tiltaket? Vurder {items} på nytt.").format(items=listed) if items else "")

        self.app.push_screen(RateAgain(titled), answered)

    def _begin(self) -> None:
        """Go back to the case, which begins the assessment; it asks first when one is unfinished or it is closed."""
        from assess.screens.case import CaseScreen

        case = next((one for one in reversed(self.app.screen_stack) if isinstance(one, CaseScreen)), None)
        self.dismiss()
        if case is not None:
            self.app.call_later(case.action_new_assessment)

    def _say(self, text: str) -> str:
        return note(self.app, text)

    def _found(self, place: str) -> object:
        kinds: dict[str, tuple[object, ...]] = {
            "m": self._file.measures,
            "c": self._file.consents,
            "k": self._file.checks,
            "h": self._file.handovers,
        }
        number = place[1:]
        return kinds[place[0]][int(number)] if place[:1] in kinds and number.isdecimal() else None

    def _place_of(self, entry: FollowUp) -> str:
        """The line of an entry, which may have moved when it was kept; empty for a step in a measure's life."""
        if not isinstance(entry, ConsentEntry | DatedCheck | Handover):
            return ""
        kinds: tuple[tuple[str, tuple[ConsentEntry | DatedCheck | Handover, ...]], ...] = (
            ("c", self._file.consents),
            ("k", self._file.checks),
            ("h", self._file.handovers),
        )
        places = (f"{kind}{number}" for kind, kept in kinds for number, one in enumerate(kept) if one.id == entry.id)
        return next(places, "")

    def _show(self) -> None:
        self._standing.update(plain(words.standing_words(self._file) or _("Ingenting er over fristen.")))
        self._list.show_lines(self._lines())
        self._show_card()

    def _show_card(self) -> None:
        self.query_one("#card", Static).update(plain(self._card(self._list.item)))
        self._page.scroll_home(animate=False)

    def _lines(self) -> list[ItemLine]:
        file, say = self._file, self._say
        lines = [ItemLine("", _("Tiltak"))]
        lines += [words.measure_line(file, one, f"m{n}", say) for n, one in enumerate(file.measures)]
        if not file.measures:
            lines.append(ItemLine(_NOTHING, _("Ingen tiltak ennå"), short=""))
        lines.append(ItemLine("", _("Dager for å se etter")))
        lines += [words.check_line(file, one, f"k{n}", say) for n, one in enumerate(file.checks)]
        lines.append(ItemLine(_DAY, _("Sett en dag"), "+", "d", short=""))
        lines.append(ItemLine("", _("Samtykke og informasjon")))
        lines += [words.consent_line(one, f"c{n}") for n, one in enumerate(file.consents)]
        lines.append(ItemLine(_CONSENT, _("Før samtykke eller informasjon"), "+", "s", short=""))
        lines.append(ItemLine("", _("Overleveringer")))
        lines += [words.handover_line(one, f"h{n}", say) for n, one in enumerate(file.handovers)]
        lines.append(ItemLine(_HANDOVER, _("Før en overlevering"), "+", "o", short=""))
        if file.ended is not None:
            lines += [ItemLine("", _("Avslutning")), words.closure_line(file.ended, _ENDED)]
        return lines

    def _card(self, place: str) -> str:
        found = self._found(place) if place else None
        number = int(place[1:]) if found is not None else 0
        if isinstance(found, MeasureStanding):
            return words.measure_card(self._file, found, self._say)
        if isinstance(found, DatedCheck):
            return words.check_card(self._file, found, self._say)
        if place.startswith("c"):
            return words.consent_card(self._file.consents[number], self._say)
        if place.startswith("h"):
            return words.handover_card(self._file, self._file.handovers[number], self._say)
        if place == _ENDED and self._file.ended is not None:
            return words.closure_card(self._file, self._file.ended, self._say)
        return _nothing_yet(self._file, place)


def _nothing_yet(file: CaseFile, place: str) -> str:
    if place == _NOTHING:
        if not file.assessments:
            return _("Tiltak planlegges i kontaktmøtet, i steget «Tiltak». Gå tilbake og trykk n for et møte.")
        return _("Vurderingene har ingen tiltak. De planlegges i kontaktmøtet, i steget «Tiltak».")
    empty = {
        _DAY: _(
            "Trykk d for å sette en dag da noen ser etter noe. Det som ville endret nivået, og det ukjente som skal "
            "avklares, kommer hit av seg selv når vurderingen er signert og dere har satt en dag for det."
        ),
        _CONSENT: _(
            "Trykk s når personen eller foresatte er spurt om samtykke, eller har fått vite hva som gjøres og lagres. "
            "Passer det ikke ennå, fører dere det også, med grunnen."
        ),
        _HANDOVER: _(
            "Trykk o når noe er overlevert til andre: til hvem, hva slags opplysninger, og hvilken hjemmel dere "
            "valgte. Skriv aldri opplysningene selv."
        ),
    }
    return empty.get(place, "")
