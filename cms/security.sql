-- as p_writer
-- An act on a tenant's site, by somebody who edits for a unit of that tenant; the unit's auditors read it.
CREATE OR REPLACE FUNCTION public.site_record(schema text, act text, detail text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    unit bigint;
BEGIN
    SELECT m.unit_id INTO unit FROM identity_membership m
    JOIN units_unit u ON u.id = m.unit_id JOIN units_tenant t ON t.id = u.tenant_id
    WHERE m.user_id = acting_user() AND t.schema_name = site_record.schema AND 'editor' = ANY (m.roles)
      AND statement_timestamp() >= m.valid_from AND statement_timestamp() < coalesce(m.valid_until, 'infinity')
    ORDER BY u.level, u.id LIMIT 1;
    IF unit IS NULL THEN
        RAISE 'no editor of this site' USING ERRCODE = '42501';
    END IF;
    RETURN audit_append(md5('site:' || site_record.schema)::uuid, 'site', act, detail::jsonb, '{}', ARRAY[unit],
        acting_user(), unit);
END $$;

-- A purge from a site, ordered by an administrator of a unit of its tenant or of the alliance office.
CREATE OR REPLACE FUNCTION public.site_purge_record(schema text, detail text, reason text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    chain uuid := md5('site:' || schema)::uuid;
BEGIN
    IF coalesce(btrim(reason), '') = '' OR NOT EXISTS (
        SELECT FROM units_unit u LEFT JOIN units_tenant t ON t.id = u.tenant_id
        WHERE u.id = administered_unit() AND (u.level = 0 OR t.schema_name = site_purge_record.schema)) THEN
        RAISE 'not yours to purge' USING ERRCODE = 'PU001';
    END IF;
    PERFORM audit_append(chain, 'site', 'purged', detail::jsonb, jsonb_build_object('reason', reason),
        ARRAY[administered_unit()], acting_user(), administered_unit());
    RETURN chain;
END $$;
