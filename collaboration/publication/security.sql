-- What stands here is public; it is written once, by the drafting unit of a sealed matter, and never changed.
-- as p_owner
CREATE OR REPLACE FUNCTION public.publication_fixed() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE 'what is published is fixed' USING ERRCODE = '42501';
END $$;
-- A published document changes in one way only: a purge leaves nothing of its words.
CREATE OR REPLACE FUNCTION public.publication_purged_only() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
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
CREATE OR REPLACE TRIGGER fixed BEFORE UPDATE OR DELETE ON publication_validitychange
    FOR EACH ROW EXECUTE FUNCTION publication_fixed();

-- as p_writer
-- The index numbers of all signing units at once, for good: organisation code/year-serial, gapless per code and year
-- because the counters stay locked until the publishing transaction ends; always locked in order of code. A unit that
-- has not registered its organisation code is counted under its division code.
CREATE OR REPLACE FUNCTION public.disclose(object uuid, units bigint[], on_day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m matters_matter; u record; n integer; y integer := extract(year FROM on_day);
BEGIN
    SELECT * INTO m FROM matters_matter x WHERE x.public_id = object FOR NO KEY UPDATE;
    IF m.id IS NULL OR m.drafting_unit_id IS DISTINCT FROM acting_unit() OR m.state NOT IN ('sealed', 'issued')
       OR NOT units <@ m.parties THEN
        RAISE 'only the drafting unit discloses, and only what is sealed' USING ERRCODE = '42501';
    END IF;
    FOR u IN SELECT id, lpad(coalesce(nullif(organisation_code, ''), code), 9, '0') AS organisation
             FROM units_unit WHERE id = ANY (units) ORDER BY 2, 1 LOOP
        INSERT INTO publication_disclosurecounter AS c (organisation_code, year, last) VALUES (u.organisation, y, 1)
            ON CONFLICT (organisation_code, year) DO UPDATE SET last = c.last + 1 RETURNING last INTO n;
        INSERT INTO publication_disclosure (document_id, unit_id, index_number, disclosed_on)
            VALUES (object, u.id, format('%s/%s-%s', u.organisation, y, lpad(n::text, 5, '0')), on_day);
    END LOOP;
END $$;

-- Whoever holds the very bytes of a sealed file may learn whose seals it carries, published or not.
DROP FUNCTION IF EXISTS public.sealed_file_by_digest(text);
CREATE OR REPLACE FUNCTION public.sealed_file_by_digest(digest text)
RETURNS TABLE (public_id uuid, state text, issuers bigint[], closed_at timestamptz, ended_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.public_id, m.state, f.issuers, f.changed_at, m.changed_at
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

ALTER TABLE publication_publisheddocument ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON publication_publisheddocument FOR SELECT TO p_app, p_system USING (true);
CREATE POLICY publish ON publication_publisheddocument FOR INSERT TO p_app WITH CHECK (purged_at IS NULL AND EXISTS (
    SELECT FROM matters_matter m JOIN sealing_sealedfile f ON f.matter_id = m.id
    WHERE m.public_id = publication_publisheddocument.public_id AND m.state IN ('sealed', 'issued') AND f.state = 'closed'
      AND f.sha256 = file_sha256 AND f.content_hash = publication_publisheddocument.content_hash
      AND f.check_code = publication_publisheddocument.check_code
      AND m.drafting_unit_id = (SELECT acting_unit())));

ALTER TABLE publication_publication ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON publication_publication FOR SELECT TO p_app, p_system USING (true);
CREATE POLICY publish ON publication_publication FOR INSERT TO p_app WITH CHECK (EXISTS (
    SELECT FROM matters_matter m JOIN units_unit u ON u.id = ANY (m.parties) OR u.level = 0
    WHERE m.public_id = document_id AND m.state IN ('sealed', 'issued') AND m.drafting_unit_id = (SELECT acting_unit())
      AND u.tenant_id = publication_publication.tenant_id));  -- the parties' sites and the alliance's, no other

ALTER TABLE publication_disclosure ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON publication_disclosure FOR SELECT TO p_app, p_system USING (true);
CREATE POLICY writer ON publication_disclosure TO p_writer USING (true) WITH CHECK (true);

ALTER TABLE publication_validitychange ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON publication_validitychange FOR SELECT TO p_app, p_system USING (true);
CREATE POLICY publish ON publication_validitychange FOR INSERT TO p_app WITH CHECK (EXISTS (
    SELECT FROM matters_matter m WHERE m.public_id = document_id AND m.state IN ('sealed', 'issued', 'published')
      AND m.drafting_unit_id = (SELECT acting_unit())));

ALTER TABLE publication_disclosurecounter ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON publication_disclosurecounter TO p_writer USING (true) WITH CHECK (true);
ALTER TABLE publication_attempt ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON publication_attempt TO p_writer USING (true) WITH CHECK (true);
