-- as p_writer
-- Whether nobody is waited for any more; an addressee sees no other.
CREATE OR REPLACE FUNCTION public.dispatch_all_answered(of_matter bigint) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT NOT EXISTS (SELECT FROM dispatch_addressee a WHERE a.dispatch_id = of_matter AND a.answered_at IS NULL
                       AND a.role <> 'informed')
       AND NOT EXISTS (SELECT FROM dispatch_query q JOIN dispatch_addressee a ON a.id = q.addressee_id
                       WHERE a.dispatch_id = of_matter AND q.answered_at IS NULL)
$$;

-- Let the drafting unit's answer wait, once however many units ask; for a unit that has just asked.
CREATE OR REPLACE FUNCTION public.dispatch_ask(of_matter bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM dispatch_query q JOIN dispatch_addressee a ON a.id = q.addressee_id
                   WHERE a.dispatch_id = of_matter AND a.unit_id = acting_unit() AND q.answered_at IS NULL) THEN
        RAISE 'nothing was asked' USING ERRCODE = '42501';
    END IF;
    INSERT INTO worklist_waiting (matter_id, unit_id, role, step, urgency)
        SELECT m.id, m.drafting_unit_id, 'handler', 'answer_query', 0 FROM matters_matter m WHERE m.id = of_matter
        ON CONFLICT DO NOTHING;
END $$;

-- as p_owner
CREATE OR REPLACE FUNCTION public.dispatch_state_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT dispatch_all_answered(NEW.id) THEN
        RAISE 'somebody is still waited for' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER c_dispatch BEFORE UPDATE OF state ON matters_matter FOR EACH ROW
    WHEN (NEW.kind = 'dispatch' AND NEW.state = 'complete') EXECUTE FUNCTION dispatch_state_guard();

-- What was sent is fixed; p_app has no right to update it at all. Only what is sealed goes out, by who drafted it.
ALTER TABLE dispatch_dispatch ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON dispatch_dispatch TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON dispatch_dispatch TO p_system USING (true) WITH CHECK (true);
CREATE POLICY read ON dispatch_dispatch FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id));
CREATE POLICY send ON dispatch_dispatch FOR INSERT TO p_app WITH CHECK (purpose = 'issue' AND EXISTS (
    SELECT FROM matters_matter m WHERE m.id = matter_id AND m.kind = 'dispatch' AND m.state = 'draft'
      AND m.drafting_unit_id = (SELECT acting_unit())) AND EXISTS (
    SELECT FROM matters_matter o JOIN sealing_sealedfile f ON f.matter_id = o.id AND f.state = 'closed'
    WHERE o.public_id = about AND o.kind = about_kind AND o.drafting_unit_id = (SELECT acting_unit())
      AND f.sha256 = file_sha256 AND f.content_hash = dispatch_dispatch.content_hash
      AND f.check_code = dispatch_dispatch.check_code));

-- The units that send or signed it see every addressee; an addressee sees itself.
ALTER TABLE dispatch_addressee ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON dispatch_addressee TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON dispatch_addressee TO p_system USING (true) WITH CHECK (true);
CREATE POLICY read ON dispatch_addressee FOR SELECT TO p_app USING (EXISTS (
    SELECT FROM matters_matter m WHERE m.id = dispatch_id AND (unit_id = (SELECT acting_unit())
        OR m.drafting_unit_id = (SELECT acting_unit()) OR EXISTS (
            SELECT FROM matters_party p WHERE p.matter_id = m.id AND p.ground = 'signed'
              AND p.unit_id = (SELECT acting_unit())))));
CREATE POLICY send ON dispatch_addressee FOR INSERT TO p_app WITH CHECK (answered_at IS NULL AND EXISTS (
    SELECT FROM matters_matter m WHERE m.id = dispatch_id AND m.kind = 'dispatch' AND m.state = 'draft'
      AND m.drafting_unit_id = (SELECT acting_unit())));
CREATE POLICY answer ON dispatch_addressee FOR UPDATE TO p_app USING (unit_id = (SELECT acting_unit()))
    WITH CHECK (unit_id = (SELECT acting_unit()) AND delivered_on IS NULL AND delivery_note = '');
CREATE POLICY deliver ON dispatch_addressee FOR UPDATE TO p_app USING (unit_id IS NULL AND EXISTS (
    SELECT FROM matters_matter m WHERE m.id = dispatch_id AND m.drafting_unit_id = (SELECT acting_unit())));

ALTER TABLE dispatch_query ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON dispatch_query TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY read ON dispatch_query FOR SELECT TO p_app USING (EXISTS (
    SELECT FROM dispatch_addressee a WHERE a.id = addressee_id));  -- read by whoever sees the addressee
CREATE POLICY ask ON dispatch_query FOR INSERT TO p_app WITH CHECK (answered_at IS NULL AND answer = '' AND EXISTS (
    SELECT FROM dispatch_addressee a WHERE a.id = addressee_id AND a.unit_id = (SELECT acting_unit())
      AND a.role IN ('filed', 'informed')));
CREATE POLICY answer ON dispatch_query FOR UPDATE TO p_app USING (answered_at IS NULL AND EXISTS (
    SELECT FROM dispatch_addressee a JOIN matters_matter m ON m.id = a.dispatch_id
    WHERE a.id = addressee_id AND m.drafting_unit_id = (SELECT acting_unit())))
    WITH CHECK (answered_at IS NOT NULL);
