"""Draws docs/screen.svg: the rating step of an invented case, as a newcomer would see it.

Run by hand after the screens have changed: `.venv/bin/python setup/picture.py`.
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from assess.instrument.library import Library
from assess.profile.load import Profiles
from assess.register.arrivals import Arrival
from assess.register.founding import Founding, found_demonstration
from assess.register.slot import KeyCost
from assess.register.store import Place
from assess.screens.app import AssessApp
from assess.training.demonstration import demonstration

ROOT = Path(__file__).parent.parent


def make_register(path: Path, library: Library, profiles: Profiles) -> str:
    """Make a demonstration register and return the half-done assessment's id, left at an item."""
    edition = library.edition("vrb")
    records = demonstration(edition, profiles.profile("fredrikstad"), library.folder("vrb") / "cases")
    founding = Founding(profile="fredrikstad", organisation="kommune")
    cost = KeyCost(memory_kib=8192, passes=1, lanes=1)
    with found_demonstration(path, founding, cost=cost) as register:
        register.bring_in(tuple(Arrival(record.case, edition, one) for record in records for one in record.assessments))
        draft = next(one for record in records for one in record.assessments if one.state == "draft")
        rater = draft.ratings[0].rater
        register.remember(draft.id, Place("individual", f"{rater} D2"))
    return draft.id


async def draw(path: Path, resume: str, library: Library, profiles: Profiles) -> str:
    """Open the assessment and return the screen as SVG."""
    app = AssessApp(path, lambda: library, lambda: profiles, resume=resume, settings=path.with_name("settings.json"))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause(0.5)
        await pilot.press("2", "h")
        await pilot.pause(0.5)
        return app.export_screenshot(title="assess")


def main() -> None:
    """Draw the picture."""
    library, profiles = Library(), Profiles()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.assess"
        resume = make_register(path, library, profiles)
        picture = asyncio.run(draw(path, resume, library, profiles))
    (ROOT / "docs" / "screen.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
