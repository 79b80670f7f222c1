-- The internal file: a tenant holds several units, so every row is guarded by unit as well.
ALTER TABLE internal_note ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS house ON internal_note;
CREATE POLICY house ON internal_note TO p_app
    USING (unit_id = (SELECT public.acting_unit())) WITH CHECK (unit_id = (SELECT public.acting_unit()));
REVOKE UPDATE, DELETE ON internal_note FROM p_app;
DROP POLICY IF EXISTS purge ON internal_note;
CREATE POLICY purge ON internal_note TO p_writer USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE (text) ON internal_note TO p_writer;

ALTER TABLE internal_assignment ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS house ON internal_assignment;
CREATE POLICY house ON internal_assignment TO p_app
    USING (unit_id = (SELECT public.acting_unit())) WITH CHECK (unit_id = (SELECT public.acting_unit()));
REVOKE UPDATE, DELETE ON internal_assignment FROM p_app;
GRANT UPDATE (ended_at, "end", end_reason) ON internal_assignment TO p_app;
DROP POLICY IF EXISTS writer ON internal_assignment;
CREATE POLICY writer ON internal_assignment TO p_writer USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE (ended_at, "end", note, end_reason) ON internal_assignment TO p_writer;

ALTER TABLE internal_handover ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS house ON internal_handover;
CREATE POLICY house ON internal_handover TO p_app
    USING (unit_id = (SELECT public.acting_unit())) WITH CHECK (unit_id = (SELECT public.acting_unit()));
REVOKE UPDATE, DELETE ON internal_handover FROM p_app;

ALTER TABLE internal_internalrecord ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS house ON internal_internalrecord;
CREATE POLICY house ON internal_internalrecord FOR SELECT TO p_app USING (unit_id = (SELECT public.acting_unit()));
DROP POLICY IF EXISTS writer ON internal_internalrecord;
CREATE POLICY writer ON internal_internalrecord TO p_writer USING (true) WITH CHECK (true);
REVOKE INSERT, UPDATE, DELETE ON internal_internalrecord FROM p_app;
GRANT SELECT, INSERT ON internal_internalrecord TO p_writer;
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON internal_internalrecord
    FOR EACH ROW EXECUTE FUNCTION public.audit_refuse();
CREATE OR REPLACE TRIGGER no_truncate BEFORE TRUNCATE ON internal_internalrecord
    FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuse();
ALTER TABLE internal_internalrecord ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE internal_internalrecord ENABLE ALWAYS TRIGGER no_truncate;
