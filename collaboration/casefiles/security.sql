-- Files of a matter. Rows are small facts; bytes and names are encrypted with the key of the matter.
-- as p_writer
-- Whether the acting unit works on a matter: it began it or was asked, and did not forward it.
CREATE OR REPLACE FUNCTION public.casefile_worker(of_matter bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM matters_matter m WHERE m.id = of_matter AND m.classification <= acting_clearance() AND (
            m.drafting_unit_id = acting_unit()
            OR EXISTS (SELECT FROM matters_party p WHERE p.matter_id = m.id AND p.unit_id = acting_unit()
                       AND p.ground IN ('asked', 'invited', 'signed'))
            AND NOT EXISTS (SELECT FROM matters_party p WHERE p.matter_id = m.id AND p.unit_id = acting_unit()
                            AND p.ground = 'forwarded')))
$$;

-- Who works on a matter: each of them archives the case for itself.
CREATE OR REPLACE FUNCTION public.casefile_workers(of_matter bigint) RETURNS bigint[] LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT array_agg(DISTINCT u) FROM (
        SELECT m.drafting_unit_id AS u FROM matters_matter m WHERE m.id = of_matter
        UNION SELECT p.unit_id FROM matters_party p WHERE p.matter_id = of_matter
            AND p.ground IN ('asked', 'invited', 'signed') AND NOT EXISTS (
                SELECT FROM matters_party f WHERE f.matter_id = of_matter AND f.unit_id = p.unit_id
                AND f.ground = 'forwarded')) w
$$;

-- Hidden from daily work: only signatories still open it.
CREATE OR REPLACE FUNCTION public.casefile_hidden(of_matter bigint) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT NOT acting_has('signatory') AND EXISTS (
        SELECT FROM casefiles_ending e WHERE e.matter_id = of_matter AND e.hidden_at IS NOT NULL)
$$;

-- as p_owner
ALTER TABLE casefiles_casefile ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON casefiles_casefile TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON casefiles_casefile FOR SELECT TO p_system USING (true);
CREATE POLICY read ON casefiles_casefile FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id AND m.state <> 'purged')
    AND (unit_id = (SELECT acting_unit()) OR (shared_at IS NOT NULL AND casefile_worker(matter_id)))
    AND NOT casefile_hidden(matter_id));
CREATE POLICY keep ON casefiles_casefile FOR INSERT TO p_app WITH CHECK (
    unit_id = (SELECT acting_unit()) AND user_id = (SELECT acting_user()) AND state = 'waiting'
    AND casefile_worker(matter_id));
CREATE POLICY own ON casefiles_casefile FOR UPDATE TO p_app USING (unit_id = (SELECT acting_unit()));
CREATE POLICY take_back ON casefiles_casefile FOR DELETE TO p_app USING (
    unit_id = (SELECT acting_unit()) AND EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id
        AND m.closed_at IS NULL AND (shared_at IS NULL OR m.parties = ARRAY[(SELECT acting_unit())])));

ALTER TABLE casefiles_preview ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON casefiles_preview TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON casefiles_preview FOR SELECT TO p_system USING (true);
CREATE POLICY read ON casefiles_preview FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM casefiles_casefile f WHERE f.id = file_id));
CREATE POLICY draw ON casefiles_preview FOR INSERT TO p_app WITH CHECK (
    EXISTS (SELECT FROM casefiles_casefile f WHERE f.id = file_id AND f.unit_id = (SELECT acting_unit())));
CREATE POLICY take_back ON casefiles_preview FOR DELETE TO p_app USING (
    EXISTS (SELECT FROM casefiles_casefile f WHERE f.id = file_id AND f.unit_id = (SELECT acting_unit())));

ALTER TABLE casefiles_unfinished ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON casefiles_unfinished TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON casefiles_unfinished TO p_system USING (true);
CREATE POLICY own ON casefiles_unfinished TO p_app
    USING (unit_id = (SELECT acting_unit()) AND user_id = (SELECT acting_user())
           AND EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id))
    WITH CHECK (unit_id = (SELECT acting_unit()) AND user_id = (SELECT acting_user()) AND casefile_worker(matter_id));

ALTER TABLE casefiles_retentionrule ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON casefiles_retentionrule TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY read ON casefiles_retentionrule FOR SELECT TO p_app, p_system USING (true);

ALTER TABLE casefiles_confirmation ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON casefiles_confirmation TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON casefiles_confirmation FOR SELECT TO p_system USING (true);
CREATE POLICY read ON casefiles_confirmation FOR SELECT TO p_app USING (casefile_worker(matter_id));

ALTER TABLE casefiles_ending ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON casefiles_ending TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON casefiles_ending TO p_system USING (true) WITH CHECK (true);
CREATE POLICY read ON casefiles_ending FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id));

ALTER TABLE casefiles_hold ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON casefiles_hold TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON casefiles_hold FOR SELECT TO p_system USING (true);
CREATE POLICY read ON casefiles_hold FOR SELECT TO p_app USING (casefile_worker(matter_id));
