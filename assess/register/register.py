"""The register: what people do with cases and assessments, kept safely and told to the journal.

Screens and commands know only this. A change is a deed (`assess.casework.deeds`): `do` asks the deed what the
assessment becomes, keeps it with its journal entry in one transaction, and returns it only once it would survive a
power cut.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Self

from assess.casework.assessment import Assessment, Pin
from assess.casework.case import Case
from assess.casework.deeds.deed import Deed
from assess.casework.meeting import Meeting
from assess.errors import NotAllowed, NotFound
from assess.ids import RecordId, new_id
from assess.instrument.edition import Edition
from assess.language import _
from assess.register.arrivals import Arrival, refuse_misfits
from assess.register.connection import checkpoint_and_close, create
from assess.register.journal import Entry, Head, Verification
from assess.register.migrations import migrate
from assess.register.sqlite_store import SqliteStore
from assess.register.store import Act, CaseLine, Place, Store
from assess.register.vault import KeyCost, Kind, Vault, keys_path

Clock = Callable[[], datetime]

DEMONSTRATION_PASSPHRASE = "øving"  # noqa: S105  a demonstration holds invented cases; its key is public on purpose
"""Opens every demonstration register."""

LEAST_PASSPHRASE = 12
"""Characters that a real register's passphrase must have at least."""


def now() -> datetime:
    """This moment in UTC, to the millisecond."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@dataclass(frozen=True, slots=True)
class Founding:
    """What a new register must know from its first moment."""

    profile: str
    organisation: str
    language: str = "nb"


class Register:
    """An open register. Made by `found` or `unlock`, and closed by `close` or by leaving a `with` block."""

    def __init__(self, path: Path, store: Store, kind: Kind, clock: Clock = now) -> None:
        self.path = path
        self.kind = kind
        self._store = store
        self._clock = clock
        self._editions: dict[str, Edition] = {}

    @classmethod
    def found(
        cls,
        path: Path,
        passphrase: str,
        founding: Founding,
        *,
        kind: Kind = "register",
        cost: KeyCost | None = None,
        clock: Clock = now,
    ) -> Register:
        """Make a new register at `path` with its key file beside it, and return it open.

        Raises:
            RegisterExists: Something stands there already; it is untouched.
            NotAllowed: The passphrase is too short.
            RegisterError: It can't be made there; what was begun is removed.
        """
        if kind == "register" and len(passphrase.strip()) < LEAST_PASSPHRASE:
            raise NotAllowed(
                _("Passordfrasen er for kort."),
                _("Bruk minst {count} tegn, gjerne fire eller fem tilfeldige ord.").format(count=LEAST_PASSPHRASE),
            )
        vault, key = Vault.create(
            path,
            kind=kind,
            register_id=new_id(clock()),
            user="sekretaer",
            role="sekretaer",
            passphrase=passphrase,
            cost=cost or KeyCost.strong(),
        )
        try:
            db = create(path, key, vault.kind)
            try:
                migrate(db, path, key)
            finally:
                checkpoint_and_close(db)
        except BaseException:
            keys_path(path).unlink(missing_ok=True)
            raise
        register = cls(path, SqliteStore(path, key, vault.kind), vault.kind, clock)
        facts = {"profile": founding.profile, "organisation": founding.organisation, "id": vault.register_id}
        register._store.state_facts({**facts, "founded": clock().isoformat()}, register._act("found"))
        return register

    @classmethod
    def unlock(cls, path: Path, passphrase: str, *, clock: Clock = now) -> Register:
        """Open the register at `path`.

        Raises:
            WrongPassphrase: It opens no slot; nothing was changed.
            RegisterError: The register can't be opened; nothing was changed.
        """
        vault = Vault.read(path)
        return cls(path, SqliteStore(path, vault.unlock(passphrase), vault.kind), vault.kind, clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Finish what waits and close."""
        self._store.close()

    @property
    def demonstration(self) -> bool:
        """Whether every case in it is invented."""
        return self.kind == "demonstration"

    @property
    def profile(self) -> str:
        """The id of the profile that new assessments use."""
        return self._store.facts()["profile"]

    @property
    def organisation(self) -> str:
        """The party that owns the register."""
        return self._store.facts()["organisation"]

    def now(self) -> datetime:
        """The register's own moment, from the clock it was given."""
        return self._clock()

    def new_id(self) -> RecordId:
        """A new identifier for a record."""
        return new_id(self._clock())

    def case_lines(self) -> tuple[CaseLine, ...]:
        """Every case in a line, sorted by reference."""
        return self._store.case_lines()

    def references(self) -> tuple[str, ...]:
        """Every case's reference, sorted."""
        return self._store.references()

    def case(self, case_id: str) -> Case:
        """The case with this id.

        Raises:
            NotFound: There is none.
        """
        found = self._store.case(case_id)
        if found is None:
            raise NotFound(_("Registeret har ingen slik sak."))
        return found

    def case_called(self, reference: str) -> Case:
        """The case with this reference, in capitals or not.

        Raises:
            NotFound: There is none.
        """
        found = self._store.case_called(reference.upper())
        if found is None:
            raise NotFound(
                _("Registeret har ingen sak som heter {reference}.").format(reference=reference),
                _("Se «assess case list»."),
            )
        return found

    def open_case(self, case: Case) -> Case:
        """Keep a new case.

        Raises:
            NotAllowed: The reference is taken.
        """
        if self._store.case_called(case.reference) is not None:
            raise NotAllowed(_("Det finnes allerede en sak som heter {reference}.").format(reference=case.reference))
        self._store.add_case(case, self._act("open-case", case.id, case.id))
        return case

    def assessments_of(self, case_id: str) -> tuple[Assessment, ...]:
        """A case's assessments, oldest first."""
        return self._store.assessments_of(case_id)

    def assessment(self, assessment_id: str) -> Assessment:
        """The assessment with this id, whole.

        Raises:
            NotFound: There is none.
        """
        found = self._store.assessment(assessment_id)
        if found is None:
            raise NotFound(_("Registeret har ingen slik vurdering."))
        return found

    def assessment_called(self, label: str) -> tuple[Case, Assessment]:
        """The assessment called `F-2026-0042/2`, or the latest one of `F-2026-0042`, with its case.

        Raises:
            NotFound: There is none.
        """
        reference, _slash, number = label.partition("/")
        case = self.case_called(reference)
        found = self.assessments_of(case.id)
        if number:
            found = tuple(one for one in found if str(one.number) == number)
        if not found:
            raise NotFound(
                _("Registeret har ingen vurdering som heter {label}.").format(label=label),
                _("Se «assess case show {reference}».").format(reference=case.reference),
            )
        return case, found[-1]

    def start(self, case: Case, edition: Edition, held_on: date) -> Assessment:
        """Begin a new assessment of a case, pinned to exactly this instrument."""
        earlier = self.assessments_of(case.id)
        assessment = Assessment(
            id=self.new_id(),
            case_id=case.id,
            organisation=case.organisation,
            number=len(earlier) + 1,
            instrument=pin(edition),
            profile=self.profile,
            started_at=self._clock(),
            meeting=Meeting(held_on=held_on, phase=case.phase, attendees=()),
        )
        act = self._act("start-assessment", assessment.id, case.id)
        self._store.bring_in((), (edition,), ((assessment, act),))
        return assessment

    def edition(self, assessment: Assessment) -> Edition:
        """The instrument exactly as it was when the assessment began.

        Raises:
            NotFound: The register has lost it.
        """
        wanted = assessment.instrument.hash
        if wanted not in self._editions:
            found = self._store.edition(wanted)
            if found is None:
                raise NotFound(_("Verktøyet som vurderingen ble gjort med, finnes ikke i registeret."))
            self._editions[wanted] = found
        return self._editions[wanted]

    def do(self, assessment: Assessment, deed: Deed) -> Assessment:
        """Carry out a deed and return the assessment it leads to, once it is safely kept.

        Raises:
            NotAllowed: The state, the scale or the round does not allow it; nothing was kept.
            ChangedElsewhere: Somebody else changed the assessment; nothing was kept.
            RegisterError: It could not be saved; what was saved before is untouched.
        """
        after = deed.on(assessment, self.edition(assessment).instrument)
        if after is assessment:
            return assessment
        self._store.change(assessment, after, self._act(deed.name, assessment.id, assessment.case_id))
        return after

    def place(self, assessment_id: str) -> Place | None:
        """Where the meeting was left."""
        return self._store.place(assessment_id)

    def remember(self, assessment_id: str, place: Place) -> None:
        """Remember where the meeting is, so that coming back lands there."""
        self._store.remember(assessment_id, place)

    def bring_in(self, arrivals: tuple[Arrival, ...]) -> None:
        """Keep assessments from outside, with the cases that are not here: all of them or none.

        The caller has checked that each holds together (`assess.register.exchange.read`).

        Raises:
            ImportRefused: One of them does not fit the others or what is here; nothing was kept.
            RegisterError: They could not be saved; nothing was kept.
        """
        refuse_misfits(self._store, arrivals)
        cases = {arrival.case.id: arrival.case for arrival in arrivals if self._store.case(arrival.case.id) is None}
        editions = {arrival.edition.hash: arrival.edition for arrival in arrivals}
        told = tuple((one.assessment, self._act("import", one.assessment.id, one.case.id)) for one in arrivals)
        self._store.bring_in(tuple(cases.values()), tuple(editions.values()), told)

    def tell(self, action: str, subject: str = "", case_id: str = "") -> Head:
        """Write to the journal that something was done that changed no record, such as an export."""
        return self._store.note(self._act(action, subject, case_id))

    def head(self) -> Head:
        """The journal's head now."""
        return self._store.head()

    def entries(self, since: int = 0, limit: int = 1000) -> list[Entry]:
        """Journal entries after number `since`, oldest first."""
        return self._store.entries(since, limit)

    def verify(self) -> Verification:
        """Read the whole journal and say where it first isn't as it was written."""
        return self._store.verify()

    def faults(self) -> list[str]:
        """Read every page and return what is wrong, in the database's words; empty when it is sound."""
        return self._store.faults()

    def settings(self) -> dict[str, str | int]:
        """Every setting of the database, read back."""
        return dict(self._store.settings())

    def _act(self, action: str, subject: str = "", case_id: str = "") -> Act:
        return Act(at=self._clock(), actor="sekretaer", action=action, subject=subject, case_id=case_id)


def pin(edition: Edition) -> Pin:
    """Say exactly which instrument an assessment is made with."""
    instrument = edition.instrument
    return Pin(id=instrument.id, version=instrument.version, hash=edition.hash, engine=edition.engine)
