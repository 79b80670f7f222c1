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
    body := detail::jsonb::text;
    d := audit_digest_v1(coalesce(last.digest, '\x'), object, n, 'internal', act, moment, acting_user(), acting_unit(),
        body, ARRAY[acting_unit()]);
    EXECUTE format('INSERT INTO %I.internal_internalrecord (unit_id, matter, number, act, at, user_id, detail, parties,
        digest_version, previous, digest) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10)', schema)
        USING acting_unit(), object, n, act, moment, acting_user(), body, ARRAY[acting_unit()],
              coalesce(last.digest, '\x'), d;
    RETURN n;
END $$;
