-- as p_owner
-- Approving is the deciding unit's; what was asked is fixed, what was decided is written once, while it waits.
CREATE OR REPLACE FUNCTION public.levels_state_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.state IN ('approved', 'redirected', 'refused') AND NOT (acting_has('approver') AND EXISTS (
        SELECT FROM levels_decision d WHERE d.matter_id = NEW.id AND d.deciding_unit_id = acting_unit())) THEN
        RAISE 'the deciding unit decides' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER c_levels BEFORE UPDATE OF state ON matters_matter FOR EACH ROW
    WHEN (NEW.kind = 'level_decision' AND current_user NOT IN ('p_owner', 'p_writer', 'p_system'))
    EXECUTE FUNCTION levels_state_guard();

ALTER TABLE levels_decision ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON levels_decision TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON levels_decision FOR SELECT TO p_system USING (true);
CREATE POLICY read ON levels_decision FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id));
CREATE POLICY ask ON levels_decision FOR INSERT TO p_app WITH CHECK (decided_at IS NULL AND EXISTS (
    SELECT FROM matters_matter m WHERE m.id = matter_id AND m.kind = 'level_decision' AND m.state = 'draft'
      AND m.drafting_unit_id = (SELECT acting_unit())));
CREATE POLICY decide ON levels_decision FOR UPDATE TO p_app USING (
    decided_at IS NULL AND deciding_unit_id = (SELECT acting_unit())
    AND EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id AND m.state = 'waiting'))
    WITH CHECK (decided_at IS NOT NULL AND deciding_unit_id = (SELECT acting_unit()));
