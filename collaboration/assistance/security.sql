-- as p_writer
-- parties of the request follow its matter; both are set by triggers alone.
CREATE OR REPLACE FUNCTION public.assistance_parties() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE assistance_assistancerequest SET parties = NEW.parties WHERE matter_id = NEW.id;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION public.assistance_born() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    SELECT parties INTO NEW.parties FROM matters_matter WHERE id = NEW.matter_id;
    RETURN NEW;
END $$;

-- The lower unit's superior at the other side's level, or the next one above; nobody inside one line (levels/rules.py).
CREATE OR REPLACE FUNCTION public.assistance_decider(asking bigint, asked bigint) RETURNS bigint LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH RECURSIVE a AS (SELECT level FROM units_unit WHERE id = asking), b AS (SELECT level FROM units_unit WHERE id = asked),
    line AS (
        SELECT u.id, u.parent_id, u.level FROM units_unit u
        WHERE u.id = CASE WHEN (SELECT level FROM a) > (SELECT level FROM b) THEN asking ELSE asked END
        UNION ALL SELECT p.id, p.parent_id, p.level FROM units_unit p JOIN line l ON p.id = l.parent_id)
    SELECT id FROM (SELECT id FROM line WHERE level BETWEEN 1 AND LEAST((SELECT level FROM a), (SELECT level FROM b))
                    ORDER BY level DESC LIMIT 1) nearest WHERE id NOT IN (asking, asked)
$$;

-- Whom a request is shown to: the addressee once it is sent to it, the superior that decides, whoever forwarded it.
CREATE OR REPLACE FUNCTION public.assistance_admit(of_matter bigint, unit bigint, ground text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m matters_matter; r assistance_assistancerequest; me bigint := acting_unit();
BEGIN
    SELECT * INTO m FROM matters_matter x WHERE x.id = of_matter FOR NO KEY UPDATE;
    SELECT * INTO r FROM assistance_assistancerequest x WHERE x.matter_id = of_matter;
    IF m.id IS NULL OR r.matter_id IS NULL OR NOT coalesce(CASE ground
        WHEN 'asked' THEN unit = r.addressee_id AND (
            (m.state = 'draft' AND me = m.drafting_unit_id AND assistance_decider(m.drafting_unit_id, unit) IS NULL)
            OR (m.state = 'level_decision' AND EXISTS (
                SELECT FROM matters_party p WHERE p.matter_id = m.id AND p.unit_id = me AND p.ground = 'decides'))
            OR (m.state = 'received' AND EXISTS (
                SELECT FROM matters_party p WHERE p.matter_id = m.id AND p.unit_id = me AND p.ground = 'forwarded')))
        WHEN 'decides' THEN m.state = 'draft' AND me = m.drafting_unit_id
            AND unit = assistance_decider(m.drafting_unit_id, r.addressee_id)
        WHEN 'forwarded' THEN m.state = 'received' AND me = r.addressee_id AND unit = me
        END, false) THEN
        RAISE 'this unit is not admitted now' USING ERRCODE = '42501';
    END IF;
    INSERT INTO matters_party (matter_id, unit_id, ground) VALUES (of_matter, unit, ground) ON CONFLICT DO NOTHING;
END $$;

-- Give the request another addressee: the superior that decides redirects it, the addressee itself forwards it.
CREATE OR REPLACE FUNCTION public.assistance_address(of_matter bigint, unit bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m matters_matter; r assistance_assistancerequest; me bigint := acting_unit();
BEGIN
    SELECT * INTO m FROM matters_matter x WHERE x.id = of_matter FOR NO KEY UPDATE;
    SELECT * INTO r FROM assistance_assistancerequest x WHERE x.matter_id = of_matter;
    IF m.id IS NULL OR r.matter_id IS NULL OR unit = m.drafting_unit_id OR NOT (
        (m.state = 'received' AND me = r.addressee_id AND NOT unit = ANY (m.parties))
        OR (m.state = 'level_decision' AND EXISTS (
            SELECT FROM matters_party p WHERE p.matter_id = m.id AND p.unit_id = me AND p.ground = 'decides'))) THEN
        RAISE 'it is not addressed anew now' USING ERRCODE = '42501';
    END IF;
    UPDATE assistance_assistancerequest SET addressee_id = unit WHERE matter_id = of_matter;
END $$;

-- Administrators of the alliance office keep kinds, agreed list and competence map; what they wrote is in the record.
CREATE OR REPLACE FUNCTION public.catalogue_keeper() RETURNS bigint LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    office bigint;
BEGIN
    SELECT u.id INTO office FROM units_unit u WHERE u.id = administered_unit() AND u.level = 0;
    IF office IS NULL THEN
        RAISE 'no administrator of the alliance office' USING ERRCODE = '42501';
    END IF;
    RETURN office;
END $$;

-- The office reads all of it, a unit what it wrote itself.
CREATE OR REPLACE FUNCTION public.catalogue_record(keeper bigint, act text, detail jsonb) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT audit_append('00000000-0000-4000-8000-000ca7a10900', 'catalogue', act, detail, '{}',
                        ARRAY(SELECT id FROM units_unit WHERE level = 0 OR id = keeper), acting_user(), keeper)
$$;

CREATE OR REPLACE FUNCTION public.catalogue_save_kind(code text, offered boolean, version text) RETURNS smallint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    office bigint := catalogue_keeper(); v jsonb := version::jsonb; n smallint;
BEGIN
    INSERT INTO assistance_requestkind (code, name, name_en, "order", is_offered)
        VALUES (catalogue_save_kind.code, v->>'name', coalesce(v->>'name_en', ''), 100, offered)
        ON CONFLICT ON CONSTRAINT assistance_requestkind_pkey
        DO UPDATE SET name = excluded.name, name_en = excluded.name_en, is_offered = excluded.is_offered;
    PERFORM FROM assistance_requestkind k WHERE k.code = catalogue_save_kind.code FOR UPDATE;
    SELECT coalesce(max(x.number), 0) + 1 INTO n FROM assistance_kindversion x WHERE x.kind_id = catalogue_save_kind.code;
    INSERT INTO assistance_kindversion (kind_id, number, purpose, purpose_en, source, questions, proof, days,
                                        goes_by_letter, closes_by_itself, made_by)
        VALUES (catalogue_save_kind.code, n, v->>'purpose', v->>'purpose_en', v->>'source', v->'questions', v->'proof',
                (v->>'days')::smallint, (v->>'goes_by_letter')::boolean, (v->>'closes_by_itself')::boolean, v->>'made_by');
    PERFORM catalogue_record(office, 'kind_saved', jsonb_build_object('kind', catalogue_save_kind.code, 'version', n));
    RETURN n;
END $$;

CREATE OR REPLACE FUNCTION public.catalogue_offer(code text, offered boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    office bigint := catalogue_keeper();
BEGIN
    UPDATE assistance_requestkind k SET is_offered = offered WHERE k.code = catalogue_offer.code;
    PERFORM catalogue_record(office, 'kind_offered', jsonb_build_object('kind', catalogue_offer.code, 'offered', offered));
END $$;

CREATE OR REPLACE FUNCTION public.catalogue_agree(kind text, one bigint, other bigint, agreed boolean, since date, words text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    office bigint := catalogue_keeper();
BEGIN
    INSERT INTO assistance_understanding (kind_id, one_id, other_id, is_agreed, note, valid_from)
        VALUES (kind, one, other, agreed, words, since);
    PERFORM catalogue_record(office, 'understanding_added', jsonb_build_object(
        'kind', kind, 'one', one, 'other', other, 'agreed', agreed, 'from', since));
END $$;

CREATE OR REPLACE FUNCTION public.catalogue_end_understanding(line bigint, last_day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    office bigint := catalogue_keeper();
BEGIN
    UPDATE assistance_understanding SET valid_until = greatest(last_day, valid_from) WHERE id = line;
    PERFORM catalogue_record(office, 'understanding_ended', jsonb_build_object('line', line, 'until', last_day));
END $$;

-- What a subject said before it was changed stays in the record.
CREATE OR REPLACE FUNCTION public.catalogue_save_subject(code text, wording text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    office bigint := catalogue_keeper(); w jsonb := wording::jsonb;
BEGIN
    INSERT INTO assistance_subject (code, name, name_en, keywords, held_at, is_strict, is_offered)
        VALUES (catalogue_save_subject.code, w->>'name', w->>'name_en', w->>'keywords', (w->>'held_at')::smallint,
                (w->>'is_strict')::boolean, (w->>'is_offered')::boolean)
        ON CONFLICT ON CONSTRAINT assistance_subject_pkey DO UPDATE SET
            name = excluded.name, name_en = excluded.name_en, keywords = excluded.keywords, held_at = excluded.held_at,
            is_strict = excluded.is_strict, is_offered = excluded.is_offered;
    PERFORM catalogue_record(office, 'subject_saved', w || jsonb_build_object('subject', catalogue_save_subject.code));
END $$;

-- The office says who is competent everywhere, the administrators of a unit say it of their own unit in its own area.
CREATE OR REPLACE FUNCTION public.competence_keeper(of_unit bigint, area text) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    keeper bigint;
BEGIN
    SELECT u.id INTO keeper FROM units_unit u WHERE u.id = administered_unit() AND (u.level = 0
        OR (u.id = of_unit AND area LIKE regexp_replace(u.code, '(00)+$', '') || '%'));
    IF keeper IS NULL THEN
        RAISE 'this is not kept by the acting unit' USING ERRCODE = '42501';
    END IF;
    RETURN keeper;
END $$;

CREATE OR REPLACE FUNCTION public.catalogue_set_competence(of_unit bigint, subject text, area text, since date, words text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    keeper bigint := competence_keeper(of_unit, area);
BEGIN
    INSERT INTO assistance_competence (unit_id, subject_id, area, note, valid_from)
        VALUES (of_unit, subject, catalogue_set_competence.area, words, since)
        ON CONFLICT ON CONSTRAINT competence_is_said_once
        DO UPDATE SET note = excluded.note, valid_from = excluded.valid_from, valid_until = NULL;
    PERFORM catalogue_record(keeper, 'competence_added', jsonb_build_object(
        'unit', of_unit, 'subject', subject, 'area', catalogue_set_competence.area, 'from', since));
END $$;

CREATE OR REPLACE FUNCTION public.catalogue_end_competence(line bigint, last_day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    keeper bigint;
BEGIN
    SELECT competence_keeper(c.unit_id, c.area) INTO keeper FROM assistance_competence c WHERE c.id = line;
    UPDATE assistance_competence SET valid_until = last_day WHERE id = line;
    PERFORM catalogue_record(keeper, 'competence_ended', jsonb_build_object('line', line, 'until', last_day));
END $$;

-- How units answer, from their waiting rows: figures only. A quarter is the measured unit's alone until thirty days after
-- it; and what comes of fewer than three requests stays its own: it would tell of a single one.
DROP FUNCTION IF EXISTS public.assistance_statistics(date, date);
CREATE OR REPLACE FUNCTION public.assistance_statistics(since date, until date) RETURNS TABLE (
    unit bigint, arrived bigint, due bigint, within bigint, replied bigint, days numeric, agreed bigint, on_time bigint,
    rated bigint, late bigint, idle bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH here AS (
        SELECT since::timestamp AT TIME ZONE 'Asia/Shanghai' AS dawn, until::timestamp AT TIME ZONE 'Asia/Shanghai' AS dusk,
            (statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date AS today, acting_unit() AS me
    ), measured AS (
        SELECT w.matter_id, w.unit_id, min(w.opened_at) FILTER (WHERE w.step = 'receive') AS arrived_at,
            sum(coalesce(w.done_at, statement_timestamp()) - w.opened_at) FILTER (WHERE w.step <> 'reply') AS lay,
            bool_or(w.step = 'reply') AS is_accepted,
            max(w.done_at) FILTER (WHERE w.step = 'reply' AND w.done_by_id IS NOT NULL) AS replied_at,
            max(w.due_on) FILTER (WHERE w.step = 'reply') AS agreed_on,
            bool_or(w.step = 'reply' AND w.done_at IS NULL AND w.due_on < here.today) AS is_late
        FROM here, worklist_waiting w JOIN matters_matter m ON m.id = w.matter_id
        WHERE m.kind = 'assistance' AND w.step IN ('receive', 'accept', 'reply')
          AND m.changed_at >= here.dawn AND m.opened_at < here.dusk AND here.me IS NOT NULL
          AND (w.unit_id = here.me OR here.today >= until + 30)
        GROUP BY w.matter_id, w.unit_id
    ), counted AS (
        SELECT x.unit_id, count(*) AS arrived, count(*) FILTER (WHERE x.is_accepted OR x.lay > interval '7 days') AS due,
            count(*) FILTER (WHERE x.is_accepted AND x.lay <= interval '7 days') AS within, count(x.replied_at) AS replied,
            avg(extract(epoch FROM x.replied_at - x.arrived_at) / 86400) AS days,
            count(*) FILTER (WHERE x.replied_at IS NOT NULL OR x.is_late) AS agreed,
            count(*) FILTER (WHERE (x.replied_at AT TIME ZONE 'Asia/Shanghai')::date <= x.agreed_on AND NOT x.is_late) AS on_time,
            count(g.request_id) AS rated, count(*) FILTER (WHERE g.timeliness = 'poor') AS late,
            count(*) FILTER (WHERE g.effort = 'poor') AS idle
        FROM here, measured x LEFT JOIN assistance_rating g ON g.request_id = x.matter_id AND g.unit_id = x.unit_id
        WHERE x.arrived_at >= here.dawn AND x.arrived_at < here.dusk GROUP BY x.unit_id
    ), shown AS (SELECT c.*, CASE WHEN c.unit_id = here.me THEN 1 ELSE 3 END AS few FROM counted c, here)
    SELECT c.unit_id, c.arrived, c.due, CASE WHEN c.due >= c.few THEN c.within END,
        c.replied, CASE WHEN c.replied >= c.few THEN c.days END, c.agreed, CASE WHEN c.agreed >= c.few THEN c.on_time END,
        c.rated, CASE WHEN c.rated >= c.few THEN c.late END, CASE WHEN c.rated >= c.few THEN c.idle END
    FROM shown c
$$;

-- The ledger of each unit that reads a request has a line of it, written anew whenever something in the line changes.
CREATE OR REPLACE FUNCTION public.ledger_write(of_matter bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    DELETE FROM assistance_ledgerline l USING matters_matter m
        WHERE l.request_id = of_matter AND m.id = of_matter AND NOT l.unit_id = ANY (m.parties);
    INSERT INTO assistance_ledgerline AS l (unit_id, request_id, asking_id, addressee_id, kind_id, state, classification,
                                            title, case_number, opened_at, changed_at, due_on)
        SELECT p, m.id, m.drafting_unit_id, r.addressee_id, v.kind_id, m.state, m.classification, r.title, r.case_number,
            m.opened_at, m.changed_at, (SELECT min(w.due_on) FROM worklist_waiting w
                                        WHERE w.matter_id = m.id AND w.done_at IS NULL)
        FROM matters_matter m JOIN assistance_assistancerequest r ON r.matter_id = m.id
            JOIN assistance_kindversion v ON v.id = r.kind_version_id, unnest(m.parties) p
        WHERE m.id = of_matter
        ON CONFLICT ON CONSTRAINT ledger_line_is_once DO UPDATE SET
            asking_id = excluded.asking_id, addressee_id = excluded.addressee_id, kind_id = excluded.kind_id,
            state = excluded.state, classification = excluded.classification, title = excluded.title,
            case_number = excluded.case_number, changed_at = excluded.changed_at, due_on = excluded.due_on
$$;

CREATE OR REPLACE FUNCTION public.ledger_follows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_TABLE_NAME = 'matters_matter' THEN
        PERFORM ledger_write(NEW.id);
    ELSE
        PERFORM ledger_write(NEW.matter_id);
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION public.ledger_of_waiting() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE assistance_ledgerline l SET due_on = (SELECT min(w.due_on) FROM worklist_waiting w
                                                 WHERE w.matter_id = NEW.matter_id AND w.done_at IS NULL)
        WHERE l.request_id = NEW.matter_id;
    RETURN NULL;
END $$;

-- as p_owner
CREATE OR REPLACE TRIGGER assistance_ledger AFTER UPDATE OF parties, state, classification, changed_at ON matters_matter
    FOR EACH ROW WHEN (NEW.kind = 'assistance') EXECUTE FUNCTION ledger_follows();
CREATE OR REPLACE TRIGGER ledger AFTER INSERT OR UPDATE OF title, case_number, addressee_id
    ON assistance_assistancerequest FOR EACH ROW EXECUTE FUNCTION ledger_follows();
CREATE OR REPLACE TRIGGER assistance_ledger AFTER INSERT OR UPDATE OF due_on, done_at ON worklist_waiting
    FOR EACH ROW EXECUTE FUNCTION ledger_of_waiting();
CREATE OR REPLACE TRIGGER assistance_parties AFTER UPDATE OF parties ON matters_matter FOR EACH ROW
    WHEN (NEW.kind = 'assistance') EXECUTE FUNCTION assistance_parties();
CREATE OR REPLACE TRIGGER a_born BEFORE INSERT ON assistance_assistancerequest
    FOR EACH ROW EXECUTE FUNCTION assistance_born();

-- A step of the other side is the addressee's, or before it is sent the deciding superior's; nobody else's who reads it.
CREATE OR REPLACE FUNCTION public.assistance_state_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    r assistance_assistancerequest; me bigint := acting_unit();
BEGIN
    IF EXISTS (SELECT FROM matters_step s WHERE s.kind = OLD.kind AND s.from_state = OLD.state
               AND s.to_state = NEW.state AND s.by_drafter) THEN
        RETURN NEW;  -- matter_guard has seen to it
    END IF;
    SELECT * INTO r FROM assistance_assistancerequest x WHERE x.matter_id = OLD.id;
    IF OLD.state = 'level_decision' THEN
        IF NOT EXISTS (SELECT FROM matters_party p
                       WHERE p.matter_id = OLD.id AND p.unit_id = me AND p.ground = 'decides') THEN
            RAISE 'another unit decides' USING ERRCODE = '42501';
        END IF;
    ELSIF OLD.state = 'received' AND NEW.state = 'sent' THEN
        IF NOT EXISTS (SELECT FROM matters_party p
                       WHERE p.matter_id = OLD.id AND p.unit_id = me AND p.ground = 'forwarded') THEN
            RAISE 'another unit forwards it' USING ERRCODE = '42501';
        END IF;
    ELSIF me IS DISTINCT FROM r.addressee_id THEN
        RAISE 'another unit was asked' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER c_assistance BEFORE UPDATE OF state ON matters_matter FOR EACH ROW
    WHEN (NEW.kind = 'assistance' AND NEW.state <> OLD.state AND current_user NOT IN ('p_owner', 'p_writer', 'p_system'))
    EXECUTE FUNCTION assistance_state_guard();

-- Its words change while it is a draft, or while the asking unit completes it; after that nobody changes what was asked.
CREATE OR REPLACE FUNCTION public.assistance_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m matters_matter; free text[] := '{}';
BEGIN
    SELECT * INTO m FROM matters_matter x WHERE x.id = OLD.matter_id;
    IF m.drafting_unit_id = acting_unit() AND m.state IN ('draft', 'returned') THEN
        free := ARRAY['outside', 'subject_id', 'area', 'title', 'case_number', 'answers', 'confidences', 'contact',
                      'contact_phone', 'wanted_on', 'revision'];
        IF m.state = 'draft' THEN
            free := free || ARRAY['addressee_id', 'bundle'];
        END IF;
    ELSIF OLD.addressee_id = acting_unit() AND m.state = 'received' THEN
        free := ARRAY['decline_reason'];
    END IF;
    IF to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free THEN
        RAISE 'this is fixed' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER b_guard BEFORE UPDATE ON assistance_assistancerequest FOR EACH ROW
    WHEN (current_user NOT IN ('p_owner', 'p_writer', 'p_system')) EXECUTE FUNCTION assistance_guard();

ALTER TABLE assistance_assistancerequest ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON assistance_assistancerequest TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON assistance_assistancerequest FOR SELECT TO p_system USING (true);
CREATE POLICY read ON assistance_assistancerequest FOR SELECT TO p_app USING (
    parties && ARRAY[(SELECT acting_unit())]
    AND EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id
                AND (m.state <> 'draft' OR m.drafting_unit_id = (SELECT acting_unit()))));
CREATE POLICY change ON assistance_assistancerequest FOR UPDATE TO p_app USING (
    EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id));
CREATE POLICY draft ON assistance_assistancerequest FOR INSERT TO p_app WITH CHECK (EXISTS (
    SELECT FROM matters_matter m WHERE m.id = matter_id AND m.kind = 'assistance' AND m.state = 'draft'
      AND m.drafting_unit_id = (SELECT acting_unit())));
CREATE POLICY discard ON assistance_assistancerequest FOR DELETE TO p_app USING (EXISTS (
    SELECT FROM matters_matter m WHERE m.id = matter_id AND m.state = 'draft'
      AND m.drafting_unit_id = (SELECT acting_unit())));

-- The two sides alone talk; whoever decided or forwarded reads what was asked, not what is said from then on.
ALTER TABLE assistance_note ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON assistance_note FOR SELECT TO p_system USING (true);
CREATE POLICY read ON assistance_note FOR SELECT TO p_app USING (EXISTS (
    SELECT FROM assistance_assistancerequest r JOIN matters_matter m ON m.id = r.matter_id
    WHERE r.matter_id = request_id AND (SELECT acting_unit()) IN (r.addressee_id, m.drafting_unit_id, assistance_note.unit_id)));
CREATE POLICY write ON assistance_note FOR INSERT TO p_app WITH CHECK (
    unit_id = (SELECT acting_unit()) AND user_id = (SELECT acting_user()) AND EXISTS (
        SELECT FROM assistance_assistancerequest r JOIN matters_matter m ON m.id = r.matter_id
        WHERE r.matter_id = request_id AND (SELECT acting_unit()) IN (r.addressee_id, m.drafting_unit_id)
          AND m.state IN ('received', 'returned', 'accepted', 'answered', 'ended')));

ALTER TABLE assistance_reply ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON assistance_reply FOR SELECT TO p_system USING (true);
CREATE POLICY read ON assistance_reply FOR SELECT TO p_app USING (EXISTS (
    SELECT FROM assistance_assistancerequest r JOIN matters_matter m ON m.id = r.matter_id
    WHERE r.matter_id = request_id AND (SELECT acting_unit()) IN (r.addressee_id, m.drafting_unit_id)));
CREATE POLICY give ON assistance_reply FOR INSERT TO p_app WITH CHECK (
    unit_id = (SELECT acting_unit()) AND user_id = (SELECT acting_user()) AND EXISTS (
        SELECT FROM assistance_assistancerequest r JOIN matters_matter m ON m.id = r.matter_id
        WHERE r.matter_id = request_id AND r.addressee_id = (SELECT acting_unit()) AND m.state = 'accepted'));

-- What everybody who works for a unit reads, and the office's administrators with them.
ALTER TABLE assistance_requestkind ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON assistance_requestkind TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY read ON assistance_requestkind FOR SELECT TO p_app, p_system USING (true);
ALTER TABLE assistance_kindversion ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON assistance_kindversion TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY read ON assistance_kindversion FOR SELECT TO p_app, p_system USING (true);
ALTER TABLE assistance_understanding ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON assistance_understanding TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY read ON assistance_understanding FOR SELECT TO p_app, p_system USING (true);
ALTER TABLE assistance_subject ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON assistance_subject TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY read ON assistance_subject FOR SELECT TO p_app, p_system USING (true);
ALTER TABLE assistance_competence ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON assistance_competence TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY read ON assistance_competence FOR SELECT TO p_app, p_system USING (true);

-- Who keeps it reads what was done with it; a unit what it declared itself.
CREATE POLICY catalogue ON audit_record FOR SELECT TO p_app USING (
    kind = 'catalogue' AND parties && ARRAY[(SELECT administered_unit())]);

-- A unit reads its own ledger; what stands there it reads of the request too.
ALTER TABLE assistance_ledgerline ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON assistance_ledgerline TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY read ON assistance_ledgerline FOR SELECT TO p_app USING (
    unit_id = (SELECT acting_unit()) AND classification <= (SELECT acting_clearance())
    AND (state <> 'draft' OR asking_id = (SELECT acting_unit())));

-- Who asked rates the help once it is closed; who helped answers once. Both read it, nobody else.
ALTER TABLE assistance_rating ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON assistance_rating TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY read ON assistance_rating FOR SELECT TO p_app USING (EXISTS (
    SELECT FROM assistance_assistancerequest r JOIN matters_matter m ON m.id = r.matter_id
    WHERE r.matter_id = request_id AND (SELECT acting_unit()) IN (r.addressee_id, m.drafting_unit_id)));
CREATE POLICY rate ON assistance_rating FOR INSERT TO p_app WITH CHECK (
    answered_at IS NULL AND answer = '' AND user_id = (SELECT acting_user()) AND EXISTS (
        SELECT FROM assistance_assistancerequest r JOIN matters_matter m ON m.id = r.matter_id
        WHERE r.matter_id = request_id AND r.addressee_id = unit_id AND m.drafting_unit_id = (SELECT acting_unit())
          AND m.state = 'closed'));
CREATE POLICY answer ON assistance_rating FOR UPDATE TO p_app USING (
    answered_at IS NULL AND unit_id = (SELECT acting_unit())) WITH CHECK (answered_at IS NOT NULL);

ALTER TABLE assistance_savedview ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON assistance_savedview TO p_app
    USING (user_id = (SELECT acting_user())) WITH CHECK (user_id = (SELECT acting_user()));
