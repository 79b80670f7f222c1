-- as p_writer
-- The acting unit and everything below it, where it stands in the alliance's line at all.
CREATE OR REPLACE FUNCTION public.supervision_area() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    WITH RECURSIVE below AS (
        SELECT u.id FROM units_unit u WHERE u.id = acting_unit() AND u.level > 0
        UNION ALL SELECT c.id FROM units_unit c JOIN below b ON c.parent_id = b.id)
    SELECT coalesce(array_agg(id), '{}') FROM below
$$;

-- How the acting unit may supervise a unit on a matter: 'slip' in its own line or its own house, 'request' from the lead
-- unit of the asking side to the lead unit of another province, or not (null).
CREATE OR REPLACE FUNCTION public.supervision_way(object uuid, addressee bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m matters_matter; area bigint[] := supervision_area();
BEGIN
    SELECT * INTO m FROM matters_matter x WHERE x.public_id = object AND x.state NOT IN ('draft', 'purged')
        AND x.kind <> 'supervision' AND x.closed_at IS NULL AND x.classification <= acting_clearance();
    IF m.id IS NULL OR NOT (acting_has('signatory') OR acting_has('approver')) THEN
        RETURN NULL;
    END IF;
    IF addressee = ANY (area) AND addressee = ANY (m.parties) THEN
        RETURN 'slip';
    END IF;
    IF m.drafting_unit_id = ANY (area) AND addressee <> ALL (area)
       AND EXISTS (SELECT FROM units_unit u WHERE u.id = acting_unit() AND u.is_lead)
       AND EXISTS (SELECT FROM units_unit u WHERE u.id = addressee AND u.is_lead) AND EXISTS (
        WITH RECURSIVE above AS (
            SELECT u.id, u.parent_id FROM units_unit u WHERE u.id = ANY (m.parties)
            UNION SELECT p.id, p.parent_id FROM units_unit p JOIN above a ON p.id = a.parent_id)
        SELECT FROM above WHERE id = addressee) THEN
        RETURN 'request';
    END IF;
    RETURN NULL;
END $$;

-- The register of an area: kind, units, dates, state. No title, no text; units outside the area as the matter's drafter only.
-- Open ones first, the nearest deadline on top; a page of it with the number of all. ``stage`` is open, late, closed or ''.
DROP FUNCTION IF EXISTS public.supervision_register(uuid);
CREATE OR REPLACE FUNCTION public.supervision_register(
    object uuid, of_kind text, of_unit bigint, stage text, most integer, skip integer
) RETURNS TABLE (
    public_id uuid, kind text, state text, drafting_unit bigint, units bigint[], opened_at timestamptz,
    changed_at timestamptz, closed_at timestamptz, classification smallint, waiting bigint, due_on date, found bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    area bigint[] := supervision_area(); today date := (statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date;
    wanted bigint[] := CASE WHEN of_unit IS NULL THEN area WHEN of_unit = ANY (area) THEN ARRAY[of_unit] ELSE '{}' END;
BEGIN
    RETURN QUERY
    WITH waits AS (
        SELECT x.matter_id, count(*) AS number, min(x.due_on) AS first_due FROM worklist_waiting x
        WHERE x.done_at IS NULL AND x.unit_id = ANY (area) GROUP BY x.matter_id
    ), page AS (
        SELECT m.*, coalesce(w.number, 0) AS number, w.first_due, count(*) OVER () AS found
        FROM matters_matter m LEFT JOIN waits w ON w.matter_id = m.id
        WHERE m.parties && wanted AND m.kind <> 'supervision' AND m.state NOT IN ('draft', 'purged')
          AND m.classification <= acting_clearance() AND (object IS NULL OR m.public_id = object)
          AND (of_kind = '' OR m.kind = of_kind)
          AND CASE stage WHEN 'open' THEN m.closed_at IS NULL WHEN 'closed' THEN m.closed_at IS NOT NULL
                         WHEN 'late' THEN m.closed_at IS NULL AND w.first_due < today ELSE true END
        ORDER BY m.closed_at IS NOT NULL, w.first_due NULLS LAST, m.changed_at DESC, m.id LIMIT most OFFSET skip
    )
    SELECT p.public_id, p.kind::text, p.state::text, p.drafting_unit_id,
        ARRAY(SELECT unnest(p.parties) INTERSECT SELECT unnest(area) ORDER BY 1), p.opened_at, p.changed_at, p.closed_at,
        p.classification, p.number, p.first_due, p.found
    FROM page p ORDER BY p.closed_at IS NOT NULL, p.first_due NULLS LAST, p.changed_at DESC, p.id;
END $$;

-- Whom a matter of the area waits for there, and until when.
CREATE OR REPLACE FUNCTION public.supervision_waiting(object uuid) RETURNS TABLE (unit bigint, step text, due_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT w.unit_id, w.step::text, w.due_on FROM worklist_waiting w JOIN matters_matter m ON m.id = w.matter_id
    WHERE m.public_id = object AND m.state NOT IN ('draft', 'purged') AND m.classification <= acting_clearance()
      AND w.done_at IS NULL AND w.unit_id = ANY (supervision_area())
    ORDER BY w.due_on NULLS LAST, w.id
$$;

-- Liaisons of units, by name, for people who act for a unit themselves.
CREATE OR REPLACE FUNCTION public.unit_liaisons(units bigint[]) RETURNS TABLE (unit bigint, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.unit_id, u.name::text FROM identity_membership m JOIN identity_user u ON u.id = m.user_id AND u.is_active
    WHERE m.unit_id = ANY (units) AND 'liaison' = ANY (m.roles) AND acting_unit() IS NOT NULL
      AND statement_timestamp() >= m.valid_from AND statement_timestamp() < coalesce(m.valid_until, 'infinity')
    ORDER BY m.unit_id, m.id
$$;

-- Gapless per unit and year; only the issuing unit's slip, once.
CREATE OR REPLACE FUNCTION public.supervision_number(object uuid, in_year integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m matters_matter; n integer;
BEGIN
    SELECT * INTO m FROM matters_matter x WHERE x.public_id = object FOR NO KEY UPDATE;
    IF m.id IS NULL OR m.drafting_unit_id IS DISTINCT FROM acting_unit() OR m.state <> 'draft' THEN
        RAISE 'only the issuing unit numbers its slip' USING ERRCODE = '42501';
    END IF;
    INSERT INTO numbering_counter (unit_id, code_word, year, last) VALUES (m.drafting_unit_id, '督', in_year, 0)
        ON CONFLICT DO NOTHING;
    UPDATE numbering_counter c SET last = last + 1
        WHERE c.unit_id = m.drafting_unit_id AND c.code_word = '督' AND c.year = in_year RETURNING last INTO n;
    UPDATE supervision_slip s SET number = n, year = in_year WHERE s.matter_id = m.id AND s.number IS NULL;
    RETURN n;
END $$;

-- A proposed slip at the superior of a unit that is late; for jobs of the system.
CREATE OR REPLACE FUNCTION public.supervision_propose(of_waiting bigint) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    w worklist_waiting; m matters_matter; superior bigint; made matters_matter;
BEGIN
    SELECT * INTO w FROM worklist_waiting x WHERE x.id = of_waiting;
    SELECT * INTO m FROM matters_matter x WHERE x.id = w.matter_id;
    SELECT p.id INTO superior FROM units_unit u JOIN units_unit p ON p.id = u.parent_id AND p.level > 0
    WHERE u.id = w.unit_id;
    IF superior IS NULL OR m.kind = 'supervision' OR EXISTS (
        SELECT FROM supervision_slip s JOIN matters_matter x ON x.id = s.matter_id AND x.closed_at IS NULL
        WHERE s.about = m.public_id AND s.unit_id = w.unit_id AND x.drafting_unit_id = superior) THEN
        RETURN NULL;
    END IF;
    INSERT INTO matters_matter (kind, drafting_unit_id, parties, classification, state)
        VALUES ('supervision', superior, '{}', m.classification, 'draft') RETURNING * INTO made;
    INSERT INTO supervision_slip (matter_id, kind, about, about_kind, unit_id, demand, feedback, lifted_words)
        VALUES (made.id, 'slip', m.public_id, m.kind, w.unit_id, '', '', '');
    INSERT INTO worklist_waiting (matter_id, unit_id, role, step, urgency)
        VALUES (made.id, superior, 'signatory', 'consider', 0);
    RETURN made.public_id;
END $$;

-- as p_owner
ALTER TABLE supervision_urge ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON supervision_urge FOR SELECT TO p_app USING (
    (unit_id = (SELECT acting_unit()) OR (SELECT acting_unit()) = ANY (units))
    AND EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id));
CREATE POLICY urge ON supervision_urge FOR INSERT TO p_app WITH CHECK (
    unit_id = (SELECT acting_unit()) AND user_id = (SELECT acting_user()) AND EXISTS (
        SELECT FROM matters_matter m WHERE m.id = matter_id AND m.drafting_unit_id = (SELECT acting_unit())));

ALTER TABLE supervision_call ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON supervision_call FOR SELECT TO p_app USING (
    (SELECT acting_unit()) IN (by_unit_id, unit_id) AND EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id));
CREATE POLICY note ON supervision_call FOR INSERT TO p_app WITH CHECK (
    by_unit_id = (SELECT acting_unit()) AND user_id = (SELECT acting_user()) AND EXISTS (
        SELECT FROM matters_matter m WHERE m.id = matter_id AND unit_id = ANY (m.parties)));

-- What the issuing unit demands and what the supervised one answers: each side writes its own, in its own time.
CREATE OR REPLACE FUNCTION public.supervision_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m matters_matter; free text[] := '{}';
BEGIN
    SELECT * INTO m FROM matters_matter x WHERE x.id = OLD.matter_id;
    IF m.drafting_unit_id = acting_unit() THEN
        free := free || CASE m.state WHEN 'draft' THEN ARRAY['demand', 'due_on']
            ELSE ARRAY['due_on', 'lifted_words'] END;
    END IF;
    IF OLD.unit_id = acting_unit() AND m.state = 'issued' THEN
        free := free || ARRAY['feedback', 'feedback_at'];
    END IF;
    IF to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free THEN
        RAISE 'this is fixed' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER b_guard BEFORE UPDATE ON supervision_slip FOR EACH ROW
    WHEN (current_user NOT IN ('p_owner', 'p_writer', 'p_system')) EXECUTE FUNCTION supervision_guard();

ALTER TABLE supervision_slip ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON supervision_slip TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON supervision_slip FOR SELECT TO p_system USING (true);
CREATE POLICY read ON supervision_slip FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id));
CREATE POLICY issue ON supervision_slip FOR INSERT TO p_app WITH CHECK (
    number IS NULL AND kind = supervision_way(about, unit_id) AND EXISTS (
        SELECT FROM matters_matter m WHERE m.id = matter_id AND m.kind = 'supervision' AND m.state = 'draft'
          AND m.drafting_unit_id = (SELECT acting_unit())));
CREATE POLICY move ON supervision_slip FOR UPDATE TO p_app USING (
    EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id));
