-- as p_writer
-- The administrator of a unit sets its chain for one word: a new version in the unit's own schema, recorded for the unit.
CREATE OR REPLACE FUNCTION public.approval_set_chain(kind text, word text, variant text, is_normative boolean, steps jsonb)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    unit bigint := administered_unit(); schema text; by_name text; n integer;
BEGIN
    IF unit IS NULL OR jsonb_typeof(steps) <> 'array' THEN
        RAISE 'not yours to set' USING ERRCODE = '42501';
    END IF;
    SELECT t.schema_name INTO schema FROM units_unit u JOIN units_tenant t ON t.id = u.tenant_id WHERE u.id = unit;
    SELECT u.name INTO by_name FROM identity_user u WHERE u.id = acting_user();
    PERFORM pg_advisory_xact_lock(hashtextextended(format('chain %s %s %s', unit, kind, word), 0));
    EXECUTE format('SELECT coalesce(max(version), 0) + 1 FROM %I.approval_chain c WHERE c.unit_id = $1 AND c.kind = $2
        AND c.word = $3 AND c.variant = $4 AND c.is_normative = $5', schema)
        INTO n USING unit, kind, word, variant, is_normative;
    EXECUTE format('INSERT INTO %I.approval_chain (unit_id, kind, word, variant, is_normative, version, steps, set_by_id,
        set_by_name, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, statement_timestamp())', schema)
        USING unit, kind, word, variant, is_normative, n, steps, acting_user(), by_name;
    PERFORM member_record(unit, 'chain_set', jsonb_build_object('kind', kind, 'word', word, 'variant', variant,
        'normative', is_normative, 'version', n, 'steps', jsonb_array_length(steps)), '{}');
    RETURN n;
END $$;
