-- Who acts. app.user_id and app.unit_id are only claims; a valid membership of an active person makes them true.
-- as p_writer
CREATE OR REPLACE FUNCTION public.acting_user() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT u.id FROM identity_user u
    WHERE u.is_active AND u.id = nullif(current_setting('app.user_id', true), '')::bigint
$$;

CREATE OR REPLACE FUNCTION public.acting_membership() RETURNS identity_membership LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.* FROM identity_membership m
    WHERE m.user_id = acting_user() AND m.unit_id = nullif(current_setting('app.unit_id', true), '')::bigint
      AND statement_timestamp() >= m.valid_from AND statement_timestamp() < coalesce(m.valid_until, 'infinity')
    ORDER BY m.id LIMIT 1
$$;

-- The unit for whose matters the person acts: administrators, editors alone and auditors have none.
CREATE OR REPLACE FUNCTION public.acting_unit() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.unit_id FROM acting_membership() m
    WHERE m.roles && ARRAY['member', 'handler', 'signatory', 'approver', 'seal_keeper', 'liaison']::varchar[]
$$;

CREATE OR REPLACE FUNCTION public.acting_clearance() RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce((SELECT m.clearance FROM acting_membership() m WHERE m.unit_id IS NOT NULL), -1)::integer
$$;

CREATE OR REPLACE FUNCTION public.acting_has(role text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce((SELECT acting_has.role = ANY (m.roles) FROM acting_membership() m), false)
$$;

CREATE OR REPLACE FUNCTION public.administered_unit() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.unit_id FROM acting_membership() m WHERE 'unit_administrator' = ANY (m.roles)
$$;

CREATE OR REPLACE FUNCTION public.audited_unit() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.unit_id FROM acting_membership() m WHERE 'auditor' = ANY (m.roles)
$$;

CREATE OR REPLACE FUNCTION public.my_units() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(m.unit_id), '{}') FROM identity_membership m
    WHERE m.user_id = acting_user() AND statement_timestamp() >= m.valid_from AND statement_timestamp() < coalesce(m.valid_until, 'infinity')
      AND m.roles && ARRAY['member', 'handler', 'signatory', 'approver', 'seal_keeper', 'liaison']::varchar[]
$$;

-- as p_owner
ALTER TABLE identity_user ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON identity_user TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON identity_user FOR SELECT TO p_system USING (true);
CREATE POLICY read ON identity_user FOR SELECT TO p_app USING (true);
CREATE POLICY own ON identity_user FOR UPDATE TO p_app USING (id = (SELECT acting_user()));

ALTER TABLE identity_membership ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON identity_membership TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON identity_membership FOR SELECT TO p_system USING (true);
CREATE POLICY read ON identity_membership FOR SELECT TO p_app USING (
    user_id = (SELECT acting_user()) OR unit_id = (SELECT (m).unit_id FROM acting_membership() m));

ALTER TABLE identity_actchallenge ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON identity_actchallenge FOR SELECT TO p_app USING (user_id = (SELECT acting_user()));
CREATE POLICY ask ON identity_actchallenge FOR INSERT TO p_app
    WITH CHECK (user_id = (SELECT acting_user()) AND used_at IS NULL);
CREATE POLICY consume ON identity_actchallenge FOR UPDATE TO p_app
    USING (user_id = (SELECT acting_user()) AND used_at IS NULL) WITH CHECK (user_id = (SELECT acting_user()));

-- Sign-in reads before a person is known, and writes only as the person it found.
ALTER TABLE identity_session ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON identity_session FOR SELECT TO p_app USING (true);
CREATE POLICY make ON identity_session FOR INSERT TO p_app
    WITH CHECK (user_id IS NULL OR user_id = (SELECT acting_user()));
CREATE POLICY go_on ON identity_session FOR UPDATE TO p_app
    USING (user_id IS NULL OR user_id = (SELECT acting_user()))
    WITH CHECK (user_id IS NULL OR user_id = (SELECT acting_user()));
CREATE POLICY leave ON identity_session FOR DELETE TO p_app
    USING (user_id IS NULL OR user_id = (SELECT acting_user()) OR expire_date < statement_timestamp());
CREATE POLICY writer ON identity_session TO p_writer USING (true) WITH CHECK (true);

ALTER TABLE identity_counter ENABLE ROW LEVEL SECURITY;
CREATE POLICY count ON identity_counter TO p_app USING (true) WITH CHECK (true);

ALTER TABLE account_emailaddress ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON account_emailaddress FOR SELECT TO p_app USING (true);
ALTER TABLE account_emailconfirmation ENABLE ROW LEVEL SECURITY;

-- Hiding a second factor would let one factor do; its secrets are encrypted, so all may be read.
ALTER TABLE mfa_authenticator ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON mfa_authenticator FOR SELECT TO p_app USING (true);
CREATE POLICY add ON mfa_authenticator FOR INSERT TO p_app WITH CHECK (user_id = (SELECT acting_user()));
CREATE POLICY use ON mfa_authenticator FOR UPDATE TO p_app
    USING (user_id = (SELECT acting_user())) WITH CHECK (user_id = (SELECT acting_user()));
CREATE POLICY remove ON mfa_authenticator FOR DELETE TO p_app USING (user_id = (SELECT acting_user()));
CREATE POLICY writer ON mfa_authenticator TO p_writer USING (true) WITH CHECK (true);

ALTER TABLE socialaccount_socialaccount ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON socialaccount_socialaccount FOR SELECT TO p_app USING (true);
CREATE POLICY link ON socialaccount_socialaccount FOR INSERT TO p_app WITH CHECK (user_id = (SELECT acting_user()));
CREATE POLICY refresh ON socialaccount_socialaccount FOR UPDATE TO p_app
    USING (user_id = (SELECT acting_user())) WITH CHECK (user_id = (SELECT acting_user()));
CREATE POLICY unlink ON socialaccount_socialaccount FOR DELETE TO p_app USING (user_id = (SELECT acting_user()));
ALTER TABLE socialaccount_socialtoken ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON socialaccount_socialtoken FOR SELECT TO p_app USING (EXISTS (
    SELECT FROM socialaccount_socialaccount a WHERE a.id = account_id AND a.user_id = (SELECT acting_user())));
