"""Two assessments of a case side by side; from known to unknown is a kind of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import DataTable

from assess.casework.assessment import Assessment, label_of
from assess.casework.case import Case
from assess.instrument.model import Instrument
from assess.judgement.comparison import KIND_WORDS, KINDS, Comparison, ItemChange, compare, not_yet_words
from assess.language import _, spoken
from assess.register.register import Register
from assess.screens.frame import Frame
from assess.screens.keys import KeyEntry, Place
from assess.screens.terminal import plain, plain_cell
from assess.screens.widgets.display import display
from assess.screens.widgets.words import Words


class CompareScreen(Frame):
    """The items by what happened to them, what asks for attention first."""

    place: ClassVar[Place] = "everywhere"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,backspace", "leave", show=False),
        Binding("left", "earlier", show=False),
        Binding("right", "later", show=False),
    ]

    def __init__(
        self, register: Register, case: Case, assessments: tuple[Assessment, ...], first: int, second: int
    ) -> None:
        super().__init__(
            _("Sammenligning · {reference}").format(reference=case.reference), exercise=register.demonstration
        )
        self._register = register
        self._case = case
        self._assessments = assessments
        self._pair = (first, second)
        self._heading = Words(classes="heading")
        self._summary = Words(classes="text reading")
        self._table: DataTable[object] = DataTable(cursor_type="row", zebra_stripes=True, id="changes")

    def body(self) -> Iterable[Widget]:
        """The two, what changed in a line, and the items."""
        yield Vertical(self._heading, self._summary, self._table, classes="body")

    def own_keys(self) -> list[KeyEntry]:
        """Choosing another pair, and going back."""
        keys = [KeyEntry("⌫", _("Tilbake"), "screen.leave")]
        if len(self._assessments) > 2:
            keys.insert(0, KeyEntry("← →", _("Andre vurderinger"), ""))
        return keys

    def again(self) -> Frame:
        """The same screen in the language spoken now."""
        return CompareScreen(self._register, self._case, self._assessments, *self._pair)

    def on_mount(self) -> None:
        """Compare."""
        self._fill()

    def action_leave(self) -> None:
        """Go back to the case."""
        self.dismiss()

    def action_earlier(self) -> None:
        """Compare with an earlier assessment."""
        first, second = self._pair
        self._pair = (max(first - 1, 0), second)
        self._fill()

    def action_later(self) -> None:
        """Compare with a later assessment."""
        first, second = self._pair
        self._pair = (min(first + 1, second - 1), second)
        self._fill()

    def _fill(self) -> None:
        before, after = (self._assessments[number] for number in self._pair)
        new = self._register.edition(after).spoken(spoken())
        found = compare(before, self._register.edition(before).spoken(spoken()), after, new)
        reference = self._case.reference
        self._heading.update(plain(f"{label_of(before, reference)}  →  {label_of(after, reference)}"))
        waits = not_yet_words(found)
        self._summary.update(plain(waits or summary(found, new)))
        self._table.clear(columns=True)
        display(self._table, when=not waits)
        if waits:
            return
        for name in (_("Før"), _("Nå"), _("Hva som skjedde"), _("Forhold")):
            self._table.add_column(name)
        for kind in KINDS:
            for change in found.of_kind(kind):
                self._table.add_row(*_cells(change, new), key=change.item)
        self._table.focus()


def summary(comparison: Comparison, instrument: Instrument) -> str:
    """What changed, in words: the level, the number of items of each kind, and the measures that lay between."""
    parts = [f"{_(KIND_WORDS[kind])}: {comparison.count(kind)}" for kind in KINDS if comparison.count(kind)]
    lines = [" · ".join(parts)]
    before, after = comparison.before.decision, comparison.after.decision
    if before is not None and after is not None and instrument.level_outcome is not None:
        outcome = instrument.outcome(instrument.level_outcome)
        labels = [f"{code} {outcome.choice(code).label}" for code in (before.level, after.level)]
        lines.insert(0, _("Bekymringsnivå: {before} → {after}").format(before=labels[0], after=labels[1]))
    if comparison.between:
        measures = ", ".join(measure.number or _("eget tiltak") for measure in comparison.between)
        lines.append(_("Tiltak imellom: {measures}").format(measures=measures))
    return "\n".join(lines)


def _cells(change: ItemChange, instrument: Instrument) -> list[object]:
    item = instrument.item(change.item)
    return [
        plain_cell(change.before or "–"),
        plain_cell(change.after or "–"),
        plain_cell(_(KIND_WORDS[change.kind])),
        plain_cell(f"{item.id} {item.title}"),
    ]
