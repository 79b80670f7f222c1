-- A unit's archive: a tenant holds several units, so every row is guarded by unit as well. Bytes and proof never change;
-- originals are put here by the system's job alone.
ALTER TABLE archive_item ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS house ON archive_item;
CREATE POLICY house ON archive_item FOR SELECT TO p_app USING (unit_id = (SELECT public.acting_unit()));
DROP POLICY IF EXISTS take_in ON archive_item;
CREATE POLICY take_in ON archive_item FOR INSERT TO p_app
    WITH CHECK (unit_id = (SELECT public.acting_unit()) AND NOT is_original);
DROP POLICY IF EXISTS number ON archive_item;
CREATE POLICY number ON archive_item FOR UPDATE TO p_app
    USING (unit_id = (SELECT public.acting_unit()))
    WITH CHECK (unit_id = (SELECT public.acting_unit()));
CREATE OR REPLACE TRIGGER guard BEFORE UPDATE ON archive_item FOR EACH ROW
    WHEN (current_user = 'p_app') EXECUTE FUNCTION public.archive_guard();
DROP POLICY IF EXISTS system ON archive_item;
CREATE POLICY system ON archive_item TO p_system USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS purge ON archive_item;
CREATE POLICY purge ON archive_item TO p_writer USING (true) WITH CHECK (true);
REVOKE UPDATE, DELETE ON archive_item FROM p_app;
GRANT UPDATE (fonds, year, retention, department, item_number, archived_by, archived_at, transfer_id) ON archive_item TO p_app;
GRANT SELECT, INSERT ON archive_item TO p_system;
GRANT USAGE ON SEQUENCE archive_item_id_seq TO p_system;
GRANT SELECT, UPDATE (title, number, issuers, file, file_sha256, proof) ON archive_item TO p_writer;

ALTER TABLE archive_fonds ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS house ON archive_fonds;
CREATE POLICY house ON archive_fonds TO p_app
    USING (unit_id = (SELECT public.acting_unit())) WITH CHECK (unit_id = (SELECT public.acting_unit()));

ALTER TABLE archive_transferlist ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS house ON archive_transferlist;
CREATE POLICY house ON archive_transferlist TO p_app
    USING (unit_id = (SELECT public.acting_unit())) WITH CHECK (unit_id = (SELECT public.acting_unit()));
REVOKE UPDATE, DELETE ON archive_transferlist FROM p_app;

ALTER TABLE archive_loan ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS house ON archive_loan;
CREATE POLICY house ON archive_loan TO p_app
    USING (unit_id = (SELECT public.acting_unit())) WITH CHECK (unit_id = (SELECT public.acting_unit()));
DROP POLICY IF EXISTS purge ON archive_loan;
CREATE POLICY purge ON archive_loan TO p_writer USING (true) WITH CHECK (true);
REVOKE UPDATE, DELETE ON archive_loan FROM p_app;
GRANT UPDATE (returned_at, returned_to) ON archive_loan TO p_app;
GRANT SELECT, UPDATE (purpose, borrower) ON archive_loan TO p_writer;
