-- A standing authorisation: entered by the unit's seal keeper or signatory, in force once a signatory confirmed it, ended
-- by either. SA001: not yours to do. SA002: no longer, or not yet, possible.
-- as p_writer
CREATE OR REPLACE FUNCTION public.seal_authorisation_taken(id uuid) RETURNS sealing_standingauthorisation LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    a sealing_standingauthorisation;
BEGIN
    SELECT * INTO a FROM sealing_standingauthorisation x WHERE x.public_id = seal_authorisation_taken.id FOR NO KEY UPDATE;
    IF a.id IS NULL OR a.unit_id IS DISTINCT FROM acting_unit()
       OR NOT (acting_has('signatory') OR acting_has('seal_keeper')) THEN
        RAISE 'not of your unit' USING ERRCODE = 'SA001';
    END IF;
    IF a.ended_at IS NOT NULL OR a.valid_until < (statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date THEN
        RAISE 'it has ended' USING ERRCODE = 'SA002';
    END IF;
    RETURN a;
END $$;

CREATE OR REPLACE FUNCTION public.seal_authorisation_record(a sealing_standingauthorisation, act text, detail jsonb, texts jsonb)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT audit_append(a.public_id, 'seal_authorisation', act, detail, texts, ARRAY[a.unit_id], acting_user(), a.unit_id)
$$;

CREATE OR REPLACE FUNCTION public.enter_seal_authorisation(
    id uuid, kinds text[], drafters bigint[], title text, number text, dated date, first_day date, last_day date,
    scan text, scan_name text
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    a sealing_standingauthorisation;
BEGIN
    IF acting_unit() IS NULL OR NOT (acting_has('signatory') OR acting_has('seal_keeper')) THEN
        RAISE 'not yours to enter' USING ERRCODE = 'SA001';
    END IF;
    IF last_day < (statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date
       OR NOT drafters <@ (SELECT coalesce(array_agg(u.id), '{}') FROM units_unit u WHERE u.level > 0) THEN
        RAISE 'this cannot be authorised' USING ERRCODE = 'SA002';
    END IF;
    INSERT INTO sealing_standingauthorisation (public_id, unit_id, kinds, drafting_units, title, number, dated_on, scan_sha256,
        scan_name, valid_from, valid_until, entered_by_id, method, proof)
    VALUES (id, acting_unit(), kinds, drafters, title, number, dated, scan, scan_name, first_day, last_day, acting_user(), '',
        '{}') RETURNING * INTO a;
    PERFORM seal_authorisation_record(a, 'entered', jsonb_build_object('kinds', a.kinds, 'drafting_units', a.drafting_units,
        'dated', a.dated_on, 'from', a.valid_from, 'until', a.valid_until, 'scan', a.scan_sha256),
        jsonb_build_object('instrument', title || ' ' || number));
END $$;

CREATE OR REPLACE FUNCTION public.grant_seal_authorisation(id uuid, digest text, method text, proof text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    a sealing_standingauthorisation := seal_authorisation_taken(id);
BEGIN
    IF NOT acting_has('signatory') THEN
        RAISE 'a signatory confirms it' USING ERRCODE = 'SA001';
    END IF;
    IF a.granted_at IS NOT NULL THEN
        RAISE 'confirmed already' USING ERRCODE = 'SA002';
    END IF;
    UPDATE sealing_standingauthorisation x SET granted_by_id = acting_user(), granted_at = statement_timestamp(),
        method = grant_seal_authorisation.method, proof = grant_seal_authorisation.proof::jsonb WHERE x.id = a.id;
    PERFORM seal_authorisation_record(a, 'granted', jsonb_build_object('hash', digest, 'method', method), '{}');
END $$;

CREATE OR REPLACE FUNCTION public.end_seal_authorisation(id uuid, reason text) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    a sealing_standingauthorisation := seal_authorisation_taken(id);
BEGIN
    IF coalesce(btrim(reason), '') = '' THEN
        RAISE 'an end needs a reason' USING ERRCODE = 'SA002';
    END IF;
    UPDATE sealing_standingauthorisation x SET ended_by_id = acting_user(), ended_at = statement_timestamp() WHERE x.id = a.id;
    PERFORM seal_authorisation_record(a, CASE WHEN a.granted_at IS NULL THEN 'discarded' ELSE 'ended' END, '{}',
        jsonb_build_object('reason', reason));
END $$;

-- The picture of the acting unit's seal, handed in by its seal keeper; the one before it is replaced.
CREATE OR REPLACE FUNCTION public.enter_seal_picture(
    digest text, stored text, media text, diameter smallint, method text, proof text
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF acting_unit() IS NULL OR NOT acting_has('seal_keeper') THEN
        RAISE 'not yours to hand in' USING ERRCODE = 'SA001';
    END IF;
    UPDATE sealing_sealpicture p SET replaced_at = statement_timestamp()
        WHERE p.unit_id = acting_unit() AND p.replaced_at IS NULL;
    INSERT INTO sealing_sealpicture (unit_id, sha256, file_sha256, media_type, diameter_mm)
    VALUES (acting_unit(), digest, stored, media, diameter);
    PERFORM audit_append(u.public_id, 'seal', 'picture_handed_in', jsonb_build_object('picture', digest, 'diameter', diameter,
        'method', method, 'proof', proof::jsonb), '{}', ARRAY[u.id], acting_user(), u.id)
        FROM units_unit u WHERE u.id = acting_unit();
END $$;

-- A lost or stolen certificate seals nothing from this moment on; only the operator registers another.
CREATE OR REPLACE FUNCTION public.withdraw_seal_certificate(digest text, reason text) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF acting_unit() IS NULL OR NOT (acting_has('seal_keeper') OR acting_has('signatory')) THEN
        RAISE 'not yours to withdraw' USING ERRCODE = 'SA001';
    END IF;
    UPDATE sealing_sealcertificate c SET withdrawn_at = statement_timestamp()
        WHERE c.unit_id = acting_unit() AND c.fingerprint = digest AND c.withdrawn_at IS NULL;
    IF NOT FOUND OR coalesce(btrim(reason), '') = '' THEN
        RAISE 'nothing to withdraw' USING ERRCODE = 'SA002';
    END IF;
    PERFORM audit_append(u.public_id, 'seal', 'certificate_lost', jsonb_build_object('certificate', digest),
        jsonb_build_object('reason', reason), ARRAY[u.id], acting_user(), u.id) FROM units_unit u WHERE u.id = acting_unit();
END $$;

-- as p_owner
ALTER TABLE sealing_sealpicture ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON sealing_sealpicture FOR SELECT TO p_system USING (true);
CREATE POLICY read ON sealing_sealpicture FOR SELECT TO p_app USING (true);  -- how large a seal is; the picture is encrypted
CREATE POLICY writer ON sealing_sealpicture TO p_writer USING (true) WITH CHECK (true);

CREATE POLICY writer ON sealing_sealcertificate TO p_writer USING (true) WITH CHECK (true);
ALTER TABLE sealing_sealcertificate ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON sealing_sealcertificate FOR SELECT TO p_system USING (true);
CREATE POLICY read ON sealing_sealcertificate FOR SELECT TO p_app USING (true);  -- public keys are public

ALTER TABLE sealing_standingauthorisation ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON sealing_standingauthorisation FOR SELECT TO p_system USING (true);
CREATE POLICY own ON sealing_standingauthorisation FOR SELECT TO p_app USING (unit_id = (SELECT acting_unit()));
CREATE POLICY writer ON sealing_standingauthorisation TO p_writer USING (true) WITH CHECK (true);

ALTER TABLE sealing_sealrelease ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON sealing_sealrelease TO p_system USING (true) WITH CHECK (true);
CREATE POLICY read ON sealing_sealrelease FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id));
CREATE POLICY release ON sealing_sealrelease FOR INSERT TO p_app WITH CHECK (
    unit_id = (SELECT acting_unit()) AND user_id = (SELECT acting_user()) AND acting_has('seal_keeper') AND EXISTS (
        SELECT FROM matters_matter m WHERE m.id = matter_id AND m.state = 'sealing'));

ALTER TABLE sealing_sealuse ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON sealing_sealuse TO p_system USING (true) WITH CHECK (true);
CREATE POLICY read ON sealing_sealuse FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id));

ALTER TABLE sealing_sealedfile ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON sealing_sealedfile TO p_system USING (true) WITH CHECK (true);
CREATE POLICY read ON sealing_sealedfile FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id));

ALTER TABLE sealing_renewedstamp ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON sealing_renewedstamp TO p_system USING (true) WITH CHECK (true);
CREATE POLICY read ON sealing_renewedstamp FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM matters_matter m WHERE m.id = file_id));

ALTER TABLE sealing_ofdcopy ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON sealing_ofdcopy TO p_system USING (true) WITH CHECK (true);
CREATE POLICY read ON sealing_ofdcopy FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM matters_matter m WHERE m.public_id = about)
    OR EXISTS (SELECT FROM publication_publisheddocument d WHERE d.public_id = about AND d.public_sha256 = source_sha256));
