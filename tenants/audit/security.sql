-- The record. audit_append() is the only hand that writes it; record() of matters and the functions for accounts,
-- units and sites call it after their own checks.
-- as p_writer
CREATE OR REPLACE FUNCTION public.audit_field(value text) RETURNS text LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(octet_length(value)::text, '-') || ':' || coalesce(value, '')  -- length first: no two rows read alike
$$;

-- Version 1 of the digest, frozen: a change is a new function and a new version number.
CREATE OR REPLACE FUNCTION public.audit_digest_v1(
    previous bytea, chain uuid, number bigint, kind text, act text, at timestamptz, user_id bigint, unit_id bigint,
    detail text, parties bigint[]
) RETURNS bytea LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT sha256(previous || convert_to(concat_ws('|', audit_field('1'), audit_field(chain::text),
        audit_field(number::text), audit_field(kind), audit_field(act), audit_field(extract(epoch FROM at)::text),
        audit_field(user_id::text), audit_field(unit_id::text), audit_field(detail),
        audit_field(array_to_string(parties, ','))), 'UTF8'))
$$;

-- texts: {"name": "free text"}; each is kept beside the chain under a salt, and its digest goes into the detail.
CREATE OR REPLACE FUNCTION public.audit_append(
    object uuid, object_kind text, act text, detail jsonb, texts jsonb, parties bigint[], by_user bigint, by_unit bigint
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    head audit_head; n bigint; moment timestamptz; body text; d bytea; salt text; name text; content text;
    absent bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM audit_actkind k WHERE k.kind = object_kind AND k.act = audit_append.act) THEN
        RAISE 'act % of % is not defined', act, object_kind USING ERRCODE = '42501';
    END IF;
    SELECT m.on_behalf_of_id INTO absent FROM identity_membership m  -- also of a place that ended a moment ago
    WHERE m.id = nullif(current_setting('app.membership_id', true), '')::bigint AND by_user = m.user_id;
    IF absent IS NOT NULL THEN  -- whoever stands in for somebody acts in their own name, and the record says for whom
        detail := detail || jsonb_build_object('on_behalf_of', absent);
    END IF;
    INSERT INTO audit_head VALUES (object, 0, '\x') ON CONFLICT DO NOTHING;
    SELECT * INTO head FROM audit_head h WHERE h.chain = object FOR UPDATE;
    n := head.number + 1;
    FOR name, content IN SELECT * FROM jsonb_each_text(coalesce(texts, '{}')) ORDER BY 1 LOOP
        salt := gen_random_uuid()::text;
        INSERT INTO audit_recordtext (chain, number, name, salt, text, parties)
        VALUES (object, n, name, salt, content, audit_append.parties);
        detail := detail || jsonb_build_object(name || '_digest', encode(sha256(convert_to(salt || content, 'UTF8')), 'hex'));
    END LOOP;
    body := detail::text;
    moment := clock_timestamp();
    d := audit_digest_v1(head.digest, object, n, object_kind, act, moment, by_user, by_unit, body, parties);
    INSERT INTO audit_record (chain, number, kind, act, at, user_id, unit_id, detail, parties, digest_version, previous,
        digest, written_in)
    VALUES (object, n, object_kind, act, moment, by_user, by_unit, body, parties, 1, head.digest, d,
        pg_current_xact_id()::text::bigint);
    UPDATE audit_head h SET number = n, digest = d WHERE h.chain = object;
    INSERT INTO realtime_wakeup (chain, users, parties) VALUES (object, '{}', audit_append.parties);
    PERFORM pg_notify('portal', '');
    RETURN n;
END $$;

-- as p_owner
CREATE OR REPLACE FUNCTION public.audit_refuse() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE 'the record is append-only' USING ERRCODE = '42501';
END $$;
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_record
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE OR REPLACE TRIGGER no_truncate BEFORE TRUNCATE ON audit_record
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
ALTER TABLE audit_record ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE audit_record ENABLE ALWAYS TRIGGER no_truncate;

ALTER TABLE audit_record ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON audit_record TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON audit_record FOR SELECT TO p_system USING (true);
CREATE POLICY party ON audit_record FOR SELECT TO p_app USING (
    kind NOT IN ('account', 'member') AND parties && ARRAY[(SELECT acting_unit())]);
CREATE POLICY auditor ON audit_record FOR SELECT TO p_app USING (parties && ARRAY[(SELECT audited_unit())]);

ALTER TABLE audit_recordtext ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON audit_recordtext TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON audit_recordtext TO p_system USING (true);
CREATE POLICY party ON audit_recordtext FOR SELECT TO p_app USING (
    parties && ARRAY[(SELECT acting_unit())] AND EXISTS (
        SELECT FROM audit_record r WHERE r.chain = audit_recordtext.chain AND r.number = audit_recordtext.number
          AND r.kind NOT IN ('account', 'member')));

ALTER TABLE audit_head ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON audit_head TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON audit_head FOR SELECT TO p_system USING (true);
