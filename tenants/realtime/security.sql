-- as p_writer
CREATE OR REPLACE FUNCTION public.presence_refresh(pages uuid[]) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE realtime_presence p SET seen_at = statement_timestamp() WHERE p.socket = ANY (pages)
$$;

-- Whoever has the object open for the same unit hears that somebody came or went; who is alone hears nothing.
CREATE OR REPLACE FUNCTION public.presence_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    page realtime_presence := coalesce(NEW, OLD);
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(page.chain::text, 0));  -- of two that come at once, one sees the other
    IF EXISTS (SELECT FROM realtime_presence p
               WHERE p.chain = page.chain AND p.unit_id = page.unit_id AND p.user_id <> page.user_id) THEN
        INSERT INTO realtime_wakeup (chain, topic, users, parties)
            VALUES (page.chain, 'presence', '{}', ARRAY[page.unit_id]);
        PERFORM pg_notify('portal', '');
    END IF;
    RETURN NULL;
END $$;

-- as p_owner
CREATE OR REPLACE TRIGGER changed AFTER INSERT OR DELETE ON realtime_presence
    FOR EACH ROW EXECUTE FUNCTION presence_changed();

ALTER TABLE realtime_presence ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON realtime_presence TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON realtime_presence TO p_system USING (true) WITH CHECK (true);
CREATE POLICY colleagues ON realtime_presence FOR SELECT TO p_app USING (unit_id = (SELECT acting_unit()));
CREATE POLICY arrive ON realtime_presence FOR INSERT TO p_app WITH CHECK (
    user_id = (SELECT acting_user()) AND unit_id = (SELECT acting_unit()));
CREATE POLICY depart ON realtime_presence FOR DELETE TO p_app USING (user_id = (SELECT acting_user()));
