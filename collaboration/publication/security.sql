-- What stands here is public; it is written once, by the drafting unit of a sealed matter, and never changed.
-- as p_owner
CREATE OR REPLACE FUNCTION public.publication_fixed() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE 'what is published is fixed' USING ERRCODE = '42501';
END $$;
-- A published document changes in two ways only: it is taken down or put back, and a purge leaves nothing of its words.
CREATE OR REPLACE FUNCTION public.publication_purged_only() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF current_user = 'p_writer' AND to_jsonb(NEW) - 'taken_down_at' = to_jsonb(OLD) - 'taken_down_at' THEN
        RETURN NEW;
    END IF;
    IF current_user = 'p_writer' AND NEW.purged_at IS NOT NULL AND NEW.title = '' AND NEW.text = '' AND NEW.blocks = '[]'
    THEN
        RETURN NEW;
    END IF;
    RAISE 'what is published is fixed' USING ERRCODE = '42501';
END $$;
CREATE OR REPLACE TRIGGER fixed BEFORE DELETE ON publication_publisheddocument
    FOR EACH ROW EXECUTE FUNCTION publication_fixed();
CREATE OR REPLACE TRIGGER purged_only BEFORE UPDATE ON publication_publisheddocument
    FOR EACH ROW EXECUTE FUNCTION publication_purged_only();
CREATE OR REPLACE TRIGGER fixed BEFORE UPDATE OR DELETE ON publication_publication
    FOR EACH ROW EXECUTE FUNCTION publication_fixed();
CREATE OR REPLACE TRIGGER fixed BEFORE UPDATE OR DELETE ON publication_disclosure
    FOR EACH ROW EXECUTE FUNCTION publication_fixed();
-- Of what is written about a published document nothing is changed either; only a purge empties the words.
CREATE OR REPLACE FUNCTION public.publication_kept() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_user = 'p_writer' THEN
        RETURN NEW;
    END IF;
    RAISE 'what is published is fixed' USING ERRCODE = '42501';
END $$;
CREATE OR REPLACE TRIGGER fixed BEFORE UPDATE OR DELETE ON publication_validitychange
    FOR EACH ROW EXECUTE FUNCTION publication_kept();
CREATE OR REPLACE TRIGGER fixed BEFORE UPDATE OR DELETE ON publication_takedown
    FOR EACH ROW EXECUTE FUNCTION publication_kept();
CREATE OR REPLACE TRIGGER fixed BEFORE UPDATE OR DELETE ON publication_consolidatedtext
    FOR EACH ROW EXECUTE FUNCTION publication_kept();
CREATE OR REPLACE TRIGGER fixed BEFORE UPDATE OR DELETE ON publication_interpretation
    FOR EACH ROW EXECUTE FUNCTION publication_kept();
CREATE OR REPLACE TRIGGER fixed BEFORE UPDATE OR DELETE ON publication_correction
    FOR EACH ROW EXECUTE FUNCTION publication_kept();

-- as p_writer
-- The index numbers of all signing units at once, for good: organisation code/year-serial, gapless per code and year
-- because the counters stay locked until the publishing transaction ends; always locked in order of code. A unit that
-- has not registered its organisation code is counted under its division code.
CREATE OR REPLACE FUNCTION public.disclose_carried_out(object uuid, units bigint[], on_day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m matters_matter; u record; n integer; y integer := extract(year FROM on_day);
BEGIN
    SELECT * INTO m FROM matters_matter x WHERE x.public_id = object FOR NO KEY UPDATE;
    IF m.id IS NULL OR m.state NOT IN ('sealed', 'issued') OR NOT units <@ m.parties THEN
        RAISE 'only what is sealed is disclosed, and for its parties' USING ERRCODE = '42501';
    END IF;
    FOR u IN SELECT id, lpad(coalesce(nullif(organisation_code, ''), code), 9, '0') AS organisation
             FROM units_unit WHERE id = ANY (units) ORDER BY 2, 1 LOOP
        INSERT INTO publication_disclosurecounter AS c (organisation_code, year, last) VALUES (u.organisation, y, 1)
            ON CONFLICT (organisation_code, year) DO UPDATE SET last = c.last + 1 RETURNING last INTO n;
        INSERT INTO publication_disclosure (document_id, unit_id, index_number, disclosed_on)
            VALUES (object, u.id, format('%s/%s-%s', u.organisation, y, lpad(n::text, 5, '0')), on_day);
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION public.disclose(object uuid, units bigint[], on_day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM matters_matter m WHERE m.public_id = object AND m.drafting_unit_id = acting_unit()) THEN
        RAISE 'only the drafting unit discloses' USING ERRCODE = '42501';
    END IF;
    PERFORM disclose_carried_out(object, units, on_day);
END $$;

-- Off every site in this transaction, or back on them: at the word of the drafting unit's signatory or of those who work
-- in the alliance office. Gives back the units that are to be told.
CREATE OR REPLACE FUNCTION public.take_down(object uuid, lifts boolean, reason text) RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m matters_matter; d publication_publisheddocument; by_unit bigint := acting_unit();
BEGIN
    SELECT * INTO m FROM matters_matter x WHERE x.public_id = object FOR NO KEY UPDATE;
    SELECT * INTO d FROM publication_publisheddocument x WHERE x.public_id = object;
    IF m.id IS NULL OR d.public_id IS NULL OR NOT (
        m.drafting_unit_id = by_unit AND acting_has('signatory')
        OR EXISTS (SELECT FROM units_unit u WHERE u.id = by_unit AND u.level = 0)
           AND (acting_has('signatory') OR acting_has('handler')))
    THEN
        RAISE 'not yours to take down' USING ERRCODE = '42501';
    END IF;
    IF d.purged_at IS NOT NULL OR (d.taken_down_at IS NOT NULL) IS DISTINCT FROM lifts THEN
        RAISE 'nothing to change' USING ERRCODE = 'PB001';
    END IF;
    UPDATE publication_publisheddocument x SET taken_down_at = CASE WHEN lifts THEN NULL ELSE statement_timestamp() END
        WHERE x.public_id = object;
    INSERT INTO publication_takedown (document_id, is_lifted, reason, unit_id) VALUES (object, lifts, reason, by_unit);
    PERFORM audit_append(object, m.kind, CASE WHEN lifts THEN 'put_back' ELSE 'taken_down' END, '{}'::jsonb,
        jsonb_build_object('reason', reason), m.parties, acting_user(), by_unit);
    RETURN m.parties;
END $$;

-- Whoever holds the very bytes of a sealed file may learn whose seals it carries, published or not.
DROP FUNCTION IF EXISTS public.sealed_file_by_digest(text);
CREATE OR REPLACE FUNCTION public.sealed_file_by_digest(digest text)
RETURNS TABLE (public_id uuid, state text, issuers bigint[], closed_at timestamptz, ended_at timestamptz,
    on_paper bigint[], is_scan boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.public_id, m.state, f.issuers, f.changed_at, m.changed_at, f.on_paper, f.is_scan
    FROM sealing_sealedfile f JOIN matters_matter m ON m.id = f.matter_id
    WHERE f.sha256 = digest AND f.state = 'closed'
$$;

-- One more try of this visitor in this minute; old minutes are forgotten on the way. Shared by all processes and hosts.
CREATE OR REPLACE FUNCTION public.count_attempt(who text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    now_minute bigint := floor(extract(epoch FROM clock_timestamp()) / 60); n integer;
BEGIN
    INSERT INTO publication_attempt AS a (visitor, minute, count) VALUES (left(who, 64), now_minute, 1)
        ON CONFLICT (visitor, minute) DO UPDATE SET count = a.count + 1 RETURNING count INTO n;
    IF n = 1 THEN
        DELETE FROM publication_attempt WHERE minute < now_minute - 5;
    END IF;
    RETURN n;
END $$;

-- as p_owner
CREATE POLICY verification ON sealing_sealedfile FOR SELECT TO p_writer USING (true);

-- The sealer publishes what was planned for a time or agreed on; the plan is the drafting unit's recorded decision.
ALTER TABLE publication_publisheddocument ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON publication_publisheddocument FOR SELECT TO p_app, p_system USING (true);
CREATE POLICY take_down ON publication_publisheddocument FOR UPDATE TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY publish ON publication_publisheddocument FOR INSERT TO p_app WITH CHECK (
    purged_at IS NULL AND taken_down_at IS NULL AND (redactions > 0 OR public_sha256 = file_sha256) AND EXISTS (
    SELECT FROM matters_matter m JOIN sealing_sealedfile f ON f.matter_id = m.id
    WHERE m.public_id = publication_publisheddocument.public_id AND m.state IN ('sealed', 'issued') AND f.state = 'closed'
      AND f.sha256 = file_sha256 AND f.content_hash = publication_publisheddocument.content_hash
      AND f.check_code = publication_publisheddocument.check_code
      AND m.drafting_unit_id = (SELECT acting_unit())));
CREATE POLICY carry_out ON publication_publisheddocument FOR INSERT TO p_system WITH CHECK (
    purged_at IS NULL AND taken_down_at IS NULL AND (redactions > 0 OR public_sha256 = file_sha256) AND EXISTS (
    SELECT FROM matters_matter m JOIN sealing_sealedfile f ON f.matter_id = m.id
    WHERE m.public_id = publication_publisheddocument.public_id AND m.state IN ('sealed', 'issued') AND f.state = 'closed'
      AND f.sha256 = file_sha256 AND f.content_hash = publication_publisheddocument.content_hash
      AND f.check_code = publication_publisheddocument.check_code));

ALTER TABLE publication_publication ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON publication_publication FOR SELECT TO p_app, p_system USING (true);
CREATE POLICY publish ON publication_publication FOR INSERT TO p_app WITH CHECK (EXISTS (
    SELECT FROM matters_matter m JOIN units_unit u ON u.id = ANY (m.parties) OR u.level = 0
    WHERE m.public_id = document_id AND m.state IN ('sealed', 'issued') AND m.drafting_unit_id = (SELECT acting_unit())
      AND u.tenant_id = publication_publication.tenant_id));  -- the parties' sites and the alliance's, no other
CREATE POLICY carry_out ON publication_publication FOR INSERT TO p_system WITH CHECK (EXISTS (
    SELECT FROM matters_matter m JOIN units_unit u ON u.id = ANY (m.parties) OR u.level = 0
    WHERE m.public_id = document_id AND m.state IN ('sealed', 'issued')
      AND u.tenant_id = publication_publication.tenant_id));

ALTER TABLE publication_disclosure ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON publication_disclosure FOR SELECT TO p_app, p_system USING (true);
CREATE POLICY writer ON publication_disclosure TO p_writer USING (true) WITH CHECK (true);

ALTER TABLE publication_validitychange ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON publication_validitychange FOR SELECT TO p_app, p_system USING (true);
CREATE POLICY publish ON publication_validitychange FOR INSERT TO p_app WITH CHECK (EXISTS (
    SELECT FROM matters_matter m WHERE m.public_id = document_id AND m.state IN ('sealed', 'issued', 'published')
      AND m.drafting_unit_id = (SELECT acting_unit())));
CREATE POLICY carry_out ON publication_validitychange FOR INSERT TO p_system WITH CHECK (EXISTS (
    SELECT FROM matters_matter m WHERE m.public_id = document_id AND m.state IN ('sealed', 'issued')));

ALTER TABLE publication_takedown ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON publication_takedown FOR SELECT TO p_app USING (true);
CREATE POLICY writer ON publication_takedown TO p_writer USING (true) WITH CHECK (true);

-- What is added to a published document comes from the unit that drafted it.
ALTER TABLE publication_consolidatedtext ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON publication_consolidatedtext FOR SELECT TO p_app USING (true);
CREATE POLICY add ON publication_consolidatedtext FOR INSERT TO p_app WITH CHECK (EXISTS (
    SELECT FROM matters_matter m WHERE m.public_id = document_id AND m.state = 'published'
      AND m.drafting_unit_id = (SELECT acting_unit())));

ALTER TABLE publication_interpretation ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON publication_interpretation FOR SELECT TO p_app USING (true);
CREATE POLICY add ON publication_interpretation FOR INSERT TO p_app WITH CHECK (EXISTS (
    SELECT FROM matters_matter m WHERE m.public_id = document_id AND m.state = 'published'
      AND m.drafting_unit_id = (SELECT acting_unit())));

ALTER TABLE publication_correction ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON publication_correction FOR SELECT TO p_app USING (true);
CREATE POLICY add ON publication_correction FOR INSERT TO p_app WITH CHECK (EXISTS (
    SELECT FROM matters_matter m WHERE m.public_id = document_id AND m.state = 'published'
      AND m.drafting_unit_id = (SELECT acting_unit())));

ALTER TABLE publication_disclosurecounter ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON publication_disclosurecounter TO p_writer USING (true) WITH CHECK (true);
ALTER TABLE publication_attempt ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON publication_attempt TO p_writer USING (true) WITH CHECK (true);
