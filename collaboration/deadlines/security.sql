-- as p_writer
-- Administrators of the alliance office alone keep the calendar; the days written are part of the record, and running
-- deadlines follow.
CREATE OR REPLACE FUNCTION public.calendar_write(days text, gone date[], reference text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    office bigint;
BEGIN
    SELECT u.id INTO office FROM units_unit u WHERE u.id = administered_unit() AND u.level = 0;
    IF office IS NULL THEN
        RAISE 'no administrator of the alliance office' USING ERRCODE = '42501';
    END IF;
    INSERT INTO deadlines_calendaroverride (day, is_working_day, note)
        SELECT key::date, (value->>'works')::boolean, value->>'note' FROM jsonb_each(days::jsonb)
        ON CONFLICT (day) DO UPDATE SET is_working_day = excluded.is_working_day, note = excluded.note;
    DELETE FROM deadlines_calendaroverride WHERE day = ANY (gone);
    PERFORM audit_append('00000000-0000-4000-8000-0000ca1e0da4', 'calendar',
        CASE WHEN gone = '{}' THEN 'days_set' ELSE 'day_dropped' END,
        jsonb_build_object('days', days::jsonb, 'gone', to_jsonb(gone), 'reference', reference), '{}',
        ARRAY[office], acting_user(), office);
    INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args)
        VALUES ('sealer', 'collaboration.deadlines.tasks.follow_calendar', 'deadlines', '{}');
END $$;

-- Lists and lights read the day from the waiting row; a clock that stands still has none.
CREATE OR REPLACE FUNCTION public.deadline_shown() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE worklist_waiting w SET due_on = CASE WHEN NEW.standing_since IS NULL
        THEN ((NEW.due_at - interval '1 microsecond') AT TIME ZONE 'Asia/Shanghai')::date END
    WHERE w.id = NEW.waiting_id;
    RETURN NULL;
END $$;

-- Whoever lets the turn pass on gives the step that this opens its clock, which is then the next unit's and the asking
-- unit's alone to see and to move.
CREATE OR REPLACE FUNCTION public.pass_deadline_on(opened bigint, counted text, amount integer, fixed timestamptz, begins text,
    begun timestamptz, warn timestamptz, due timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM worklist_waiting w WHERE w.id = opened AND w.done_at IS NULL
                   AND w.opened_at >= transaction_timestamp() AND w.parties && ARRAY[acting_unit()]) THEN
        RAISE 'no step that was just opened' USING ERRCODE = '42501';
    END IF;
    INSERT INTO deadlines_deadline (waiting_id, counted_in, amount, fixed_until, begins, begun_at, warn_at, due_at, stage)
    VALUES (opened, counted, amount, fixed, begins, begun, warn, due, 0);
END $$;

-- Who is on duty is told to everybody who acts for a unit: they have to reach each other at night.
CREATE OR REPLACE FUNCTION public.duty_officers(units bigint[], moment timestamptz)
RETURNS TABLE (unit bigint, person bigint, name text, telephone text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT s.unit_id, s.person_id, u.name::text, s.telephone::text FROM deadlines_dutyshift s
    JOIN identity_user u ON u.id = s.person_id AND u.is_active
    WHERE s.unit_id = ANY (units) AND s.starts_at <= moment AND moment < s.ends_at
      AND (acting_unit() IS NOT NULL OR session_user <> 'p_app')
      AND EXISTS (SELECT FROM identity_membership m WHERE m.user_id = s.person_id AND m.unit_id = s.unit_id
                  AND statement_timestamp() >= m.valid_from AND statement_timestamp() < coalesce(m.valid_until, 'infinity'))
    ORDER BY s.starts_at, s.id
$$;

-- Who is told of delays and who answers at night are decisions: whatever writes these rows writes the record with them.
CREATE OR REPLACE FUNCTION public.line_record(of_unit bigint, act text, detail jsonb) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT audit_append(u.public_id, 'line', act, detail, '{}', ARRAY[u.id], acting_user(), u.id)
    FROM units_unit u WHERE u.id = of_unit
$$;

CREATE OR REPLACE FUNCTION public.escalation_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    step deadlines_escalationstep := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    PERFORM line_record(step.unit_id, CASE TG_OP WHEN 'DELETE' THEN 'step_removed' ELSE 'step_added' END,
        jsonb_build_object('after', step.after, 'to', step."to"));
    RETURN NULL;
END $$;

-- The telephone stays out of the chain: it is the person's.
CREATE OR REPLACE FUNCTION public.roster_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    shift deadlines_dutyshift := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    PERFORM line_record(shift.unit_id, CASE TG_OP WHEN 'DELETE' THEN 'shift_removed' ELSE 'shift_added' END,
        jsonb_build_object('person', shift.person_id, 'begins', shift.starts_at, 'ends', shift.ends_at));
    RETURN NULL;
END $$;

-- as p_owner
CREATE OR REPLACE TRIGGER recorded AFTER INSERT OR DELETE ON deadlines_escalationstep
    FOR EACH ROW EXECUTE FUNCTION escalation_changed();
CREATE OR REPLACE TRIGGER recorded AFTER INSERT OR DELETE ON deadlines_dutyshift
    FOR EACH ROW EXECUTE FUNCTION roster_changed();
CREATE OR REPLACE TRIGGER shown AFTER INSERT OR UPDATE OF due_at, standing_since ON deadlines_deadline
    FOR EACH ROW WHEN (NEW.due_at IS NOT NULL) EXECUTE FUNCTION deadline_shown();

-- The unit that has to keep a deadline moves its end only to one that the asking unit proposed, and never stops it.
CREATE OR REPLACE FUNCTION public.deadline_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    asking bigint;
BEGIN
    SELECT m.drafting_unit_id INTO asking FROM worklist_waiting w JOIN matters_matter m ON m.id = w.matter_id
    WHERE w.id = OLD.waiting_id;
    IF asking IS DISTINCT FROM acting_unit() AND OLD.begun_at IS NOT NULL AND NOT EXISTS (
        SELECT FROM deadlines_proposal p WHERE p.deadline_id = OLD.id AND p.unit_id = asking
          AND p.outcome = 'accepted' AND p.until = NEW.fixed_until) THEN
        RAISE 'the asking unit has not agreed' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER b_guard BEFORE UPDATE ON deadlines_deadline FOR EACH ROW
    WHEN (current_user NOT IN ('p_owner', 'p_writer', 'p_system')) EXECUTE FUNCTION deadline_guard();

-- A proposal is answered by the other side.
CREATE OR REPLACE FUNCTION public.proposal_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    asking bigint; answering bigint;
BEGIN
    SELECT m.drafting_unit_id, w.unit_id INTO asking, answering FROM deadlines_deadline d
    JOIN worklist_waiting w ON w.id = d.waiting_id JOIN matters_matter m ON m.id = w.matter_id WHERE d.id = OLD.deadline_id;
    IF OLD.outcome <> 'open' OR (NEW.outcome = 'accepted' AND OLD.unit_id = acting_unit() AND asking <> answering) THEN
        RAISE 'the other unit answers this, once' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER b_guard BEFORE UPDATE ON deadlines_proposal FOR EACH ROW
    WHEN (current_user NOT IN ('p_owner', 'p_writer', 'p_system')) EXECUTE FUNCTION proposal_guard();

ALTER TABLE deadlines_calendaroverride ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON deadlines_calendaroverride FOR SELECT TO p_app, p_system USING (true);
CREATE POLICY writer ON deadlines_calendaroverride TO p_writer USING (true) WITH CHECK (true);

ALTER TABLE deadlines_deadline ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON deadlines_deadline TO p_system USING (true) WITH CHECK (true);
CREATE POLICY writer ON deadlines_deadline TO p_writer USING (true) WITH CHECK (true);
-- Whoever carried a matter on to a unit, by a decision or by forwarding it, set that unit's term and may read it.
CREATE POLICY read ON deadlines_deadline FOR SELECT TO p_app USING (EXISTS (
    SELECT FROM worklist_waiting w JOIN matters_matter m ON m.id = w.matter_id
    WHERE w.id = waiting_id AND ((SELECT acting_unit()) IN (w.unit_id, m.drafting_unit_id) OR EXISTS (
        SELECT FROM matters_party p WHERE p.matter_id = m.id AND p.unit_id = (SELECT acting_unit())
          AND p.ground IN ('decides', 'forwarded')))));
CREATE POLICY set ON deadlines_deadline FOR INSERT TO p_app WITH CHECK (stage = 0 AND EXISTS (
    SELECT FROM worklist_waiting w JOIN matters_matter m ON m.id = w.matter_id
    WHERE w.id = waiting_id AND w.done_at IS NULL AND ((SELECT acting_unit()) IN (w.unit_id, m.drafting_unit_id)
      OR EXISTS (SELECT FROM matters_party p WHERE p.matter_id = m.id AND p.unit_id = (SELECT acting_unit())
                 AND p.ground IN ('decides', 'forwarded')))));
CREATE POLICY move ON deadlines_deadline FOR UPDATE TO p_app USING (EXISTS (
    SELECT FROM worklist_waiting w JOIN matters_matter m ON m.id = w.matter_id
    WHERE w.id = waiting_id AND w.done_at IS NULL AND (SELECT acting_unit()) IN (w.unit_id, m.drafting_unit_id)));

ALTER TABLE deadlines_pause ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON deadlines_pause FOR SELECT TO p_system USING (true);
CREATE POLICY sides ON deadlines_pause TO p_app USING (EXISTS (SELECT FROM deadlines_deadline d WHERE d.id = deadline_id));

ALTER TABLE deadlines_proposal ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON deadlines_proposal FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM deadlines_deadline d WHERE d.id = deadline_id));
CREATE POLICY make ON deadlines_proposal FOR INSERT TO p_app WITH CHECK (
    unit_id = (SELECT acting_unit()) AND user_id = (SELECT acting_user()) AND outcome = 'open'
    AND EXISTS (SELECT FROM deadlines_deadline d WHERE d.id = deadline_id));
CREATE POLICY answer ON deadlines_proposal FOR UPDATE TO p_app USING (
    EXISTS (SELECT FROM deadlines_deadline d WHERE d.id = deadline_id));

ALTER TABLE deadlines_escalationstep ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON deadlines_escalationstep FOR SELECT TO p_system USING (true);
CREATE POLICY own ON deadlines_escalationstep FOR SELECT TO p_app USING (unit_id = (SELECT acting_unit()));
CREATE POLICY make ON deadlines_escalationstep FOR INSERT TO p_app WITH CHECK (
    unit_id = (SELECT acting_unit()) AND (acting_has('signatory') OR acting_has('approver')));
CREATE POLICY drop ON deadlines_escalationstep FOR DELETE TO p_app USING (
    unit_id = (SELECT acting_unit()) AND (acting_has('signatory') OR acting_has('approver')));

ALTER TABLE deadlines_dutyshift ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON deadlines_dutyshift FOR SELECT TO p_writer USING (true);
CREATE POLICY own ON deadlines_dutyshift TO p_app USING (unit_id = (SELECT acting_unit()))
    WITH CHECK (unit_id = (SELECT acting_unit()));

ALTER TABLE deadlines_feedaddress ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON deadlines_feedaddress TO p_app USING (user_id = (SELECT acting_user()))
    WITH CHECK (user_id = (SELECT acting_user()));
CREATE POLICY writer ON deadlines_feedaddress FOR SELECT TO p_writer USING (true);

-- as p_writer
-- Whose feed lies at an address; nobody's, where the token is unknown or the account closed.
CREATE OR REPLACE FUNCTION public.feed_owner(digest text) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT f.user_id FROM deadlines_feedaddress f JOIN identity_user u ON u.id = f.user_id AND u.is_active
    WHERE f.token_digest = digest
$$;
