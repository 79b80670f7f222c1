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

-- A side says that it has archived the case in its own dossier; when all have said so, the terms begin to run.
CREATE OR REPLACE FUNCTION public.casefile_confirm(of_matter bigint, dossier text, by_name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m matters_matter; r casefiles_retentionrule; today date := (statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date;
BEGIN
    SELECT * INTO m FROM matters_matter x WHERE x.id = of_matter FOR NO KEY UPDATE;
    IF m.id IS NULL OR m.closed_at IS NULL OR m.state = 'purged' OR NOT casefile_worker(m.id) OR btrim(dossier) = ''
       OR NOT (acting_has('handler') OR acting_has('liaison')) THEN
        RAISE 'not yours to confirm' USING ERRCODE = 'CF001';
    END IF;
    INSERT INTO casefiles_confirmation (matter_id, unit_id, user_id, user_name, dossier)
        VALUES (m.id, acting_unit(), acting_user(), by_name, btrim(dossier)) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RAISE 'confirmed already' USING ERRCODE = 'CF002';
    END IF;
    IF casefile_workers(m.id) <@ (SELECT array_agg(c.unit_id) FROM casefiles_confirmation c WHERE c.matter_id = m.id) THEN
        SELECT x.* INTO r FROM casefiles_retentionrule x WHERE x.kind IN (m.kind, '') AND x.valid_from <= today
            ORDER BY x.kind = '', x.valid_from DESC, x.id DESC LIMIT 1;
        INSERT INTO casefiles_ending (matter_id, rule_id, confirmed_at, hide_on, erase_on, certificate) VALUES (
            m.id, r.id, statement_timestamp(), today + make_interval(months => r.hide_after),
            today + make_interval(months => r.erase_after), '{}') ON CONFLICT DO NOTHING;
    END IF;
END $$;

-- A signatory of a side stops the clock with a reason, and lets it run again with one.
CREATE OR REPLACE FUNCTION public.casefile_hold(of_matter bigint, words text, by_name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m matters_matter;
BEGIN
    SELECT * INTO m FROM matters_matter x WHERE x.id = of_matter FOR NO KEY UPDATE;
    IF m.id IS NULL OR m.state = 'purged' OR NOT casefile_worker(m.id) OR NOT acting_has('signatory') OR btrim(words) = '' THEN
        RAISE 'not yours to hold' USING ERRCODE = 'CF001';
    END IF;
    INSERT INTO casefiles_hold (matter_id, unit_id, set_by_id, set_by_name, reason, lifted_by_name, lift_reason)
        VALUES (m.id, acting_unit(), acting_user(), by_name, btrim(words), '', '') ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RAISE 'held already' USING ERRCODE = 'CF002';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION public.casefile_lift(of_matter bigint, words text, by_name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT casefile_worker(of_matter) OR NOT acting_has('signatory') OR btrim(words) = '' THEN
        RAISE 'not yours to lift' USING ERRCODE = 'CF001';
    END IF;
    UPDATE casefiles_hold h SET lifted_at = statement_timestamp(), lifted_by_id = acting_user(), lifted_by_name = by_name,
        lift_reason = btrim(words) WHERE h.matter_id = of_matter AND h.unit_id = acting_unit() AND h.lifted_at IS NULL;
    IF NOT FOUND THEN
        RAISE 'not held' USING ERRCODE = 'CF002';
    END IF;
    UPDATE casefiles_ending e SET erase_told_on = NULL,  -- everybody is told anew before the clock strikes
        hide_told_on = CASE WHEN e.hidden_at IS NULL THEN NULL ELSE e.hide_told_on END
        WHERE e.matter_id = of_matter AND e.erased_at IS NULL;
END $$;

-- Files that wait because nothing scans them: their unit's administrator sees kind, length and digest, never a name.
CREATE OR REPLACE FUNCTION public.casefile_waiting() RETURNS TABLE (
    file uuid, by_name text, media_type text, size bigint, sha256 text, kept_at timestamptz
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT f.public_id, f.user_name::text, f.media_type::text, f.size, f.sha256::text, f.kept_at FROM casefiles_casefile f
    WHERE f.unit_id = administered_unit() AND f.state = 'held' ORDER BY f.kept_at
$$;

CREATE OR REPLACE FUNCTION public.casefile_decide(file uuid, lets boolean, words text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    f casefiles_casefile; m matters_matter;
BEGIN
    SELECT * INTO f FROM casefiles_casefile x WHERE x.public_id = file AND x.unit_id = administered_unit() FOR NO KEY UPDATE;
    IF f.id IS NULL OR btrim(words) = '' THEN
        RAISE 'not yours to decide' USING ERRCODE = 'CF001';
    END IF;
    IF f.state <> 'held' THEN
        RAISE 'decided already' USING ERRCODE = 'CF002';
    END IF;
    UPDATE casefiles_casefile x SET state = CASE WHEN lets THEN 'unscanned' ELSE 'refused' END,
        finding = CASE WHEN lets THEN '' ELSE 'unscanned' END WHERE x.id = f.id;
    SELECT * INTO m FROM matters_matter x WHERE x.id = f.matter_id;
    PERFORM audit_append(m.public_id, m.kind, CASE WHEN lets THEN 'file_let_through' ELSE 'file_refused' END,
        jsonb_build_object('file', file, 'sha256', f.sha256), jsonb_build_object('reason', btrim(words)),
        ARRAY[f.unit_id], acting_user(), f.unit_id);
    RETURN CASE WHEN lets THEN '' ELSE f.stored END;
END $$;

-- The office adds a line to the schedule; what was decided under an older one stays.
CREATE OR REPLACE FUNCTION public.casefile_set_rule(of_kind text, hide smallint, erase smallint, words text, since date, by_name text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    office bigint;
BEGIN
    SELECT u.id INTO office FROM units_unit u WHERE u.id = administered_unit() AND u.level = 0;
    IF office IS NULL THEN
        RAISE 'no administrator of the alliance office' USING ERRCODE = 'CF001';
    END IF;
    INSERT INTO casefiles_retentionrule (kind, hide_after, erase_after, basis, valid_from, set_by)
        VALUES (of_kind, hide, erase, words, since, by_name);
    PERFORM audit_append('00000000-0000-4000-8000-000ca5ef11e5', 'retention', 'rule_set', jsonb_build_object(
        'kind', of_kind, 'hide_after', hide, 'erase_after', erase, 'from', since), '{}', ARRAY[office], acting_user(), office);
END $$;

-- as p_owner
ALTER TABLE casefiles_casefile ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON casefiles_casefile TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON casefiles_casefile FOR SELECT TO p_system USING (true);
CREATE POLICY read ON casefiles_casefile FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id AND m.state <> 'purged')
    AND (unit_id = (SELECT acting_unit()) OR (shared_at IS NOT NULL AND casefile_worker(matter_id)))
    AND (about <> 'personal' OR acting_has('handler') OR acting_has('signatory') OR acting_has('seal_keeper'))
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

-- Of a hidden matter only signatories open what is kept about persons.
CREATE POLICY hidden ON matters_matterkey AS RESTRICTIVE FOR SELECT TO p_app USING (NOT casefile_hidden(matter_id));
