"""The one thread that writes: its own connection, one job after another, each saved before its caller goes on."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from assess.errors import RegisterError
from assess.language import _
from assess.register.connection import checkpoint_and_close, vacuum, writing
from assess.register.driver import Database

T = TypeVar("T")


class Writer:
    """Runs jobs against a register on one thread of its own.

    Args:
        open_connection: Opens the register; called once, on the writer's thread. What it raises is raised here.
    """

    def __init__(self, open_connection: Callable[[], Database]) -> None:
        self._jobs: queue.SimpleQueue[Callable[[Database], None] | None] = queue.SimpleQueue()
        self._gate = threading.Lock()
        self._closed = False
        opened: Future[None] = Future()
        # A daemon: when the main thread has crashed, the process must end. What was saved is saved.
        self._thread = threading.Thread(
            target=self._run, args=(open_connection, opened), name="assess-writer", daemon=True
        )
        self._thread.start()
        opened.result()

    def do(self, job: Callable[[Database], T]) -> T:
        """Run `job` inside `writing(db)` and return its result, once it survives a power cut.

        Raises:
            RegisterError: the writer is closed, or the register could not save; nothing of the job was kept.
            RuntimeError: a job asked for another job; it would wait for itself.
            Exception: whatever the job raised; nothing of it was kept, and the writer goes on.
        """

        def in_transaction(db: Database) -> T:
            with writing(db):
                return job(db)

        return self._run_there(in_transaction)

    def tidy(self) -> None:
        """Rewrite the file without the room that erased rows left, and empty the WAL; waits for both.

        Raises:
            RegisterError: it could not be done; everything that is saved stands.
        """
        self._run_there(vacuum)

    def _run_there(self, job: Callable[[Database], T]) -> T:
        if threading.current_thread() is self._thread:
            raise RuntimeError("a job runs on the writer's thread and can't wait for another one")
        done: Future[T] = Future()

        def run(db: Database) -> None:
            try:
                result = job(db)
            except BaseException as error:  # noqa: BLE001  the worker boundary: the caller raises it
                done.set_exception(error)
            else:
                done.set_result(result)

        with self._gate:
            if self._closed:
                raise RegisterError(
                    _("Registeret er lukket. Endringen ble ikke lagret; alt som var lagret før, er trygt."),
                    _("Åpne registeret på nytt."),
                )
            self._jobs.put(run)
        return done.result()

    def close(self) -> None:
        """Finish the jobs that wait, empty the WAL, close the connection and end the thread; twice is harmless."""
        with self._gate:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        self._thread.join()

    def _run(self, open_connection: Callable[[], Database], opened: Future[None]) -> None:
        try:
            db = open_connection()
        except BaseException as error:  # noqa: BLE001  the worker boundary: the constructor raises it
            opened.set_exception(error)
            return
        opened.set_result(None)
        try:
            while (job := self._jobs.get()) is not None:
                job(db)
        finally:
            checkpoint_and_close(db)
