-- What the public is asked is public. What people send in enters by one function alone and is read by the asking unit.
-- as p_writer
CREATE OR REPLACE FUNCTION public.consultation_receive(object uuid, block text, said bytea, reached bytea) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    receipt uuid;
BEGIN
    INSERT INTO consultation_comment (consultation_id, block_id, words, contact, outcome, reason)
        SELECT c.public_id, left(block, 8), said, reached, '', '' FROM consultation_consultation c
        WHERE c.public_id = object AND c.closed_at IS NULL AND c.title <> '' AND octet_length(said) < 60000
          AND octet_length(reached) < 4000
          AND (statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date BETWEEN c.opens_on AND c.closes_on
        RETURNING public_id INTO receipt;
    RETURN receipt;
END $$;

-- as p_owner
ALTER TABLE consultation_consultation ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON consultation_consultation FOR SELECT TO p_app, p_system, p_writer USING (true);
CREATE POLICY open ON consultation_consultation FOR INSERT TO p_app WITH CHECK (
    unit_id = (SELECT acting_unit()) AND opened_by_id = (SELECT acting_user()) AND closed_at IS NULL
    AND reported_at IS NULL AND EXISTS (
        SELECT FROM matters_matter m WHERE m.id = matter_id AND m.drafting_unit_id = (SELECT acting_unit())
          AND m.classification = 0));
CREATE POLICY close ON consultation_consultation FOR UPDATE TO p_app USING (unit_id = (SELECT acting_unit()));

ALTER TABLE consultation_comment ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON consultation_comment FOR SELECT TO p_writer USING (true);
CREATE POLICY receive ON consultation_comment FOR INSERT TO p_writer WITH CHECK (true);
CREATE POLICY read ON consultation_comment FOR SELECT TO p_app USING (EXISTS (
    SELECT FROM consultation_consultation c WHERE c.public_id = consultation_id AND c.unit_id = (SELECT acting_unit())));
CREATE POLICY handle ON consultation_comment FOR UPDATE TO p_app USING (EXISTS (
    SELECT FROM consultation_consultation c WHERE c.public_id = consultation_id AND c.reported_at IS NULL
      AND c.unit_id = (SELECT acting_unit()))) WITH CHECK (handled_by_id = (SELECT acting_user()));
CREATE POLICY look ON consultation_comment FOR SELECT TO p_system USING (true);
CREATE POLICY forget ON consultation_comment FOR UPDATE TO p_system USING (true) WITH CHECK (contact = '');
