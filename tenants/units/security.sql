-- Acts on units. p_app writes no unit: these functions check who asks, write, and record.
-- as p_writer
-- The unit an act is about, locked; only for an administrator of its superior unit or of the alliance office.
CREATE OR REPLACE FUNCTION public.unit_for_act(object uuid) RETURNS units_unit LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    u units_unit; by_unit bigint := administered_unit();
BEGIN
    SELECT * INTO u FROM units_unit x WHERE x.public_id = object FOR NO KEY UPDATE;
    IF u.id IS NULL OR u.level = 0 OR by_unit IS NULL
       OR NOT (by_unit = u.parent_id OR EXISTS (SELECT FROM units_unit o WHERE o.id = by_unit AND o.level = 0)) THEN
        RAISE 'no administrator over this unit' USING ERRCODE = '42501';
    END IF;
    IF u.closed_on IS NOT NULL THEN
        RAISE 'this unit was closed' USING ERRCODE = '42501';
    END IF;
    RETURN u;
END $$;

CREATE OR REPLACE FUNCTION public.unit_record(u units_unit, act text, detail jsonb) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM audit_append(u.public_id, 'unit', act, detail, '{}',
        (SELECT array_agg(DISTINCT o.id ORDER BY o.id) FROM units_unit o WHERE o.id IN (u.id, u.parent_id) OR o.level = 0),
        acting_user(), administered_unit());
END $$;

CREATE OR REPLACE FUNCTION public.unit_past(on_date date) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF on_date > (statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date THEN
        RAISE 'this day has not come' USING ERRCODE = '42501';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION public.unit_rename(object uuid, names jsonb, on_date date) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    u units_unit;
BEGIN
    PERFORM unit_past(on_date);
    u := unit_for_act(object);
    IF EXISTS (SELECT FROM units_unitname n WHERE n.unit_id = u.id AND n.valid_until > on_date) THEN
        RAISE 'a later name is known' USING ERRCODE = '42501';
    END IF;
    INSERT INTO units_unitname (unit_id, name, short_name, valid_until) VALUES (u.id, u.name, u.short_name, on_date);
    UPDATE units_unit x SET name = names->>'name', short_name = names->>'short_name', name_en = names->>'name_en',
        pinyin = names->>'pinyin', initials = names->>'initials' WHERE x.id = u.id;
    UPDATE units_tenant t SET name = names->>'name', name_en = names->>'name_en'
        WHERE t.id = u.tenant_id AND t.name = u.name;
    PERFORM unit_record(u, 'renamed', jsonb_build_object('from', u.name, 'to', names->>'name', 'on', on_date));
END $$;

-- A unit says itself under which number it is reached.
CREATE OR REPLACE FUNCTION public.unit_telephone(object uuid, number text) RETURNS uuid LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    u units_unit;
BEGIN
    SELECT * INTO u FROM units_unit x WHERE x.public_id = object AND x.closed_on IS NULL FOR NO KEY UPDATE;
    IF u.id IS NULL OR administered_unit() IS DISTINCT FROM u.id OR number !~ '^[0-9+() /-]{0,40}$' THEN
        RAISE 'not this unit''s administrator, or no telephone number' USING ERRCODE = '42501';
    END IF;
    UPDATE units_unit x SET telephone = number WHERE x.id = u.id;
    PERFORM unit_record(u, 'telephone_set', jsonb_build_object('telephone', number,
        'on', (statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date));
    RETURN u.public_id;
END $$;

-- Both of two units, locked in the order of their numbers; the second one open, and no part of the first.
CREATE OR REPLACE FUNCTION public.unit_successor(object uuid, successor uuid) RETURNS units_unit LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    s units_unit;
BEGIN
    PERFORM FROM units_unit x WHERE x.public_id IN (object, successor) ORDER BY x.id FOR NO KEY UPDATE;
    SELECT * INTO s FROM units_unit x WHERE x.public_id = successor;
    IF s.id IS NULL OR s.public_id = object OR s.level = 0 OR s.closed_on IS NOT NULL THEN
        RAISE 'no open unit to follow' USING ERRCODE = '42501';
    END IF;
    RETURN s;
END $$;

CREATE OR REPLACE FUNCTION public.unit_close(object uuid, successor uuid, on_date date) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    u units_unit; s units_unit;
BEGIN
    IF successor IS NOT NULL THEN
        s := unit_successor(object, successor);
    END IF;
    u := unit_for_act(object);
    IF EXISTS (SELECT FROM units_unit c WHERE c.parent_id = u.id AND c.closed_on IS NULL) THEN
        RAISE 'it has subordinate units' USING ERRCODE = '42501';
    END IF;
    UPDATE units_unit x SET closed_on = on_date, successor_id = s.id WHERE x.id = u.id;
    PERFORM unit_record(u, 'closed', jsonb_build_object('on', on_date, 'successor', s.id));
END $$;

-- The units below go over to the successor: of the same site, since a unit's internal files lie there.
CREATE OR REPLACE FUNCTION public.unit_merge(object uuid, successor uuid, on_date date) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    u units_unit; s units_unit;
BEGIN
    PERFORM unit_past(on_date);
    s := unit_successor(object, successor);
    u := unit_for_act(object);
    IF s.level <> u.level OR EXISTS (SELECT FROM units_unit c WHERE c.parent_id = u.id AND c.closed_on IS NULL
                                     AND c.tenant_id <> s.tenant_id) THEN
        RAISE 'these two do not merge' USING ERRCODE = '42501';
    END IF;
    UPDATE units_unit c SET parent_id = s.id WHERE c.parent_id = u.id AND c.closed_on IS NULL;
    UPDATE units_unit x SET closed_on = on_date, successor_id = s.id WHERE x.id = u.id;
    PERFORM unit_record(u, 'merged', jsonb_build_object('on', on_date, 'into', s.id));
    PERFORM unit_record(s, 'took_over', jsonb_build_object('on', on_date, 'from', u.id));
END $$;

-- A new unit beside this one, out of it: same level, superior and site.
CREATE OR REPLACE FUNCTION public.unit_split(object uuid, code text, names jsonb, on_date date) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    u units_unit; n units_unit;
BEGIN
    PERFORM unit_past(on_date);
    u := unit_for_act(object);
    INSERT INTO units_unit (code, level, parent_id, tenant_id, name, short_name, name_en, region, region_en, pinyin,
        initials, is_lead, code_word, organisation_code, telephone)
    VALUES (code, u.level, u.parent_id, u.tenant_id, names->>'name', names->>'short_name', names->>'name_en',
        names->>'region', names->>'region_en', names->>'pinyin', names->>'initials', false, '', '', '')
    RETURNING * INTO n;
    PERFORM unit_record(u, 'split', jsonb_build_object('on', on_date, 'new', n.id));
    PERFORM unit_record(n, 'split_off', jsonb_build_object('on', on_date, 'from', u.id));
    RETURN n.public_id;
END $$;

-- What happened to a unit is known to every member of the alliance; who did it stays in the record.
CREATE OR REPLACE FUNCTION public.unit_history(object uuid) RETURNS TABLE (act text, at timestamptz, detail text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT r.act::text, r.at, r.detail FROM audit_record r
        WHERE r.chain = object AND r.kind = 'unit' AND acting_user() IS NOT NULL ORDER BY r.number DESC;
END $$;
