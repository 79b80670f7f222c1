-- as p_writer
-- How far cases are that were filed with or for the acting unit: the state of the request, the stage reported last.
CREATE OR REPLACE FUNCTION public.transfers_progress(abouts uuid[]) RETURNS TABLE (about uuid, state text, stage text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.public_id, m.state::text, coalesce((
        SELECT coalesce(nullif(r.outcome, ''), r.stage) FROM transfers_report r WHERE r.request_id = m.id
        ORDER BY r.id DESC LIMIT 1), '')::text
    FROM matters_matter m WHERE m.public_id = ANY (abouts) AND m.kind = 'assistance' AND m.state <> 'purged' AND EXISTS (
        SELECT FROM transfers_filing f JOIN matters_matter x ON x.id = f.matter_id
        WHERE f.about = m.public_id AND acting_unit() = ANY (x.parties) AND x.classification <= acting_clearance())
$$;

-- Bring whoever decides into a dispute that was not settled: a unit above one that takes part, by one that takes part.
CREATE OR REPLACE FUNCTION public.transfers_bring_in(of_matter bigint, unit bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m matters_matter;
BEGIN
    SELECT * INTO m FROM matters_matter x WHERE x.id = of_matter AND x.kind = 'coordination' FOR NO KEY UPDATE;
    IF m.id IS NULL OR m.state <> 'open' OR NOT acting_unit() = ANY (m.parties) OR NOT EXISTS (
        WITH RECURSIVE above AS (
            SELECT u.id, u.parent_id, u.level FROM units_unit u WHERE u.id = ANY (m.parties)
            UNION SELECT p.id, p.parent_id, p.level FROM units_unit p JOIN above a ON p.id = a.parent_id)
        SELECT FROM above WHERE id = unit AND level > 0) THEN
        RAISE 'this unit is not brought in' USING ERRCODE = '42501';
    END IF;
    INSERT INTO matters_party (matter_id, unit_id, ground) VALUES (of_matter, unit, 'takes_part') ON CONFLICT DO NOTHING;
END $$;

-- The two sides of a case that take part in an exchange about it: they alone read there what comes of it.
CREATE OR REPLACE FUNCTION public.transfers_sides(q matters_matter, m matters_matter) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT array_agg(DISTINCT side ORDER BY side) FROM assistance_assistancerequest r
    CROSS JOIN LATERAL (VALUES (q.drafting_unit_id), (r.addressee_id)) s(side)
    WHERE r.matter_id = q.id AND side = ANY (m.parties)
$$;

-- An exchange is about this request: said by a side of the request, or by the province with which the case was filed.
CREATE OR REPLACE FUNCTION public.transfers_link_case(of_matter bigint, of_case uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m matters_matter; q matters_matter; is_side boolean; by_unit bigint := acting_unit();
BEGIN
    SELECT * INTO m FROM matters_matter x WHERE x.id = of_matter AND x.kind = 'coordination' FOR NO KEY UPDATE;
    SELECT * INTO q FROM matters_matter x WHERE x.public_id = of_case AND x.kind = 'assistance'
        AND x.state NOT IN ('draft', 'level_decision', 'purged') AND x.classification <= acting_clearance();
    is_side := EXISTS (SELECT FROM assistance_assistancerequest r
        WHERE r.matter_id = q.id AND by_unit IN (q.drafting_unit_id, r.addressee_id));
    IF m.id IS NULL OR q.id IS NULL OR m.state IN ('settled', 'purged') OR NOT by_unit = ANY (m.parties)
       OR NOT (acting_has('handler') OR acting_has('signatory'))
       OR NOT (is_side OR EXISTS (SELECT FROM transfers_filing f WHERE f.about = of_case AND f.province_id = by_unit)) THEN
        RAISE 'not a case of this unit' USING ERRCODE = '42501';
    END IF;
    INSERT INTO transfers_coordinatedcase (coordination_id, about, unit_id) VALUES (m.id, of_case, by_unit)
        ON CONFLICT DO NOTHING;
    IF FOUND AND is_side THEN
        PERFORM audit_append(of_case, 'assistance', 'dispute_linked', jsonb_build_object('coordination', m.public_id), '{}',
            transfers_sides(q, m), acting_user(), by_unit);
    END IF;
END $$;

-- What came of an exchange is written into the history of every case it is about, once.
CREATE OR REPLACE FUNCTION public.transfers_tell_cases(of_matter bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m matters_matter; c transfers_coordination; q matters_matter; said text;
BEGIN
    SELECT * INTO m FROM matters_matter x WHERE x.id = of_matter AND x.kind = 'coordination' AND x.state = 'settled';
    SELECT * INTO c FROM transfers_coordination x WHERE x.matter_id = m.id;
    IF c.matter_id IS NULL OR NOT acting_unit() = ANY (m.parties) THEN
        RAISE 'nothing was settled here' USING ERRCODE = '42501';
    END IF;
    said := CASE c.purpose WHEN 'jurisdiction' THEN 'jurisdiction_settled' ELSE 'coordination_concluded' END;
    FOR q IN SELECT x.* FROM transfers_coordinatedcase l JOIN matters_matter x ON x.public_id = l.about
        WHERE l.coordination_id = m.id AND x.state <> 'purged' AND cardinality(transfers_sides(x, m)) > 0 AND NOT EXISTS (
            SELECT FROM audit_record a WHERE a.chain = x.public_id AND a.act = said
              AND a.detail::jsonb ->> 'coordination' = m.public_id::text)
        ORDER BY x.id
    LOOP
        PERFORM audit_append(q.public_id, 'assistance', said,
            jsonb_strip_nulls(jsonb_build_object('coordination', m.public_id, 'ground', c.ground, 'handling', (
                SELECT u.code FROM units_unit u WHERE u.id = c.handling_unit_id))),
            jsonb_build_object('outcome', concat_ws('：', (
                SELECT u.name FROM units_unit u WHERE u.id = c.handling_unit_id), nullif(c.outcome, ''))),
            transfers_sides(q, m), acting_user(), acting_unit());
    END LOOP;
END $$;

-- By whose word the unit that is asked handles the case, and nobody else: an exchange about this request, or for a
-- transfer about the same case of the unit that transfers it; the last one holds.
CREATE OR REPLACE FUNCTION public.transfers_designated(of_matter bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE WHEN c.handling_unit_id = r.addressee_id AND c.ground IN ('designated', 'decided_outside')
                THEN c.ground::text ELSE '' END
    FROM matters_matter q JOIN assistance_assistancerequest r ON r.matter_id = q.id
        JOIN assistance_kindversion v ON v.id = r.kind_version_id
        JOIN transfers_coordination c ON c.handling_unit_id IS NOT NULL
        JOIN matters_matter m ON m.id = c.matter_id
    WHERE q.id = of_matter AND acting_unit() = ANY (q.parties) AND (
        EXISTS (SELECT FROM transfers_coordinatedcase l WHERE l.coordination_id = c.matter_id AND l.about = q.public_id)
        OR (v.kind_id = 'transfer' AND r.case_number <> '' AND (
            EXISTS (SELECT FROM transfers_coordinatedcase l JOIN matters_matter o ON o.public_id = l.about
                        JOIN assistance_assistancerequest x ON x.matter_id = o.id
                    WHERE l.coordination_id = c.matter_id AND o.drafting_unit_id = q.drafting_unit_id
                      AND x.case_number = r.case_number)
            OR EXISTS (SELECT FROM transfers_firstfiling f WHERE f.coordination_id = c.matter_id
                         AND f.unit_id = q.drafting_unit_id AND f.plain_number = r.case_number))))
    ORDER BY m.closed_at DESC NULLS LAST, m.id DESC LIMIT 1
$$;

-- as p_owner
-- Whom the common superior or the competent organ designated neither declines the case nor passes it on, and a case that
-- was taken over stays open until its end was reported back.
CREATE OR REPLACE FUNCTION public.transfers_case_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.state = 'declined' THEN
        IF transfers_designated(OLD.id) <> '' THEN
            RAISE 'this unit was designated' USING ERRCODE = '42501';
        END IF;
    ELSIF EXISTS (SELECT FROM transfers_handover h WHERE h.request_id = OLD.id AND h.taken_at IS NOT NULL)
       AND NOT EXISTS (SELECT FROM transfers_report t WHERE t.request_id = OLD.id
                       AND (t.stage = 'closed' OR t.outcome = 'not_filed')) THEN
        RAISE 'the case has not come to its end' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER c_transfers BEFORE UPDATE OF state ON matters_matter FOR EACH ROW
    WHEN (NEW.kind = 'assistance' AND ((OLD.state = 'received' AND NEW.state = 'declined')
          OR (OLD.state = 'accepted' AND NEW.state IN ('answered', 'ended')))
          AND current_user NOT IN ('p_owner', 'p_writer', 'p_system'))
    EXECUTE FUNCTION transfers_case_guard();

CREATE OR REPLACE FUNCTION public.transfers_forward_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM matters_matter m WHERE m.id = OLD.matter_id AND m.state = 'received')
       AND transfers_designated(OLD.matter_id) <> '' THEN
        RAISE 'this unit was designated' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER c_transfers BEFORE UPDATE OF addressee_id ON assistance_assistancerequest FOR EACH ROW
    WHEN (NEW.addressee_id <> OLD.addressee_id AND current_user <> 'p_owner') EXECUTE FUNCTION transfers_forward_guard();

-- A list is its writer's until signed; from then on the other side signs for it or sends it back, once.
CREATE OR REPLACE FUNCTION public.transfers_hand_over_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    r assistance_assistancerequest; m matters_matter; free text[] := '{}';
BEGIN
    SELECT * INTO r FROM assistance_assistancerequest x WHERE x.matter_id = OLD.request_id;
    SELECT * INTO m FROM matters_matter x WHERE x.id = OLD.request_id;
    IF m.state = 'accepted' AND OLD.handed_at IS NULL AND m.drafting_unit_id = acting_unit()
       AND (NEW.handed_at IS NULL OR NEW.handed_by_id = acting_user()) THEN
        free := ARRAY['items', 'sha256', 'handed_by_id', 'handed_name', 'handed_at', 'handed_method', 'handed_proof'];
    ELSIF m.state = 'accepted' AND OLD.handed_at IS NOT NULL AND OLD.taken_at IS NULL AND OLD.returned_at IS NULL
       AND r.addressee_id = acting_unit() AND (NEW.taken_at IS NULL OR NEW.taken_by_id = acting_user()) THEN
        free := ARRAY['taken_by_id', 'taken_name', 'taken_at', 'taken_method', 'taken_proof', 'remark', 'returned_at'];
    END IF;
    IF to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free THEN
        RAISE 'this list is fixed' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER b_guard BEFORE UPDATE ON transfers_handover FOR EACH ROW
    WHEN (current_user NOT IN ('p_owner', 'p_writer', 'p_system')) EXECUTE FUNCTION transfers_hand_over_guard();

ALTER TABLE transfers_handover ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON transfers_handover TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY read ON transfers_handover FOR SELECT TO p_app USING (EXISTS (
    SELECT FROM assistance_assistancerequest r JOIN matters_matter m ON m.id = r.matter_id WHERE r.matter_id = request_id
      AND (m.drafting_unit_id = (SELECT acting_unit())
           OR (r.addressee_id = (SELECT acting_unit()) AND handed_at IS NOT NULL))));
CREATE POLICY write ON transfers_handover FOR INSERT TO p_app WITH CHECK (
    handed_at IS NULL AND taken_at IS NULL AND returned_at IS NULL AND EXISTS (
        SELECT FROM matters_matter m WHERE m.id = request_id AND m.kind = 'assistance' AND m.state = 'accepted'
          AND m.drafting_unit_id = (SELECT acting_unit())));
CREATE POLICY change ON transfers_handover FOR UPDATE TO p_app USING (EXISTS (
    SELECT FROM assistance_assistancerequest r JOIN matters_matter m ON m.id = r.matter_id WHERE r.matter_id = request_id
      AND (SELECT acting_unit()) IN (r.addressee_id, m.drafting_unit_id)));

ALTER TABLE transfers_report ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON transfers_report TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY read ON transfers_report FOR SELECT TO p_app USING (EXISTS (
    SELECT FROM assistance_assistancerequest r JOIN matters_matter m ON m.id = r.matter_id
    WHERE r.matter_id = request_id AND (SELECT acting_unit()) IN (r.addressee_id, m.drafting_unit_id)));
CREATE POLICY report ON transfers_report FOR INSERT TO p_app WITH CHECK (
    unit_id = (SELECT acting_unit()) AND user_id = (SELECT acting_user()) AND EXISTS (
        SELECT FROM assistance_assistancerequest r JOIN matters_matter m ON m.id = r.matter_id
        WHERE r.matter_id = request_id AND r.addressee_id = (SELECT acting_unit()) AND m.state = 'accepted'));

-- A filing is made by the system alone. The province acknowledges and queries; the unit or its city-level member answers.
CREATE OR REPLACE FUNCTION public.transfers_filing_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    f transfers_filing; is_keeper boolean;
BEGIN
    SELECT * INTO f FROM transfers_filing x WHERE x.matter_id = OLD.id;
    is_keeper := f.province_id IS NOT DISTINCT FROM acting_unit();
    IF (is_keeper AND OLD.state = 'queried') OR (NOT is_keeper AND NEW.state IN ('queried', 'acknowledged') AND OLD.state = 'open') THEN
        RAISE 'this is the step of the other side' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER c_case_filing BEFORE UPDATE OF state ON matters_matter FOR EACH ROW
    WHEN (NEW.kind = 'case_filing' AND NEW.state <> OLD.state AND current_user NOT IN ('p_owner', 'p_writer', 'p_system'))
    EXECUTE FUNCTION transfers_filing_guard();

ALTER TABLE transfers_filing ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON transfers_filing TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON transfers_filing TO p_system USING (true) WITH CHECK (true);
CREATE POLICY read ON transfers_filing FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id));
CREATE POLICY acknowledge ON transfers_filing FOR UPDATE TO p_app USING (
    province_id = (SELECT acting_unit()) AND acknowledged_at IS NULL AND EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id))
    WITH CHECK (province_id = (SELECT acting_unit()));

ALTER TABLE transfers_filingquery ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON transfers_filingquery TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY read ON transfers_filingquery FOR SELECT TO p_app USING (EXISTS (
    SELECT FROM transfers_filing f WHERE f.matter_id = filing_id));  -- read by whoever sees the filing
CREATE POLICY ask ON transfers_filingquery FOR INSERT TO p_app WITH CHECK (answered_at IS NULL AND answer = '' AND EXISTS (
    SELECT FROM transfers_filing f WHERE f.matter_id = filing_id AND f.province_id = (SELECT acting_unit())));
CREATE POLICY answer ON transfers_filingquery FOR UPDATE TO p_app USING (answered_at IS NULL AND EXISTS (
    SELECT FROM transfers_filing f WHERE f.matter_id = filing_id AND f.province_id <> (SELECT acting_unit())))
    WITH CHECK (answered_at IS NOT NULL);

-- Units that take part read everything of an exchange. What was asked is fixed; what came of it is written once.
CREATE POLICY coordination ON matters_party FOR INSERT TO p_app WITH CHECK (ground = 'takes_part' AND EXISTS (
    SELECT FROM matters_matter m WHERE m.id = matter_id AND m.kind = 'coordination' AND m.state = 'draft'
      AND m.drafting_unit_id = (SELECT acting_unit())));

CREATE OR REPLACE FUNCTION public.transfers_coordination_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    c transfers_coordination;
BEGIN
    SELECT * INTO c FROM transfers_coordination x WHERE x.matter_id = OLD.id;
    IF OLD.state = 'with_superior' AND NOT (c.superior_id = acting_unit() AND acting_has('approver')) THEN
        RAISE 'the common superior designates' USING ERRCODE = '42501';
    END IF;
    IF OLD.state IN ('with_leads', 'referred') AND NOT EXISTS (
        SELECT FROM units_unit u WHERE u.id = acting_unit() AND u.level = 1) THEN
        RAISE 'the lead units decide' USING ERRCODE = '42501';
    END IF;
    IF NEW.state = 'referred' AND EXISTS (
        WITH RECURSIVE above AS (
            SELECT u.id, u.parent_id, u.level FROM units_unit u WHERE u.id = ANY (c.units)
            UNION SELECT p.id, p.parent_id, p.level FROM units_unit p JOIN above a ON p.id = a.parent_id)
        SELECT FROM above a WHERE a.level = 1 AND c.organ IS DISTINCT FROM (
            SELECT r.organ FROM transfers_referral r WHERE r.coordination_id = c.matter_id AND r.unit_id = a.id
            ORDER BY r.id DESC LIMIT 1)) THEN
        RAISE 'every lead unit joins the referral' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER c_coordination BEFORE UPDATE OF state ON matters_matter FOR EACH ROW
    WHEN (NEW.kind = 'coordination' AND NEW.state <> OLD.state AND current_user NOT IN ('p_owner', 'p_writer', 'p_system'))
    EXECUTE FUNCTION transfers_coordination_guard();

ALTER TABLE transfers_coordination ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON transfers_coordination TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY read ON transfers_coordination FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id));
CREATE POLICY open ON transfers_coordination FOR INSERT TO p_app WITH CHECK (ground = '' AND EXISTS (
    SELECT FROM matters_matter m WHERE m.id = matter_id AND m.kind = 'coordination' AND m.state = 'draft'
      AND m.drafting_unit_id = (SELECT acting_unit())));
CREATE POLICY settle ON transfers_coordination FOR UPDATE TO p_app USING (ground = '' AND EXISTS (
    SELECT FROM matters_matter m WHERE m.id = matter_id AND m.state NOT IN ('settled', 'purged')))
    WITH CHECK (EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id));

ALTER TABLE transfers_position ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON transfers_position TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY read ON transfers_position FOR SELECT TO p_app USING (EXISTS (
    SELECT FROM matters_matter m WHERE m.id = coordination_id));
CREATE POLICY state ON transfers_position FOR INSERT TO p_app WITH CHECK (
    unit_id = (SELECT acting_unit()) AND user_id = (SELECT acting_user()) AND EXISTS (
        SELECT FROM matters_matter m WHERE m.id = coordination_id AND m.state IN ('open', 'with_leads')));

ALTER TABLE transfers_firstfiling ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON transfers_firstfiling TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY read ON transfers_firstfiling FOR SELECT TO p_app USING (EXISTS (
    SELECT FROM matters_matter m WHERE m.id = coordination_id));
CREATE POLICY prove ON transfers_firstfiling FOR INSERT TO p_app WITH CHECK (
    unit_id = (SELECT acting_unit()) AND user_id = (SELECT acting_user()) AND EXISTS (
        SELECT FROM matters_matter m WHERE m.id = coordination_id AND m.state = 'open'));

ALTER TABLE transfers_coordinatedcase ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON transfers_coordinatedcase TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY read ON transfers_coordinatedcase FOR SELECT TO p_app USING (EXISTS (
    SELECT FROM matters_matter m WHERE m.id = coordination_id));

ALTER TABLE transfers_referral ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON transfers_referral TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY read ON transfers_referral FOR SELECT TO p_app USING (EXISTS (
    SELECT FROM matters_matter m WHERE m.id = coordination_id));
CREATE POLICY refer ON transfers_referral FOR INSERT TO p_app WITH CHECK (
    unit_id = (SELECT acting_unit()) AND user_id = (SELECT acting_user()) AND EXISTS (
        SELECT FROM matters_matter m WHERE m.id = coordination_id AND m.state = 'with_leads'));
