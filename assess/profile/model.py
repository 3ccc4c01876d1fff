"""An organisation as data: who takes part, what a meeting needs, which measures and deadlines there are."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from assess.instrument.text import Code, DataFile, Day, Id, Line, Slug, Strict, Text

MeasureNumber = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,2}(\.[0-9]{1,2})?$")]
"""A measure's number in the plan, such as `5.4`, or the profile's own where the plan numbers none."""

_PNG_NAME = re.compile(r"[0-9A-Za-zÆØÅæøå][0-9A-Za-zÆØÅæøå_-]{0,59}\.(png|PNG)")


def _png_name(text: str) -> str:
    if not _PNG_NAME.fullmatch(text):
        message = "a logo is the bare name of a PNG file beside the profile, such as 'logo.png'"
        raise ValueError(message)
    return text


PngName = Annotated[str, AfterValidator(_png_name)]
"""The name of a picture in the profile's own folder; it can't name another."""


class Party(Strict):
    """An organisation that takes part in its own right and answers for its own view."""

    id: Id
    label: Line


class Role(Strict):
    """A function that a participant has; never a person."""

    id: Id
    label: Line
    party: Id
    """The party it belongs to."""
    may_be_secretary: bool = False
    may_handle_health: bool = False


class Requirement(Strict):
    """How many of one party a meeting needs."""

    party: Id
    at_least: Annotated[int, Field(ge=0, le=20)]


class MeetingRule(Strict):
    """What a contact meeting needs to be what the plan says it is."""

    requires: tuple[Requirement, ...]
    secretary_from: Id
    """The party that the secretary comes from, beside the required numbers."""
    text: Line
    source: Line


class Measure(Strict):
    """One kind of measure from the plan's catalogue."""

    number: MeasureNumber
    title: Line
    text: Text
    consent: Literal["required", "voluntary", "usual", "not_personal"]
    """`required`: can't be set in motion without it; `voluntary`: only if the person wants it; `usual`: asked for
    where that is possible; `not_personal`: does not concern one person."""
    guardians: bool = False
    """Whether guardians must be thought of when the person is under 18."""
    source: Line


class Choice(Strict):
    """One entry of a list to choose from."""

    id: Id
    label: Line


class AgeBand(Strict):
    """A span of ages; a birth date is never needed."""

    id: Id
    label: Line
    minor: bool


class ReviewInterval(Strict):
    """How long a decision at one level may stand before it is looked at again."""

    level: Code
    days: Annotated[int, Field(ge=1, le=400)] | None


ANONYMOUS, IN_PROGRESS, CLOSED = "anonym", "under_arbeid", "avsluttet"
"""The retention rules that the register itself looks up: the first two when a case is made, the last when it ends."""


class Retention(Strict):
    """How long something is kept before it must be renewed, archived or disposed of."""

    id: Id
    title: Line
    months: Annotated[int, Field(ge=1, le=600)]
    basis: Line


class DisposalRule(Strict):
    """A rule that lets a case be destroyed without having been handed over to the archive (arkivlova 2025 § 13).

    The program can't know that a rule applies: somebody must have decided it for this organisation first.
    """

    id: Id
    title: Line
    basis: Text
    """What the rule says, in own words."""
    source: Line
    """Where the rule stands."""
    checked_on: Day
    """When somebody last read it."""
    decided: Line | None
    """Who decided that it applies here, and when; None until that is done, and then nothing is destroyed by it."""


class Duty(Strict):
    """Something that the group must consider in writing; whether a duty applies is for people to judge."""

    id: Id
    title: Line
    text: Text
    """What to consider, in own words."""
    from_level: Code | None = None
    """Asked from this concern level; None when the level doesn't matter."""
    minors: bool = False
    """Asked only when the person may be under 18."""
    source: Line
    checked_on: Day
    """When somebody last read the law or plan."""


class ClosingCriterion(Strict):
    """Something that the group says about a case before the work with it ends."""

    id: Id
    text: Line


class Contact(Strict):
    """A number to call; the organisation fills in its own."""

    id: Id
    label: Line
    number: Line | None
    """None until the organisation has filled in its own."""
    when: Line


class Plan(Strict):
    """The plan that the organisation works by."""

    title: Line
    period: Line
    definitions: dict[Id, Text] = {}


class Profile(DataFile):
    """One organisation's way of working, in one language."""

    format: Literal[1]
    title: Line
    organisation: Id
    """The party that owns the register."""
    group: Line
    """What the coordination group is called in the heading of a report."""
    logo: PngName | None = None
    """What stands above it there: a file beside the profile; `assess.profile.logo` says what it may be."""
    reference_prefix: Annotated[str, StringConstraints(pattern=r"^[A-ZÆØÅ]{1,4}$")]
    dated: Day
    plan: Plan
    parties: Annotated[tuple[Party, ...], Field(min_length=2)]
    roles: Annotated[tuple[Role, ...], Field(min_length=1)]
    meeting_rule: MeetingRule
    measures: Annotated[tuple[Measure, ...], Field(min_length=1)]
    senders: Annotated[tuple[Choice, ...], Field(min_length=1)]
    age_bands: Annotated[tuple[AgeBand, ...], Field(min_length=1)]
    ideologies: Annotated[tuple[Choice, ...], Field(min_length=1)]
    review: tuple[ReviewInterval, ...] = ()
    retention: tuple[Retention, ...] = ()
    disposal_rules: tuple[DisposalRule, ...] = ()
    contacts: tuple[Contact, ...] = ()
    duties: tuple[Duty, ...] = ()
    closing: tuple[ClosingCriterion, ...] = ()
    checks_after_closing: tuple[Annotated[int, Field(ge=1, le=60)], ...] = ()
    """Months after a case is closed at which somebody looks at it again."""
    marking: Line
    """The classification line of a report."""
    legal: Slug
    """Which list of legal bases applies: `profiles/legal/<id>.yaml`."""

    def role(self, role_id: str) -> Role | None:
        """The role with this id, or None when the profile no longer has it."""
        return next((role for role in self.roles if role.id == role_id), None)

    def party_label(self, party_id: str) -> str:
        """The words for a party; its id when the profile no longer has it."""
        return next((party.label for party in self.parties if party.id == party_id), party_id)

    def age_band(self, band_id: str) -> AgeBand | None:
        """The age band with this id, or None when the profile no longer has it."""
        return next((band for band in self.age_bands if band.id == band_id), None)

    def measure(self, number: str) -> Measure | None:
        """The measure with this number, or None for the group's own and for numbers the profile lacks."""
        return next((measure for measure in self.measures if measure.number == number), None)

    def retention_rule(self, rule_id: str) -> Retention | None:
        """The retention rule with this id, or None when the profile has none."""
        return next((one for one in self.retention if one.id == rule_id), None)

    def disposal_rule(self, rule_id: str) -> DisposalRule | None:
        """The disposal rule with this id, or None when the profile has none."""
        return next((one for one in self.disposal_rules if one.id == rule_id), None)

    def review_days(self, level: str, default: int | None) -> int | None:
        """Days until the next assessment after a decision at `level`; `default` where the profile is silent."""
        return next((interval.days for interval in self.review if interval.level == level), default)


class LegalBasis(Strict):
    """One legal basis, told in own words. The program never chooses one or says that it applies."""

    id: Id
    act: Line
    section: Line
    title: Line
    content: Text
    discloser: tuple[Line, ...]
    recipient: tuple[Line, ...]
    conditions: tuple[Line, ...]
    source: Line
    checked_on: Day
    checked_by: Line
    needs_jurist: bool
    """Whether a jurist must look at it before anybody leans on it."""
    note: Text | None = None


WithheldKind = Literal["source", "others", "observation", "participant", "internal", "text"]
"""What may be left out when the person that a case is about is given access: who told, others who are named, a whole
observation, what one participant said, texts for the group's own preparation, and other words that the group picks."""


class Provision(Strict):
    """One provision that information may be withheld by, told in own words. Whether it applies, people judge."""

    id: Id
    act: Line
    section: Line
    """As precisely as a refusal must say it: paragraph, ledd and letter."""
    title: Line
    content: Text
    usual_for: tuple[WithheldKind, ...] = ()
    """The kinds that it stands for until the group chooses another."""
    source: Line
    checked_on: Day
    checked_by: Line
    needs_jurist: bool
    note: Text | None = None


class Redress(Strict):
    """Somebody to complain to when information is withheld."""

    id: Id
    title: Line
    content: Text
    source: Line
    checked_on: Day
    checked_by: Line
    needs_jurist: bool


class LegalBases(DataFile):
    """The legal bases that people choose from, each with the day somebody last read the law."""

    format: Literal[1]
    title: Line
    warning: Text
    bases: Annotated[tuple[LegalBasis, ...], Field(min_length=1)]
    withholding: tuple[Provision, ...] = ()
    redress: tuple[Redress, ...] = ()

    def basis(self, basis_id: str) -> LegalBasis | None:
        """The basis with this id, or None when the list no longer has it."""
        return next((basis for basis in self.bases if basis.id == basis_id), None)

    def provision(self, provision_id: str) -> Provision | None:
        """The provision with this id, or None when the list has none."""
        return next((one for one in self.withholding if one.id == provision_id), None)

    def usual_provision(self, kind: WithheldKind) -> Provision | None:
        """The provision that stands for this kind until the group chooses another; None when the list has none."""
        return next((one for one in self.withholding if kind in one.usual_for), None)
