-- Acts on members. Each function checks the caller's administration, writes, and records on the unit's chain.
-- MB001: not yours to do. MB002: no longer, or not yet, possible. MB003: administrations exclude each other.
-- MB004: a delegation to oneself. MB005: one in a circle or chain. MB006: somebody stands in for that time already.
-- as p_writer
CREATE OR REPLACE FUNCTION public.member_record(unit bigint, act text, detail jsonb, texts jsonb) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT audit_append(u.public_id, 'member', act, detail, texts, ARRAY[u.id], acting_user(),
                        (SELECT m.unit_id FROM acting_membership() m))
    FROM units_unit u WHERE u.id = unit
$$;

-- The unit's own administrator; for its administrators also the superior's.
CREATE OR REPLACE FUNCTION public.member_administers(unit bigint, held text[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(administered_unit() = unit, false) OR (held = ARRAY['unit_administrator'] AND coalesce(
        administered_unit() = (SELECT u.parent_id FROM units_unit u WHERE u.id = unit), false))
$$;

CREATE OR REPLACE FUNCTION public.member_roles_fit(roles text[]) RETURNS boolean LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT cardinality(roles) > 0 AND (roles <@ ARRAY['member', 'handler', 'signatory', 'approver', 'seal_keeper',
        'liaison', 'editor'] OR roles IN (ARRAY['unit_administrator'], ARRAY['security_administrator'], ARRAY['auditor']))
$$;

CREATE OR REPLACE FUNCTION public.member_is_valid(m identity_membership) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT statement_timestamp() < coalesce(m.valid_until, 'infinity')
$$;

-- A membership that still holds, locked, and not the caller's own: nobody changes what they may do themselves.
CREATE OR REPLACE FUNCTION public.member_take(wanted uuid) RETURNS identity_membership LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m identity_membership;
BEGIN
    SELECT * INTO m FROM identity_membership x WHERE x.public_id = wanted FOR NO KEY UPDATE;
    IF m.id IS NULL OR m.user_id IS NOT DISTINCT FROM acting_user() THEN
        RAISE 'not yours to change' USING ERRCODE = 'MB001';
    END IF;
    IF NOT member_is_valid(m) THEN
        RAISE 'the membership has ended' USING ERRCODE = 'MB002';
    END IF;
    RETURN m;
END $$;

CREATE OR REPLACE FUNCTION public.member_invite(
    id uuid, unit bigint, email text, person text, roles text[], department bigint, token text
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT member_administers(unit, roles) OR NOT member_roles_fit(roles)
       OR (department IS NOT NULL AND NOT EXISTS (
           SELECT FROM units_department d WHERE d.id = department AND d.unit_id = unit)) THEN
        RAISE 'not yours to invite' USING ERRCODE = 'MB001';
    END IF;
    IF EXISTS (SELECT FROM units_unit u WHERE u.id = unit AND u.closed_on <= current_date)
       OR (administered_unit() IS DISTINCT FROM unit AND EXISTS (
           SELECT FROM identity_membership m WHERE m.unit_id = unit AND 'unit_administrator' = ANY (m.roles)
             AND member_is_valid(m))) THEN
        RAISE 'the unit has an administrator, or is closed' USING ERRCODE = 'MB002';
    END IF;
    INSERT INTO identity_invitation (public_id, unit_id, email, name, roles, department_id, token_digest, invited_by_id,
                                     created_at, expires_at)
    VALUES (id, unit, email, person, roles, department, token, acting_user(), statement_timestamp(),
            statement_timestamp() + interval '7 days');
    PERFORM member_record(unit, 'invited', jsonb_build_object('invitation', id, 'roles', roles),
                          jsonb_build_object('person', person));
END $$;

CREATE OR REPLACE FUNCTION public.member_revoke(invitation uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    i identity_invitation;
BEGIN
    SELECT * INTO i FROM identity_invitation x WHERE x.public_id = invitation FOR UPDATE;
    IF i.id IS NULL OR NOT member_administers(i.unit_id, i.roles::text[]) THEN
        RAISE 'not yours to withdraw' USING ERRCODE = 'MB001';
    END IF;
    IF i.accepted_at IS NOT NULL OR i.revoked_at IS NOT NULL THEN
        RAISE 'no longer open' USING ERRCODE = 'MB002';
    END IF;
    UPDATE identity_invitation x SET revoked_at = statement_timestamp() WHERE x.id = i.id;
    PERFORM member_record(i.unit_id, 'invitation_revoked', jsonb_build_object('invitation', invitation), '{}');
END $$;

-- Whoever holds the link may read the invitation while it is open; nobody else learns that it exists.
CREATE OR REPLACE FUNCTION public.member_invitation(token text) RETURNS SETOF identity_invitation LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT * FROM identity_invitation i WHERE i.token_digest = token AND i.accepted_at IS NULL AND i.revoked_at IS NULL
      AND i.expires_at > statement_timestamp()
$$;

-- Signed in: the membership is added to that account. Otherwise a new account is made with this name and password hash.
CREATE OR REPLACE FUNCTION public.member_accept(token text, username text, password text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    i identity_invitation; who bigint := acting_user();
BEGIN
    SELECT * INTO i FROM member_invitation(token);
    PERFORM FROM identity_invitation x WHERE x.id = i.id FOR UPDATE;
    IF i.id IS NULL OR NOT EXISTS (SELECT FROM member_invitation(token)) THEN
        RAISE 'no longer open' USING ERRCODE = 'MB002';
    END IF;
    IF who IS NULL THEN
        IF coalesce(username, '') !~ '^[a-z0-9][a-z0-9._-]{2,59}$' OR coalesce(password, '') !~ '^[a-z0-9_]+\$.{20,}$' THEN
            RAISE 'no account can be made of this' USING ERRCODE = 'MB001';
        END IF;
        INSERT INTO identity_user (password, is_superuser, username, name, email, is_active, is_demo, language, date_joined)
        VALUES (password, false, username, i.name, i.email, true, false, 'zh-hans', statement_timestamp())
        RETURNING id INTO who;
    END IF;
    INSERT INTO identity_membership (user_id, unit_id, department_id, roles, clearance, valid_from, source)
    VALUES (who, i.unit_id, i.department_id, i.roles, 1, statement_timestamp(), 'invited');
    UPDATE identity_invitation x SET accepted_at = statement_timestamp() WHERE x.id = i.id;
    PERFORM audit_append(u.public_id, 'member', 'joined', jsonb_build_object('user', who, 'invitation', i.public_id,
        'roles', i.roles), '{}', ARRAY[u.id], who, NULL) FROM units_unit u WHERE u.id = i.unit_id;
    RETURN who;
END $$;

CREATE OR REPLACE FUNCTION public.member_change(wanted uuid, roles text[], department bigint, until timestamptz)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m identity_membership := member_take(wanted); n integer;
BEGIN
    IF administered_unit() IS DISTINCT FROM m.unit_id OR m.source = 'delegation' OR NOT member_roles_fit(roles)
       OR (department IS NOT NULL AND NOT EXISTS (
           SELECT FROM units_department d WHERE d.id = department AND d.unit_id = m.unit_id)) THEN
        RAISE 'not yours to change' USING ERRCODE = 'MB001';
    END IF;
    IF until <= statement_timestamp() THEN
        RAISE 'an end is made with a reason' USING ERRCODE = 'MB002';
    END IF;
    UPDATE identity_membership x SET roles = member_change.roles, department_id = department, valid_until = until
    WHERE x.id = m.id;
    n := member_return(m.user_id, m.unit_id);
    PERFORM member_record(m.unit_id, 'changed', jsonb_build_object('user', m.user_id, 'membership', wanted,
        'from', m.roles, 'roles', roles, 'department', department, 'until', until, 'returned', n), '{}');
    RETURN n;
END $$;

CREATE OR REPLACE FUNCTION public.member_clear(wanted uuid, clearance integer) RETURNS integer LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m identity_membership := member_take(wanted); n integer;
BEGIN
    IF secured_unit() IS DISTINCT FROM m.unit_id OR clearance NOT BETWEEN 0 AND 2 THEN
        RAISE 'not yours to change' USING ERRCODE = 'MB001';
    END IF;
    UPDATE identity_membership x SET clearance = member_clear.clearance WHERE x.id = m.id;
    n := member_return(m.user_id, m.unit_id);
    PERFORM member_record(m.unit_id, 'clearance_changed', jsonb_build_object('user', m.user_id, 'membership', wanted,
        'from', m.clearance, 'to', clearance, 'returned', n), '{}');
    RETURN n;
END $$;

-- Every session of the person ends; open pages and sockets are woken to find that out.
CREATE OR REPLACE FUNCTION public.member_close_sessions(person bigint) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    n integer;
BEGIN
    DELETE FROM identity_session s WHERE s.user_id = person;
    GET DIAGNOSTICS n = ROW_COUNT;
    INSERT INTO realtime_wakeup (chain, users, parties)
        SELECT u.public_id, ARRAY[u.id], '{}' FROM identity_user u WHERE u.id = person;
    PERFORM pg_notify('portal', '');
    RETURN n;
END $$;

-- Steps that a person holds and can no longer take go back to the unit: the others who can take them are told of each, or,
-- where nobody holds the role, everybody who leads or handles there. Returns how many.
CREATE OR REPLACE FUNCTION public.member_return(person bigint, unit bigint) RETURNS integer LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    schema text; w record; n integer := 0;
BEGIN
    SELECT t.schema_name INTO schema FROM units_unit u JOIN units_tenant t ON t.id = u.tenant_id WHERE u.id = unit;
    FOR w IN EXECUTE format('SELECT w.id, w.role, o.public_id, o.kind, o.classification FROM worklist_waiting w
        JOIN matters_matter o ON o.id = w.matter_id WHERE w.unit_id = $1 AND w.done_at IS NULL
          AND (w.person_id = $2 OR EXISTS (SELECT FROM %I.internal_assignment a
               WHERE a.waiting = w.id AND a.ended_at IS NULL AND a.person_id = $2))
          AND NOT EXISTS (SELECT FROM identity_membership m WHERE m.unit_id = $1 AND m.user_id = $2
               AND w.role = ANY (m.roles) AND m.clearance >= o.classification
               AND statement_timestamp() >= m.valid_from AND member_is_valid(m))
        ORDER BY w.id FOR NO KEY UPDATE OF w', schema) USING unit, person
    LOOP
        UPDATE worklist_waiting x SET person_id = NULL WHERE x.id = w.id AND x.person_id = person;
        EXECUTE format('UPDATE %I.internal_assignment a SET ended_at = statement_timestamp(), "end" = ''left''
            WHERE a.waiting = $1 AND a.ended_at IS NULL', schema) USING w.id;
        IF member_tell_returned(w.public_id, w.kind, w.classification, unit, ARRAY[w.role], w.role) = 0 THEN
            PERFORM member_tell_returned(w.public_id, w.kind, w.classification, unit,
                ARRAY['signatory', 'approver', 'handler', 'liaison'], 'secondary');
        END IF;
        n := n + 1;
    END LOOP;
    n := n + member_return_inside(person, unit, schema);
    IF NOT EXISTS (SELECT FROM identity_membership m WHERE m.unit_id = unit AND m.user_id = person
                   AND 'handler' = ANY (m.roles) AND statement_timestamp() >= m.valid_from AND member_is_valid(m)) THEN
        EXECUTE format('UPDATE %I.incoming_entry e SET handler_id = NULL, handler_name = ''''
            WHERE e.unit_id = $1 AND e.handler_id = $2 AND e.answered_at IS NULL', schema) USING unit, person;
    END IF;
    RETURN n;
END $$;

-- Steps of the house itself that were the person's by name wait for their role or department, or for whoever leads.
CREATE OR REPLACE FUNCTION public.member_return_inside(person bigint, unit bigint, schema text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    s record; n integer := 0; content varchar[] := ARRAY['member', 'handler', 'signatory', 'approver', 'seal_keeper', 'liaison'];
BEGIN
    FOR s IN EXECUTE format('SELECT s.id, s.role, s.state, r.state IN (''running'', ''approved'') AS is_live, o.public_id,
            o.kind, o.classification
        FROM %1$I.approval_step s JOIN %1$I.approval_run r ON r.id = s.run_id JOIN matters_matter o ON o.public_id = r.matter
        WHERE s.unit_id = $1 AND s.person_id = $2 AND s.state <> ''agreed'' AND NOT EXISTS (
            SELECT FROM identity_membership m WHERE m.unit_id = $1 AND m.user_id = $2 AND m.roles && $3
              AND m.clearance >= o.classification AND statement_timestamp() >= m.valid_from AND member_is_valid(m))
        ORDER BY s.id FOR NO KEY UPDATE OF s', schema) USING unit, person, content
    LOOP
        EXECUTE format('UPDATE %I.approval_step x SET person_id = NULL, person_name = '''' WHERE x.id = $1', schema) USING s.id;
        IF s.state = 'waiting' AND s.is_live THEN
            IF s.role = '' OR member_tell_returned(s.public_id, s.kind, s.classification, unit, ARRAY[s.role], s.role) = 0 THEN
                PERFORM member_tell_returned(s.public_id, s.kind, s.classification, unit,
                    ARRAY['signatory', 'approver', 'handler', 'liaison'], 'secondary');
            END IF;
            n := n + 1;
        END IF;
    END LOOP;
    RETURN n;
END $$;

CREATE OR REPLACE FUNCTION public.member_tell_returned(
    object uuid, kind text, classification integer, unit bigint, wanted varchar[], reason text
) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    who bigint; k bigint; told bigint[] := '{}';
BEGIN
    FOR who IN SELECT DISTINCT m.user_id FROM identity_membership m JOIN identity_user p ON p.id = m.user_id AND p.is_active
        WHERE m.unit_id = unit AND m.roles && wanted AND m.clearance >= classification
          AND statement_timestamp() >= m.valid_from AND member_is_valid(m) ORDER BY 1
    LOOP
        INSERT INTO notifications_counter (user_id, last) VALUES (who, 0) ON CONFLICT DO NOTHING;
        UPDATE notifications_counter c SET last = last + 1 WHERE c.user_id = who RETURNING last INTO k;
        INSERT INTO notifications_notification (user_id, number, unit_id, matter, kind, act, reason, category)
        VALUES (who, k, unit, object, kind, 'back_with_unit', reason, 'action');
        told := told || who;
    END LOOP;
    INSERT INTO realtime_wakeup (chain, users, parties) VALUES (object, told, ARRAY[unit]);
    PERFORM pg_notify('portal', '');
    RETURN cardinality(told);
END $$;

-- What waits in the administered unit for a role that nobody holds there.
CREATE OR REPLACE FUNCTION public.member_unheld() RETURNS TABLE (role text, number bigint) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT w.role::text, count(*) FROM worklist_waiting w JOIN matters_matter o ON o.id = w.matter_id
    WHERE w.unit_id = administered_unit() AND w.done_at IS NULL AND NOT EXISTS (
        SELECT FROM identity_membership m JOIN identity_user p ON p.id = m.user_id AND p.is_active
        WHERE m.unit_id = w.unit_id AND w.role = ANY (m.roles) AND m.clearance >= o.classification
          AND statement_timestamp() >= m.valid_from AND member_is_valid(m))
    GROUP BY w.role ORDER BY w.role
$$;

-- What an ended membership leaves behind: steps named or given to the person go back to the unit, and nobody stands
-- in for them, or they for others, any longer. The end of a delegation leaves the person's own place as it is.
CREATE OR REPLACE FUNCTION public.member_carry_out_end(m identity_membership) RETURNS integer LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE identity_membership x SET closed_at = statement_timestamp() WHERE x.id = m.id;
    IF m.source = 'delegation' THEN
        INSERT INTO realtime_wakeup (chain, users, parties)
            SELECT u.public_id, ARRAY[u.id], '{}' FROM identity_user u WHERE u.id = m.user_id;
        PERFORM pg_notify('portal', '');
        RETURN member_return(m.user_id, m.unit_id);
    END IF;
    UPDATE identity_membership x SET valid_until = greatest(statement_timestamp(), x.valid_from)
    WHERE x.unit_id = m.unit_id AND x.source = 'delegation' AND m.user_id IN (x.user_id, x.on_behalf_of_id)
      AND member_is_valid(x);
    PERFORM member_close_sessions(m.user_id);
    RETURN member_return(m.user_id, m.unit_id);
END $$;

-- While somebody is away a colleague acts in their place, with their roles, between two moments and not a second longer.
CREATE OR REPLACE FUNCTION public.member_delegate(
    absent uuid, delegate uuid, starts timestamptz, ends timestamptz, reason text
) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    a identity_membership; d identity_membership; made uuid; handed varchar[];
    content varchar[] := ARRAY['member', 'handler', 'signatory', 'approver', 'seal_keeper', 'liaison'];
BEGIN
    PERFORM FROM units_unit u WHERE u.id = (SELECT x.unit_id FROM identity_membership x WHERE x.public_id = absent)
    FOR NO KEY UPDATE;  -- delegations of one unit are made one after the other: no circle is closed by two at once
    SELECT * INTO a FROM identity_membership x WHERE x.public_id = absent;
    SELECT * INTO d FROM identity_membership x WHERE x.public_id = delegate;
    handed := ARRAY(SELECT r FROM unnest(a.roles) r WHERE r = ANY (content));
    IF a.id IS NULL OR d.id IS NULL OR a.unit_id <> d.unit_id OR a.source = 'delegation' OR d.source = 'delegation'
       OR cardinality(handed) = 0 OR NOT d.roles && content
       OR NOT (a.user_id IS NOT DISTINCT FROM acting_user() OR coalesce(administered_unit() = a.unit_id, false)) THEN
        RAISE 'not yours to delegate' USING ERRCODE = 'MB001';
    END IF;
    IF a.user_id = d.user_id THEN
        RAISE 'to oneself' USING ERRCODE = 'MB004';
    END IF;
    starts := greatest(starts, statement_timestamp());
    IF ends <= starts OR NOT member_is_valid(a) OR ends > coalesce(a.valid_until, 'infinity')
       OR ends > coalesce(d.valid_until, 'infinity') THEN
        RAISE 'no such time' USING ERRCODE = 'MB002';
    END IF;
    IF EXISTS (SELECT FROM identity_membership x WHERE x.source = 'delegation' AND x.unit_id = a.unit_id
               AND (x.on_behalf_of_id = d.user_id OR x.user_id = a.user_id)
               AND x.valid_from < ends AND starts < coalesce(x.valid_until, 'infinity')) THEN
        RAISE 'a circle or a chain' USING ERRCODE = 'MB005';
    END IF;
    IF EXISTS (SELECT FROM identity_membership x WHERE x.source = 'delegation' AND x.unit_id = a.unit_id
               AND x.on_behalf_of_id = a.user_id
               AND x.valid_from < ends AND starts < coalesce(x.valid_until, 'infinity')) THEN
        RAISE 'somebody stands in already' USING ERRCODE = 'MB006';
    END IF;
    INSERT INTO identity_membership (user_id, unit_id, department_id, roles, clearance, valid_from, valid_until, source,
                                     on_behalf_of_id)
    VALUES (d.user_id, a.unit_id, a.department_id, handed, least(a.clearance, d.clearance), starts, ends, 'delegation',
            a.user_id)
    RETURNING public_id INTO made;
    PERFORM member_record(a.unit_id, 'delegated', jsonb_build_object('user', d.user_id, 'absent', a.user_id,
        'membership', made, 'roles', handed, 'from', starts, 'until', ends), jsonb_build_object('reason', reason));
    RETURN made;
END $$;

-- The absent person, the one who stands in, or the administrator ends it early.
CREATE OR REPLACE FUNCTION public.member_end_delegation(wanted uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m identity_membership;
BEGIN
    SELECT * INTO m FROM identity_membership x WHERE x.public_id = wanted AND x.source = 'delegation' FOR NO KEY UPDATE;
    IF m.id IS NULL OR NOT (acting_user() IN (m.user_id, m.on_behalf_of_id)
                            OR coalesce(administered_unit() = m.unit_id, false)) THEN
        RAISE 'not yours to end' USING ERRCODE = 'MB001';
    END IF;
    IF NOT member_is_valid(m) THEN
        RAISE 'it has ended' USING ERRCODE = 'MB002';
    END IF;
    UPDATE identity_membership x SET valid_until = greatest(statement_timestamp(), x.valid_from) WHERE x.id = m.id;
    PERFORM member_carry_out_end(m);
    PERFORM member_record(m.unit_id, 'delegation_ended', jsonb_build_object('user', m.user_id, 'absent',
        m.on_behalf_of_id, 'membership', wanted), '{}');
END $$;

CREATE OR REPLACE FUNCTION public.member_end(wanted uuid, reason text) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m identity_membership := member_take(wanted); n integer;
BEGIN
    IF NOT member_administers(m.unit_id, m.roles::text[]) THEN
        RAISE 'not yours to end' USING ERRCODE = 'MB001';
    END IF;
    IF coalesce(btrim(reason), '') = '' THEN
        RAISE 'an end needs a reason' USING ERRCODE = 'MB002';
    END IF;
    UPDATE identity_membership x SET valid_until = greatest(statement_timestamp(), x.valid_from) WHERE x.id = m.id;
    n := member_carry_out_end(m);
    PERFORM member_record(m.unit_id, 'ended', jsonb_build_object('user', m.user_id, 'membership', wanted,
        'returned', n), jsonb_build_object('reason', reason));
    RETURN n;
END $$;

CREATE OR REPLACE FUNCTION public.member_end_sessions(wanted uuid) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m identity_membership := member_take(wanted); n integer;
BEGIN
    IF m.unit_id IS DISTINCT FROM coalesce(administered_unit(), secured_unit()) THEN
        RAISE 'not yours to end' USING ERRCODE = 'MB001';
    END IF;
    n := member_close_sessions(m.user_id);
    PERFORM member_record(m.unit_id, 'sessions_ended', jsonb_build_object('user', m.user_id, 'sessions', n), '{}');
    RETURN n;
END $$;

CREATE OR REPLACE FUNCTION public.member_reset_factors(wanted uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m identity_membership := member_take(wanted);
BEGIN
    IF secured_unit() IS DISTINCT FROM m.unit_id THEN
        RAISE 'not yours to reset' USING ERRCODE = 'MB001';
    END IF;
    DELETE FROM mfa_authenticator a WHERE a.user_id = m.user_id;
    PERFORM member_close_sessions(m.user_id);
    PERFORM member_record(m.unit_id, 'factors_reset', jsonb_build_object('user', m.user_id), '{}');
END $$;

-- The administrators of the units right below the one the caller administers.
CREATE OR REPLACE FUNCTION public.member_administrators() RETURNS SETOF identity_membership LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.* FROM identity_membership m JOIN units_unit u ON u.id = m.unit_id
    WHERE u.parent_id = administered_unit() AND 'unit_administrator' = ANY (m.roles) AND member_is_valid(m)
$$;

-- Memberships whose time ran out. It does only what is due anyway, so anybody may ask for it; twice does no harm.
CREATE OR REPLACE FUNCTION public.member_sweep()
RETURNS TABLE (person bigint, unit bigint, returned integer, administrators bigint[]) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m identity_membership;
BEGIN
    FOR m IN SELECT * FROM identity_membership x
             WHERE x.valid_until <= statement_timestamp() AND x.closed_at IS NULL ORDER BY x.id FOR UPDATE SKIP LOCKED
    LOOP
        person := m.user_id;
        unit := m.unit_id;
        returned := member_carry_out_end(m);
        IF m.source = 'delegation' THEN
            PERFORM audit_append(u.public_id, 'member', 'delegation_ended', jsonb_build_object('user', m.user_id,
                'absent', m.on_behalf_of_id, 'membership', m.public_id), '{}', ARRAY[u.id], NULL, u.id)
                FROM units_unit u WHERE u.id = m.unit_id;
            CONTINUE;
        END IF;
        SELECT coalesce(array_agg(a.user_id), '{}') INTO administrators FROM identity_membership a
        WHERE a.unit_id = m.unit_id AND 'unit_administrator' = ANY (a.roles) AND member_is_valid(a);
        PERFORM audit_append(u.public_id, 'member', 'expired', jsonb_build_object('user', m.user_id, 'membership',
            m.public_id, 'returned', returned), '{}', ARRAY[u.id], NULL, u.id) FROM units_unit u WHERE u.id = m.unit_id;
        RETURN NEXT;
    END LOOP;
END $$;
