"""What the register must hold after a meeting: everything that the script says, word for word."""

from __future__ import annotations

from datetime import timedelta

from assess.casework.assessment import Assessment
from assess.casework.meeting import Attendee
from tests.journeys.meeting_script import Script


def assert_kept(assessment: Assessment, script: Script) -> None:
    """Hold the assessment against the script, part by part."""
    assert assessment.state == "locked"
    _assert_gathered(assessment, script)
    _assert_agreed(assessment, script)
    _assert_decided(assessment, script)
    _assert_planned(assessment, script)


def _assert_gathered(assessment: Assessment, script: Script) -> None:
    entry, meeting = script.entry, assessment.meeting
    assert [(one.role, one.secretary, one.rates, one.leads, one.impartial) for one in meeting.attendees] == [
        (one.role, one.secretary, one.rates, one.leads, True) for one in script.present
    ]
    assert (meeting.phase, meeting.deviation_reason) == (entry.phase, entry.deviation_reason)
    assert [(one.whom, one.by, one.note) for one in assessment.calls] == [
        (one.whom, one.by, one.note) for one in entry.calls
    ]
    for kept, said in zip(assessment.observations, entry.observations, strict=True):
        now = kept.model_dump(include=set(type(said).model_fields) - {"received"})
        if kept.number <= script.refined:
            assert {**now, "received": kept.received_on} == said.model_dump()
        else:
            line = {"seen", "brought_by", "observed", "speaks_for", "speaks_against"}
            assert {name: now[name] for name in line} == said.model_dump(include=line)
    for rater in script.raters:
        own = {
            rating.item: rating
            for (who, _item), rating in assessment.individual.items()
            if who == _called(assessment, rater.key, script).id
        }
        assert {item: rating.code for item, rating in own.items()} == {
            item: script.alone(rater, item) for item in script.items
        }
        said_alone = {item: script.own(rater, item) for item in script.items}
        for item, differs in said_alone.items():
            if differs is not None and not script.paper:
                assert (own[item].confidence, own[item].reason) == (differs.confidence, differs.reason)


def _assert_agreed(assessment: Assessment, script: Script) -> None:
    assert assessment.answers == script.entry.sealed.ratings
    assert {item: rating.reason for item, rating in assessment.agreed.items() if rating.reason} == {
        item: script.end.agreed[item].reason for item in script.items if not script.agreed_at_once(item)
    }
    for item, rating in assessment.agreed.items():
        said = script.end.agreed[item]
        expected = (None, None) if script.agreed_at_once(item) else (said.confidence, said.change)
        assert (rating.confidence, rating.change) == expected, item
    assert {(one.item, one.kind, one.text) for one in assessment.remarks} == {
        (one.item, one.kind, one.text) for item in script.items for one in script.remarks(item)
    }


def _assert_decided(assessment: Assessment, script: Script) -> None:
    end, decision = script.end, assessment.decision
    assert {answer.prompt: answer.text for answer in assessment.prompts if answer.text} == end.prompts
    assert [one.fields for one in assessment.scenarios] == list(end.scenarios)
    assert [one.model_dump(exclude={"id"}) for one in assessment.indicators] == [
        one.model_dump() for one in end.indicators
    ]
    assert assessment.rights == end.rights
    assert assessment.party_levels == end.party_levels
    assert decision is not None
    assert (decision.level, decision.confidence, decision.reason, decision.departure) == (
        script.entry.sealed.level,
        end.decision.confidence,
        end.decision.reason,
        end.decision.departure,
    )
    assert assessment.help_need == end.help
    assert [one.model_dump(exclude={"id"}) for one in assessment.dissents] == [one.model_dump() for one in end.dissents]
    assert [one.model_dump(exclude={"answered_at"}) for one in assessment.duties] == [
        one.model_dump() for one in end.duties
    ]


def _assert_planned(assessment: Assessment, script: Script) -> None:
    end = script.end
    assert [one.model_dump(exclude={"id", "items"}) for one in assessment.measures] == [
        one.model_dump(exclude={"items"}) for one in end.measures
    ]
    assert [set(one.items) for one in assessment.measures] == [set(one.items) for one in end.measures]
    assert {plan.item: plan for plan in assessment.unknown_plans} == {plan.item: plan for plan in end.unknown_plans}
    days = None if end.review is None else end.review - script.entry.held_on
    kept = None if assessment.review_on is None else assessment.review_on - assessment.meeting.held_on
    assert (kept is None) == (days is None)
    assert kept is None or kept > timedelta(0)
    assert {(one.check, one.answer) for one in assessment.checks} == {(one.check, one.answer) for one in script.checks}
    assert [one.attendee for one in assessment.standing_signatures] == [
        _called(assessment, one.by, script).id for one in end.signatures
    ]


def _called(assessment: Assessment, key: str, script: Script) -> Attendee:
    """The participant that the script calls `key`."""
    number = next(number for number, one in enumerate(script.present) if one.key == key)
    return assessment.meeting.attendees[number]
