"""F5: the PDF of an assessment, made beside the screen so that nobody waits for it."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assess.casework.assessment import label_of
from assess.casework.blindness import without_hidden
from assess.errors import AssessError, ReportError
from assess.language import _, spoken

if TYPE_CHECKING:
    from assess.reports.content import ReportContent
    from assess.screens.frame import Frame
    from assess.screens.meeting.desk import Desk


def make_report(screen: Frame, desk: Desk) -> None:
    """Make the report in the background and say where it lies; the assessment is untouched whatever happens."""
    from assess.reports.content import build
    from assess.reports.dossier import Dossier

    target = free_name(desk.register.path.parent / "rapporter", label_of(desk.assessment, desk.case.reference))
    try:
        head = desk.register.tell("report", desk.assessment.id, desk.case.id)
        dossier = Dossier(
            case=desk.case,
            assessment=without_hidden(desk.assessment),
            instrument=desk.instrument,
            profile=desk.profile,
            legal=desk.legal,
            journal_head=head.text,
            demonstration=desk.register.demonstration,
            printed_on=desk.now().astimezone().date(),
            language=spoken(),
        )
        content = build(dossier)
    except AssessError as error:
        screen.refuse(error)
        return
    screen.notify(_("Lager PDF …"))
    screen.run_worker(partial(_write, screen, content, target), thread=True, exclusive=True, group="report")


def free_name(folder: Path, label: str) -> Path:
    """Return a neutral name in `folder` that nothing has yet: the reference, the number and, if need be, a count."""
    stem = re.sub(r"[^0-9A-Za-zÆØÅæøå-]", "-", label)
    wanted = folder / f"{stem}.pdf"
    count = 2
    while wanted.exists():
        wanted = folder / f"{stem}-{count}.pdf"
        count += 1
    return wanted


def _write(screen: Frame, content: ReportContent, target: Path) -> None:
    from assess.reports.render import write_pdf

    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_pdf(content, target)
    except AssessError as error:
        screen.app.call_from_thread(screen.refuse, error)
    except OSError as error:
        words = _("PDF-en kunne ikke skrives ({why}). Vurderingen er ikke endret.").format(why=error.strerror)
        screen.app.call_from_thread(screen.refuse, ReportError(words))
    else:
        words = _("PDF-en ligger på {path}.").format(path=target)
        screen.app.call_from_thread(screen.notify, words, timeout=12)
