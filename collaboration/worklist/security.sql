-- as p_owner
ALTER TABLE worklist_waiting ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON worklist_waiting TO p_system USING (true) WITH CHECK (true);
CREATE POLICY writer ON worklist_waiting TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY read ON worklist_waiting FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id));
CREATE POLICY open ON worklist_waiting FOR INSERT TO p_app WITH CHECK (done_at IS NULL AND EXISTS (
    SELECT FROM matters_matter m WHERE m.id = matter_id AND unit_id = ANY (m.parties)));
CREATE POLICY done ON worklist_waiting FOR UPDATE TO p_app USING (
    EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id));
