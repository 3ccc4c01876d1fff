"""The program's front door: `assess` and `python -m assess`.

The version and the help are said here, before anything is imported: nobody should wait for them.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from assess import __version__


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code.

    Args:
        arguments: The words after `assess`; None means those the program was started with.
    """
    words = sys.argv[1:] if arguments is None else arguments
    if list(words) == ["--version"]:
        return _say(f"assess {__version__}\n")
    if list(words) == ["--help"]:
        from assess.commands.kept_help import kept_help  # noqa: PLC0415

        told = kept_help()
        if told is not None:
            return _say(told)
    from assess import collecting  # noqa: PLC0415

    # Plugins that happen to be installed must never see a register's records; nor is every package asked for one.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    collecting.put_off()
    try:
        from assess.commands.boundary import run  # noqa: PLC0415

        return run(words)
    finally:
        collecting.resume()


def _say(words: str) -> int:
    try:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")
        sys.stdout.write(words)
        sys.stdout.flush()
    except OSError:  # whoever asked is gone
        sys.stdout = None
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
