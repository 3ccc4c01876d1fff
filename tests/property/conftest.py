"""Every property is also one of the slow tests, and is tried with more examples there."""

from __future__ import annotations

import pytest

from tests.property.examples import all_examples


def pytest_itemcollected(item: pytest.Item) -> None:
    if all_examples():
        item.add_marker(pytest.mark.slow)
