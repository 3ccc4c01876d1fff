"""What a neighbour says is told as what it is: nobody knows who has seen it."""

from __future__ import annotations

import pytest

from assess.casework.language_guard import remarks
from assess.profile.wording import wording


@pytest.mark.parametrize(
    "text",
    [
        "Han er ute om natta, sier naboen.",
        "Han har et våpen, ifølge naboen.",
        "Ifølge naboene bor det mange der.",
        "Naboen sier at han har solgt narkotika.",
        "En nabo sier at det er bråk.",
        "Ifølge  rykter har han reist.",
        "Vi har hørt av naboen at han er borte.",
        "Nabokona mener at han er farlig.",
    ],
)
def test_what_a_neighbour_says_is_hearsay(text: str) -> None:
    assert "hearsay" in [one.group for one in remarks(text, False, wording("nb"))]


@pytest.mark.parametrize(
    "text",
    [
        "Naboen så ham gå inn klokka 22.",
        "Naboen ringte politiet.",
        "Naboen sa: «Jeg så ham i går.»",
        "Han hilser på naboen.",
        "Han sier noen ord på arabisk.",
        "Ifølge skolen var han borte i to uker.",
    ],
)
def test_what_a_neighbour_saw_or_did_is_not(text: str) -> None:
    assert remarks(text, False, wording("nb")) == ()
