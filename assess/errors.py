"""Everything that can go wrong, as one small tree.

* AssessError – a plain sentence, and what to do about it
  + DataError – a data file is not what it should be (file:line:column)
    - InstrumentError
    - ProfileError
  + NotAllowed – the record's state, the scale or the round does not allow this
    - AccessDenied
  + RegisterError – the register can't be opened or written
    - RegisterMissing
    - RegisterExists
    - NotARegister
    - RegisterNewer
    - RegisterDamaged
    - RegisterReadOnly
    - RegisterBusy
    - RegisterFull
    - WrongPassphrase
    - TooManyTries
    - KeysOutdated
    - ChangedElsewhere
    - NotFound
  + ImportRefused – nothing was imported
  + ReportError – the PDF could not be made; the assessment is untouched
"""

from __future__ import annotations


class AssessError(Exception):
    """An error that people read: what happened, and what they can do.

    Args:
        message: One plain sentence that says what happened and what was kept.
        hint: What to do now; empty when the message already says it.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class DataError(AssessError):
    """A data file is not what it should be; the message starts with file:line:column."""


class InstrumentError(DataError):
    """An instrument can't be loaded."""


class ProfileError(DataError):
    """A profile or a list of legal bases can't be loaded."""


class NotAllowed(AssessError):
    """The record's state, the scale or the round does not allow this; nothing was changed."""


class AccessDenied(NotAllowed):
    """The user's roles do not allow this; the journal has noted the try."""


class RegisterError(AssessError):
    """The register can't be opened or written; what was saved before is untouched."""


class RegisterMissing(RegisterError):
    """There is no register at that place."""


class RegisterExists(RegisterError):
    """Something already stands where a new register should be made."""


class NotARegister(RegisterError):
    """The file is something else, or another kind of register."""


class RegisterNewer(RegisterError):
    """The register was written by a newer version of the program."""


class RegisterDamaged(RegisterError):
    """The register can be decrypted, but not all of it is as it was written."""


class RegisterReadOnly(RegisterError):
    """The register, or its folder, can't be written."""


class RegisterBusy(RegisterError):
    """Somebody else holds the register's write lock for too long."""


class RegisterFull(RegisterError):
    """There is no room left on the disk."""


class WrongPassphrase(RegisterError):
    """The passphrase opens no key slot."""


class TooManyTries(RegisterError):
    """Too many wrong passphrases were tried; the next try must wait."""

    def __init__(self, message: str, hint: str = "", *, seconds: int = 0) -> None:
        super().__init__(message, hint)
        self.seconds = seconds


class KeysOutdated(RegisterError):
    """The key file is older than the register, or was changed while the register was being opened."""


class ChangedElsewhere(RegisterError):
    """The assessment was changed by another window since it was read."""


class NotFound(RegisterError):
    """The register holds no such case or assessment."""


class ImportRefused(AssessError):
    """The file can't be imported as it is; nothing was imported."""


class ReportError(AssessError):
    """The PDF could not be made; the assessment is untouched."""
