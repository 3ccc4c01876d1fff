from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from assess.casework.assessment import Assessment
from assess.casework.case import Case
from assess.casework.deeds.planning import SetReview
from assess.errors import AccessDenied, AssessError, NotAllowed, RegisterError
from assess.instrument.edition import Edition
from assess.profile.load import Profiles
from assess.profile.model import DisposalRule, Profile
from assess.register.archive import archive_case, archive_path
from assess.register.cards import Backup, Keeping, Receipt
from assess.register.connection import connect
from assess.register.erasure import erase, leaving, receipt_data, refuse_unready
from assess.register.erasure_words import leaving_lines, receipt_lines
from assess.register.exchange import Bundle
from assess.register.register import Register
from assess.register.retention import block, unblock
from assess.register.shelves import SHELVES
from assess.register.store import Act
from tests.unit.conftest import NOW, OTHER_PASSPHRASE, PASSPHRASE, a_case, found_register
from tests.unit.marked import REFERENCE, Marked, decrypted, decrypted_wal, filled, hits

RULE = DisposalRule(
    id="lokal_kassasjon",
    title="Kassasjon",
    basis="Etter regel",
    source="Reglene",
    checked_on="2026-11-20",
    decided="Kommunestyret 1. desember 2026",
)


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))


@pytest.fixture
def marked(tmp_path: Path, edition: Edition, profile: Profile) -> Iterator[Marked]:
    with found_register(tmp_path / "r" / "r.assess") as register:
        yield filled(register, edition, profile)


@pytest.fixture
def ready(register: Register, case: Case, edition: Edition, profile: Profile) -> Register:
    """One plain case with an assessment, blocked."""
    register.open_case(case)
    register.start(case, edition, NOW.date())
    block(register, profile, case.reference, "Ber om sletting")
    return register


def prints(case: Case, assessments: tuple[Assessment, ...], head: str) -> Mapping[str, bytes]:
    """Stands where the reports room makes real PDFs; `tests/unit/test_commands_retention.py` uses those."""
    return {f"{case.reference}-{one.number}.pdf": f"%PDF-1.7 {head}".encode() for one in assessments}


def archive(register: Register, profile: Profile, folder: Path, reference: str = "F-2026-0042") -> Path:
    folder.mkdir(exist_ok=True)
    return archive_case(register, profile, reference, folder, prints).path


def dumped(marked: Marked) -> bytes:
    """Every column of every row of every table, the empty ones too, as a second connection reads them."""
    conn = connect(marked.path, marked.register.ring.data_key, "ro")
    try:
        tables = [name for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        assert {"cases", "journal", "journal_bodies", "keepings", "identities", "seals", "places"} < set(tables)
        rows = [row for table in tables for row in conn.execute(f'SELECT * FROM "{table}"')]  # noqa: S608
        assert conn.execute("PRAGMA freelist_count").fetchone() == (0,)
    finally:
        conn.close()
    return "\n".join(str(value) for row in rows for value in row).encode()


def everywhere(folder: Path) -> dict[str, set[bytes]]:
    """The marks in the raw bytes, and in the names, of every file under a folder."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert files
    found = {str(file): hits(file.read_bytes() + file.name.encode()) for file in files}
    return {name: marks for name, marks in found.items() if marks}


def a_copy(marked: Marked, number: int = 3) -> Path:
    """A copy of the register as a migration leaves it."""
    copy = marked.path.with_name(f"{marked.path.name}.before-{number}")
    conn = connect(marked.path, marked.register.ring.data_key, "ro")
    copy.touch(0o600)
    try:
        conn.execute("VACUUM INTO ?", (copy.absolute().as_uri(),))
    finally:
        conn.close()
    return copy


def backup(number: int, made_at: int, expires_on: date) -> Backup:
    return Backup(
        id=f"00000000-0000-7000-8000-{number:012x}",
        made_at=NOW + timedelta(days=made_at),
        made_by="u-1",
        name=f"kopi-{number}.assess-backup",
        size=1,
        sha256="a" * 64,
        content="b" * 64,
        anchor="1:ab",
        expires_on=expires_on,
    )


def test_erasing_leaves_no_mark_in_any_page_row_file_or_name(marked: Marked, tmp_path: Path) -> None:
    key, path = marked.register.ring.data_key, marked.path
    copy = a_copy(marked)
    (path.parent / "rapporter").mkdir()
    (path.parent / "rapporter" / f"{REFERENCE}-1.pdf").write_bytes(b"%PDF-1.7 qz0001zq")
    assert hits(decrypted(path, key) + decrypted_wal(path, key)) == marked.marks, "the eyes must see every mark"
    assert hits(decrypted(copy, key)) == marked.marks
    assert hits(dumped(marked)) == marked.marks

    erased = erase(marked.register, REFERENCE, RULE)

    assert erased.residue == ""
    assert hits(dumped(marked)) == set()
    assert hits(decrypted(path, key)) == set()
    assert path.with_name("r.assess-wal").stat().st_size == 0
    assert everywhere(tmp_path) == {}
    assert not copy.exists()
    marked.register.close()
    assert hits(decrypted(path, key)) == set()
    assert not path.with_name("r.assess-wal").exists()
    assert list((tmp_path / "tmp").iterdir()) == []


def test_without_secure_delete_and_vacuum_the_marks_would_be_seen(marked: Marked) -> None:
    key, path = marked.register.ring.data_key, marked.path
    marked.register.close()
    conn = connect(path, key, "rw")
    try:
        conn.execute("PRAGMA secure_delete=OFF")
        conn.execute("PRAGMA foreign_keys=ON")
        conn.execute("DELETE FROM journal_bodies WHERE case_id = ?", (marked.case.id,))
        conn.execute("DELETE FROM cases WHERE id = ?", (marked.case.id,))
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        conn.close()
    assert len(hits(decrypted(path, key))) > len(marked.marks) // 2


def test_the_receipt_counts_every_row_that_went_and_never_says_of_whom(marked: Marked) -> None:
    receipt = erase(marked.register, REFERENCE, RULE).receipt
    assert marked.register.store.cards(Receipt) == (receipt,)
    tables = {shelf.table for shelf in SHELVES}
    assert tables <= set(receipt.counts), "the marked case holds something of everything"
    assert receipt.counts["cases"] == receipt.counts["keepings"] == 1
    assert receipt.counts["identities"] == receipt.counts["seals"] == receipt.counts["places"] == 1
    assert receipt.counts["assessments"] == 2
    assert receipt.counts["journal_bodies"] >= 14
    assert (receipt.ground, receipt.rule) == ("disposal_rule", "lokal_kassasjon")
    assert hits(receipt.model_dump_json().encode()) == set()


def test_the_other_case_and_the_chain_stand_as_they_did(marked: Marked) -> None:
    register = marked.register
    stood = register.case(marked.stays.id), register.assessments_of(marked.stays.id)
    bodies = [one for one in register.entries() if one.case_id == marked.stays.id]
    head = register.head()
    erase(register, REFERENCE, RULE)
    assert (register.case(marked.stays.id), register.assessments_of(marked.stays.id)) == stood
    assert [one for one in register.entries() if one.case_id == marked.stays.id] == bodies
    found = register.verify()
    assert found.broken_at is None
    assert found.bodies_erased >= 14
    assert register.entries(head.seq)[-1].action == "erase-case"
    assert register.entries(head.seq)[-1].case_id == ""
    assert register.references() == (marked.stays.reference,)
    assert register.faults() == []


def test_the_register_opens_again_afterwards(marked: Marked) -> None:
    erase(marked.register, REFERENCE, RULE)
    marked.register.close()
    with Register.unlock(marked.path, PASSPHRASE) as again:
        assert again.references() == (marked.stays.reference,)
        assert again.verify().broken_at is None


def test_a_case_that_is_not_blocked_is_not_erased(ready: Register, profile: Profile) -> None:
    unblock(ready, profile, "F-2026-0042", "Trukket")
    with pytest.raises(NotAllowed, match="ikke sperret"):
        erase(ready, "F-2026-0042", RULE)
    assert ready.references() == ("F-2026-0042",)


def test_without_an_archive_export_or_a_decided_rule_nothing_is_erased(ready: Register) -> None:
    with pytest.raises(NotAllowed, match=r"ikke arkivert.*arkivlova § 13"):
        erase(ready, "F-2026-0042")
    with pytest.raises(NotAllowed, match="ikke vedtatt hos dere"):
        erase(ready, "F-2026-0042", RULE.model_copy(update={"decided": None}))
    assert ready.references() == ("F-2026-0042",)
    assert ready.store.cards(Receipt) == ()


@pytest.mark.parametrize("name", ["fredrikstad", "oslo"])
def test_a_shipped_rule_is_refused_until_it_is_decided_locally(ready: Register, name: str) -> None:
    (rule,) = Profiles().profile(name).disposal_rules
    assert "§ 13" in rule.basis
    with pytest.raises(NotAllowed, match="ikke vedtatt"):
        refuse_unready(ready, "F-2026-0042", rule)


def test_only_a_keyholder_erases_or_sees_what_would_go(ready: Register) -> None:
    ready.ring = replace(ready.ring, roles=("secretary",))
    for verb in (leaving, erase, refuse_unready):
        with pytest.raises(AccessDenied):
            verb(ready, "F-2026-0042")
    assert ready.references() == ("F-2026-0042",)


def test_an_archive_export_holds_everything_and_says_what_it_is(
    ready: Register, profile: Profile, case: Case, tmp_path: Path
) -> None:
    path = archive(ready, profile, tmp_path / "ut")
    assert path == archive_path(tmp_path / "ut", case.reference)
    assert oct(path.stat().st_mode)[-4:] == "0600"
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    assert sorted(parts) == sorted(
        [
            *("F-2026-0042-1.json", "F-2026-0042-1.pdf", "oppfolging.json", "sak.json", "segl.json"),
            *("metadata.json", "sha256sum.txt"),
        ]
    )
    (assessment,) = ready.store.assessments_of(case.id)
    bundle = Bundle.model_validate_json(parts["F-2026-0042-1.json"])
    assert (bundle.case, bundle.assessment) == (case, assessment)
    metadata = json.loads(parts["metadata.json"])
    assert metadata["reference"] == case.reference
    assert (metadata["encrypted"], metadata["identity_included"]) == (False, False)
    assert metadata["retention"]["block_reason"] == "Ber om sletting"
    assert metadata["journal_head"].encode() in parts["F-2026-0042-1.pdf"]
    lines = [line.split("  ") for line in parts["sha256sum.txt"].decode().splitlines()]
    said = {name: digest for digest, name in lines}
    assert said == {name: hashlib.sha256(part).hexdigest() for name, part in parts.items() if name != "sha256sum.txt"}
    assert {one["name"]: one["sha256"] for one in metadata["parts"]} == {
        name: digest for name, digest in said.items() if name != "metadata.json"
    }


def test_an_archived_case_is_erased_and_the_receipt_names_the_file_by_its_digest(
    ready: Register, profile: Profile, case: Case, tmp_path: Path
) -> None:
    path = archive(ready, profile, tmp_path / "ut")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    card = ready.store.card(Keeping, case.id)
    assert card is not None
    assert (card.archive_sha256, card.archived_at is None) == (digest, False)
    erased = erase(ready, "f-2026-0042")
    assert (erased.receipt.ground, erased.receipt.rule) == ("archived", digest)
    assert ready.references() == ()
    assert path.exists()


def test_a_case_that_was_changed_after_the_archive_export_is_not_erased(
    ready: Register, profile: Profile, case: Case, tmp_path: Path
) -> None:
    archive(ready, profile, tmp_path / "ut")
    unblock(ready, profile, case.reference, "Noe mangler")
    (assessment,) = ready.assessments_of(case.id)
    ready.do(assessment, SetReview(date(2027, 1, 1)))
    block(ready, profile, case.reference, "Nå er det ferdig")
    with pytest.raises(NotAllowed, match="endret etter at arkivuttaket"):
        erase(ready, case.reference)
    archive(ready, profile, tmp_path / "ut to")
    erase(ready, case.reference)
    assert ready.references() == ()


def test_an_archive_digest_that_the_journal_does_not_know_is_refused(ready: Register, case: Case) -> None:
    card = ready.store.card(Keeping, case.id)
    assert card is not None
    forged = card.model_copy(update={"archived_at": NOW, "archive_sha256": "a" * 64})
    ready.store.put((forged,), Act(NOW, "u-1", "test"))
    with pytest.raises(NotAllowed, match="kan ikke bekreftes"):
        erase(ready, case.reference)


def test_an_archive_export_never_takes_the_place_of_a_file(
    ready: Register, profile: Profile, case: Case, tmp_path: Path
) -> None:
    (tmp_path / "ut").mkdir()
    taken = archive_path(tmp_path / "ut", case.reference)
    taken.symlink_to(tmp_path / "ingensteds")
    with pytest.raises(NotAllowed, match="finnes fra før"):
        archive(ready, profile, tmp_path / "ut")
    assert not (tmp_path / "ingensteds").exists()
    with pytest.raises(NotAllowed, match="Mappen"):
        archive_case(ready, profile, case.reference, tmp_path / "borte", prints)


def test_an_archive_export_that_does_not_read_back_is_removed_and_the_case_is_not_archived(
    ready: Register, profile: Profile, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ut").mkdir()
    whole = Path.read_bytes
    target = archive_path(tmp_path / "ut", case.reference)
    bad = lambda path: whole(path)[:-1] + b"x" if path == target else whole(path)  # noqa: E731  a disk that lies
    monkeypatch.setattr(Path, "read_bytes", bad)
    with pytest.raises(AssessError, match="ble ikke likt"):
        archive(ready, profile, tmp_path / "ut")
    assert list((tmp_path / "ut").iterdir()) == []
    card = ready.store.card(Keeping, case.id)
    assert card is not None
    assert card.archived_at is None


def test_archiving_needs_somebody_who_may_both_export_and_erase(
    ready: Register, profile: Profile, tmp_path: Path
) -> None:
    whole = ready.ring
    for roles in (("secretary",), ("keyholder",)):
        ready.ring = replace(whole, roles=roles)
        with pytest.raises(AccessDenied):
            archive(ready, profile, tmp_path / "ut")
    assert list((tmp_path / "ut").iterdir()) == []


def test_the_receipt_lists_the_backups_that_still_hold_the_case_and_until_when(
    register: Register, case: Case, profile: Profile
) -> None:
    ends = date(2027, 3, 1)
    before = Act(NOW, "u-1", "test")
    register.store.put((backup(1, -9, ends),), before)  # made before the case came
    register.open_case(case)
    register.store.put((backup(2, 1, ends), backup(3, 2, date(2026, 11, 19))), before)  # the second is past its end
    block(register, profile, case.reference, "Ber om sletting")
    erased = erase(register, case.reference, RULE)
    assert [(one.name, one.expires_on) for one in erased.receipt.backups] == [("kopi-2.assess-backup", ends)]
    said = "\n".join(receipt_lines(erased))
    assert "kopi-2.assess-backup fra 21. november 2026, som skal være destruert innen 1. mars 2027" in said


def test_what_was_taken_out_is_counted_by_day_before_and_after(marked: Marked) -> None:
    before = leaving_lines(leaving(marked.register, REFERENCE))
    after = receipt_lines(erase(marked.register, REFERENCE, RULE))
    for lines in (before, after):
        assert "  – Vurdering tatt ut som JSON 20. november 2026: 1" in lines
        assert "  – PDF skrevet 20. november 2026: 1" in lines


def test_only_this_cases_reports_and_the_copies_of_this_register_go(
    ready: Register, profile: Profile, edition: Edition
) -> None:
    ready.open_case(a_case().model_copy(update={"id": a_case(7).id, "reference": "F-2026-0042-7"}))
    folder = ready.path.parent
    (folder / "rapporter").mkdir()
    go = ["rapporter/F-2026-0042-1.pdf", "rapporter/F-2026-0042-1-2.pdf", "r.assess.before-4", "r.assess.before-5.part"]
    stay = [
        *("rapporter/F-2026-0042-7-1.pdf", "rapporter/F-2026-0042-7-1-2.pdf", "rapporter/F-2026-00421-1.pdf"),
        *("rapporter/F-2026-0042.pdf", "rapporter/F-2026-0042-1.txt", "annet.assess.before-4", "r.assess.keys"),
    ]
    for name in (*go, *stay):
        (folder / name).touch()
    erased = erase(ready, "F-2026-0042", RULE)
    assert [name for name in (*go, *stay) if not (folder / name).exists()] == go
    assert sorted(file.name for file in (*erased.leaving.copies, *erased.leaving.reports)) == sorted(
        name.rpartition("/")[2] for name in go
    )


def test_a_file_that_can_not_be_removed_stops_the_erasing_before_anything_is_lost(ready: Register) -> None:
    in_the_way = ready.path.parent / "rapporter" / "F-2026-0042-1.pdf"
    in_the_way.mkdir(parents=True)
    with pytest.raises(RegisterError, match="Saken er ikke slettet"):
        erase(ready, "F-2026-0042", RULE)
    assert ready.references() == ("F-2026-0042",)
    in_the_way.rmdir()
    erase(ready, "F-2026-0042", RULE)
    assert ready.references() == ()


def test_the_receipt_for_the_archive_names_the_case_and_is_plain_data(ready: Register) -> None:
    erased = erase(ready, "F-2026-0042", RULE)
    data = json.loads(json.dumps(receipt_data(erased)))
    assert data["reference"] == "F-2026-0042"
    assert data["counts"]["cases"] == 1
    assert "F-2026-0042" not in str(ready.store.cards(Receipt))
    assert "F-2026-0042" not in str([dict(one.body or {}) for one in ready.entries()])


def test_the_keys_that_open_the_register_are_untouched(ready: Register) -> None:
    path = ready.path
    keys = path.with_name("r.assess.keys").read_bytes()
    erase(ready, "F-2026-0042", RULE)
    assert path.with_name("r.assess.keys").read_bytes() == keys
    ready.close()
    Register.unlock(path, OTHER_PASSPHRASE).close()
