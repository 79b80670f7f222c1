-- Approval inside a unit: a tenant holds several units, so every row is guarded by unit as well.
-- Chains are written by approval_set_chain() alone; those who work on matters and the administrator read them.
ALTER TABLE approval_chain ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS house ON approval_chain;
CREATE POLICY house ON approval_chain FOR SELECT TO p_app
    USING (unit_id = (SELECT public.acting_unit()) OR unit_id = (SELECT public.administered_unit()));
DROP POLICY IF EXISTS writer ON approval_chain;
CREATE POLICY writer ON approval_chain TO p_writer USING (true) WITH CHECK (true);
REVOKE INSERT, UPDATE, DELETE ON approval_chain FROM p_app;
GRANT SELECT, INSERT ON approval_chain TO p_writer;
GRANT USAGE ON SEQUENCE approval_chain_id_seq TO p_writer;

ALTER TABLE approval_run ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS house ON approval_run;
CREATE POLICY house ON approval_run TO p_app
    USING (unit_id = (SELECT public.acting_unit())) WITH CHECK (unit_id = (SELECT public.acting_unit()));
DROP POLICY IF EXISTS writer ON approval_run;
CREATE POLICY writer ON approval_run TO p_writer USING (true);
REVOKE UPDATE, DELETE ON approval_run FROM p_app;
GRANT UPDATE (state, digest, ended_at) ON approval_run TO p_app;
GRANT SELECT ON approval_run TO p_writer;

ALTER TABLE approval_step ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS house ON approval_step;
CREATE POLICY house ON approval_step TO p_app
    USING (unit_id = (SELECT public.acting_unit())) WITH CHECK (unit_id = (SELECT public.acting_unit()));
DROP POLICY IF EXISTS writer ON approval_step;
CREATE POLICY writer ON approval_step TO p_writer USING (true) WITH CHECK (true);
REVOKE UPDATE, DELETE ON approval_step FROM p_app;
GRANT UPDATE (role, person_id, person_name, department_id, department_name, state, opened_at, due_on, agreed_at,
    agreed_by_name, comment) ON approval_step TO p_app;
GRANT SELECT, UPDATE (person_id, person_name, comment) ON approval_step TO p_writer;

ALTER TABLE approval_act ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS house ON approval_act;
CREATE POLICY house ON approval_act TO p_app
    USING (unit_id = (SELECT public.acting_unit())) WITH CHECK (unit_id = (SELECT public.acting_unit()));
DROP POLICY IF EXISTS writer ON approval_act;
CREATE POLICY writer ON approval_act TO p_writer USING (true) WITH CHECK (true);
REVOKE UPDATE, DELETE ON approval_act FROM p_app;
GRANT SELECT, UPDATE (words) ON approval_act TO p_writer;

ALTER TABLE approval_houseopinion ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS house ON approval_houseopinion;
CREATE POLICY house ON approval_houseopinion TO p_app
    USING (unit_id = (SELECT public.acting_unit())) WITH CHECK (unit_id = (SELECT public.acting_unit()));
DROP POLICY IF EXISTS writer ON approval_houseopinion;
CREATE POLICY writer ON approval_houseopinion TO p_writer USING (true) WITH CHECK (true);
REVOKE UPDATE, DELETE ON approval_houseopinion FROM p_app;
GRANT UPDATE (taken_over_at, taken_over_by) ON approval_houseopinion TO p_app;
GRANT SELECT, UPDATE (quote, text, proposed_text) ON approval_houseopinion TO p_writer;

ALTER TABLE approval_finding ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS house ON approval_finding;
CREATE POLICY house ON approval_finding TO p_app
    USING (unit_id = (SELECT public.acting_unit())) WITH CHECK (unit_id = (SELECT public.acting_unit()));
DROP POLICY IF EXISTS writer ON approval_finding;
CREATE POLICY writer ON approval_finding TO p_writer USING (true) WITH CHECK (true);
REVOKE UPDATE, DELETE ON approval_finding FROM p_app;
GRANT SELECT, UPDATE (held_by, words, file_name, file) ON approval_finding TO p_writer;
