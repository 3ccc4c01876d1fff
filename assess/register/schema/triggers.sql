-- Every trigger of the register. They are dropped before a migration and made again after it, and compared
-- with this file each time a register is opened. A change here needs a new numbered step.

CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
BEGIN
    SELECT RAISE(ABORT, 'journal entries are never changed');
END;

CREATE TRIGGER journal_is_never_shortened BEFORE DELETE ON journal
WHEN NOT EXISTS (SELECT 1 FROM journal_segments WHERE OLD.seq BETWEEN first_seq AND last_seq)
BEGIN
    SELECT RAISE(ABORT, 'journal entries are removed only as a sealed segment');
END;

CREATE TRIGGER journal_segments_follow_each_other BEFORE INSERT ON journal_segments
WHEN NEW.first_seq IS NOT (SELECT coalesce(max(last_seq), 0) + 1 FROM journal_segments)
    OR NEW.last_seq >= (SELECT max(seq) FROM journal)
    OR NEW.last_mac IS NOT (SELECT mac FROM journal WHERE seq = NEW.last_seq)
    OR NEW.prev IS NOT (SELECT prev FROM journal WHERE seq = NEW.first_seq)
BEGIN
    SELECT RAISE(ABORT, 'a segment of the journal must be the oldest part of it');
END;

CREATE TRIGGER journal_segments_are_never_changed BEFORE UPDATE ON journal_segments
BEGIN
    SELECT RAISE(ABORT, 'segments of the journal are never changed');
END;

CREATE TRIGGER journal_segments_are_never_removed BEFORE DELETE ON journal_segments
BEGIN
    SELECT RAISE(ABORT, 'segments of the journal are never removed');
END;

CREATE TRIGGER journal_goes_on_from_its_head BEFORE INSERT ON journal
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal)
    OR NEW.prev IS NOT coalesce(
        (SELECT mac FROM journal ORDER BY seq DESC LIMIT 1),
        '0000000000000000000000000000000000000000000000000000000000000000'
    )
BEGIN
    SELECT RAISE(ABORT, 'a journal entry must follow the last one');
END;

CREATE TRIGGER journal_bodies_are_never_changed BEFORE UPDATE ON journal_bodies
BEGIN
    SELECT RAISE(ABORT, 'journal bodies are never changed');
END;

CREATE TRIGGER journal_bodies_follow_their_entry BEFORE INSERT ON journal_bodies
WHEN NEW.seq IS NOT (SELECT max(seq) FROM journal)
    OR EXISTS (SELECT 1 FROM journal_bodies WHERE seq = NEW.seq)
BEGIN
    SELECT RAISE(ABORT, 'a journal body is written together with its entry');
END;

CREATE TRIGGER locked_assessments_stay_locked BEFORE UPDATE OF state ON assessments
WHEN OLD.state = 'locked' AND NEW.state IS NOT 'locked'
BEGIN
    SELECT RAISE(ABORT, 'a locked assessment stays locked');
END;

CREATE TRIGGER locked_ratings_are_never_changed BEFORE UPDATE ON ratings
WHEN (SELECT state FROM assessments WHERE id = OLD.assessment_id) = 'locked'
BEGIN
    SELECT RAISE(ABORT, 'the ratings of a locked assessment are never changed');
END;

CREATE TRIGGER locked_decisions_are_never_changed BEFORE UPDATE ON decisions
WHEN (SELECT state FROM assessments WHERE id = OLD.assessment_id) = 'locked'
BEGIN
    SELECT RAISE(ABORT, 'the decision of a locked assessment is never changed');
END;

CREATE TRIGGER seals_are_never_changed BEFORE UPDATE ON seals
BEGIN
    SELECT RAISE(ABORT, 'seals are never changed');
END;

CREATE TRIGGER receipts_are_never_changed BEFORE UPDATE ON receipts
BEGIN
    SELECT RAISE(ABORT, 'receipts are never changed');
END;

CREATE TRIGGER receipts_are_never_removed BEFORE DELETE ON receipts
BEGIN
    SELECT RAISE(ABORT, 'receipts are never removed');
END;

CREATE TRIGGER users_are_never_removed BEFORE DELETE ON users
BEGIN
    SELECT RAISE(ABORT, 'users are never removed: the journal names them');
END;

-- Where each case stands is written anew with what it follows from, in the same transaction.

CREATE TRIGGER changed_cases_stand_anew INSTEAD OF INSERT ON changed_cases
BEGIN
    DELETE FROM case_standings WHERE case_id = NEW.case_id;
    INSERT INTO case_standings SELECT * FROM case_standings_now WHERE case_id = NEW.case_id;
END;

CREATE TRIGGER new_cases_stand_somewhere AFTER INSERT ON cases
BEGIN
    INSERT INTO changed_cases VALUES (NEW.id);
END;

CREATE TRIGGER new_assessments_move_their_case AFTER INSERT ON assessments
BEGIN
    INSERT INTO changed_cases VALUES (NEW.case_id);
END;

CREATE TRIGGER changed_assessments_move_their_case AFTER UPDATE OF case_id, number, state, review_on ON assessments
WHEN (NEW.case_id, NEW.number, NEW.state, NEW.review_on) IS NOT (OLD.case_id, OLD.number, OLD.state, OLD.review_on)
BEGIN
    INSERT INTO changed_cases VALUES (NEW.case_id);
END;

CREATE TRIGGER removed_assessments_move_their_case AFTER DELETE ON assessments
BEGIN
    INSERT INTO changed_cases VALUES (OLD.case_id);
END;

CREATE TRIGGER new_decisions_move_their_case AFTER INSERT ON decisions
BEGIN
    INSERT INTO changed_cases SELECT case_id FROM assessments WHERE id = NEW.assessment_id;
END;

CREATE TRIGGER changed_decisions_move_their_case AFTER UPDATE ON decisions
BEGIN
    INSERT INTO changed_cases SELECT case_id FROM assessments WHERE id = NEW.assessment_id;
END;

CREATE TRIGGER removed_decisions_move_their_case AFTER DELETE ON decisions
BEGIN
    INSERT INTO changed_cases SELECT case_id FROM assessments WHERE id = OLD.assessment_id;
END;

CREATE TRIGGER new_planned_measures_move_their_case AFTER INSERT ON planned_measures
BEGIN
    INSERT INTO changed_cases SELECT case_id FROM assessments WHERE id = NEW.assessment_id;
END;

CREATE TRIGGER changed_planned_measures_move_their_case AFTER UPDATE ON planned_measures
BEGIN
    INSERT INTO changed_cases SELECT case_id FROM assessments WHERE id = NEW.assessment_id;
END;

CREATE TRIGGER removed_planned_measures_move_their_case AFTER DELETE ON planned_measures
BEGIN
    INSERT INTO changed_cases SELECT case_id FROM assessments WHERE id = OLD.assessment_id;
END;

CREATE TRIGGER new_indicators_move_their_case AFTER INSERT ON indicators
BEGIN
    INSERT INTO changed_cases SELECT case_id FROM assessments WHERE id = NEW.assessment_id;
END;

CREATE TRIGGER changed_indicators_move_their_case AFTER UPDATE ON indicators
BEGIN
    INSERT INTO changed_cases SELECT case_id FROM assessments WHERE id = NEW.assessment_id;
END;

CREATE TRIGGER removed_indicators_move_their_case AFTER DELETE ON indicators
BEGIN
    INSERT INTO changed_cases SELECT case_id FROM assessments WHERE id = OLD.assessment_id;
END;

CREATE TRIGGER new_unknown_plans_move_their_case AFTER INSERT ON unknown_plans
BEGIN
    INSERT INTO changed_cases SELECT case_id FROM assessments WHERE id = NEW.assessment_id;
END;

CREATE TRIGGER changed_unknown_plans_move_their_case AFTER UPDATE ON unknown_plans
BEGIN
    INSERT INTO changed_cases SELECT case_id FROM assessments WHERE id = NEW.assessment_id;
END;

CREATE TRIGGER removed_unknown_plans_move_their_case AFTER DELETE ON unknown_plans
BEGIN
    INSERT INTO changed_cases SELECT case_id FROM assessments WHERE id = OLD.assessment_id;
END;

CREATE TRIGGER new_measure_progress_move_their_case AFTER INSERT ON measure_progress
BEGIN
    INSERT INTO changed_cases VALUES (NEW.case_id);
END;

CREATE TRIGGER changed_measure_progress_move_their_case AFTER UPDATE ON measure_progress
BEGIN
    INSERT INTO changed_cases VALUES (NEW.case_id);
END;

CREATE TRIGGER removed_measure_progress_move_their_case AFTER DELETE ON measure_progress
BEGIN
    INSERT INTO changed_cases VALUES (OLD.case_id);
END;

CREATE TRIGGER new_dated_checks_move_their_case AFTER INSERT ON dated_checks
BEGIN
    INSERT INTO changed_cases VALUES (NEW.case_id);
END;

CREATE TRIGGER changed_dated_checks_move_their_case AFTER UPDATE ON dated_checks
BEGIN
    INSERT INTO changed_cases VALUES (NEW.case_id);
END;

CREATE TRIGGER removed_dated_checks_move_their_case AFTER DELETE ON dated_checks
BEGIN
    INSERT INTO changed_cases VALUES (OLD.case_id);
END;

CREATE TRIGGER new_closures_move_their_case AFTER INSERT ON closures
BEGIN
    INSERT INTO changed_cases VALUES (NEW.case_id);
END;

CREATE TRIGGER changed_closures_move_their_case AFTER UPDATE ON closures
BEGIN
    INSERT INTO changed_cases VALUES (NEW.case_id);
END;

CREATE TRIGGER removed_closures_move_their_case AFTER DELETE ON closures
BEGIN
    INSERT INTO changed_cases VALUES (OLD.case_id);
END;
