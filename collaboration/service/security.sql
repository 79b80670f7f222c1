-- Two units alone: the one that serves drafts the matter, the one that entrusted it is informed.
-- as p_writer
-- What anybody who holds the paper may learn by its code: who serves it, for whom, and whether it still stands.
CREATE OR REPLACE FUNCTION public.service_by_code(code text)
RETURNS TABLE (state text, serving bigint, entrusting bigint, at_end boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.state::text, m.drafting_unit_id, r.drafting_unit_id, e.erased_at IS NOT NULL
    FROM service_service s JOIN matters_matter m ON m.id = s.matter_id JOIN matters_matter r ON r.id = s.request_id
    LEFT JOIN casefiles_ending e ON e.matter_id = r.id
    WHERE s.check_code = code
$$;

-- as p_owner
CREATE POLICY entrusted ON matters_party FOR INSERT TO p_app WITH CHECK (ground = 'informed' AND EXISTS (
    SELECT FROM service_service s JOIN matters_matter m ON m.id = s.matter_id JOIN matters_matter r ON r.id = s.request_id
    WHERE s.matter_id = matters_party.matter_id AND m.kind = 'service' AND m.state = 'draft'
      AND m.drafting_unit_id = (SELECT acting_unit()) AND r.drafting_unit_id = matters_party.unit_id));

-- What an attempt says is fixed; what the proof rests on is written while it is served, or taken back before the seal.
CREATE OR REPLACE FUNCTION public.service_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM sealing_sealrelease x WHERE x.matter_id = OLD.matter_id) THEN
        RAISE 'the seal was released for this proof' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER b_guard BEFORE UPDATE ON service_service FOR EACH ROW
    WHEN (current_user NOT IN ('p_owner', 'p_writer', 'p_system')) EXECUTE FUNCTION service_guard();
-- A proof is taken back only while its seal was not released, and sealed only by the sealer.
CREATE OR REPLACE FUNCTION public.service_state_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.state = 'sealed' OR (OLD.state = 'sealing' AND EXISTS (
        SELECT FROM sealing_sealrelease x WHERE x.matter_id = OLD.id)) THEN
        RAISE 'the seal was released' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER c_service BEFORE UPDATE OF state ON matters_matter FOR EACH ROW
    WHEN (NEW.kind = 'service' AND NEW.state <> OLD.state AND current_user NOT IN ('p_owner', 'p_writer', 'p_system'))
    EXECUTE FUNCTION service_state_guard();

ALTER TABLE service_service ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON service_service TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON service_service FOR SELECT TO p_system USING (true);
CREATE POLICY read ON service_service FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id));
CREATE POLICY begin ON service_service FOR INSERT TO p_app WITH CHECK (result = '' AND EXISTS (
    SELECT FROM matters_matter m JOIN assistance_assistancerequest q ON q.matter_id = request_id
        JOIN matters_matter r ON r.id = q.matter_id
    WHERE m.id = service_service.matter_id AND m.kind = 'service' AND m.state = 'draft' AND r.state = 'accepted'
      AND m.drafting_unit_id = (SELECT acting_unit()) AND q.addressee_id = (SELECT acting_unit())));
CREATE POLICY finish ON service_service FOR UPDATE TO p_app USING (EXISTS (
    SELECT FROM matters_matter m WHERE m.id = matter_id AND m.state IN ('serving', 'sealing')
      AND m.drafting_unit_id = (SELECT acting_unit())));

ALTER TABLE service_attempt ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON service_attempt TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON service_attempt FOR SELECT TO p_system USING (true);
CREATE POLICY read ON service_attempt FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM matters_matter m WHERE m.id = service_id));
CREATE POLICY tell ON service_attempt FOR INSERT TO p_app WITH CHECK (
    struck_at IS NULL AND user_id = (SELECT acting_user()) AND EXISTS (
        SELECT FROM matters_matter m WHERE m.id = service_id AND m.state = 'serving'
          AND m.drafting_unit_id = (SELECT acting_unit())));
CREATE POLICY strike ON service_attempt FOR UPDATE TO p_app USING (struck_at IS NULL AND EXISTS (
    SELECT FROM matters_matter m WHERE m.id = service_id AND m.state = 'serving'
      AND m.drafting_unit_id = (SELECT acting_unit()))) WITH CHECK (struck_at IS NOT NULL);

ALTER TABLE service_exhibit ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON service_exhibit TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON service_exhibit FOR SELECT TO p_system USING (true);
CREATE POLICY read ON service_exhibit FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM matters_matter m WHERE m.id = service_id));
CREATE POLICY hand_in ON service_exhibit FOR INSERT TO p_app WITH CHECK (
    user_id = (SELECT acting_user()) AND EXISTS (
        SELECT FROM matters_matter m JOIN service_service s ON s.matter_id = m.id
            JOIN casefiles_casefile f ON f.matter_id = s.request_id
        WHERE m.id = service_exhibit.service_id AND m.state = 'serving' AND m.drafting_unit_id = (SELECT acting_unit())
          AND f.id = service_exhibit.file_id AND f.unit_id = m.drafting_unit_id));

-- A service is hidden with the request it was for.
CREATE POLICY hidden_with_request ON matters_matterkey AS RESTRICTIVE FOR SELECT TO p_app USING (
    NOT EXISTS (SELECT FROM service_service s WHERE s.matter_id = matters_matterkey.matter_id
                AND casefile_hidden(s.request_id)));

-- The sealer typesets what is said of persons.
CREATE POLICY sealer ON matters_matterkey FOR SELECT TO p_system USING (true);
