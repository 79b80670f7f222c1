-- as p_writer
-- NU001: no such number of the unit in this state. NU002: the number is taken. NU003: too far ahead. NU004: for this one
-- is reserved already.
-- The lowest number that was released, else the next one. The counter's row stays locked until the transaction ends,
-- so numbers are gapless whatever is killed in between.
CREATE OR REPLACE FUNCTION public.numbering_next(of_unit bigint, word text, in_year integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    n integer;
BEGIN
    INSERT INTO numbering_counter (unit_id, code_word, year, last) VALUES (of_unit, word, in_year, 0) ON CONFLICT DO NOTHING;
    PERFORM FROM numbering_counter c WHERE c.unit_id = of_unit AND c.code_word = word AND c.year = in_year FOR UPDATE;
    SELECT min(d.number) INTO n FROM numbering_documentnumber d
        WHERE d.unit_id = of_unit AND d.code_word = word AND d.year = in_year AND d.state = 'free';
    IF n IS NULL THEN
        UPDATE numbering_counter c SET last = last + 1
            WHERE c.unit_id = of_unit AND c.code_word = word AND c.year = in_year RETURNING last INTO n;
        INSERT INTO numbering_documentnumber (unit_id, code_word, year, number, state, title, reason, user_id)
            VALUES (of_unit, word, in_year, n, 'free', '', '', acting_user());
    END IF;
    RETURN n;
END $$;

CREATE OR REPLACE FUNCTION public.numbering_record(act text, detail jsonb, texts jsonb) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT audit_append(u.public_id, 'numbering', act, detail, texts, ARRAY[u.id], acting_user(), u.id)
    FROM units_unit u WHERE u.id = acting_unit()
$$;

-- Only the drafting unit numbers, and only what is signed; once. A chosen number has to be reserved or released, or lie
-- ahead: then those left out before it are free and given next, so no gap stays.
CREATE OR REPLACE FUNCTION public.issue_number(object uuid, word text, in_year integer, chosen integer, why text)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m matters_matter; n integer := chosen; top integer;
BEGIN
    SELECT * INTO m FROM matters_matter x WHERE x.public_id = object FOR NO KEY UPDATE;
    IF m.id IS NULL OR m.drafting_unit_id IS DISTINCT FROM acting_unit() OR m.state <> 'signed' THEN
        RAISE 'only the drafting unit numbers, and only what is signed' USING ERRCODE = '42501';
    END IF;
    IF EXISTS (SELECT FROM numbering_documentnumber d WHERE d.matter_id = m.id) THEN
        RETURN (SELECT d.number FROM numbering_documentnumber d WHERE d.matter_id = m.id);
    END IF;
    IF n IS NULL THEN
        n := numbering_next(m.drafting_unit_id, word, in_year);
    ELSE
        INSERT INTO numbering_counter (unit_id, code_word, year, last) VALUES (m.drafting_unit_id, word, in_year, 0)
            ON CONFLICT DO NOTHING;
        SELECT c.last INTO top FROM numbering_counter c
            WHERE c.unit_id = m.drafting_unit_id AND c.code_word = word AND c.year = in_year FOR UPDATE;
        IF n > top + 50 OR n < 1 THEN
            RAISE 'too far ahead' USING ERRCODE = 'NU003';
        END IF;
        INSERT INTO numbering_documentnumber (unit_id, code_word, year, number, state, title, reason, user_id)
            SELECT m.drafting_unit_id, word, in_year, g, 'free', '', '', acting_user() FROM generate_series(top + 1, n) g;
        UPDATE numbering_counter c SET last = greatest(top, n)
            WHERE c.unit_id = m.drafting_unit_id AND c.code_word = word AND c.year = in_year;
    END IF;
    UPDATE numbering_documentnumber d SET matter_id = m.id, state = 'given', title = '', reason = coalesce(why, ''),
        user_id = acting_user(), issued_at = statement_timestamp()
        WHERE d.unit_id = m.drafting_unit_id AND d.code_word = word AND d.year = in_year AND d.number = n
          AND d.state IN ('free', 'reserved');
    IF NOT FOUND THEN
        RAISE 'the number is taken' USING ERRCODE = 'NU002';
    END IF;
    RETURN n;
END $$;

CREATE OR REPLACE FUNCTION public.reserve_number(word text, in_year integer, purpose text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    n integer;
BEGIN
    IF acting_unit() IS NULL OR NOT acting_has('handler') THEN
        RAISE 'a handler reserves' USING ERRCODE = '42501';
    END IF;
    INSERT INTO numbering_counter (unit_id, code_word, year, last) VALUES (acting_unit(), word, in_year, 0) ON CONFLICT DO NOTHING;
    PERFORM FROM numbering_counter c WHERE c.unit_id = acting_unit() AND c.code_word = word AND c.year = in_year FOR UPDATE;
    IF EXISTS (SELECT FROM numbering_documentnumber d WHERE d.unit_id = acting_unit() AND d.code_word = word
               AND d.year = in_year AND d.state = 'reserved' AND d.title = purpose) THEN
        RAISE 'reserved already' USING ERRCODE = 'NU004';
    END IF;
    n := numbering_next(acting_unit(), word, in_year);
    UPDATE numbering_documentnumber d SET state = 'reserved', title = purpose, reason = '', user_id = acting_user(),
        issued_at = statement_timestamp()
        WHERE d.unit_id = acting_unit() AND d.code_word = word AND d.year = in_year AND d.number = n;
    PERFORM numbering_record('number_reserved', jsonb_build_object('word', word, 'year', in_year, 'number', n),
        jsonb_build_object('purpose', purpose));
    RETURN n;
END $$;

CREATE OR REPLACE FUNCTION public.release_number(row_id bigint, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    d numbering_documentnumber;
BEGIN
    UPDATE numbering_documentnumber x SET state = 'free', title = '', reason = why, user_id = acting_user(),
        issued_at = statement_timestamp()
        WHERE x.id = row_id AND x.unit_id = acting_unit() AND x.state = 'reserved' AND acting_has('handler') RETURNING * INTO d;
    IF d.id IS NULL THEN
        RAISE 'nothing reserved' USING ERRCODE = 'NU001';
    END IF;
    PERFORM numbering_record('number_released', jsonb_build_object('word', d.code_word, 'year', d.year, 'number', d.number),
        jsonb_build_object('reason', why));
END $$;

-- A former register, whole or not at all: numbers it does not name are kept as missing and never given again.
CREATE OR REPLACE FUNCTION public.import_numbers(rows jsonb) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    book record; amount integer := 0;
BEGIN
    IF acting_unit() IS NULL OR NOT acting_has('handler') THEN
        RAISE 'a handler imports' USING ERRCODE = '42501';
    END IF;
    FOR book IN SELECT r ->> 'word' AS word, (r ->> 'year')::integer AS year, max((r ->> 'number')::integer) AS top
                FROM jsonb_array_elements(rows) r GROUP BY 1, 2 ORDER BY 1, 2 LOOP
        INSERT INTO numbering_counter (unit_id, code_word, year, last) VALUES (acting_unit(), book.word, book.year, 0)
            ON CONFLICT DO NOTHING;
        PERFORM FROM numbering_counter c WHERE c.unit_id = acting_unit() AND c.code_word = book.word
            AND c.year = book.year FOR UPDATE;
        IF EXISTS (SELECT FROM numbering_documentnumber d JOIN jsonb_array_elements(rows) r
                   ON d.number = (r ->> 'number')::integer AND r ->> 'word' = d.code_word AND (r ->> 'year')::integer = d.year
                   WHERE d.unit_id = acting_unit() AND d.code_word = book.word AND d.year = book.year) THEN
            RAISE 'a number is taken' USING ERRCODE = 'NU002';
        END IF;
        INSERT INTO numbering_documentnumber (unit_id, code_word, year, number, state, title, dated_on, reason, user_id)
            SELECT acting_unit(), book.word, book.year, (r ->> 'number')::integer, 'imported', r ->> 'title',
                (r ->> 'dated')::date, '', acting_user()
            FROM jsonb_array_elements(rows) r WHERE r ->> 'word' = book.word AND (r ->> 'year')::integer = book.year;
        INSERT INTO numbering_documentnumber (unit_id, code_word, year, number, state, title, reason, user_id)
            SELECT acting_unit(), book.word, book.year, g, 'missing', '', '', acting_user()
            FROM generate_series(1, book.top) g ON CONFLICT DO NOTHING;
        UPDATE numbering_counter c SET last = greatest(last, book.top)
            WHERE c.unit_id = acting_unit() AND c.code_word = book.word AND c.year = book.year;
    END LOOP;
    amount := jsonb_array_length(rows);
    PERFORM numbering_record('register_imported', jsonb_build_object('amount', amount), '{}');
    RETURN amount;
END $$;

-- A number of the drafting unit's former register belongs to the document that was registered with it.
CREATE OR REPLACE FUNCTION public.link_imported_number(of_matter bigint, written text) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE numbering_documentnumber d SET matter_id = m.id FROM matters_matter m
    WHERE m.id = of_matter AND d.unit_id = m.drafting_unit_id AND d.state = 'imported' AND d.matter_id IS NULL
      AND format('%s〔%s〕%s号', d.code_word, d.year, d.number) = written
      AND NOT EXISTS (SELECT FROM numbering_documentnumber x WHERE x.matter_id = m.id)
$$;

-- as p_owner
DROP FUNCTION IF EXISTS public.issue_number(uuid, text, integer);
ALTER TABLE numbering_documentnumber ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON numbering_documentnumber TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON numbering_documentnumber FOR SELECT TO p_system USING (true);
CREATE POLICY read ON numbering_documentnumber FOR SELECT TO p_app USING (
    unit_id = (SELECT acting_unit()) OR EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id));
