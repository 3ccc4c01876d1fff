"""A case with its own mark in every field that takes one, and eyes that see every decrypted byte of a register."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from pydantic import BaseModel, TypeAdapter, ValidationError

from assess.casework.agenda import AgendaPoint, ContactMeeting
from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.decision import Dissent, DutyAnswer, Indicator
from assess.casework.deeds.convening import Observe
from assess.casework.deeds.signing import Append
from assess.casework.follow_up import Closure, ConsentEntry, DatedCheck, Handover, MeasureProgress
from assess.casework.plan import AcuteCall
from assess.casework.quality import Addendum
from assess.casework.record import Record
from assess.casework.triage import Triage
from assess.instrument.edition import Edition
from assess.profile.model import Profile
from assess.register.arrivals import Arrival
from assess.register.cards import Card, Seal, SealedIdentity
from assess.register.data_key import DataKey, OpeningKey, seal
from assess.register.exchange import export
from assess.register.register import Register
from assess.register.retention import block, renew, unblock
from assess.register.store import Place
from tests.unit.conftest import NOW, OFFICER, SECRETARY, a_case, finished, observation, record_id, signed

R = TypeVar("R", bound=Record)

REFERENCE = "QZ9999ZQ"
"""What the marked case is called: a mark too."""

MARK = re.compile(rb"qz[0-9]{4}zq", re.IGNORECASE)
"""What every mark looks like: short enough for a code, plain enough for a name."""

MEETING = record_id(710)
"""A meeting where the case was one of several; it stays when the case goes."""

REGISTER_WIDE = {"organisation", "profile", "instrument", "state", "id", "case_id"}
"""Fields that name the register's own things, or that rows are tied together by; they are no content of a case."""

_PAGE, _SALT, _IV, _RESERVE, _WAL_HEADER, _FRAME_HEADER = 4096, 16, 16, 80, 32, 24


@dataclass
class Marked:
    """A register with one case full of marks, blocked and ready to leave, and another that is to stay."""

    register: Register
    case: Case
    stays: Case
    marks: set[bytes]

    @property
    def path(self) -> Path:
        """Where the register lies."""
        return self.register.path


class Marks:
    """Gives out marks, and knows which it has given."""

    def __init__(self) -> None:
        self.given: set[bytes] = set()

    def new(self) -> str:
        """Another mark."""
        mark = f"qz{len(self.given):04d}zq"
        self.given.add(mark.encode())
        return mark

    def put_in(self, record: R) -> R:
        """The record with a mark of its own in every text that takes one."""
        data = record.model_dump(mode="json")
        for holder, key in list(_leaves(data)):
            before, mark = holder[key], f"qz{len(self.given):04d}zq"
            holder[key] = mark
            try:
                type(record).model_validate(data, strict=False)
            except ValidationError:
                holder[key] = before
            else:
                self.new()
        return type(record).model_validate(data, strict=False)


def filled(register: Register, edition: Edition, profile: Profile) -> Marked:
    """Let the register hold everything that it can come to hold of a case, with a mark in each text."""
    marks, stays = Marks(), a_case(1)
    case = marks.put_in(a_case()).model_copy(update={"reference": REFERENCE})
    marks.given.add(REFERENCE.lower().encode())
    whole = marks.put_in(full_assessment(case, edition))
    assert unmarked([case, whole]) == set()
    register.open_case(stays)
    register.open_case(case)
    register.bring_in((Arrival(case, edition, whole),))
    addendum = Addendum(id=record_id(700), text=marks.new(), by="slt", added_at=NOW)
    register.do(register.assessment(whole.id), Append(addendum))
    seal_card = Seal(
        signature_id=whole.signatures[0].id,
        assessment_id=whole.id,
        organisation="kommune",
        user=register.ring.user,
        sealed_at=NOW,
        value="0" * 128,
    )
    register.store.put((seal_card,), register.act("test", whole.id, case.id))
    second = register.start(case, edition, NOW.date())
    second = register.do(second, Observe(observation(seen=marks.new())))
    second = register.do(second, Observe(observation(seen=marks.new(), withdrawn=marks.new())))
    register.remember(second.id, Place(marks.new(), marks.new()))
    register.do(register.start(stays, edition, NOW.date()), Observe(observation(3, seen="Dette skal bli")))
    register.store.spend(second.id, marks.new(), 60)
    meeting = ContactMeeting(id=MEETING, organisation="kommune", held_on=NOW.date(), created_at=NOW)
    register.store.put((meeting,), register.act("test", meeting.id))
    for card in around(case, whole):
        marked = marks.put_in(card)
        assert unmarked([marked]) == set()
        register.store.put((marked,), register.act("test", case.id, case.id))
    register.view(case.id, "meeting", second.id)
    register.tell("report", second.id, case.id)
    export(register, case, second)
    renew(register, profile, REFERENCE, marks.new())
    block(register, profile, REFERENCE, marks.new())
    unblock(register, profile, REFERENCE, marks.new())
    box = seal(OpeningKey.new().public, b"Hvem saken gjelder", b"")
    sealed = SealedIdentity(case_id=case.id, organisation="kommune", entered_at=NOW, box=box)
    register.store.put((sealed,), register.act("enter-identity", case.id, case.id, {"reason": marks.new()}))
    block(register, profile, REFERENCE, marks.new())
    return Marked(register, case, stays, marks.given)


def full_assessment(case: Case, edition: Edition) -> Assessment:
    """A signed assessment that holds at least one of everything an assessment can hold."""
    assessment = signed(finished(case, edition, threat="U"), edition.instrument, SECRETARY, OFFICER)
    against = observation(2, speaks_against=("words",), recipients=("politi",))
    more = {
        "observations": (*assessment.observations, against),
        "dissents": (Dissent(id=record_id(601), who="politi", level="N2", text="Uenig"),),
        "calls": (AcuteCall(id=record_id(602), called_at=NOW, whom="Politiet", by="slt", note="Ringte"),),
        "addenda": (Addendum(id=record_id(603), text="Rettelse", by="slt", added_at=NOW),),
        "duties": (DutyAnswer(duty="barnevern", text="Vurdert", by="slt", answered_at=NOW),),
        "indicators": (Indicator(id=record_id(604), direction="raise", text="Reiseplaner", who="politi"),),
        "review_on": date(2027, 1, 15),
    }
    return assessment.model_copy(update=more)


def around(case: Case, assessment: Assessment) -> tuple[Card, ...]:
    """One of everything that is kept around a case's assessments."""
    return (
        MeasureProgress(
            id=record_id(701),
            assessment_id=assessment.id,
            measure_id=record_id(1),
            status="done",
            happened_on=NOW.date(),
            consent="given",
            noted_at=NOW,
            case_id=case.id,
            organisation="kommune",
        ),
        ConsentEntry(
            id=record_id(702),
            who="guardians",
            kind="consent",
            status="given",
            about="Samtaler",
            happened_on=NOW.date(),
            noted_at=NOW,
            case_id=case.id,
            organisation="kommune",
        ),
        DatedCheck(
            id=record_id(703), due_on=NOW.date(), text="Se igjen", cause="own", case_id=case.id, organisation="kommune"
        ),
        Handover(
            id=record_id(704),
            to="Politiet",
            what="Vurderingen",
            legal_basis="grunn",
            by="slt",
            happened_on=NOW.date(),
            noted_at=NOW,
            case_id=case.id,
            organisation="kommune",
        ),
        Closure(
            case_id=case.id, organisation="kommune", closed_at=NOW, criteria={"tiltak": "Ja"}, reason="Slutt", by="slt"
        ),
        Triage(
            id=record_id(705),
            organisation="kommune",
            taken_at=NOW,
            instrument="triage",
            version="0.1.0",
            edition_hash="0",
            answers={"T1": "N"},
            notes={"T1": "Nei"},
            outcome="VEILED",
            due_on=NOW.date(),
            case_id=case.id,
        ),
        AgendaPoint(
            id=record_id(711),
            meeting_id=MEETING,
            organisation="kommune",
            position=0,
            kind="case",
            title="Saken",
            case_id=case.id,
            assessment_id=assessment.id,
        ),
    )


def unmarked(records: Iterable[Record]) -> set[str]:
    """The fields that would take a mark and have none, as `Model.field`."""
    can: set[str] = set()
    has: set[str] = set()
    for record in records:
        can |= _markable(type(record))
        has |= _marked_fields(record)
    return can - has


def hits(content: bytes) -> set[bytes]:
    """The marks in some bytes."""
    return {found.lower() for found in MARK.findall(content)}


def decrypted(path: Path, key: DataKey) -> bytes:
    """Every page of a register as it is before encryption, also free ones and what is left in freed rows."""
    content = path.read_bytes()
    assert len(content) % _PAGE == 0
    return b"".join(_page(content[at : at + _PAGE], key, first=at == 0) for at in range(0, len(content), _PAGE))


def decrypted_wal(path: Path, key: DataKey) -> bytes:
    """Every page in a register's WAL, also those that newer ones have taken the place of."""
    wal = path.with_name(f"{path.name}-wal")
    content = wal.read_bytes() if wal.exists() else b""
    pages = []
    for at in range(_WAL_HEADER, len(content) - _PAGE, _FRAME_HEADER + _PAGE):
        number = int.from_bytes(content[at : at + 4])
        page = content[at + _FRAME_HEADER : at + _FRAME_HEADER + _PAGE]
        pages.append(_page(page, key, first=number == 1))
    return b"".join(pages)


def _page(page: bytes, key: DataKey, *, first: bool) -> bytes:
    """One page in the clear (SQLCipher 4: AES-256-CBC, the IV and an HMAC in the last 80 bytes)."""
    start, end = (_SALT if first else 0), _PAGE - _RESERVE
    decryptor = Cipher(algorithms.AES(key.reveal()), modes.CBC(page[end : end + _IV])).decryptor()
    return decryptor.update(page[start:end]) + decryptor.finalize()


def _leaves(data: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401  JSON
    entries = list(data.items()) if isinstance(data, dict) else list(enumerate(data))
    for key, value in entries:
        if key in REGISTER_WIDE:
            continue
        if isinstance(value, str):
            yield data, key
        elif isinstance(value, dict | list):
            yield from _leaves(value)


def _markable(model: type[BaseModel]) -> set[str]:
    found = set()
    for name, info in model.model_fields.items():
        if name in REGISTER_WIDE:
            continue
        for inner in _models_in(info.annotation):
            found |= _markable(inner)
        whole = TypeAdapter(typing.get_type_hints(model, include_extras=True)[name])
        if any(_takes(whole, value) for value in ("qz0001zq", ("qz0001zq",), {"what": "qz0001zq"})):
            found.add(f"{model.__name__}.{name}")
    return found


def _takes(adapter: TypeAdapter[Any], value: object) -> bool:
    try:
        adapter.validate_python(value, strict=False)
    except ValidationError:
        return False
    return True


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        if issubclass(annotation, BaseModel):
            yield annotation
        return
    for inner in typing.get_args(annotation):
        yield from _models_in(inner)


def _marked_fields(record: BaseModel) -> set[str]:
    found = set()
    for name in type(record).model_fields:
        value = getattr(record, name)
        held = value if isinstance(value, tuple) else (value,)
        for one in held:
            if isinstance(one, BaseModel):
                found |= _marked_fields(one)
            elif hits(str(one).encode()):
                found.add(f"{type(record).__name__}.{name}")
    return found
