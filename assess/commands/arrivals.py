"""Whether files that are to be imported together fit each other and the register, asked before any of them is kept."""

from __future__ import annotations

from assess.casework.assessment import label_of
from assess.casework.case import Case
from assess.errors import ImportRefused
from assess.language import _
from assess.register.exchange import Bundle
from assess.register.register import Register


def refuse_misfits(register: Register, bundles: tuple[Bundle, ...]) -> None:
    """Refuse all of the bundles when one of them does not fit.

    Raises:
        ImportRefused: Kinds are mixed, two cases contend for one name or id, or an assessment is there already.
    """
    cases: dict[str, Case] = {}
    ids: set[str] = set()
    labels: set[str] = set()
    for line in register.case_lines():
        cases[line.case_id] = register.case(line.case_id)
        for one in register.assessments_of(line.case_id):
            ids.add(one.id)
            labels.add(label_of(one, line.reference))
    for bundle in bundles:
        case, assessment = bundle.case, bundle.assessment
        label = label_of(assessment, case.reference)
        if bundle.kind != register.kind:
            raise ImportRefused(_("Øvingssaker og virkelige saker holdes alltid fra hverandre."), _nothing())
        if any(known != case for known in cases.values() if case.id == known.id or case.reference == known.reference):
            raise ImportRefused(
                _("Det finnes en annen sak som heter {reference}.").format(reference=case.reference), _nothing()
            )
        if assessment.id in ids or label in labels:
            raise ImportRefused(_("Vurdering {label} finnes fra før.").format(label=label), _nothing())
        cases[case.id] = case
        ids.add(assessment.id)
        labels.add(label)


def _nothing() -> str:
    return _("Ingenting er hentet inn.")
