"""What the formulation asks, line by line, and what is worth remembering while one writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from textual.content import Content

from assess.casework.decision import Scenario
from assess.judgement.coverage import unknown_items
from assess.language import _
from assess.screens.meeting.desk import Desk
from assess.screens.meeting.discussion_words import coverage_words
from assess.screens.meeting.formulation_indicators import indicator_lines
from assess.screens.terminal import clean_line, plain
from assess.screens.widgets.item_list import ItemLine

_MOST_UNKNOWN = 8
"""Unknown items named in the reminder; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to answer: one of the instrument's prompts, or one field of one scenario."""

    field: str
    """The prompt's id, or the scenario field's."""
    title: str
    help: str
    required: bool = False
    scenario: str = ""
    """The scenario's id; empty for a prompt."""
    number: int = 0
    """The scenario's number as the group sees it, from 1."""


def lines_of(desk: Desk, begun: str) -> list[ItemLine]:
    """The questions: the prompts, what would change the level, each scenario's; `begun` is one not kept yet."""
    assessment, instrument = desk.assessment, desk.instrument
    lines = [ItemLine("", _("Gruppas forklaring"))] if instrument.prompts else []
    for prompt in instrument.prompts:
        done = bool(assessment.prompt(prompt.id).strip())
        note = _("kreves") if prompt.required and not done else ""
        lines.append(ItemLine(prompt.id, prompt.title, _sign(done=done), note, short=""))
    lines += indicator_lines(desk)
    for number, scenario in enumerate(_scenarios(desk, begun), 1):
        lines.append(ItemLine("", _("Scenario {number}").format(number=number)))
        for field in instrument.scenario_fields:
            done = bool(scenario.fields.get(field.id, "").strip())
            lines.append(ItemLine(f"{scenario.id} {field.id}", field.title, _sign(done=done), short=""))
    return lines


def question_at(item: str, desk: Desk, begun: str) -> Question | None:
    """The question that a line of the list stands for."""
    scenario_id, _space, field_id = item.rpartition(" ")
    if not scenario_id:
        prompt = next((one for one in desk.instrument.prompts if one.id == field_id), None)
        if prompt is None:
            return None
        return Question(prompt.id, prompt.title, prompt.help or "", prompt.required)
    field = next((one for one in desk.instrument.scenario_fields if one.id == field_id), None)
    ids = [one.id for one in _scenarios(desk, begun)]
    if field is None or scenario_id not in ids:
        return None
    number = ids.index(scenario_id) + 1
    title = _("Scenario {number}: {title}").format(number=number, title=field.title)
    return Question(field.id, title, field.help or "", scenario=scenario_id, number=number)


def rest_of(asked: Question, desk: Desk, fields: Mapping[str, str]) -> Content:
    """What the scenario says beside the field that is being written."""
    said = [
        plain(field.title).stylize("bold") + plain(f"\n{desk.note(text)}")
        for field in desk.instrument.scenario_fields
        if field.id != asked.field and (text := fields.get(field.id, "").strip())
    ]
    return plain("\n\n").join(said)


def reminder_of(desk: Desk) -> Content:
    """How much is known and which items are not, critical ones first."""
    instrument = desk.instrument
    unknown = unknown_items(desk.assessment, instrument, desk.folder.context)
    lines = [coverage_words(desk)]
    if unknown:
        lines += ["", _("Dette vet dere ikke:")]
    for item_id in unknown[:_MOST_UNKNOWN]:
        item = instrument.item(item_id)
        sign = " · " + _("kritisk") if item.critical is not None else ""
        lines.append(f"{item.id}  {clean_line(item.title)}{sign}")
    if len(unknown) > _MOST_UNKNOWN:
        lines.append(_("og {count} til").format(count=len(unknown) - _MOST_UNKNOWN))
    return plain("\n".join(lines))


def _scenarios(desk: Desk, begun: str) -> list[Scenario]:
    kept = list(desk.assessment.scenarios)
    if begun and all(one.id != begun for one in kept):
        kept.append(Scenario(id=begun, fields={}))
    return kept


def _sign(*, done: bool) -> str:
    return "✓" if done else "·"
