"""What every command works with: which register, instruments and profiles this call is about."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assess.places import own, register_path, shipped

if TYPE_CHECKING:
    from assess.instrument.library import Library
    from assess.profile.load import Profiles
    from assess.register.register import Register


@dataclass(frozen=True, slots=True)
class Workplace:
    """The places named on the command line; None where the usual place is meant.

    Nothing heavy is imported before one of the methods is called.
    """

    named_register: Path | None = None
    instruments: Path | None = None
    profiles: Path | None = None

    @property
    def register_path(self) -> Path:
        """The register that the call is about; nothing need stand there."""
        return register_path(self.named_register)

    @property
    def profile_folders(self) -> tuple[Path, ...]:
        """Where profiles are looked for, in order."""
        return (*self._named(self.profiles), own("profiles"), shipped("profiles"))

    @property
    def arguments(self) -> list[str]:
        """The arguments that name the same places again, for a program started anew."""
        named = {"--instruments": self.instruments, "--profiles": self.profiles}
        places = [(name, str(place.absolute())) for name, place in named.items() if place is not None]
        return ["--register", str(self.register_path.absolute()), *(word for place in places for word in place)]

    def library(self) -> Library:
        """The instruments at hand, the shipped ones first."""
        from assess.instrument.library import Library

        return Library(*self._named(self.instruments))

    def all_profiles(self) -> Profiles:
        """The profiles at hand: those named, then the organisation's own, then the shipped ones."""
        from assess.profile.load import Profiles

        return Profiles(*self._named(self.profiles))

    def unlock(self) -> Register:
        """Open the register, asking for its passphrase where that is needed.

        Raises:
            click.UsageError: There is nobody to ask, and no file with the passphrase.
            RegisterError: It can't be opened; nothing in it was changed.
        """
        from assess.commands.passphrase import unlock

        return unlock(self.register_path)

    @staticmethod
    def _named(folder: Path | None) -> tuple[Path, ...]:
        return () if folder is None else (folder,)
