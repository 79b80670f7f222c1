-- Who acts. app.user_id and app.unit_id are only claims; a valid membership of an active person makes them true.
-- as p_writer
CREATE OR REPLACE FUNCTION public.acting_user() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT u.id FROM identity_user u
    WHERE u.is_active AND u.id = nullif(current_setting('app.user_id', true), '')::bigint
$$;

-- A person may hold several memberships of one unit, such as a delegation beside their own: together they count.
CREATE OR REPLACE FUNCTION public.acting_memberships() RETURNS SETOF identity_membership LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.* FROM identity_membership m
    WHERE m.user_id = acting_user() AND m.unit_id = nullif(current_setting('app.unit_id', true), '')::bigint
      AND statement_timestamp() >= m.valid_from AND statement_timestamp() < coalesce(m.valid_until, 'infinity')
$$;

CREATE OR REPLACE FUNCTION public.acting_membership() RETURNS identity_membership LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.* FROM acting_memberships() m ORDER BY m.id LIMIT 1
$$;

-- The unit for whose matters the person acts: administrators, editors alone and auditors have none.
CREATE OR REPLACE FUNCTION public.acting_unit() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.unit_id FROM acting_memberships() m
    WHERE m.roles && ARRAY['member', 'handler', 'signatory', 'approver', 'seal_keeper', 'liaison']::varchar[] LIMIT 1
$$;

CREATE OR REPLACE FUNCTION public.acting_clearance() RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce((SELECT max(m.clearance) FROM acting_memberships() m), -1)::integer
$$;

CREATE OR REPLACE FUNCTION public.acting_has(role text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce((SELECT bool_or(acting_has.role = ANY (m.roles)) FROM acting_memberships() m), false)
$$;

CREATE OR REPLACE FUNCTION public.administered_unit() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.unit_id FROM acting_memberships() m WHERE 'unit_administrator' = ANY (m.roles) LIMIT 1
$$;

CREATE OR REPLACE FUNCTION public.audited_unit() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.unit_id FROM acting_memberships() m WHERE 'auditor' = ANY (m.roles) LIMIT 1
$$;

CREATE OR REPLACE FUNCTION public.secured_unit() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.unit_id FROM acting_memberships() m WHERE 'security_administrator' = ANY (m.roles) LIMIT 1
$$;

CREATE OR REPLACE FUNCTION public.my_units() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(m.unit_id), '{}') FROM identity_membership m
    WHERE m.user_id = acting_user() AND statement_timestamp() >= m.valid_from AND statement_timestamp() < coalesce(m.valid_until, 'infinity')
      AND m.roles && ARRAY['member', 'handler', 'signatory', 'approver', 'seal_keeper', 'liaison']::varchar[]
$$;

-- What a person did with their own account; a refused sign-in may be noted before anybody is known.
CREATE OR REPLACE FUNCTION public.account_record(person bigint, act text, detail text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    account identity_user; units bigint[];
BEGIN
    SELECT * INTO account FROM identity_user u WHERE u.id = person;
    IF account.id IS NULL OR (act <> 'sign_in_refused' AND person IS DISTINCT FROM acting_user()) THEN
        RAISE 'not your account' USING ERRCODE = '42501';
    END IF;
    SELECT coalesce(array_agg(DISTINCT m.unit_id ORDER BY m.unit_id), '{}') INTO units FROM identity_membership m
    WHERE m.user_id = person AND statement_timestamp() < coalesce(m.valid_until, 'infinity');
    RETURN audit_append(account.public_id, 'account', act, detail::jsonb, '{}', units, acting_user(), NULL);
END $$;

-- Who one can be in a demonstration; nobody where the database is none.
CREATE OR REPLACE FUNCTION public.demo_identities() RETURNS SETOF identity_membership LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.* FROM identity_membership m JOIN identity_user u ON u.id = m.user_id AND u.is_demo AND u.is_active
    WHERE m.source = 'demo' AND statement_timestamp() < coalesce(m.valid_until, 'infinity')
      AND EXISTS (SELECT FROM identity_installation i WHERE i.mode = 'demo')
$$;

-- A ticket from the desk to a tenant's site serves once, on its host, in the browser that asked for it.
CREATE OR REPLACE FUNCTION public.handoff_take(ticket text, at_host text, in_state text)
RETURNS TABLE (desk_session text, next_path text, membership_id bigint, user_id bigint, membership uuid)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE identity_handoff h SET used_at = statement_timestamp() FROM identity_membership m
    WHERE m.id = h.membership_id AND h.token_digest = ticket AND h.host = at_host AND h.state = in_state
      AND h.used_at IS NULL AND h.expires_at > statement_timestamp()
    RETURNING h.desk_session, h.next_path, m.id, m.user_id, m.public_id
$$;

-- Requests to prove who acts, and tickets, a day after their time.
CREATE OR REPLACE FUNCTION public.proofs_forget() RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    DELETE FROM identity_actchallenge WHERE expires_at < statement_timestamp() - interval '1 day';
    DELETE FROM identity_handoff WHERE expires_at < statement_timestamp() - interval '1 day';
$$;

-- What each session with one of these digests stands on, as one digest: it changes with anything a socket relies on.
CREATE OR REPLACE FUNCTION public.session_standings(
    keys text[], idle interval, idle_of_signers interval, signers text[]
) RETURNS TABLE (session_key text, standing text) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT s.session_key::text, md5(concat_ws('|', s.session_data, u.password, places.standing))
    FROM identity_session s JOIN identity_user u ON u.id = s.user_id AND u.is_active
    CROSS JOIN LATERAL (
        SELECT string_agg(concat_ws(',', m.id, m.roles, m.clearance), ';' ORDER BY m.id) AS standing,
            coalesce(bool_or(m.roles && signers::varchar[]), false) AS signs
        FROM identity_membership m WHERE m.user_id = u.id
          AND statement_timestamp() >= m.valid_from AND statement_timestamp() < coalesce(m.valid_until, 'infinity')
    ) places
    WHERE s.session_key = ANY (keys) AND s.expire_date > statement_timestamp()
      AND s.seen_at > statement_timestamp() - CASE WHEN places.signs THEN idle_of_signers ELSE idle END
$$;

-- Which of these units have nobody who could sign for them now: no more than this is told of other units' members.
CREATE OR REPLACE FUNCTION public.without_signatory(units bigint[]) RETURNS SETOF bigint LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT u.id FROM unnest(units) AS u (id)
    WHERE acting_user() IS NOT NULL AND NOT EXISTS (
        SELECT FROM identity_membership m JOIN identity_user p ON p.id = m.user_id AND p.is_active
        WHERE m.unit_id = u.id AND 'signatory' = ANY (m.roles) AND statement_timestamp() >= m.valid_from
          AND statement_timestamp() < coalesce(m.valid_until, 'infinity'))
$$;

-- Nobody holds two administrations of one unit, or one beside its content, however the rows are split.
CREATE OR REPLACE FUNCTION public.administrations_apart() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    three varchar[] := ARRAY['unit_administrator', 'security_administrator', 'auditor'];
BEGIN
    PERFORM FROM identity_user u WHERE u.id = NEW.user_id FOR NO KEY UPDATE;  -- two rows at once: one after the other
    IF EXISTS (
        SELECT FROM identity_membership m
        WHERE m.user_id = NEW.user_id AND m.unit_id = NEW.unit_id AND m.id IS DISTINCT FROM NEW.id
          AND m.valid_from < coalesce(NEW.valid_until, 'infinity')
          AND NEW.valid_from < coalesce(m.valid_until, 'infinity')
          AND (m.roles && three OR NEW.roles && three) AND NOT (m.roles @> NEW.roles AND NEW.roles @> m.roles)
    ) THEN
        RAISE 'administrations exclude each other' USING ERRCODE = 'MB003';
    END IF;
    RETURN NEW;
END $$;

-- as p_owner
CREATE OR REPLACE TRIGGER apart BEFORE INSERT OR UPDATE ON identity_membership
    FOR EACH ROW EXECUTE FUNCTION administrations_apart();

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
CREATE POLICY writer ON identity_actchallenge TO p_writer USING (true) WITH CHECK (true);
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

ALTER TABLE identity_handoff ENABLE ROW LEVEL SECURITY;
CREATE POLICY give ON identity_handoff FOR INSERT TO p_app WITH CHECK (used_at IS NULL AND EXISTS (
    SELECT FROM identity_membership m WHERE m.id = membership_id AND m.user_id = (SELECT acting_user())
      AND 'editor' = ANY (m.roles)));
CREATE POLICY writer ON identity_handoff TO p_writer USING (true) WITH CHECK (true);

ALTER TABLE identity_invitation ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON identity_invitation TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY read ON identity_invitation FOR SELECT TO p_app USING (
    unit_id = (SELECT administered_unit()) OR invited_by_id = (SELECT acting_user()));

ALTER TABLE identity_installation ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON identity_installation FOR SELECT TO p_app, p_system, p_writer USING (true);

-- Administrators read what was done with the members of their unit, and everybody what was done with their own account.
CREATE POLICY administrator ON audit_record FOR SELECT TO p_app USING (
    kind = 'member' AND parties && ARRAY[(SELECT administered_unit()), (SELECT secured_unit())]);
CREATE POLICY account ON audit_record FOR SELECT TO p_app USING (
    kind = 'account' AND chain = (SELECT u.public_id FROM identity_user u WHERE u.id = (SELECT acting_user())));
CREATE POLICY administrator ON audit_recordtext FOR SELECT TO p_app USING (EXISTS (
    SELECT FROM audit_record r WHERE r.chain = audit_recordtext.chain AND r.number = audit_recordtext.number
      AND r.kind = 'member' AND r.parties && ARRAY[(SELECT administered_unit()), (SELECT secured_unit())]));
