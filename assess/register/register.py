"""The register: what people do with cases and assessments, kept safely and told to the journal.

Screens and commands know only this. A change is a deed (`assess.casework.deeds`): `do` asks the deed what the
assessment becomes, keeps it with its journal entry in one transaction, and returns it only once it would survive a
power cut.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from assess.casework.anonymity import refuse_named
from assess.casework.assessment import Assessment, Pin
from assess.casework.case import Case
from assess.casework.deeds.deed import Deed
from assess.casework.follow_up import Closure
from assess.casework.meeting import Meeting
from assess.errors import NotAllowed, NotFound
from assess.instrument.edition import Edition
from assess.language import _
from assess.register.anchors import remember_head
from assess.register.arrivals import Arrival, refuse_misfits
from assess.register.cards import Keeping, Seal, User
from assess.register.journal import Anchor, Entry, Head, Verification
from assess.register.seals import broken_seals, seal_signature
from assess.register.session import Clock, Session, now
from assess.register.slot import Kind
from assess.register.store import CaseLine, Place, Store
from assess.register.unlocking import opened
from assess.register.vault import KeyRing


class Register(Session):
    """An open register and the user who opened it.

    Made by `assess.register.founding.found` or `unlock`, and closed by `close` or by leaving a `with` block.
    """

    def __init__(self, path: Path, store: Store, kind: Kind, ring: KeyRing, clock: Clock = now) -> None:
        super().__init__(path, store, kind, ring, clock)
        self._editions: dict[str, Edition] = {}
        self._cases: dict[str, Case] = {}
        """Cases that were asked for at a deed; a case is never changed once it is opened."""

    @classmethod
    def unlock(cls, path: Path, passphrase: str, name: str | None = None, *, clock: Clock = now) -> Register:
        """Open the register at `path` with a user's passphrase or with the recovery key.

        Raises:
            WrongPassphrase: It opens no slot; nothing was changed, and the try is noted.
            TooManyTries: There were too many wrong ones just now.
            RegisterError: The register can't be opened; nothing was changed.
        """
        store, kind, ring = opened(path, passphrase, name, clock)
        return cls(path, store, kind, ring, clock)

    def _before_closing(self) -> None:
        """Remember on this machine how far the journal had come."""
        remember_head(self)

    def case_lines(self) -> tuple[CaseLine, ...]:
        """Every case in a line, sorted by reference.

        Raises:
            AccessDenied: No role of the user allows it.
        """
        self.require("read")
        return tuple(self.blocked.line(line) for line in self.store.case_lines())

    def references(self) -> tuple[str, ...]:
        """Every case's reference, sorted."""
        return self.store.references()

    def case(self, case_id: str) -> Case:
        """The case with this id.

        Raises:
            NotFound: There is none.
        """
        self.require("read", case_id)
        found = self.store.case(case_id)
        if found is None:
            raise NotFound(_("Registeret har ingen slik sak."))
        return found

    def case_called(self, reference: str) -> Case:
        """The case with this reference, in capitals or not.

        Raises:
            NotFound: There is none.
        """
        self.require("read")
        found = self.store.case_called(reference.upper())
        if found is None:
            raise NotFound(
                _("Registeret har ingen sak som heter {reference}.").format(reference=reference),
                _("Se «assess case list»."),
            )
        self.blocked.refuse(found.id)
        return found

    def open_case(self, case: Case, keeping: Keeping | None = None) -> Case:
        """Keep a new case, and until when it may be kept.

        Raises:
            NotAllowed: The reference is taken, or an anonymous discussion names somebody.
            AccessDenied: No role of the user allows it.
        """
        self.require("run_case")
        if self.store.case_called(case.reference) is not None:
            raise NotAllowed(_("Det finnes allerede en sak som heter {reference}.").format(reference=case.reference))
        refuse_named(case)
        cards = () if keeping is None else (keeping,)
        self.store.add_case(case, self.act("open-case", case.id, case.id), cards)
        return case

    def assessments_of(self, case_id: str) -> tuple[Assessment, ...]:
        """A case's assessments, oldest first.

        Raises:
            AccessDenied: No role of the user allows it.
        """
        self.require("read", case_id)
        return self.store.assessments_of(case_id)

    def assessment(self, assessment_id: str) -> Assessment:
        """The assessment with this id, whole.

        Raises:
            NotFound: There is none.
        """
        self.require("read")
        found = self.store.assessment(assessment_id)
        if found is None:
            raise NotFound(_("Registeret har ingen slik vurdering."))
        self.blocked.refuse(found.case_id)
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
        """Begin a new assessment of a case, pinned to exactly this instrument.

        Raises:
            NotAllowed: The case is closed.
            AccessDenied: No role of the user allows it.
        """
        self.require("run_case", case.id)
        closure = self.store.card(Closure, case.id)
        if closure is not None and closure.stands:
            raise NotAllowed(_("Saken er avsluttet."), _("Ta den opp igjen først."))
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
        refuse_named(case, None, assessment)
        act = self.act("start-assessment", assessment.id, case.id)
        self.store.bring_in((), (edition,), ((assessment, act),))
        return assessment

    def edition(self, assessment: Assessment) -> Edition:
        """The instrument exactly as it was when the assessment began.

        Raises:
            NotFound: The register has lost it.
        """
        wanted = assessment.instrument.hash
        if wanted not in self._editions:
            found = self.store.edition(wanted)
            if found is None:
                raise NotFound(_("Verktøyet som vurderingen ble gjort med, finnes ikke i registeret."))
            self._editions[wanted] = found
        return self._editions[wanted]

    def do(self, assessment: Assessment, deed: Deed, place: Place | None = None) -> Assessment:
        """Carry out a deed and return the assessment it leads to, once it is safely kept.

        Args:
            assessment: As it is now.
            deed: What is to be done.
            place: Where the meeting is, to be kept with it: a disk is waited for once, not twice.

        Raises:
            NotAllowed: The state, the scale, the round or the user's role does not allow it; nothing was kept.
            ChangedElsewhere: Somebody else changed the assessment; nothing was kept.
            RegisterError: It could not be saved; what was saved before is untouched.
        """
        self.require("rate", assessment.case_id)
        after = deed.on(assessment, self.edition(assessment).instrument)
        if after is assessment:
            return assessment
        refuse_named(self._case(assessment.case_id), assessment, after)
        known = {signature.id for signature in assessment.signatures}
        seals = tuple(
            seal_signature(after, signature, self.ring.user, self.ring.signing)
            for signature in after.signatures
            if signature.id not in known
        )
        self.store.change(assessment, after, self.act(deed.name, assessment.id, assessment.case_id), seals, place)
        return after

    def place(self, assessment_id: str) -> Place | None:
        """Where the meeting was left."""
        return self.store.place(assessment_id)

    def remember(self, assessment_id: str, place: Place) -> None:
        """Remember where the meeting is, so that coming back lands there."""
        self.store.remember(assessment_id, place)

    def bring_in(self, arrivals: tuple[Arrival, ...], keepings: tuple[Keeping, ...] = ()) -> None:
        """Keep assessments from outside, with the cases that are not here: all of them or none.

        The caller has checked that each holds together (`assess.register.exchange.read`).

        Raises:
            ImportRefused: One of them does not fit the others or what is here; nothing was kept.
            AccessDenied: No role of the user allows it.
            RegisterError: They could not be saved; nothing was kept.
        """
        self.require("import")
        for arrival in arrivals:
            self.blocked.refuse(arrival.case.id)
        refuse_misfits(self.store, arrivals)
        for arrival in arrivals:
            refuse_named(arrival.case, None, arrival.assessment)
        cases = {arrival.case.id: arrival.case for arrival in arrivals if self.store.case(arrival.case.id) is None}
        editions = {arrival.edition.hash: arrival.edition for arrival in arrivals}
        told = tuple((one.assessment, self.act("import", one.assessment.id, one.case.id)) for one in arrivals)
        new = tuple(keeping for keeping in keepings if keeping.case_id in cases)
        self.store.bring_in(tuple(cases.values()), tuple(editions.values()), told, new)

    def head(self) -> Head:
        """The journal's head now."""
        return self.store.head()

    def entries(self, since: int = 0, limit: int = 1000) -> list[Entry]:
        """Journal entries after number `since`, oldest first.

        Raises:
            AccessDenied: No role of the user allows it.
        """
        self.require("review_journal")
        return self.store.entries(since, limit)

    def verify(self, anchor: Anchor | None = None) -> Verification:
        """Read the whole journal and say where it first isn't as it was written, or isn't what `anchor` saw."""
        return self.store.verify(anchor)

    def unsealed(self, assessment: Assessment) -> list[str]:
        """The signatures of an assessment whose seal doesn't fit them."""
        return broken_seals(assessment, self.store.cards(Seal), {user.id: user for user in self.store.cards(User)})

    def faults(self) -> list[str]:
        """Read every page and return what is wrong, in the database's words; empty when it is sound."""
        return self.store.faults()

    def settings(self) -> dict[str, str | int]:
        """Every setting of the database, read back."""
        return dict(self.store.settings())

    def _case(self, case_id: str) -> Case:
        if case_id not in self._cases:
            found = self.store.case(case_id)
            if found is None:
                raise NotFound(_("Registeret har ingen slik sak."))
            self._cases[case_id] = found
        return self._cases[case_id]


def pin(edition: Edition) -> Pin:
    """Say exactly which instrument an assessment is made with."""
    instrument = edition.instrument
    return Pin(id=instrument.id, version=instrument.version, hash=edition.hash, engine=edition.engine)
