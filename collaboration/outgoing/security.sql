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

-- Webhooks. Their rows are written by these functions alone, which record what an administrator did on the unit's chain.
-- as p_writer
CREATE OR REPLACE FUNCTION public.webhook_record(unit bigint, act text, hook uuid, host text) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT audit_append(u.public_id, 'outgoing', act, jsonb_build_object('webhook', hook),
                        jsonb_build_object('host', host), ARRAY[u.id], acting_user(), u.id)
    FROM units_unit u WHERE u.id = unit
$$;

CREATE OR REPLACE FUNCTION public.webhook_save(hook uuid, label text, form text, host text, sealed text, is_on boolean)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    of_unit bigint := administered_unit(); most CONSTANT integer := 20;
BEGIN
    IF of_unit IS NULL OR EXISTS (SELECT FROM outgoing_webhook w WHERE w.public_id = hook AND w.unit_id <> of_unit) THEN
        RAISE 'not your unit' USING ERRCODE = '42501';
    END IF;
    IF (SELECT count(*) FROM outgoing_webhook w WHERE w.unit_id = of_unit AND w.public_id <> hook) >= most THEN
        RAISE 'too many webhooks' USING ERRCODE = '42501';
    END IF;
    INSERT INTO outgoing_webhook AS w (public_id, unit_id, name, form, host, sealed, is_on, made_at)
    VALUES (hook, of_unit, label, webhook_save.form, webhook_save.host, webhook_save.sealed, webhook_save.is_on,
            statement_timestamp())
    ON CONFLICT (public_id) DO UPDATE SET name = excluded.name, form = excluded.form, host = excluded.host,
        sealed = excluded.sealed, is_on = excluded.is_on;
    PERFORM webhook_record(of_unit, 'webhook_saved', hook, webhook_save.host);
END $$;

CREATE OR REPLACE FUNCTION public.webhook_remove(hook uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    w outgoing_webhook;
BEGIN
    SELECT * INTO w FROM outgoing_webhook x WHERE x.public_id = hook AND x.unit_id = administered_unit() FOR UPDATE;
    IF w.id IS NULL THEN
        RAISE 'not your unit' USING ERRCODE = '42501';
    END IF;
    DELETE FROM outgoing_delivery d WHERE d.webhook_id = w.id;
    DELETE FROM outgoing_webhook x WHERE x.id = w.id;
    PERFORM webhook_record(w.unit_id, 'webhook_removed', hook, w.host);
END $$;

-- Whoever is told, the unit's webhooks are told too: once for each act, in its transaction. The sender wakes after it.
CREATE OR REPLACE FUNCTION public.outgoing_told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO outgoing_delivery (id, webhook_id, unit_id, matter, kind, act, at, state, tries, next_at, until, answer)
        SELECT gen_random_uuid(), w.id, w.unit_id, f.matter, f.kind, f.act, statement_timestamp(), 'waiting', 0,
            statement_timestamp(), statement_timestamp() + interval '24 hours', ''
        FROM (SELECT DISTINCT unit_id, matter, kind, act FROM fresh) f
        JOIN outgoing_webhook w ON w.unit_id = f.unit_id AND w.is_on;
    PERFORM pg_notify('outgoing', '');
    RETURN NULL;
END $$;

-- One due delivery of every webhook, the oldest first, claimed for two minutes. What its unit is no party of any more is
-- dropped, what could not be delivered in time is given up.
CREATE OR REPLACE FUNCTION public.webhook_take(most integer) RETURNS TABLE (
    delivery uuid, form text, sealed text, unit text, unit_name text, matter uuid, kind text, act text,
    at timestamptz, tries integer
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE outgoing_delivery d SET state = 'given_up'
        WHERE d.state = 'waiting' AND d.next_at <= statement_timestamp() AND d.until < statement_timestamp();
    UPDATE outgoing_delivery d SET state = 'dropped' FROM outgoing_webhook w
        WHERE d.state = 'waiting' AND d.next_at <= statement_timestamp() AND w.id = d.webhook_id AND d.kind <> 'trial'
          AND NOT EXISTS (SELECT FROM matters_matter m WHERE m.public_id = d.matter AND d.unit_id = ANY (m.parties));
    RETURN QUERY
    WITH due AS (
        SELECT x.id FROM outgoing_webhook w CROSS JOIN LATERAL (
            SELECT d.id, d.next_at FROM outgoing_delivery d
            WHERE d.webhook_id = w.id AND d.state = 'waiting' AND d.next_at <= statement_timestamp()
            ORDER BY d.at, d.id LIMIT 1 FOR UPDATE SKIP LOCKED) x
        WHERE w.is_on ORDER BY x.next_at LIMIT most
    )
    UPDATE outgoing_delivery d SET tries = d.tries + 1, next_at = statement_timestamp() + interval '2 minutes'
    FROM due, outgoing_webhook w, units_unit u
    WHERE d.id = due.id AND w.id = d.webhook_id AND u.id = d.unit_id
    RETURNING d.id, w.form::text, w.sealed, u.code::text, u.name::text, d.matter, d.kind::text, d.act::text, d.at,
        d.tries::integer;
END $$;

-- What came of a try. A webhook that did not take one message is left alone with the others until the pause is over.
CREATE OR REPLACE FUNCTION public.webhook_answered(
    delivery uuid, taken boolean, answered_status integer, words text, pause interval
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    d outgoing_delivery;
BEGIN
    UPDATE outgoing_delivery x SET status = answered_status, answer = left(words, 300), answered_at = clock_timestamp(),
        state = CASE WHEN taken THEN 'delivered' ELSE x.state END
    WHERE x.id = delivery AND x.state = 'waiting' RETURNING * INTO d;
    IF NOT taken THEN
        UPDATE outgoing_delivery x SET next_at = greatest(CASE WHEN x.id = d.id THEN 'epoch' ELSE x.next_at END,
                                                          statement_timestamp() + pause)
        WHERE x.webhook_id = d.webhook_id AND x.state = 'waiting';
    END IF;
END $$;

-- What a unit lets out is a decision: whatever writes it writes the record with it.
CREATE OR REPLACE FUNCTION public.discretion_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' OR OLD.tells <> NEW.tells THEN
        PERFORM audit_append(u.public_id, 'outgoing', 'discretion_decided', jsonb_build_object('tells', NEW.tells),
                             '{}', ARRAY[u.id], acting_user(), u.id) FROM units_unit u WHERE u.id = NEW.unit_id;
    END IF;
    RETURN NULL;
END $$;

-- as p_owner
CREATE OR REPLACE TRIGGER recorded AFTER INSERT OR UPDATE ON outgoing_discretion
    FOR EACH ROW EXECUTE FUNCTION discretion_changed();
CREATE OR REPLACE TRIGGER told AFTER INSERT ON notifications_notification
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION outgoing_told();

ALTER TABLE outgoing_webhook ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON outgoing_webhook TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY read ON outgoing_webhook FOR SELECT TO p_app USING (unit_id = (SELECT administered_unit()));

ALTER TABLE outgoing_delivery ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON outgoing_delivery TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY read ON outgoing_delivery FOR SELECT TO p_app USING (unit_id = (SELECT administered_unit()));
CREATE POLICY try ON outgoing_delivery FOR INSERT TO p_app WITH CHECK (
    unit_id = (SELECT administered_unit()) AND kind = 'trial'
    AND EXISTS (SELECT FROM outgoing_webhook w WHERE w.id = webhook_id));
CREATE POLICY again ON outgoing_delivery FOR UPDATE TO p_app USING (unit_id = (SELECT administered_unit()));

-- The unit's administrator reads what was decided here, without reading any matter.
CREATE POLICY outside ON audit_record FOR SELECT TO p_app USING (
    kind = 'outgoing' AND parties && ARRAY[(SELECT administered_unit())]);
CREATE POLICY outside ON audit_recordtext FOR SELECT TO p_app USING (EXISTS (
    SELECT FROM audit_record r WHERE r.chain = audit_recordtext.chain AND r.number = audit_recordtext.number
      AND r.kind = 'outgoing' AND r.parties && ARRAY[(SELECT administered_unit())]));
