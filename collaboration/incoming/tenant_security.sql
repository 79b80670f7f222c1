-- The register of incoming matters: every row is guarded by unit. What is received stays; numbers and names stay.
ALTER TABLE incoming_entry ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS house ON incoming_entry;
CREATE POLICY house ON incoming_entry TO p_app
    USING (unit_id = (SELECT public.acting_unit())) WITH CHECK (unit_id = (SELECT public.acting_unit()));
REVOKE UPDATE, DELETE ON incoming_entry FROM p_app;
GRANT UPDATE (state, year, number, registered_by, urgency, due_on, proposal, proposed_by, proposed_at, handling, assisting,
    handler_id, handler_name, answer, answered_by, answered_at, reason) ON incoming_entry TO p_app;
DROP POLICY IF EXISTS purge ON incoming_entry;
CREATE POLICY purge ON incoming_entry TO p_writer USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE (proposal, answer, reason, handler_id, handler_name) ON incoming_entry TO p_writer;

ALTER TABLE incoming_instruction ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS house ON incoming_instruction;
CREATE POLICY house ON incoming_instruction TO p_app
    USING (unit_id = (SELECT public.acting_unit())) WITH CHECK (unit_id = (SELECT public.acting_unit()));
REVOKE UPDATE, DELETE ON incoming_instruction FROM p_app;
DROP POLICY IF EXISTS purge ON incoming_instruction;
CREATE POLICY purge ON incoming_instruction TO p_writer USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE (text) ON incoming_instruction TO p_writer;

ALTER TABLE incoming_reading ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS house ON incoming_reading;
CREATE POLICY house ON incoming_reading TO p_app
    USING (unit_id = (SELECT public.acting_unit())) WITH CHECK (unit_id = (SELECT public.acting_unit()));
REVOKE UPDATE, DELETE ON incoming_reading FROM p_app;
GRANT UPDATE (read_at, stood_in_by) ON incoming_reading TO p_app;
