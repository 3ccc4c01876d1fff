"""The two processes of `FailingDisk`, started as `python -m tests.faults.child` and asked a line at a time.

With disk.c preloaded it performs operations, each in a fork of its own; without, it looks at what they left.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import resource
import sys
import traceback
from pathlib import Path
from typing import Any

from assess.errors import RegisterDamaged, RegisterError
from assess.language import speak
from assess.register import connection
from assess.register.driver import Connection, Database, dbapi
from tests.faults.disk import Deed, Fault
from tests.faults.operations import OPERATIONS
from tests.faults.rehearsal import Lost, Step, rehearse

_NO_LIMIT = 2**30
_CRASHED = 70


class _GivenUp(Exception):
    """The register said that it is damaged; people close it."""


class Performance:
    """One operation on a disk with a fault; what it says goes to a pipe as lines of JSON."""

    def __init__(self, request: dict[str, Any], told: int) -> None:
        self.operation = OPERATIONS[request["operation"]]
        self.folder = Path(request["folder"])
        self.fault = Fault(**request["fault"])
        self.acts = 0
        self._told = told
        self._open: list[Connection] = []
        self._opened_as = vars(connection)["_Database"]
        self._disk = ctypes.CDLL(None)
        self._disk.disk_watch(os.fsencode(request["folder"]), os.fsencode(request["log"]))

    def run(self) -> None:
        """Perform the operation; what is refused is said, the disk is mended, and it is tried once more."""
        self._spoil()
        try:
            self.operation.perform(self.folder, self.act)
        except _GivenUp:
            pass
        except RegisterError as error:
            self._say(error)
            if not self.acts:
                self.operation.perform(self.folder, self.act)
        self._tell(counted=self._disk.disk_counted())

    def act(self, step: Step) -> None:
        """Do one thing that will be called saved, and call it so.

        What is called damaged stays so until the register is opened anew, so then it is not tried again.
        """
        try:
            step()
        except RegisterError as error:
            self._say(error)
            if isinstance(error, RegisterDamaged):
                raise _GivenUp from error
            step()
        self.acts += 1
        self._disk.disk_mark(str(self.acts).encode())
        self._tell(acknowledged=self.acts)

    def _say(self, error: RegisterError) -> None:
        self._tell(said=[type(error).__name__, error.message, error.hint])
        self._tell(counted=self._disk.disk_counted())
        self._mend()

    def _tell(self, **what: object) -> None:
        os.write(self._told, (json.dumps(what) + "\n").encode())

    def _spoil(self) -> None:
        fault = self.fault
        if fault.file_size is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (fault.file_size, resource.RLIM_INFINITY))
        if fault.pages is not None or fault.synchronous:
            # What an opened register is wrapped in is the last thing done to its connection.
            vars(connection)["_Database"] = self._narrowed
        lasting = int(fault.lasting)
        self._disk.disk_break(int(fault.deed), int(fault.kinds), ctypes.c_long(fault.at), fault.error, lasting)

    def _narrowed(self, conn: Connection, *, execute_plugins: bool, strict: bool) -> Database:
        if self.fault.synchronous:
            conn.execute(f"PRAGMA synchronous={self.fault.synchronous}")
        if self.fault.pages is not None:
            (pages,) = conn.execute("PRAGMA page_count").fetchone()
            conn.execute(f"PRAGMA max_page_count={pages + self.fault.pages}")
        self._open.append(conn)
        db: Database = self._opened_as(conn, execute_plugins=execute_plugins, strict=strict)
        return db

    def _mend(self) -> None:
        self._disk.disk_break(int(Deed.NOTHING), 0, ctypes.c_long(0), 0, 0)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        if self.fault.ballast:
            Path(self.fault.ballast).unlink()
        if self.fault.pages is not None:
            vars(connection)["_Database"] = self._opened_as
            for conn in self._open:
                with contextlib.suppress(dbapi.ProgrammingError):  # one that is closed by now
                    conn.execute(f"PRAGMA max_page_count={_NO_LIMIT}")


def carry_out(request: dict[str, Any]) -> dict[str, Any]:
    """Perform what is asked in a fork, and return what it said before it ended."""
    told, noise = os.memfd_create("told"), os.memfd_create("noise")
    fork = os.fork()
    if not fork:
        os.dup2(noise, 2)
        code = _CRASHED
        try:
            Performance(request, told).run()
            code = 0
        except BaseException:  # noqa: BLE001  whatever it is, it is shown to the test
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    _pid, status = os.waitpid(fork, 0)
    lines = [json.loads(line) for line in _content(told).splitlines()]
    return {
        "acknowledged": sum("acknowledged" in line for line in lines),
        "said": [line["said"] for line in lines if "said" in line],
        "counted": max((line.get("counted", 0) for line in lines), default=0),
        "killed": os.WIFSIGNALED(status),
        "noise": _content(noise),
    }


def look(request: dict[str, Any]) -> dict[str, Any]:
    """Look at what is left, or rehearse, in this process, which must not be under the failing disk."""
    if "rehearsing" in request:
        return {"states": rehearse(OPERATIONS[request["operation"]], Path(request["folder"]))}
    try:
        return {"found": OPERATIONS[request["operation"]].look(Path(request["folder"]))}
    except (Lost, RegisterError, KeyError) as error:
        return {"lost": f"{type(error).__name__}: {error}"}


def _content(handle: int) -> str:
    content = os.pread(handle, os.fstat(handle).st_size, 0).decode(errors="replace")
    os.close(handle)
    return content


def main() -> None:
    """Answer each line on standard input with one on standard output."""
    speak("nb")
    gc.freeze()
    # Locking its memory takes SQLCipher most of the time here, and changes nothing on a disk.
    connection.MEMORY_SECURITY = "OFF"
    for line in sys.stdin:
        request = json.loads(line)
        answer = carry_out(request) if "fault" in request else look(request)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
