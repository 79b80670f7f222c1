-- as p_writer
-- Whom the sender has to look after: ids and last numbers, never what a notice says. Those who wait longest come first.
CREATE OR REPLACE FUNCTION public.outgoing_due() RETURNS TABLE (person bigint, last bigint) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT u.id, c.last FROM identity_user u JOIN notifications_counter c ON c.user_id = u.id
    LEFT JOIN outgoing_cursor o ON o.user_id = u.id
    CROSS JOIN LATERAL (
        SELECT least(
            (SELECT min(l.next_at) FROM outgoing_letter l
             WHERE l.user_id = u.id AND l.state = 'waiting' AND l.next_at <= statement_timestamp()),
            (SELECT min(i.due_at) FROM outgoing_item i
             WHERE i.user_id = u.id AND i.letter_id IS NULL AND i.due_at <= statement_timestamp()),
            CASE WHEN c.last > coalesce(o.last, 0) THEN statement_timestamp() END) AS since) w
    WHERE u.is_active AND w.since IS NOT NULL ORDER BY w.since, u.id
$$;

-- Whose letter this is; its id is known to the mail servers it passed.
CREATE OR REPLACE FUNCTION public.outgoing_person(letter uuid) RETURNS bigint LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT l.user_id FROM outgoing_letter l WHERE l.id = letter
$$;

-- Letters that ended long ago, with their items; the cursor remembers what was sorted.
CREATE OR REPLACE FUNCTION public.outgoing_forget(days integer) RETURNS integer LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    n integer; old uuid[];
BEGIN
    SELECT array_agg(l.id) INTO old FROM outgoing_letter l
    WHERE l.ended_at < statement_timestamp() - make_interval(days => greatest(days, 30));
    DELETE FROM outgoing_item i WHERE i.letter_id = ANY (old);
    DELETE FROM outgoing_letter l WHERE l.id = ANY (old);
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN n;
END $$;

-- as p_owner
ALTER TABLE outgoing_choice ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON outgoing_choice TO p_app
    USING (user_id = (SELECT acting_user())) WITH CHECK (user_id = (SELECT acting_user()));
ALTER TABLE outgoing_cursor ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON outgoing_cursor FOR SELECT TO p_writer USING (true);
CREATE POLICY mine ON outgoing_cursor TO p_app
    USING (user_id = (SELECT acting_user())) WITH CHECK (user_id = (SELECT acting_user()));
ALTER TABLE outgoing_line ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON outgoing_line TO p_app
    USING (user_id = (SELECT acting_user())) WITH CHECK (user_id = (SELECT acting_user()));
ALTER TABLE outgoing_letter ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON outgoing_letter TO p_writer USING (true);
CREATE POLICY mine ON outgoing_letter TO p_app
    USING (user_id = (SELECT acting_user())) WITH CHECK (user_id = (SELECT acting_user()));
ALTER TABLE outgoing_item ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON outgoing_item TO p_writer USING (true);
CREATE POLICY mine ON outgoing_item TO p_app
    USING (user_id = (SELECT acting_user())) WITH CHECK (user_id = (SELECT acting_user()));

-- How much a unit lets out is no secret; only its own administrator decides it.
ALTER TABLE outgoing_discretion ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON outgoing_discretion FOR SELECT TO p_app USING (true);
CREATE POLICY decide ON outgoing_discretion FOR INSERT TO p_app WITH CHECK (unit_id = (SELECT administered_unit()));
CREATE POLICY change ON outgoing_discretion FOR UPDATE TO p_app USING (unit_id = (SELECT administered_unit()));
