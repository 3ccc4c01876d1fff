"""What is left out before the person that a case is about is given access, and by which provision.

Nothing is covered over: the words are taken out of the dossier, so that no page, stream or attachment can hold them.
The decision for each field stands in `assess.reports.access_fields`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from pydantic import BaseModel

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.deeds.deed import renewed
from assess.casework.observation import Observation
from assess.casework.rating import Rating
from assess.errors import ReportError
from assess.language import _, mark
from assess.profile.model import Profile, Provision, WithheldKind
from assess.reports.access_fields import DOSSIER, RULINGS, Ruling
from assess.reports.access_people import plain_words
from assess.reports.access_places import place_of, readable_texts, text_place
from assess.reports.access_resting import resting_places
from assess.reports.dossier import Dossier
from assess.reports.request import AccessReport

_Kept = TypeVar("_Kept", bound=BaseModel)

_NOT_WORDS: Final = frozenset({"hand", "reliability", "legal_basis", "sender"})
"""Left-out fields that hold a code; a box would be read as one."""
_RESTING: Final = mark("tekst som bygger på en utelatt opplysning")
_JOINING: Final = frozenset({"og", "i", "ved", "på", "for", "fra", "av", "med", "sammen", "til", "eller", "den", "de"})
_FUNCTIONS: Final = frozenset(
    {"koordinator", "koordinatoren", "veileder", "veilederen", "kommuneoverlege", "helsesykepleier", "sekretær"}
)
"""What the kommune's own functions are called in records, also when the profile is read in another language."""


@dataclass(frozen=True, slots=True)
class Omission:
    """That something was left out: what kind, where, and by which provision. Never what it was."""

    kind: WithheldKind
    place: str
    """Such as `observation.3` or `measure.1`; empty when it is not tied to one place."""
    name: str
    """What it was, in words: «hvem som meldte fra»."""
    provision: Provision


@dataclass(frozen=True, slots=True)
class Withheld:
    """What may be shown, and what was left out of it."""

    dossier: Dossier
    """Nothing that is left out is in it."""
    shape: Dossier
    """The same, but what is left out whole still says which items it speaks for: to count by, never to list."""
    omissions: tuple[Omission, ...]
    whole: frozenset[int]
    """Numbers of the observations that were left out whole."""


def withhold(dossier: Dossier, request: AccessReport) -> Withheld:
    """Leave out what the person that the case is about may not see.

    Raises:
        ReportError: The request names an observation, a text or a provision that there isn't, or the profile's list
            lacks a provision for something that is left out.
    """
    _refuse_unknown(dossier, request)
    knife, kept = _Knife(dossier, request), dossier.assessment
    whole = whole_observations(dossier, request)
    case = knife.cut(dossier.case, "summary")
    prepared = {
        "observations": tuple(knife.observation(one, whole=one.number in whole) for one in kept.observations),
        "ratings": knife.agreed(kept.ratings),
        "signatures": tuple(knife.cut(one, place_of(one, order)) for order, one in enumerate(_valid(kept), 1)),
    }
    clean = renewed(knife.cut(kept, "no_measures", prepared))
    shaped = tuple(_tied(one, kept.observations) if one.number in whole else one for one in clean.observations)
    return Withheld(
        dossier=_only_decided(dossier, case, clean),
        shape=_only_decided(dossier, case, renewed(clean, observations=shaped)),
        omissions=tuple(knife.omissions),
        whole=whole,
    )


def whole_observations(dossier: Dossier, request: AccessReport) -> frozenset[int]:
    """The numbers of the observations that are left out whole.

    They are those that the group named, and those with rules of secrecy of their own that it has not chosen in.
    """
    observations = dossier.assessment.observations
    guarded = {one.number for one in observations if one.sensitivity != "ordinary"}
    picked = {one.number for one in observations if place_of(one, one.number) in request.texts}
    return frozenset(request.withheld | picked | (guarded - request.chosen_in))


def resting_texts(dossier: Dossier, request: AccessReport) -> frozenset[str]:
    """The places of texts that rest on an observation left out whole; those that the group lets stand too."""
    return resting_places(dossier, whole_observations(dossier, request))


def shown_texts(dossier: Dossier, request: AccessReport) -> dict[str, str]:
    """The free texts that stand in the report, by their places."""
    own = {f"{word}.{number}" for number in whole_observations(dossier, request) for word in ("observation", "meaning")}
    gone = own | request.texts | (resting_texts(dossier, request) - request.kept_texts)
    texts = readable_texts(dossier, internal=not request.internal)
    return {place: text for place, text in texts.items() if place not in gone}


def box(provision: Provision) -> str:
    """What stands in the place of something left out."""
    return _("Utelatt: {act} {section}").format(act=provision.act, section=provision.section)


def says_role(words: str, profile: Profile, more: Iterable[str] = ()) -> bool:
    """Whether every word stands in a role, party or kind of sender, so that no person can be meant."""
    labels = [role.label for role in profile.roles]
    labels += [party.label for party in profile.parties] + [sender.label for sender in profile.senders]
    ids = [role.id.replace("_", " ") for role in profile.roles] + [party.id for party in profile.parties]
    known = {word for label in (*labels, *ids, *more) for word in plain_words(label)} | _FUNCTIONS
    return all(word in _JOINING or _close(word, known) for word in plain_words(words))


def _close(word: str, known: set[str]) -> bool:
    """Whether a word is known, with another ending at most: «politiets», «koordinatoren»."""
    return word in known or any(len(one) > 3 and word.startswith(one) and len(word) - len(one) < 3 for one in known)


def _only_decided(dossier: Dossier, case: Case, assessment: Assessment) -> Dossier:
    """The dossier about these, with nothing in a field that nobody has decided to keep."""
    blanked = {
        one.name: one.default
        for one in dataclasses.fields(dossier)
        if DOSSIER.get(one.name) != "keep" and one.default is not dataclasses.MISSING
    }
    return dataclasses.replace(dossier, case=case, assessment=assessment, **blanked)


def _valid(assessment: Assessment) -> tuple[BaseModel, ...]:
    """The signatures that vouch for the content as it was, which what is left of it can't show."""
    return tuple(one for one in assessment.standing_signatures if one.digest == assessment.digest)


def _tied(one: Observation, kept: tuple[Observation, ...]) -> Observation:
    found = next(other for other in kept if other.number == one.number)
    return one.model_copy(
        update={"speaks_for": found.speaks_for, "speaks_against": found.speaks_against, "lawful": found.lawful}
    )


def _refuse_unknown(dossier: Dossier, request: AccessReport) -> None:
    numbers = {one.number for one in dossier.assessment.observations}
    unknown = [
        *(_("opplysning {name}").format(name=one) for one in sorted((request.withheld | request.chosen_in) - numbers)),
        *sorted((request.texts | request.kept_texts) - set(readable_texts(dossier))),
    ]
    if unknown:
        raise ReportError(
            _("Dette finnes ikke i vurderingen: {names}.").format(names=", ".join(unknown)),
            _("Rapporten ble ikke laget. Velg på nytt, så ikke noe blir stående som skulle vært tatt ut."),
        )


@dataclass(slots=True)
class _Knife:
    """Takes words out of records, and remembers what kind they were."""

    dossier: Dossier
    request: AccessReport
    omissions: list[Omission] = field(default_factory=list)
    resting: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.resting = resting_texts(self.dossier, self.request) - self.request.kept_texts

    def cut(self, record: _Kept, place: str, prepared: dict[str, tuple[BaseModel, ...]] | None = None) -> _Kept:
        """The record without what is left out; a field that nobody has decided about is blanked."""
        rulings, done = RULINGS[type(record)], prepared or {}
        fields: dict[str, Any] = {
            name: done[name] if name in done else self._field(record, name, rulings.get(name), place)
            for name in type(record).model_fields
        }
        return type(record).model_construct(**fields)

    def observation(self, one: Observation, *, whole: bool) -> Observation:
        """The observation without what is left out of it, or a box in its place."""
        place = place_of(one, one.number)
        if not whole and place not in self.resting:
            return self.cut(one, place)
        if not whole:
            stands = self._left_out("observation", _(_RESTING), place)
            return self.cut(one, place).model_copy(update={"seen": stands, "observed": ""})
        stands = self._left_out("observation", _("hele opplysningen"), place)
        return Observation(id=one.id, number=one.number, seen=stands, withdrawn=stands if one.withdrawn else "")

    def agreed(self, ratings: tuple[Rating, ...]) -> tuple[Rating, ...]:
        """What the group agreed on, without what each rated alone."""
        if any(one.round != "agreed" for one in ratings):
            self._left_out("participant", _("hva hver enkelt deltaker vurderte, merket av eller mente"), "")
        return tuple(self.cut(one, place_of(one, 1)) for one in ratings if one.round == "agreed")

    def _field(self, record: BaseModel, name: str, ruling: Ruling | None, place: str) -> object:
        value, info = getattr(record, name), type(record).model_fields[name]
        empty: object = "" if info.is_required() else info.get_default(call_default_factory=True)
        if ruling is None or ruling.treatment == "blank":
            return empty
        if ruling.treatment == "keep":
            return self._within(value)
        if value == empty or (isinstance(value, str) and not value.strip()):
            return value
        if self._shown(record, name, ruling, place):
            return self._within(value)
        tied = "" if isinstance(record, Assessment) and name != "no_measures" else place
        stands = self._left_out(*self._called(record, ruling, place), tied)
        if isinstance(value, dict):
            return dict.fromkeys(value, stands)
        return stands if isinstance(value, str) and name not in _NOT_WORDS else empty

    def _called(self, record: BaseModel, ruling: Ruling, place: str) -> tuple[WithheldKind, str]:
        """What it is left out as: the group's own choice goes before what it rests on."""
        where = text_place(record, place)
        chosen = where in self.request.texts or (ruling.kind == "internal" and self.request.internal)
        if ruling.treatment == "text" and where in self.resting and not chosen:
            return "observation", _(_RESTING)
        return ruling.kind, _(ruling.name)

    def _shown(self, record: BaseModel, name: str, ruling: Ruling, place: str) -> bool:
        if ruling.treatment == "role":
            return says_role(getattr(record, name), self.dossier.profile, self.request.roles)
        if ruling.treatment == "text":
            internal = ruling.kind == "internal" and self.request.internal
            return not internal and text_place(record, place) not in self.request.texts | self.resting
        return (name == "recipients" and self.request.recipients) or (name == "duties" and self.request.duties)

    def _within(self, value: object) -> object:
        if isinstance(value, tuple):
            return tuple(self._inner(one, order) for order, one in enumerate(value, 1))
        return self._inner(value, 1)

    def _inner(self, value: object, order: int) -> object:
        return self.cut(value, place_of(value, order)) if isinstance(value, BaseModel) else value

    def _left_out(self, kind: WithheldKind, name: str, place: str) -> str:
        omission = Omission(kind, place, name, self._provision(kind))
        if omission not in self.omissions:
            self.omissions.append(omission)
        return box(omission.provision)

    def _provision(self, kind: WithheldKind) -> Provision:
        legal, chosen = self.dossier.legal, dict(self.request.provisions)
        if kind == "observation" and self.request.provision:
            chosen[kind] = self.request.provision
        found = legal.provision(chosen[kind]) if kind in chosen else legal.usual_provision(kind)
        if found is None:
            raise ReportError(
                _("Hjemmelslista «{id}» har ingen bestemmelse for det som skal utelates.").format(id=legal.id),
                _("Et avslag må vise til en bestemmelse. Legg den inn under «withholding», eller velg en annen."),
            )
        return found
