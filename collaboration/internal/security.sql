-- as p_writer
-- Internal acts have a chain of their own per unit and matter, in the schema of the unit's tenant.
CREATE OR REPLACE FUNCTION public.internal_record(object uuid, act text, detail text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    schema text; last record; moment timestamptz := clock_timestamp(); n bigint; d bytea; body text;
BEGIN
    IF acting_unit() IS NULL THEN
        RAISE 'nobody acts for a unit' USING ERRCODE = '42501';
    END IF;
    SELECT t.schema_name INTO schema FROM units_unit u JOIN units_tenant t ON t.id = u.tenant_id WHERE u.id = acting_unit();
    PERFORM pg_advisory_xact_lock(hashtextextended(acting_unit()::text || object::text, 0));
    EXECUTE format('SELECT number, digest FROM %I.internal_internalrecord WHERE unit_id = $1 AND matter = $2
                    ORDER BY number DESC LIMIT 1', schema) INTO last USING acting_unit(), object;
    n := coalesce(last.number, 0) + 1;
    body := (detail::jsonb || coalesce((SELECT jsonb_build_object('on_behalf_of', m.on_behalf_of_id)
        FROM acting_memberships() m WHERE m.on_behalf_of_id IS NOT NULL
          AND m.id = nullif(current_setting('app.membership_id', true), '')::bigint), '{}'))::text;
    d := audit_digest_v1(coalesce(last.digest, '\x'), object, n, 'internal', act, moment, acting_user(), acting_unit(),
        body, ARRAY[acting_unit()]);
    EXECUTE format('INSERT INTO %I.internal_internalrecord (unit_id, matter, number, act, at, user_id, detail, parties,
        digest_version, previous, digest, written_in) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, $11)', schema)
        USING acting_unit(), object, n, act, moment, acting_user(), body, ARRAY[acting_unit()],
              coalesce(last.digest, '\x'), d, pg_current_xact_id()::text::bigint;
    RETURN n;
END $$;

-- Tell people of the house of an internal act that this transaction wrote; their pages of the matter wake as well.
CREATE OR REPLACE FUNCTION public.internal_notify(object uuid, act text, people bigint[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m matters_matter; schema text; written boolean; who bigint; k bigint; told bigint[] := '{}';
BEGIN
    SELECT * INTO m FROM matters_matter x WHERE x.public_id = object AND acting_unit() = ANY (x.parties);
    SELECT t.schema_name INTO schema FROM units_unit u JOIN units_tenant t ON t.id = u.tenant_id WHERE u.id = acting_unit();
    EXECUTE format('SELECT EXISTS (SELECT FROM %I.internal_internalrecord r WHERE r.unit_id = $1 AND r.matter = $2
        AND r.written_in = $3)', schema) INTO written USING acting_unit(), object, pg_current_xact_id()::text::bigint;
    IF m.id IS NULL OR NOT coalesce(written, false) THEN
        RAISE 'nothing was recorded to tell of' USING ERRCODE = '42501';
    END IF;
    FOR who IN SELECT DISTINCT s.user_id FROM identity_membership s JOIN identity_user u ON u.id = s.user_id AND u.is_active
        WHERE s.unit_id = acting_unit() AND s.user_id = ANY (people) AND s.user_id <> acting_user()
          AND s.clearance >= m.classification AND statement_timestamp() >= s.valid_from
          AND statement_timestamp() < coalesce(s.valid_until, 'infinity')
          AND s.roles && ARRAY['member', 'handler', 'signatory', 'approver', 'seal_keeper', 'liaison']::varchar[]
        ORDER BY 1
    LOOP
        INSERT INTO notifications_counter (user_id, last) VALUES (who, 0) ON CONFLICT DO NOTHING;
        UPDATE notifications_counter c SET last = last + 1 WHERE c.user_id = who RETURNING last INTO k;
        INSERT INTO notifications_notification (user_id, number, unit_id, matter, kind, act, reason, category)
        VALUES (who, k, acting_unit(), object, m.kind, act, 'named', 'action');
        told := told || who;
    END LOOP;
    INSERT INTO realtime_wakeup (chain, users, parties) VALUES (object, told, ARRAY[acting_unit()]);
    PERFORM pg_notify('portal', '');
    RETURN cardinality(told);
END $$;
