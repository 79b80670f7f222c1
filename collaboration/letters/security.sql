-- as p_writer
-- Whose letter a check code names; told to whoever holds the paper, with nothing of what it says.
CREATE OR REPLACE FUNCTION public.letter_by_code(code text)
RETURNS TABLE (unit_id bigint, state text, signed_at timestamptz, at_end boolean) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.drafting_unit_id, m.state, l.signed_at, e.erased_at IS NOT NULL
    FROM letters_letter l JOIN matters_matter m ON m.id = l.matter_id
    LEFT JOIN casefiles_ending e ON e.matter_id = l.request_id
    WHERE l.check_code = code AND l.file_sha256 <> ''
$$;

-- Letters that went out are read by the two sides of the request, whoever is asked by now; nobody before it was sent.
CREATE OR REPLACE FUNCTION public.letters_follow(of_request bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO matters_party (matter_id, unit_id, ground)
        SELECT l.matter_id, side, 'informed'
        FROM assistance_assistancerequest r JOIN matters_matter q ON q.id = r.matter_id
        JOIN letters_letter l ON l.request_id = q.id AND l.delivered_at IS NOT NULL
        JOIN matters_matter m ON m.id = l.matter_id AND m.state <> 'purged'
        CROSS JOIN LATERAL (VALUES (q.drafting_unit_id), (r.addressee_id)) s(side)
        WHERE q.id = of_request AND acting_unit() = ANY (q.parties) AND q.state NOT IN ('draft', 'level_decision')
          AND side <> ALL (m.parties)
        ORDER BY l.matter_id, side
        ON CONFLICT DO NOTHING;
END $$;

-- The unit's administrator sets one way, or takes it back (NULL); only what changed is recorded.
CREATE OR REPLACE FUNCTION public.letters_practise(of_kind text, letters boolean, sealed boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    mine bigint := administered_unit(); n integer;
BEGIN
    IF mine IS NULL THEN
        RAISE 'no administrator of a unit' USING ERRCODE = '42501';
    END IF;
    IF letters IS NULL THEN
        DELETE FROM letters_practice p WHERE p.unit_id = mine AND p.kind_id IS NOT DISTINCT FROM of_kind;
    ELSE
        INSERT INTO letters_practice AS p (unit_id, kind_id, by_letter, is_sealed)
            VALUES (mine, of_kind, letters, letters_practise.sealed)
            ON CONFLICT ON CONSTRAINT practice_is_set_once DO UPDATE
            SET by_letter = excluded.by_letter, is_sealed = excluded.is_sealed
            WHERE (p.by_letter, p.is_sealed) IS DISTINCT FROM (excluded.by_letter, excluded.is_sealed);
    END IF;
    GET DIAGNOSTICS n = ROW_COUNT;
    IF n > 0 THEN
        PERFORM audit_append(u.public_id, 'letter_practice', 'practice_set',
            jsonb_build_object('kind', of_kind, 'by_letter', letters, 'sealed', letters_practise.sealed), '{}',
            ARRAY[u.id], acting_user(), u.id) FROM units_unit u WHERE u.id = mine;
    END IF;
END $$;

-- The office keeps the departments of every area, a lead unit those of its province.
CREATE OR REPLACE FUNCTION public.letters_keep_department(
    of_area text, called text, contact text, telephone text, ends boolean
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    keeper units_unit;
BEGIN
    SELECT * INTO keeper FROM units_unit u WHERE u.id = administered_unit()
        AND (u.level = 0 OR u.is_lead AND left(u.code, 2) = left(of_area, 2));
    IF keeper.id IS NULL THEN
        RAISE 'not yours to keep' USING ERRCODE = '42501';
    END IF;
    INSERT INTO letters_department AS d (area, name, contact, telephone, valid_until)
        VALUES (of_area, called, letters_keep_department.contact, letters_keep_department.telephone, NULL)
        ON CONFLICT ON CONSTRAINT department_outside_is_once DO UPDATE
        SET contact = excluded.contact, telephone = excluded.telephone, valid_until = NULL;
    IF ends THEN
        UPDATE letters_department d SET valid_until = (statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date - 1
            WHERE d.area = of_area AND d.name = called;
    END IF;
    PERFORM audit_append(keeper.public_id, 'letter_practice',
        CASE WHEN ends THEN 'department_ended' ELSE 'department_kept' END, jsonb_build_object('area', of_area),
        jsonb_build_object('name', called), ARRAY[keeper.id], acting_user(), keeper.id);
END $$;

-- as p_owner
-- Words change while a letter is a draft, then signature, number and hand-over alone; the file is the sealer's.
CREATE OR REPLACE FUNCTION public.letters_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m matters_matter; free text[] := '{}';
BEGIN
    SELECT * INTO m FROM matters_matter x WHERE x.id = OLD.matter_id;
    IF m.drafting_unit_id = acting_unit() THEN
        free := CASE m.state
            WHEN 'draft' THEN ARRAY['title', 'recipients', 'text', 'copies', 'answers', 'confidences', 'is_to_be_sealed',
                                    'code_word', 'revision', 'content_hash']
            WHEN 'signed' THEN ARRAY['signer', 'signed_at', 'number', 'check_code']
            WHEN 'sealed' THEN ARRAY['delivered_at']
            WHEN 'ready' THEN ARRAY['delivered_at']
            ELSE free END;
    END IF;
    IF to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free OR OLD.delivered_at IS NOT NULL THEN
        RAISE 'this is fixed' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER b_guard BEFORE UPDATE ON letters_letter FOR EACH ROW
    WHEN (current_user NOT IN ('p_owner', 'p_writer', 'p_system')) EXECUTE FUNCTION letters_guard();

ALTER TABLE letters_letter ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON letters_letter TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON letters_letter TO p_system USING (true) WITH CHECK (true);
CREATE POLICY read ON letters_letter FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id));
CREATE POLICY change ON letters_letter FOR UPDATE TO p_app USING (EXISTS (
    SELECT FROM matters_matter m WHERE m.id = matter_id AND m.drafting_unit_id = (SELECT acting_unit())));
CREATE POLICY draft ON letters_letter FOR INSERT TO p_app WITH CHECK (
    file_sha256 = '' AND delivered_at IS NULL AND number = '' AND EXISTS (
        SELECT FROM matters_matter m WHERE m.id = matter_id AND m.kind = 'letter' AND m.state = 'draft'
          AND m.drafting_unit_id = (SELECT acting_unit()))
    AND EXISTS (SELECT FROM assistance_assistancerequest r JOIN matters_matter m ON m.id = r.matter_id
                WHERE r.matter_id = request_id AND (SELECT acting_unit()) IN (r.addressee_id, m.drafting_unit_id)));

-- The file of a letter is hidden with its request.
CREATE POLICY letter_hidden_with_request ON matters_matterkey AS RESTRICTIVE FOR SELECT TO p_app USING (
    NOT EXISTS (SELECT FROM letters_letter l WHERE l.matter_id = matters_matterkey.matter_id
                AND casefile_hidden(l.request_id)));

ALTER TABLE letters_practice ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON letters_practice TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY read ON letters_practice FOR SELECT TO p_app USING (
    unit_id IN ((SELECT acting_unit()), (SELECT administered_unit())));

ALTER TABLE letters_department ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON letters_department TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY read ON letters_department FOR SELECT TO p_app USING (true);  -- whom one can write to, for everybody

-- The two sides of the request read what happened outside; the one that is asked writes it while it handles it.
ALTER TABLE letters_outsidestep ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON letters_outsidestep TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON letters_outsidestep FOR SELECT TO p_system USING (true);
CREATE POLICY read ON letters_outsidestep FOR SELECT TO p_app USING (EXISTS (
    SELECT FROM assistance_assistancerequest r JOIN matters_matter m ON m.id = r.matter_id
    WHERE r.matter_id = request_id AND (SELECT acting_unit()) IN (r.addressee_id, m.drafting_unit_id, letters_outsidestep.unit_id)));
CREATE POLICY write ON letters_outsidestep FOR INSERT TO p_app WITH CHECK (
    unit_id = (SELECT acting_unit()) AND user_id = (SELECT acting_user()) AND acting_has('handler') AND EXISTS (
        SELECT FROM assistance_assistancerequest r JOIN matters_matter m ON m.id = r.matter_id
        WHERE r.matter_id = request_id AND r.addressee_id = (SELECT acting_unit()) AND m.state = 'accepted'));
