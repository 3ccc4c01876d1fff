"""Step 7, «Tiltak»: what will be done, how each unknown that matters is cleared up, and when to look again."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Button, Input, Static, TextArea

from assess.casework.deeds.deed import Deed
from assess.casework.deeds.planning import PlanMeasure, Remove
from assess.casework.follow_up import MeasureProgress
from assess.casework.plan import PlannedMeasure, UnknownPlan
from assess.instrument.model import Step
from assess.judgement.coverage import unknown_items
from assess.language import _
from assess.register.cards import FollowUp
from assess.screens.keys import KeyEntry
from assess.screens.meeting.day_line import DayLine
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.measure_before import BEFORE, Before, BeforeForm
from assess.screens.meeting.measure_catalogue import MeasureCatalogue
from assess.screens.meeting.measure_form import MeasureForm, asks_guardians, measure_name, missing_in
from assess.screens.meeting.measure_review import ReviewForm, latest_review
from assess.screens.meeting.measure_unknown import UnknownForm
from assess.screens.meeting.step import StepPane
from assess.screens.meeting.work_list import page_key, page_on, step_key
from assess.screens.terminal import plain
from assess.screens.widgets.choice import Choice
from assess.screens.widgets.confirm import Confirm
from assess.screens.widgets.display import display
from assess.screens.widgets.ground import Columns
from assess.screens.widgets.item_list import ItemLine, ItemList
from assess.screens.widgets.item_picker import ItemPicker
from assess.screens.widgets.prompt_text import PromptText
from assess.screens.widgets.words import Words
from assess.screens.widgets.work_list import WorkList

_NEW = "+"
_REVIEW = "D"
REVIEW = "review"
"""What the checklist calls the date of the next assessment."""

_Form = MeasureForm | UnknownForm | ReviewForm | BeforeForm


class MeasuresStep(StepPane):
    """Measures, unknowns and the next date in one list, and the card of what the cursor is on."""

    step: ClassVar[Step] = "measures"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "to_list", show=False),
        Binding("space", "page", show=False),
        Binding("n", "add", show=False),
        Binding("s", "suggest", show=False),
        Binding("ctrl+o", "pick_items", show=False),
        Binding("delete", "remove", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._list = WorkList(id="plan")
        self._space = Columns()
        self._empty = VerticalScroll(Words(classes="text"), classes="form", can_focus=False)
        self._forms: dict[type[_Form], _Form] = {}
        self._before = Before(desk)
        self._open = ""

    def compose(self) -> ComposeResult:
        """Compose the list; a card is made when it is first needed."""
        first = self._kind(next(line.item for line in self._lines() if line.item))
        with self._space:
            yield self._list
            yield self._empty
            if first is not None:
                self._forms[first] = self._made(first)
                yield self._forms[first]

    def on_mount(self) -> None:
        """Open the first line."""
        self.show()
        self._show_line(self._list.item)

    def show(self) -> None:
        """Show the list and the card's words anew; what stands in the fields stays."""
        self._list.show_lines(self._lines())
        form = self._form
        if form is not None and self._open in self._places():
            form.tell()
        self._empty.query_one(Static).update(plain(_nothing_yet(locked=self.desk.locked)))

    def take_focus(self) -> None:
        """Stand in the list."""
        self._list.focus()

    def go_to(self, item: str) -> None:
        """Go to a measure by its place, to an unknown item, or to the date."""
        self._list.go_to(_REVIEW if item == REVIEW else item)

    def at(self) -> str:
        """The line that is open."""
        return self._open

    def leave(self) -> None:
        """Keep what is being written, and say so when a day could not be read."""
        self._keep()
        unread = [day.line.line for day in self.query(DayLine) if day.unread and day.display]
        if unread:
            self.notify(_("«{text}» er ikke en dato, og ble ikke lagret.").format(text=unread[0]), severity="warning")

    def own_keys(self) -> list[KeyEntry]:
        """The keys of the line that the cursor is on, or those that work in the field that has the cursor."""
        if self.desk.locked:
            return [page_key()]
        focused = self.screen.focused
        if isinstance(focused, TextArea | Input):
            on = [KeyEntry("↵", _("Neste felt"), "")] if isinstance(focused, Input) else []
            picking = [step_key("ctrl+o", _("Velg forhold"), "pick_items")]
            out = step_key("esc", _("Til lista"), "to_list")
            return [*on, out, *(picking if isinstance(self._form, MeasureForm) else [])]
        keys = [KeyEntry("↵ esc", _("Inn, ut"), ""), step_key("n", _("Nytt tiltak"), "add")]
        if self._open == _REVIEW and latest_review(self.desk) is not None:
            keys.append(step_key("s", _("Sett foreslått dato"), "suggest"))
        if isinstance(self._form, MeasureForm):
            keys.append(step_key("ctrl+o", _("Velg forhold"), "pick_items"))
        if self._removing() is not None and not isinstance(focused, Choice):  # there it takes the answer back
            keys.append(step_key("del", _("Fjern"), "remove"))
        return keys

    def on_descendant_focus(self) -> None:
        """Show the keys that work now."""
        self.post_message(self.KeysChanged())

    async def on_item_list_moved(self, event: ItemList.Moved) -> None:
        """Open what the cursor is on; a line that it has left again is passed by."""
        event.stop()
        if event.item == self._list.item:
            await self._follow()

    async def on_work_list_opened(self, event: WorkList.Opened) -> None:
        """Go into the card; on the line for a new measure, choose one."""
        event.stop()
        await self._follow()
        if event.item == _NEW:
            self.action_add()
        elif isinstance(self._form, BeforeForm):
            self._look_back()
        elif self._form is not None and not self.desk.locked:
            self._form.first_field.focus()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Keep where consent stands; it always stands somewhere."""
        event.stop()
        if event.value is None:
            event.choice.value = "not_considered"
        self._keep()

    def on_input_blurred(self, event: Input.Blurred) -> None:
        """Keep the line that was left."""
        event.stop()
        self._keep()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the line and go on."""
        event.stop()
        self._keep()
        self.screen.focus_next()

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        """Pick the items that the measure should affect."""
        event.stop()
        await self.action_pick_items()

    def keep_text(self, prompt: PromptText, text: str) -> None:  # noqa: ARG002  the card is kept whole
        """Keep what stands on the card."""
        self._keep()

    def action_to_list(self) -> None:
        """Go back to the list."""
        self._list.focus()

    def action_page(self) -> None:
        """Show the next page of the card."""
        if self._form is not None:
            page_on(self._form)

    def action_add(self) -> None:
        """Choose a measure from the catalogue."""
        if not self.desk.locked:
            self.app.push_screen(MeasureCatalogue(self.desk.profile), self._add)

    async def action_suggest(self) -> None:
        """Set the latest date that the level allows; the group presses the key, nothing sets it by itself."""
        await self._follow()
        form = self._form
        if isinstance(form, ReviewForm) and not self.desk.locked:
            form.suggest()
            self._keep()

    async def action_pick_items(self) -> None:
        """Pick the items that the measure should affect."""
        await self._follow()
        form = self._form
        if isinstance(form, MeasureForm) and form.kept is not None and not self.desk.locked:
            question = _("Hvilke forhold skal tiltaket påvirke?")
            self.app.push_screen(ItemPicker(question, _item_lines(self.desk), form.kept.items), self._keep_items)

    async def action_remove(self) -> None:
        """Ask, and take out the measure or the plan that the cursor is on."""
        await self._follow()
        asked = self._removing()
        if asked is not None and not self.desk.locked:
            question, deed = asked
            self.app.push_screen(Confirm(question, yes=_("Fjern"), no=_("Behold")), partial(self._remove, deed))

    @property
    def _form(self) -> _Form | None:
        """The card that is open; None on the line for a new measure."""
        kind = self._kind(self._open)
        return self._forms.get(kind) if kind is not None else None

    def _kind(self, place: str) -> type[_Form] | None:
        if place in ("", _NEW):
            return None
        if place == _REVIEW:
            return ReviewForm
        if place.startswith(BEFORE):
            return BeforeForm
        return MeasureForm if place.isdecimal() else UnknownForm

    def _made(self, kind: type[_Form]) -> _Form:
        if kind is BeforeForm:
            return BeforeForm(self._before)
        if kind is UnknownForm:
            return UnknownForm(self.desk)
        return MeasureForm(self.desk) if kind is MeasureForm else ReviewForm(self.desk)

    async def _follow(self) -> None:
        """Open the line that the cursor is on; a key may come before the list has told that it moved."""
        if self._list.item and self._list.item != self._open:
            self.leave()
            await self._open_line(self._list.item)

    async def _open_line(self, place: str) -> None:
        kind = self._kind(place)
        if kind is not None and kind not in self._forms:
            self._forms[kind] = self._made(kind)
            await self._space.mount(self._forms[kind])
        self._show_line(place)

    def _show_line(self, place: str) -> None:
        self._open = place
        display(self._empty, when=self._form is None)
        for form in self._forms.values():
            display(form, when=form is self._form)
        if self._form is not None:
            measure = self._measure(place)
            self._form.open(measure.id if measure is not None else place)
        self.post_message(self.KeysChanged())

    def _keep(self) -> None:
        """Keep the card when something on it is another than before."""
        form = self._form
        deed = form.deed() if form is not None and not self.desk.locked else None
        if deed is not None and self.carry_out(deed):
            self.post_message(self.KeysChanged())

    def _look_back(self) -> None:
        """Write what became of a measure from an earlier meeting."""
        form = self._before.form(self._open)
        if form is None or self.desk.locked:
            self.notify(_("Hva som skjedde med tiltaket, skrives av sekretæren, i «Oppfølging» på saken eller her."))
            return
        self.app.push_screen(form, self._looked_back)

    def _looked_back(self, entry: FollowUp | None) -> None:
        if entry is None:
            return
        self.show()
        if isinstance(entry, MeasureProgress) and entry.status == "done":
            self.notify(_("Virket det? Vurder forholdene tiltaket skulle påvirke, på nytt i «Drøfting»."))

    def _keep_items(self, items: tuple[str, ...] | None) -> None:
        form = self._form
        deed = form.deed(items) if isinstance(form, MeasureForm) and items is not None else None
        if deed is not None:
            self.carry_out(deed)

    async def _add(self, number: str | None) -> None:
        if number is None:
            return
        self._keep()
        if self.carry_out(PlanMeasure(PlannedMeasure(id=self.desk.new_id(), number=number, text="", owner=""))):
            place = str(len(self.desk.assessment.measures))
            self._list.go_to(place)
            await self._open_line(place)
            if self._form is not None:
                self._form.first_field.focus()

    async def _remove(self, deed: Deed, sure: bool | None) -> None:  # noqa: FBT001  a dialog's answer
        if sure and self.carry_out(deed):
            await self._open_line(self._list.item)
            self._list.focus()

    def _removing(self) -> tuple[str, Deed] | None:
        measure = self._measure(self._open)
        if measure is not None:
            name = measure_name(measure, self.desk.profile.measure(measure.number))
            return _("Fjerne tiltaket «{name}»?").format(name=name), Remove("measures", measure.id)
        if self._open in self._plans():
            return _("Fjerne planen for {item}?").format(item=self._open), Remove("unknown_plans", self._open)
        return None

    def _measure(self, place: str) -> PlannedMeasure | None:
        measures = self.desk.assessment.measures
        return measures[int(place) - 1] if place.isdecimal() and int(place) <= len(measures) else None

    def _plans(self) -> dict[str, UnknownPlan]:
        return {plan.item: plan for plan in self.desk.assessment.unknown_plans}

    def _places(self) -> set[str]:
        return {line.item for line in self._lines() if line.item}

    def _lines(self) -> list[ItemLine]:
        assessment = self.desk.assessment
        lines = [ItemLine("", _("Tiltak"))]
        for number, one in enumerate(assessment.measures, 1):
            known = self.desk.profile.measure(one.number)
            ready = not missing_in(one, known, guardians=asks_guardians(self.desk, known))
            name = known.title if known is not None else self.desk.note(one.text) or _("Eget tiltak")
            lines.append(ItemLine(str(number), name, "✓" if ready else "·", one.number))
        if not self.desk.locked:
            lines.append(ItemLine(_NEW, _("Nytt tiltak")))
        lines += self._before.lines()
        lines += self._unknown_lines()
        mark = "✓" if assessment.review_on is not None else "·"
        return [*lines, ItemLine("", _("Deretter")), ItemLine(_REVIEW, _("Ny vurdering"), mark)]

    def _unknown_lines(self) -> list[ItemLine]:
        instrument, plans = self.desk.instrument, self._plans()
        unknown = unknown_items(self.desk.assessment, instrument, self.desk.folder.context)
        items = [*unknown, *(item for item in plans if item not in unknown and item in instrument.items_by_id)]
        if not items:
            return [ItemLine("", _("Ingenting står som ukjent"))]
        lines = [ItemLine("", _("Ukjent"))]
        for item in items:
            planned = item in plans and bool(plans[item].who.strip()) and plans[item].by is not None
            critical = _("kritisk") if instrument.item(item).critical is not None else ""
            note = critical if item in unknown else _("avklart")
            lines.append(ItemLine(item, instrument.item(item).title, "✓" if planned else "·", note))
        return lines


def _item_lines(desk: Desk) -> list[ItemLine]:
    lines: list[ItemLine] = []
    for domain in desk.instrument.domains:
        lines.append(ItemLine("", f"{domain.id}  {domain.title}"))
        lines += [ItemLine(item.id, item.title) for item in domain.items]
    return lines


def _nothing_yet(*, locked: bool) -> str:
    if locked:
        return _("Vurderingen er låst.")
    return _(
        "Trykk n for å velge et tiltak fra planens katalog, eller skrive et eget. Trengs ingen tiltak, skriver dere "
        "hvorfor under «Ny vurdering»."
    )
