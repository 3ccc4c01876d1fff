"""Strategies for small instruments, their conditions, and answers to them.

Two scales, three to five items in two domains, rules, critical items, and items that only apply sometimes. What
is drawn is plain data first, as a file would hold it, and then goes through the same model as any instrument.
"""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy, composite

from assess.instrument.model import Instrument

Json = dict[str, Any]

STEPS = {"three": ("0", "1", "2"), "two": ("N", "J")}
"""The codes of each scale's steps, lowest first."""
CODES = {name: (*steps, "U", "D", "X") for name, steps in STEPS.items()}
"""Every code: U is unknown, D declined and open, X not sought and closed."""
LEVELS = ("N0", "N1", "N2", "N3")
CONTEXTS = {"age_band": ("child", "grown"), "phase": ("initial", "follow_up")}

_SCALES = [
    {
        "id": name,
        "levels": [{"code": code, "label": f"step {code}"} for code in steps],
        "non_answers": [
            {"code": "U", "label": "unknown", "means": "unknown", "closes": False},
            {"code": "D", "label": "declined", "means": "declined", "closes": False},
            {"code": "X", "label": "not sought", "means": "not_sought", "closes": True},
        ],
    }
    for name, steps in STEPS.items()
]
_OUTCOME = {
    "id": "level",
    "title": "Level",
    "question": "How high?",
    "levels": [{"code": code, "label": code, "definition": f"the level {code}"} for code in LEVELS],
}


def as_instrument(items: list[Json], rules: list[Json]) -> Instrument:
    """An instrument with these items, the first two in the domain `R` and the others in `S`, and these rules."""
    domains = [
        {"id": name, "part": "risk", "title": name, "items": part}
        for name, part in (("R", items[:2]), ("S", items[2:]))
        if part
    ]
    data = {
        "format": 1,
        "id": "small",
        "version": "1.0.0",
        "language": "nb",
        "status": "draft",
        "dated": "2026-11-20",
        "title": "Small",
        "short_title": "Small",
        "description": "A small instrument",
        "steps": ["discussion"],
        "rights": {"licence": "CC BY 4.0", "holder": "Nobody"},
        "use": {"population": "None", "raters": "None", "validation": "none", "validation_note": "not validated"},
        "scales": _SCALES,
        "domains": domains,
        "outcomes": [_OUTCOME],
        "level_outcome": "level",
        "rules": rules,
    }
    return Instrument.model_validate_json(json.dumps(data))


def plain(instrument: Instrument) -> Json:
    """The instrument as a file would hold it."""
    return instrument.model_dump(mode="json", by_alias=True)


def again(data: Json) -> Instrument:
    """The instrument that changed data makes."""
    return Instrument.model_validate_json(json.dumps(data))


def conditions(items: list[Json], *, positive: bool) -> SearchStrategy[Json]:
    """Conditions over these items; a positive one can only be made true, never false, by a higher answer."""
    leaves = [_context_conditions()]
    if items:
        leaves += [_item_conditions(items, positive=positive), _counts(items)]
    branch = ("all", "any") if positive else ("all", "any", "not")
    return st.recursive(st.one_of(leaves), lambda parts: _branches(parts, branch), max_leaves=4)


@composite
def instruments(draw: DrawFn, *, positive: bool = True, conditional: bool = True, strength: bool = False) -> Instrument:
    """Instruments without a complaint.

    Args:
        draw: Hypothesis's own.
        positive: Whether a higher answer can only bring more items in, never take one out.
        conditional: Whether some items may apply only sometimes.
        strength: Whether one item at least is a strength.
    """
    items: list[Json] = []
    for number in range(draw(st.integers(2, 4))):
        forced = strength and not number
        kind = "protective" if forced else draw(st.sampled_from(("risk", "risk", "dual", "protective")))
        item: Json = {"id": f"i{number}", "title": f"Item {number}", "question": "What?", "kind": kind}
        item["scale"] = draw(st.sampled_from(tuple(STEPS)))
        leaning = [other for other in items if other["kind"] != "protective"]
        if conditional and leaning and draw(st.booleans()):
            item["applicable_when"] = draw(conditions(leaning, positive=positive))
        if kind != "protective" and draw(st.booleans()):
            item["critical"] = draw(_criticals(STEPS[item["scale"]]))
        items.append(item)
    placed = draw(st.permutations(items))
    raising = [item for item in placed if item["kind"] != "protective"]
    return as_instrument(list(placed), draw(_rules(raising)))


@composite
def answers(draw: DrawFn, instrument: Instrument, *, settled: bool = False) -> dict[str, str]:
    """Answers to some of the items, non-answers among them; settled ones leave nothing open."""
    found = {}
    for item in instrument.items():
        codes = (*STEPS[item.scale], "X") if settled else (None, None, *CODES[item.scale])
        code = draw(st.sampled_from(codes))
        if code is not None:
            found[item.id] = code
    return found


def contexts() -> SearchStrategy[dict[str, str]]:
    """Some or none of the facts about the case."""
    return st.fixed_dictionaries({}, optional={name: st.sampled_from(found) for name, found in CONTEXTS.items()})


def known_contexts() -> SearchStrategy[dict[str, str]]:
    """All the facts about the case."""
    return st.fixed_dictionaries({name: st.sampled_from(found) for name, found in CONTEXTS.items()})


@composite
def read_once(draw: DrawFn, instrument: Instrument) -> Json:
    """A condition, with `not` and steps asked for by `is`, that looks at each item and each fact at most once."""
    names = [*instrument.items_by_id, *CONTEXTS]
    chosen = draw(st.lists(st.sampled_from(names), min_size=1, max_size=len(names), unique=True))
    scales = {item.id: item.scale for item in instrument.items()}

    def grown(parts: list[str]) -> Json:
        if len(parts) == 1:
            leaf = draw(_leaf(parts[0], scales))
            return {"not": leaf} if draw(st.booleans()) else leaf
        same = {scales.get(part) for part in parts}
        if None not in same and len(same) == 1 and draw(st.booleans()):
            step = draw(st.sampled_from(STEPS[scales[parts[0]]]))
            return {"count": {"of": parts, "at_least": step, "min": draw(st.integers(1, len(parts)))}}
        cut = draw(st.integers(1, len(parts) - 1))
        return {draw(st.sampled_from(("all", "any"))): [grown(parts[:cut]), grown(parts[cut:])]}

    return grown(chosen)


@composite
def _leaf(draw: DrawFn, name: str, scales: dict[str, str]) -> Json:
    if name in CONTEXTS:
        return {"context": name, "is": draw(_some(CONTEXTS[name]))}
    if draw(st.booleans()):
        return {"item": name, "at_least": draw(st.sampled_from(STEPS[scales[name]]))}
    return {"item": name, "is": draw(_some(CODES[scales[name]]))}


@composite
def _item_conditions(draw: DrawFn, items: list[Json], *, positive: bool) -> Json:
    item = draw(st.sampled_from(items))
    codes = ("U", "D", "X") if positive else CODES[item["scale"]]
    if draw(st.integers(0, 3)):
        return {"item": item["id"], "at_least": draw(st.sampled_from(STEPS[item["scale"]]))}
    return {"item": item["id"], "is": draw(_some(codes))}


@composite
def _counts(draw: DrawFn, items: list[Json]) -> Json:
    scale = draw(st.sampled_from(sorted({item["scale"] for item in items})))
    same = [item["id"] for item in items if item["scale"] == scale]
    of = draw(st.lists(st.sampled_from(same), min_size=1, unique=True))
    return {"count": {"of": of, "at_least": draw(st.sampled_from(STEPS[scale])), "min": draw(st.integers(1, len(of)))}}


@composite
def _context_conditions(draw: DrawFn) -> Json:
    name = draw(st.sampled_from(tuple(CONTEXTS)))
    return {"context": name, "is": draw(_some(CONTEXTS[name]))}


@composite
def _branches(draw: DrawFn, parts: SearchStrategy[Json], kinds: tuple[str, ...]) -> Json:
    kind = draw(st.sampled_from(kinds))
    return {"not": draw(parts)} if kind == "not" else {kind: draw(st.lists(parts, min_size=1, max_size=3))}


@composite
def _criticals(draw: DrawFn, steps: tuple[str, ...]) -> Json:
    critical: Json = {"at_least": draw(st.sampled_from(steps[1:])), "action": "Do it now"}
    for name in ("floor", "when_unknown"):
        if draw(st.booleans()):
            level = draw(st.sampled_from(LEVELS))
            critical[name] = {"outcome": "level", "at_least": level, "because": f"{name} says so"}
    return critical


@composite
def _rules(draw: DrawFn, items: list[Json]) -> list[Json]:
    return [
        {
            "id": f"r{number}",
            "outcome": "level",
            "at_least": draw(st.sampled_from(LEVELS)),
            "when": draw(conditions(items, positive=True)),
            "because": f"rule {number}",
        }
        for number in range(draw(st.integers(0, 3)))
    ]


def _some(codes: tuple[str, ...]) -> SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(codes), min_size=1, unique=True)
