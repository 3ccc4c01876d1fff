"""Reading training cases, and what their shape alone can't see: names that the instrument or profile lacks.

Every complaint stands at a place in the file, as `path:line:column: error: …`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from assess.errors import DataError
from assess.instrument.check import Complaint, Place, nearest
from assess.instrument.load import load_model, refuse
from assess.instrument.model import Instrument
from assess.profile.model import LegalBases, Profile
from assess.training.case_file import Conclusion, MeetingEntry, SealedReference, TrainingCase


@dataclass(frozen=True, slots=True)
class Names:
    """Where the names in a training case must be found.

    Args:
        instrument: The instrument that the ratings belong to.
        profile: The organisation whose roles, senders and measures the case uses.
        legal: The legal bases; None when they are not at hand, and then they are not checked.
    """

    instrument: Instrument
    profile: Profile
    legal: LegalBases | None = None


def read_cases(folder: Path, names: Names) -> tuple[TrainingCase, ...]:
    """Read every training case in `folder`, in the order of the file names.

    Raises:
        DataError: There is none, or one is wrong; the message names every place in the first wrong file.
    """
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise DataError(f"{folder}: error: there is no training case in this folder")
    return tuple(read_case(file, names) for file in files)


def read_case(file: Path, names: Names) -> TrainingCase:
    """Read one training case.

    Raises:
        DataError: It is wrong; the message names every place.
    """
    case, problems = load_model(file, TrainingCase, lambda loaded: case_complaints(loaded, names))
    refuse(problems, DataError)
    assert case is not None  # noqa: S101  refuse raised otherwise
    return case


def case_complaints(case: TrainingCase, names: Names) -> list[Complaint]:
    """Everything wrong in a training case whose shape is right."""
    profile = names.profile
    found = [
        *_known(("instrument",), case.instrument, [names.instrument.id], "instrument"),
        *_known(("background", "age_band"), case.background.age_band, _ids(profile.age_bands), "age band"),
        *_known(("background", "ideology"), case.background.ideology, _ids(profile.ideologies), "ideology"),
        *_known(("background", "sender"), case.background.sender, _ids(profile.senders), "sender"),
    ]
    for number, meeting in enumerate(case.meetings):
        place = ("meetings", number)
        found.extend(_attendees(place, meeting, names))
        found.extend(_observations(place, meeting, names))
        found.extend(_reference((*place, "sealed"), meeting.sealed, names.instrument))
        found.extend(_individual((*place, "individual"), meeting, names.instrument))
        if meeting.concluded is not None:
            found.extend(_conclusion((*place, "concluded"), meeting, meeting.concluded, names))
    return found


def _attendees(place: Place, meeting: MeetingEntry, names: Names) -> Iterator[Complaint]:
    keys = [one.key for one in meeting.attendees]
    for number, one in enumerate(meeting.attendees):
        at = (*place, "attendees", number)
        yield from _known((*at, "role"), one.role, _ids(names.profile.roles), "role")
        if one.key in keys[:number]:
            yield Complaint((*at, "key"), f"the key '{one.key}' is used twice among the attendees")


def _observations(place: Place, meeting: MeetingEntry, names: Names) -> Iterator[Complaint]:
    bases = None if names.legal is None else _ids(names.legal.bases)
    for number, one in enumerate(meeting.observations):
        at = (*place, "observations", number)
        for side in ("speaks_for", "speaks_against"):
            for turn, item in enumerate(getattr(one, side)):
                yield from _item((*at, side, turn), item, names.instrument)
        if one.legal_basis and bases is not None:
            yield from _known((*at, "legal_basis"), one.legal_basis, bases, "legal basis")


def _reference(place: Place, reference: SealedReference, instrument: Instrument) -> Iterator[Complaint]:
    yield from _rated((*place, "ratings"), reference.ratings, instrument)
    yield from _all_items((*place, "ratings"), reference.ratings, instrument)
    for item, codes in reference.tolerance.items():
        at = (*place, "tolerance", item)
        yield from _rated((*place, "tolerance"), dict.fromkeys((item,), codes[0]), instrument)
        if item in reference.ratings and reference.ratings[item] not in codes:
            yield Complaint(at, f"the reference's own code '{reference.ratings[item]}' is not among these")
    levels, helps = _choices(instrument, instrument.level_outcome), _choices(instrument, instrument.help_outcome)
    yield from _known((*place, "level"), reference.level, levels, "level")
    yield from _known((*place, "help"), reference.help, helps, "help need")
    for number, level in enumerate(reference.levels):
        yield from _known((*place, "levels", number), level, levels, "level")


def _individual(place: Place, meeting: MeetingEntry, instrument: Instrument) -> Iterator[Complaint]:
    raters = [one.key for one in meeting.attendees if one.rates]
    for key, apart in meeting.individual.items():
        yield from _known((*place, key), key, raters, "rater", at_key=True)
        yield from _rated((*place, key), {item: own.code for item, own in apart.items()}, instrument)
    left = [rater for rater in raters if rater not in meeting.individual]
    if meeting.concluded is not None and left:
        yield Complaint(place, f"a concluded meeting needs the ratings of {', '.join(left)}")


def _conclusion(place: Place, meeting: MeetingEntry, end: Conclusion, names: Names) -> Iterator[Complaint]:
    instrument = names.instrument
    yield from _all_items((*place, "agreed"), end.agreed, instrument)
    for item in end.agreed:
        yield from _item((*place, "agreed", item), item, instrument, at_key=True)
    for prompt in end.prompts:
        yield from _known((*place, "prompts", prompt), prompt, _ids(instrument.prompts), "prompt", at_key=True)
    for number, scenario in enumerate(end.scenarios):
        for name in scenario:
            at = (*place, "scenarios", number, name)
            yield from _known(at, name, _ids(instrument.scenario_fields), "scenario field", at_key=True)
    for number, measure in enumerate(end.measures):
        at = (*place, "measures", number)
        numbers = ["", *(one.number for one in names.profile.measures)]
        yield from _known((*at, "number"), measure.number, numbers, "measure")
        for turn, item in enumerate(measure.items):
            yield from _item((*at, "items", turn), item, instrument)
    parties = {role.party for one in meeting.attendees if (role := names.profile.role(one.role)) is not None}
    keys = [one.key for one in meeting.attendees]
    lists: tuple[tuple[str, str, Collection[str], str], ...] = (
        ("remarks", "item", list(instrument.items_by_id), "item"),
        ("unknown_plans", "item", list(instrument.items_by_id), "item"),
        ("rights", "check", _ids(instrument.rights_checks), "rights check"),
        ("checks", "check", _ids(instrument.quality), "line of the checklist"),
        ("party_levels", "party", sorted(parties), "party in this meeting"),
        ("party_levels", "level", _choices(instrument, instrument.level_outcome), "level"),
        ("signatures", "by", keys, "attendee"),
    )
    for name, field, known, what in lists:
        for number, one in enumerate(getattr(end, name)):
            yield from _known((*place, name, number, field), getattr(one, field), known, what)


def _rated(place: Place, codes: dict[str, str], instrument: Instrument) -> Iterator[Complaint]:
    for item, code in codes.items():
        if item not in instrument.items_by_id:
            yield from _item((*place, item), item, instrument, at_key=True)
        elif code not in (allowed := instrument.scale_of(item).codes()):
            yield Complaint((*place, item), f"'{code}' is not an answer to {item}: it takes {', '.join(allowed)}")


def _all_items(place: Place, given: Collection[str], instrument: Instrument) -> Iterator[Complaint]:
    left = [item for item in instrument.items_by_id if item not in given]
    if left:
        yield Complaint(place, f"nothing for {', '.join(left)}")


def _item(place: Place, item: str, instrument: Instrument, *, at_key: bool = False) -> Iterator[Complaint]:
    yield from _known(place, item, list(instrument.items_by_id), "item", at_key=at_key)


def _known(place: Place, name: str, names: Collection[str], what: str, *, at_key: bool = False) -> Iterator[Complaint]:
    if name not in names:
        yield Complaint(place, f"no {what} '{name}'{nearest(name, names)}", at_key=at_key)


def _choices(instrument: Instrument, outcome: str | None) -> list[str]:
    return [] if outcome is None else [choice.code for choice in instrument.outcome(outcome).choices()]


def _ids(entries: Iterable[object]) -> list[str]:
    return [str(getattr(entry, "id")) for entry in entries]  # noqa: B009  entries of many kinds, all with an id
