-- as p_writer
-- Gapless: the counter's row is locked until the step's transaction ends. Only the drafting unit's signed matter; once.
CREATE OR REPLACE FUNCTION public.issue_number(object uuid, word text, in_year integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m matters_matter; n integer;
BEGIN
    SELECT * INTO m FROM matters_matter x WHERE x.public_id = object FOR NO KEY UPDATE;
    IF m.id IS NULL OR m.drafting_unit_id IS DISTINCT FROM acting_unit() OR m.state <> 'signed' THEN
        RAISE 'only the drafting unit numbers, and only what is signed' USING ERRCODE = '42501';
    END IF;
    SELECT d.number INTO n FROM numbering_documentnumber d WHERE d.matter_id = m.id;
    IF FOUND THEN
        RETURN n;
    END IF;
    INSERT INTO numbering_counter (unit_id, code_word, year, last) VALUES (m.drafting_unit_id, word, in_year, 0)
        ON CONFLICT DO NOTHING;
    UPDATE numbering_counter c SET last = last + 1
        WHERE c.unit_id = m.drafting_unit_id AND c.code_word = word AND c.year = in_year RETURNING last INTO n;
    INSERT INTO numbering_documentnumber (matter_id, unit_id, code_word, year, number)
        VALUES (m.id, m.drafting_unit_id, word, in_year, n);
    RETURN n;
END $$;

-- as p_owner
ALTER TABLE numbering_documentnumber ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON numbering_documentnumber TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON numbering_documentnumber FOR SELECT TO p_system USING (true);
CREATE POLICY read ON numbering_documentnumber FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id));
