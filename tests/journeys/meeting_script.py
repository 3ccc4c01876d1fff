"""What a group does in one meeting of a training case: the file's own entries, and where this group does otherwise.

The file says what was observed, answered and decided. The script says besides in what way: who was missing, who would
not say, what was taken back. `entry` is what the register must hold at the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assess.casework.quality import CheckAnswer
from assess.instrument.library import Library
from assess.instrument.load import load_model
from assess.instrument.model import Instrument
from assess.judgement.quality import reason_demanded
from assess.profile.load import Profiles
from assess.profile.model import Profile
from assess.training.case_file import (
    AttendeeEntry,
    Conclusion,
    MeetingEntry,
    ObservationEntry,
    OwnRating,
    RemarkEntry,
    TrainingCase,
)


@dataclass(frozen=True)
class Script:
    """One meeting as a group will key it in."""

    case: TrainingCase
    entry: MeetingEntry
    instrument: Instrument
    profile: Profile
    refined: int = 60
    """How many observations are refined after they were entered in one line; the others are left at that."""
    paper: bool = False
    """Whether they rate on paper, and the secretary enters the forms in the grid."""
    first_thoughts: Mapping[str, str] = field(default_factory=dict)
    """What they agree on at first; later they change it to the case's answer, and say why."""
    slips: Mapping[str, str] = field(default_factory=dict)
    """What the secretary types by mistake, and takes back with F7."""

    @property
    def end(self) -> Conclusion:
        """What the meeting came to."""
        assert self.entry.concluded is not None
        return self.entry.concluded

    @property
    def checks(self) -> list[CheckAnswer]:
        """The lines of the checklist that the group answers itself; the date it takes is the one that is suggested."""
        own = {line.id for line in self.instrument.quality if line.auto is None}
        return [one for one in self.end.checks if one.check in own]

    @property
    def items(self) -> list[str]:
        """The instrument's items in its order."""
        return [item.id for item in self.instrument.items()]

    @property
    def present(self) -> list[AttendeeEntry]:
        """The participants as they are entered: the secretary first, as the screen advises."""
        return sorted(self.entry.attendees, key=lambda one: not one.secretary)

    @property
    def raters(self) -> list[AttendeeEntry]:
        """Those who rate, in their turn: whoever leads the meeting last."""
        return sorted((one for one in self.present if one.rates), key=lambda one: one.leads)

    @property
    def rule_met(self) -> bool:
        """Whether the meeting has everybody that its rule asks for."""
        return not self.entry.deviation_reason

    def own(self, rater: AttendeeEntry, item: str) -> OwnRating | None:
        """What the file says that somebody answers alone, where it is not the reference."""
        return self.entry.individual.get(rater.key, {}).get(item)

    def alone(self, rater: AttendeeEntry, item: str) -> str:
        """What somebody answers alone."""
        own = self.own(rater, item)
        return self.agreed_code(item) if own is None else own.code

    def agreed_code(self, item: str) -> str:
        """What the group ends on."""
        return self.entry.sealed.ratings[item]

    def all_alike(self, item: str) -> bool:
        """Whether everybody answers the same alone."""
        return len({self.alone(rater, item) for rater in self.raters}) == 1

    def agreed_at_once(self, item: str) -> bool:
        """Whether enter alone agrees and goes on: all alike, and nothing that the answer leads to must be said."""
        known, code = self.instrument.item(item), self.agreed_code(item)
        scale = self.instrument.scale_of(item)
        about = any(item in (*one.speaks_for, *one.speaks_against) for one in self.entry.observations)
        asked = known.critical is not None or (reason_demanded(known, scale, code) and not about)
        said = item in self.first_thoughts or item in self.slips or bool(self.remarks(item))
        return self.all_alike(item) and scale.non_answer(code) is None and not asked and not said

    def remarks(self, item: str) -> list[RemarkEntry]:
        """What is remarked about an item; the devil's advocate is only asked where all are alike on a critical one."""
        asked = self.instrument.item(item).critical is not None and self.all_alike(item)
        return [one for one in self.end.remarks if one.item == item and (asked or one.kind != "devils_advocate")]

    def unknown(self) -> list[str]:
        """The items that the group ends on as unknown, as the plan lists them: critical ones first."""
        open_ones = [
            item
            for item in self.items
            if (other := self.instrument.scale_of(item).non_answer(self.agreed_code(item))) and other.means == "unknown"
        ]
        return sorted(open_ones, key=lambda item: self.instrument.item(item).critical is None)


def script(name: str, meeting: int = 1) -> Script:
    """The meeting as the training case has it."""
    edition = Library().edition("vrb")
    case, problems = load_model(Library().folder("vrb") / "cases" / f"{name}.yaml", TrainingCase)
    assert case is not None
    assert problems == []
    return Script(case, case.meetings[meeting - 1], edition.instrument, Profiles().profile("fredrikstad", "nb"))


def without(entry: MeetingEntry, key: str, why: str) -> MeetingEntry:
    """The meeting held without one of its participants, and why it was held all the same."""
    return entry.model_copy(
        update={
            "attendees": tuple(one for one in entry.attendees if one.key != key),
            "individual": {rater: own for rater, own in entry.individual.items() if rater != key},
            "deviation_reason": why,
        }
    )


def answering(entry: MeetingEntry, key: str, item: str, own: OwnRating) -> MeetingEntry:
    """The meeting with another own answer of one participant's."""
    return entry.model_copy(
        update={"individual": {**entry.individual, key: {**entry.individual.get(key, {}), item: own}}}
    )


def shown_to(entry: MeetingEntry, number: int, **changes: object) -> MeetingEntry:
    """The meeting with something else said about whom one observation is shared with."""
    at = number - 1
    changed = ObservationEntry.model_validate({**entry.observations[at].model_dump(), **changes})
    return entry.model_copy(update={"observations": (*entry.observations[:at], changed, *entry.observations[at + 1 :])})
