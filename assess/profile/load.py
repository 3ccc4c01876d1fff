"""Profiles and lists of legal bases: found, read, checked, and put into the language wanted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from assess.errors import ProfileError
from assess.instrument.check import Complaint, locale_complaints, nearest
from assess.instrument.load import load_model, refuse
from assess.instrument.locale import Locale, in_language
from assess.instrument.strict_yaml import Problem
from assess.language import _
from assess.places import own, shipped
from assess.profile.logo import Logo, UnfitLogo, read_logo
from assess.profile.model import ANONYMOUS, IN_PROGRESS, LegalBases, Profile

FileState = tuple[str, int, int]
"""A file, its size, and when it was changed, in nanoseconds."""

_PLACES = ("*", "legal/*", "locales/*/*", "locales/*/legal/*")
"""Where the files of a profile lie: logos beside it, and what is translated under the language."""


class Profiles:
    """Profiles by id: an organisation's own first, then the shipped ones.

    A profile is local by nature (its telephone numbers, its deadlines), so a file of one's own with a shipped id
    takes its place.

    Args:
        folders: Folders that hold `<id>.yaml`, `legal/<id>.yaml` and `locales/<language>/…` with the same names.
    """

    def __init__(self, *folders: Path) -> None:
        self._folders = (*folders, own("profiles"), shipped("profiles"))

    def ids(self) -> tuple[str, ...]:
        """The ids of all profiles found, sorted."""
        return tuple(sorted({file.stem for folder in self._folders for file in folder.glob("*.yaml")}))

    def state(self) -> tuple[FileState, ...] | None:
        """Which files could be read and when each was changed: equal as long as the same would be; None if unknown."""
        try:
            files = sorted({file for folder in self._folders for place in _PLACES for file in folder.glob(place)})
            return tuple((str(file), found.st_size, found.st_mtime_ns) for file in files if (found := file.stat()))
        except OSError:
            return None

    def profile(self, profile_id: str, language: str = "nb") -> Profile:
        """The profile with this id, in `language` where it is translated.

        Raises:
            ProfileError: There is none, or it is wrong; the message names every place.
        """
        file = self._file(f"{profile_id}.yaml")
        if file is None:
            close = get_close_matches(profile_id, self.ids(), n=1)
            hint = _("Mente dere «{name}»?").format(name=close[0]) if close else _("Se «assess profile list».")
            raise ProfileError(_("Det finnes ikke noen profil som heter «{id}».").format(id=profile_id), hint)
        loaded, problems = load_model(file, Profile, profile_complaints)
        refuse(problems, ProfileError)
        assert loaded is not None  # noqa: S101  refuse raised otherwise
        return in_language(loaded, self._locale(file, loaded, language))

    def logo(self, profile_id: str, profile: Profile) -> Logo | None:
        """The logo that the profile names.

        None when it names none, and when the file is unfit: no picture is worth keeping a report back for, and
        `examine_profile` says what is wrong with it.
        """
        file = self._file(f"{profile_id}.yaml")
        if file is None or profile.logo is None:
            return None
        try:
            return read_logo(file.with_name(profile.logo))
        except UnfitLogo:
            return None

    def legal(self, legal_id: str, language: str = "nb") -> LegalBases:
        """The list of legal bases with this id, in `language` where it is translated.

        Raises:
            ProfileError: There is none, or it is wrong; the message names every place.
        """
        file = self._file(f"legal/{legal_id}.yaml")
        if file is None:
            raise ProfileError(_("Det finnes ingen hjemmelsliste som heter «{id}».").format(id=legal_id))
        loaded, problems = load_model(file, LegalBases, legal_complaints)
        refuse(problems, ProfileError)
        assert loaded is not None  # noqa: S101  refuse raised otherwise
        return in_language(loaded, self._locale(file, loaded, language))

    def _file(self, name: str) -> Path | None:
        return next((folder / name for folder in self._folders if (folder / name).is_file()), None)

    def _locale(self, file: Path, source: Profile | LegalBases, language: str) -> Locale | None:
        base = file.parent.parent if file.parent.name == "legal" else file.parent
        overlay = base / "locales" / language / file.relative_to(base)
        if not overlay.is_file():
            return None
        locale, problems = load_model(overlay, Locale, lambda loaded: locale_complaints(source, loaded))
        refuse(problems, ProfileError)
        return locale


def examine_profile(path: Path) -> list[Problem]:
    """Say everything that is wrong or doubtful in the profile, or list of legal bases, at `path`."""
    model: type[Profile | LegalBases] = LegalBases if path.parent.name == "legal" else Profile
    if model is LegalBases:
        return load_model(path, LegalBases, legal_complaints)[1]
    return load_model(path, Profile, lambda profile: [*profile_complaints(profile), *_logo(path, profile)])[1]


def profile_complaints(profile: Profile) -> list[Complaint]:
    """Everything wrong in a profile whose shape is right."""
    return [*_duplicates(profile), *_parties(profile), *_deadlines(profile)]


def legal_complaints(legal: LegalBases) -> list[Complaint]:
    """Everything wrong in a list of legal bases whose shape is right."""
    return [
        *_repeated("bases", [basis.id for basis in legal.bases]),
        *_repeated("withholding", [one.id for one in legal.withholding]),
        *_repeated("redress", [one.id for one in legal.redress]),
        *_usual_twice(legal),
    ]


def _usual_twice(legal: LegalBases) -> Iterator[Complaint]:
    """Say which kinds have more than one usual provision: nobody could tell which is printed."""
    kinds = [kind for one in legal.withholding for kind in one.usual_for]
    for kind in dict.fromkeys(one for one in kinds if kinds.count(one) > 1):
        yield Complaint(("withholding",), f"'{kind}' is usual for more than one provision")


def _duplicates(profile: Profile) -> Iterator[Complaint]:
    yield from _repeated("parties", [party.id for party in profile.parties])
    yield from _repeated("roles", [role.id for role in profile.roles])
    yield from _repeated("measures", [measure.number for measure in profile.measures])
    yield from _repeated("senders", [sender.id for sender in profile.senders])
    yield from _repeated("age_bands", [band.id for band in profile.age_bands])
    yield from _repeated("ideologies", [ideology.id for ideology in profile.ideologies])
    yield from _repeated("retention", [one.id for one in profile.retention])
    yield from _repeated("disposal_rules", [one.id for one in profile.disposal_rules])
    yield from _repeated("duties", [duty.id for duty in profile.duties])
    yield from _repeated("closing", [criterion.id for criterion in profile.closing])
    yield from _repeated("contacts", [contact.id for contact in profile.contacts])
    yield from _repeated("review", [interval.level for interval in profile.review])


def _deadlines(profile: Profile) -> Iterator[Complaint]:
    """Say what would keep cases from being made, and which disposal rules can't be used yet.

    Only warnings: what has been assessed by the profile must stay readable.
    """
    for wanted in (ANONYMOUS, IN_PROGRESS):
        if profile.retention_rule(wanted) is None:
            yield Complaint(("retention",), f"no retention rule '{wanted}': no such case can be made", "warning")
    for number, rule in enumerate(profile.disposal_rules):
        if rule.decided is None:
            message = f"'{rule.id}' is not decided locally: say who decided it and when, or nothing is erased by it"
            yield Complaint(("disposal_rules", number, "decided"), message, "warning")


def _logo(path: Path, profile: Profile) -> Iterator[Complaint]:
    """Say why the logo is not printed. Only a warning: everything can be done without it."""
    if profile.logo is None:
        return
    try:
        read_logo(path.with_name(profile.logo))
    except UnfitLogo as error:
        message = f"the logo '{profile.logo}' {error.message}; reports are printed without it"
        yield Complaint(("logo",), message, "warning")


def _repeated(name: str, ids: Sequence[str]) -> Iterator[Complaint]:
    for number, entry in enumerate(ids):
        if entry in ids[:number]:
            yield Complaint((name, number), f"'{entry}' stands twice among the {name}")


def _parties(profile: Profile) -> Iterator[Complaint]:
    known = [party.id for party in profile.parties]
    named: list[tuple[tuple[str | int, ...], str]] = [
        (("organisation",), profile.organisation),
        (("meeting_rule", "secretary_from"), profile.meeting_rule.secretary_from),
        *((("roles", number, "party"), role.party) for number, role in enumerate(profile.roles)),
        *(
            (("meeting_rule", "requires", number, "party"), need.party)
            for number, need in enumerate(profile.meeting_rule.requires)
        ),
    ]
    for place, party in named:
        if party not in known:
            yield Complaint(place, f"no party '{party}'{nearest(party, known)}")
    if not any(role.may_be_secretary for role in profile.roles):
        yield Complaint(("roles",), "no role may be secretary, so no meeting could meet its rule")
