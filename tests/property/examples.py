"""How many examples a property is tried with: all of them in the slow tests, a quarter in the quick ones."""

from __future__ import annotations

from hypothesis import settings


def examples(most: int) -> settings:
    """At most so many examples, however long each takes."""
    return settings(max_examples=most if all_examples() else most // 4, deadline=None)


def all_examples() -> bool:
    """Whether this run has time for all of them."""
    return settings.get_current_profile_name() == "all examples"
