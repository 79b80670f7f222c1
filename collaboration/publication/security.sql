-- What stands here is public; it is written once, by the drafting unit of a sealed matter, and never changed.
-- as p_owner
CREATE OR REPLACE FUNCTION public.publication_fixed() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE 'what is published is fixed' USING ERRCODE = '42501';
END $$;
CREATE OR REPLACE TRIGGER fixed BEFORE UPDATE OR DELETE ON publication_publisheddocument
    FOR EACH ROW EXECUTE FUNCTION publication_fixed();

ALTER TABLE publication_publisheddocument ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON publication_publisheddocument FOR SELECT TO p_app, p_system USING (true);
CREATE POLICY publish ON publication_publisheddocument FOR INSERT TO p_app WITH CHECK (EXISTS (
    SELECT FROM matters_matter m JOIN sealing_sealedfile f ON f.matter_id = m.id
    WHERE m.public_id = publication_publisheddocument.public_id AND m.state = 'sealed' AND f.state = 'closed'
      AND f.sha256 = file_sha256 AND f.content_hash = publication_publisheddocument.content_hash
      AND m.drafting_unit_id = (SELECT acting_unit())));

ALTER TABLE publication_publication ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON publication_publication FOR SELECT TO p_app, p_system USING (true);
CREATE POLICY publish ON publication_publication FOR INSERT TO p_app WITH CHECK (EXISTS (
    SELECT FROM matters_matter m WHERE m.public_id = document_id AND m.state = 'sealed'
      AND m.drafting_unit_id = (SELECT acting_unit())));

ALTER TABLE publication_disclosure ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON publication_disclosure FOR SELECT TO p_app, p_system USING (true);
CREATE POLICY publish ON publication_disclosure FOR INSERT TO p_app WITH CHECK (EXISTS (
    SELECT FROM matters_matter m WHERE m.public_id = document_id AND m.state = 'sealed'
      AND m.drafting_unit_id = (SELECT acting_unit())));

ALTER TABLE publication_validitychange ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON publication_validitychange FOR SELECT TO p_app, p_system USING (true);
CREATE POLICY publish ON publication_validitychange FOR INSERT TO p_app WITH CHECK (EXISTS (
    SELECT FROM matters_matter m WHERE m.public_id = document_id AND m.drafting_unit_id = (SELECT acting_unit())));
