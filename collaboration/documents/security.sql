-- as p_writer
-- parties of the document follow its matter; both are set by triggers alone.
CREATE OR REPLACE FUNCTION public.documents_parties() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE documents_jointdocument SET parties = NEW.parties WHERE matter_id = NEW.id;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION public.documents_born() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    SELECT parties INTO NEW.parties FROM matters_matter WHERE id = NEW.matter_id;
    RETURN NEW;
END $$;

-- Whether every unit that takes part has answered a round. Other units' answers are hidden from an answering unit.
CREATE OR REPLACE FUNCTION public.documents_all_answered(of_round bigint) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT NOT EXISTS (
        SELECT i.unit_id FROM documents_round r
        JOIN documents_invitation i ON i.document_id = r.document_id AND i.declined_at IS NULL
        WHERE r.id = of_round AND (r.audience = '{}' OR i.unit_id = ANY (r.audience))
        EXCEPT SELECT a.unit_id FROM documents_answer a WHERE a.round_id = of_round)
$$;

-- Whether a unit had handed in its answer when the round closed; before that nobody is told.
CREATE OR REPLACE FUNCTION public.documents_has_answered(of_round bigint, of_unit bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM documents_answer a JOIN documents_round r ON r.id = a.round_id
        WHERE r.id = of_round AND r.closed_at IS NOT NULL AND a.unit_id = of_unit)
$$;

-- Whether the unit of an opinion that was not adopted maintains it; then everybody who signs may read it.
CREATE OR REPLACE FUNCTION public.documents_is_maintained(of_opinion bigint) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM documents_disposition d JOIN documents_reply p ON p.disposition_id = d.id
        WHERE d.opinion_id = of_opinion AND d.outcome = 'declined' AND p.replied_at >= d.decided_at
          AND p.stance = 'maintained')
$$;

-- The units that take part and owe their last word on an opinion that was not adopted; asked of the database, since a
-- table that stays with the drafting unit is hidden from the others.
CREATE OR REPLACE FUNCTION public.documents_owing_reply(of_matter bigint) RETURNS SETOF bigint LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT DISTINCT o.unit_id FROM documents_round r
    JOIN matters_matter m ON m.id = r.document_id AND acting_unit() = ANY (m.parties)
    JOIN documents_opinion o ON o.round_id = r.id
    JOIN documents_invitation i ON i.document_id = m.id AND i.unit_id = o.unit_id AND i.declined_at IS NULL
    JOIN documents_disposition d ON d.opinion_id = o.id AND d.outcome = 'declined'
    WHERE m.id = of_matter AND NOT EXISTS (
        SELECT FROM documents_reply p WHERE p.disposition_id = d.id AND p.replied_at >= d.decided_at)
$$;

-- The position of those whose turn it is in an attempt: the first in which a unit has neither signed its text nor
-- abstained. None: nobody is missing.
CREATE OR REPLACE FUNCTION public.documents_turn(attempt bigint) RETURNS smallint LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT min(t.position) FROM documents_turn t
    JOIN documents_countersigning c ON c.id = t.countersigning_id JOIN documents_version v ON v.id = c.version_id
    WHERE c.id = attempt
      AND NOT EXISTS (SELECT FROM documents_countersignature s WHERE s.countersigning_id = c.id
                      AND s.unit_id = t.unit_id AND s.content_hash = v.content_hash)
      AND NOT EXISTS (SELECT FROM documents_abstention a WHERE a.countersigning_id = c.id AND a.unit_id = t.unit_id)
$$;

-- Whether it is the acting unit's turn in an open attempt, over exactly this text, and its signatory who acts.
CREATE OR REPLACE FUNCTION public.documents_own_turn(attempt bigint, hash text) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT acting_has('signatory') AND EXISTS (SELECT FROM documents_countersigning c
        JOIN documents_version v ON v.id = c.version_id AND v.content_hash = hash
        JOIN documents_turn t ON t.countersigning_id = c.id AND t.unit_id = acting_unit()
        WHERE c.id = attempt AND c.closed_at IS NULL AND t.position = documents_turn(c.id))
$$;

-- Whether a unit may abstain: the alliance had allowed it, the drafting unit never does, and two units still sign.
CREATE OR REPLACE FUNCTION public.documents_may_abstain(attempt bigint) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM documents_countersigning c JOIN matters_matter m ON m.id = c.document_id
        WHERE c.id = attempt AND c.may_abstain AND m.drafting_unit_id <> acting_unit()
          AND (SELECT count(*) FROM documents_turn t WHERE t.countersigning_id = c.id)
            - (SELECT count(*) FROM documents_abstention a WHERE a.countersigning_id = c.id) > 2)
$$;

-- Whether the turns of the open attempt name every unit that takes part, and no other.
CREATE OR REPLACE FUNCTION public.documents_turns_are_whole(of_matter bigint) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM documents_countersigning c JOIN matters_matter m ON m.id = c.document_id
        WHERE m.id = of_matter AND c.closed_at IS NULL AND (
            SELECT array_agg(t.unit_id ORDER BY t.unit_id) FROM documents_turn t WHERE t.countersigning_id = c.id
        ) = (SELECT array_agg(x.unit_id ORDER BY x.unit_id) FROM (
            SELECT m.drafting_unit_id AS unit_id UNION SELECT i.unit_id FROM documents_invitation i
            WHERE i.document_id = m.id AND i.declined_at IS NULL) x))
$$;

-- Take back the acting unit's signature while nobody of a later turn was asked: it is moved, never lost.
CREATE OR REPLACE FUNCTION public.withdraw_signature(object uuid) RETURNS bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m matters_matter; attempt bigint; s documents_countersignature; n bigint;
BEGIN
    SELECT * INTO m FROM matters_matter x WHERE x.public_id = object FOR NO KEY UPDATE;
    SELECT c.id INTO attempt FROM documents_countersigning c WHERE c.document_id = m.id AND c.closed_at IS NULL;
    SELECT * INTO s FROM documents_countersignature x WHERE x.countersigning_id = attempt AND x.unit_id = acting_unit();
    IF s.id IS NULL OR m.state <> 'countersigning' OR NOT acting_has('signatory')
       OR documents_turn(attempt) > (SELECT t.position FROM documents_turn t
                                     WHERE t.countersigning_id = attempt AND t.unit_id = s.unit_id) THEN
        RAISE 'no signature that can be taken back' USING ERRCODE = '42501';
    END IF;
    INSERT INTO documents_withdrawnsignature (countersigning_id, unit_id, user_id, user_name, absent_name, content_hash,
        scan_sha256, method, proof, signed_at, withdrawn_by_id)
    VALUES (attempt, s.unit_id, s.user_id, s.user_name, s.absent_name, s.content_hash, s.scan_sha256, s.method, s.proof,
        s.signed_at, acting_user()) RETURNING id INTO n;
    DELETE FROM documents_countersignature x WHERE x.id = s.id;
    UPDATE documents_papersheet p SET confirmed_at = NULL WHERE p.countersigning_id = attempt AND p.unit_id = s.unit_id;
    RETURN n;
END $$;

-- Administrators of the alliance office alone say whether units may abstain; it holds for what is begun from then on.
CREATE OR REPLACE FUNCTION public.allow_abstaining(allowed boolean) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    office bigint;
BEGIN
    SELECT u.id INTO office FROM units_unit u WHERE u.id = administered_unit() AND u.level = 0;
    IF office IS NULL THEN
        RAISE 'no administrator of the alliance office' USING ERRCODE = '42501';
    END IF;
    INSERT INTO documents_countersigningpolicy (id, abstaining_allowed, changed_at) VALUES (1, allowed, now())
        ON CONFLICT (id) DO UPDATE SET abstaining_allowed = excluded.abstaining_allowed, changed_at = excluded.changed_at;
    PERFORM audit_append('00000000-0000-4000-8000-00c0a7e5160e', 'countersigning_policy',
        CASE WHEN allowed THEN 'abstaining_allowed' ELSE 'abstaining_forbidden' END, '{}', '{}', ARRAY[office],
        acting_user(), office);
END $$;

-- A text counts as signed only when every unit that takes part has signed this attempt, or abstained from it.
CREATE OR REPLACE FUNCTION public.documents_all_signed(of_matter bigint) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM documents_countersigning c
        WHERE c.document_id = of_matter AND c.outcome = 'complete' AND documents_turn(c.id) IS NULL)
$$;

-- Colleagues who have the document open hear that its working text was saved; whoever is alone hears nothing.
CREATE OR REPLACE FUNCTION public.documents_draft_saved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m matters_matter;
BEGIN
    SELECT * INTO m FROM matters_matter x WHERE x.id = NEW.document_id;
    IF EXISTS (SELECT FROM realtime_presence p WHERE p.chain = m.public_id AND p.unit_id = m.drafting_unit_id
               AND p.user_id <> NEW.saved_by_id) THEN
        INSERT INTO realtime_wakeup (chain, topic, users, parties)
            VALUES (m.public_id, 'presence', '{}', ARRAY[m.drafting_unit_id]);
        PERFORM pg_notify('portal', '');
    END IF;
    RETURN NULL;
END $$;

-- The chain of a document's record for an evidence bundle: every link by its digests, what the unit reads with act and time.
CREATE OR REPLACE FUNCTION public.documents_links(object uuid)
RETURNS TABLE (number bigint, previous bytea, digest bytea, act text, at text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT r.number, r.previous, r.digest, CASE WHEN acting_unit() = ANY (r.parties) THEN r.act END,
           CASE WHEN acting_unit() = ANY (r.parties) THEN extract(epoch FROM r.at)::text END
    FROM audit_record r JOIN matters_matter m ON m.public_id = r.chain
    WHERE r.chain = object AND acting_unit() = ANY (m.parties) AND m.classification <= acting_clearance()
    ORDER BY r.number
$$;

-- Whether the acting unit has refused a planned publication; consents are read by way of their plan, never the other way.
CREATE OR REPLACE FUNCTION public.documents_refused(plan bigint) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM documents_publicationconsent c
                   WHERE c.plan_id = plan AND c.unit_id = acting_unit() AND NOT c.agrees)
$$;

-- A document signed before the portal: the word of the registering unit's signatory makes its scan the document's file,
-- signed by all units it names, and lets them see it; that of another unit it names is added. Nothing is ever sealed.
-- DR001: not yours to confirm. DR002: confirmed already.
CREATE OR REPLACE FUNCTION public.confirm_registration(object uuid, by_name text, by_method text, by_proof text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m matters_matter; r documents_registration; v documents_version; attempt bigint;
BEGIN
    SELECT * INTO m FROM matters_matter x WHERE x.public_id = object FOR NO KEY UPDATE;
    SELECT * INTO r FROM documents_registration x WHERE x.document_id = m.id;
    IF r.document_id IS NULL OR NOT acting_has('signatory') OR NOT acting_unit() = ANY (r.units)
       OR m.classification > acting_clearance() THEN
        RAISE 'not yours to confirm' USING ERRCODE = 'DR001';
    END IF;
    SELECT * INTO v FROM documents_version x WHERE x.document_id = m.id ORDER BY x.number DESC LIMIT 1;
    IF m.state = 'registering' AND m.drafting_unit_id = acting_unit() THEN
        attempt := documents_complete_registration(m, r, v);
    ELSIF m.state IN ('sealed', 'issued', 'published') THEN
        SELECT c.id INTO attempt FROM documents_countersigning c WHERE c.document_id = m.id AND c.outcome = 'complete';
    ELSE
        RAISE 'not yours to confirm' USING ERRCODE = 'DR001';
    END IF;
    IF EXISTS (SELECT FROM documents_countersignature s WHERE s.countersigning_id = attempt AND s.unit_id = acting_unit()) THEN
        RAISE 'confirmed already' USING ERRCODE = 'DR002';
    END IF;
    INSERT INTO documents_countersignature (countersigning_id, unit_id, user_id, user_name, absent_name, content_hash,
        scan_sha256, method, proof, signed_at)
    VALUES (attempt, acting_unit(), acting_user(), by_name, '', v.content_hash, r.scan_sha256, by_method, by_proof::jsonb,
        statement_timestamp());
END $$;

CREATE OR REPLACE FUNCTION public.documents_complete_registration(
    m matters_matter, r documents_registration, v documents_version
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    attempt bigint;
BEGIN
    UPDATE documents_version x SET is_sent = true WHERE x.id = v.id;
    UPDATE documents_registration x SET confirmed_at = statement_timestamp() WHERE x.document_id = m.id;
    INSERT INTO documents_invitation (document_id, unit_id, "order", reason)
        SELECT m.id, u, n, '' FROM unnest(r.units) WITH ORDINALITY t(u, n) WHERE u <> m.drafting_unit_id;
    INSERT INTO documents_countersigning (document_id, version_id, number, may_abstain, counted_in, begins, check_code,
        opened_at, closed_at, outcome, reason)
    VALUES (m.id, v.id, 1, false, 'working_days', 'receipt', r.check_code, statement_timestamp(), statement_timestamp(),
        'complete', '') RETURNING id INTO attempt;
    INSERT INTO sealing_sealedfile (matter_id, state, content_hash, sha256, size, check_code, is_scan, issuers, on_paper,
        outcome, substitutes, changed_at)
    VALUES (m.id, 'closed', v.content_hash, r.scan_sha256, r.scan_size, r.check_code, true, r.units, r.units, '{}', '{}',
        statement_timestamp());
    UPDATE matters_matter x SET state = 'sealed', changed_at = statement_timestamp() WHERE x.id = m.id;
    INSERT INTO matters_party (matter_id, unit_id, ground)
        SELECT m.id, u, 'signed' FROM unnest(r.units) u WHERE u <> m.drafting_unit_id;
    PERFORM link_imported_number(m.id, r.number);
    RETURN attempt;
END $$;

-- Numbers of the acting unit's former register find the documents that were registered before them.
CREATE OR REPLACE FUNCTION public.link_registered_numbers() RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT link_imported_number(m.id, r.number) FROM documents_registration r JOIN matters_matter m ON m.id = r.document_id
    WHERE m.drafting_unit_id = acting_unit() AND acting_has('handler') AND r.confirmed_at IS NOT NULL AND r.number <> ''
$$;

-- as p_owner
CREATE OR REPLACE TRIGGER saved AFTER UPDATE OF revision ON documents_draft FOR EACH ROW
    WHEN (current_user NOT IN ('p_owner', 'p_writer')) EXECUTE FUNCTION documents_draft_saved();
CREATE OR REPLACE TRIGGER documents_parties AFTER UPDATE OF parties ON matters_matter FOR EACH ROW
    WHEN (NEW.kind = 'document') EXECUTE FUNCTION documents_parties();
CREATE OR REPLACE TRIGGER a_born BEFORE INSERT ON documents_jointdocument FOR EACH ROW EXECUTE FUNCTION documents_born();

CREATE OR REPLACE FUNCTION public.documents_state_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.state = 'countersigning' AND NOT documents_turns_are_whole(NEW.id) THEN
        RAISE 'a unit has no turn' USING ERRCODE = '42501';
    END IF;
    IF NEW.state = 'signed' AND NOT documents_all_signed(NEW.id) THEN
        RAISE 'a signature is missing' USING ERRCODE = '42501';
    END IF;
    IF NEW.state = 'sealed' AND NOT EXISTS (
        SELECT FROM sealing_sealedfile f WHERE f.matter_id = NEW.id AND f.state = 'closed') THEN
        RAISE 'the file is not closed' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER c_documents BEFORE UPDATE OF state ON matters_matter FOR EACH ROW
    WHEN (NEW.kind = 'document' AND NEW.state IN ('countersigning', 'signed', 'sealed')) EXECUTE FUNCTION documents_state_guard();

-- What is fixed stays fixed: title and the rest change only while the text may.
CREATE OR REPLACE FUNCTION public.documents_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m matters_matter; free text[] := '{}';
BEGIN
    SELECT * INTO m FROM matters_matter x WHERE x.id = OLD.matter_id;
    IF m.drafting_unit_id = acting_unit() AND m.state IN ('draft', 'soliciting') THEN
        free := ARRAY['kind', 'title', 'topic', 'code_word', 'is_normative'];
    ELSIF m.state = 'signed' AND m.drafting_unit_id = acting_unit() THEN
        free := ARRAY['issued_on', 'has_straddle_seal'];
    ELSIF m.drafting_unit_id = acting_unit() AND m.state = 'registering' THEN
        free := ARRAY['kind', 'title', 'topic', 'issued_on'];
    ELSIF m.state IN ('countersigning', 'signed') THEN
        free := ARRAY['issued_on'];
    ELSIF m.drafting_unit_id = acting_unit() AND m.state IN ('sealed', 'issued', 'published') AND OLD.issued_at IS NULL THEN
        free := ARRAY['issued_at'];
    END IF;
    IF to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free THEN
        RAISE 'this is fixed' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER b_guard BEFORE UPDATE ON documents_jointdocument FOR EACH ROW
    WHEN (current_user NOT IN ('p_owner', 'p_writer', 'p_system')) EXECUTE FUNCTION documents_guard();

ALTER TABLE documents_jointdocument ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON documents_jointdocument TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON documents_jointdocument FOR SELECT TO p_system USING (true);
CREATE POLICY read ON documents_jointdocument FOR SELECT TO p_app USING (
    parties && ARRAY[(SELECT acting_unit())]
    AND EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id
                AND (m.state <> 'draft' OR m.drafting_unit_id = (SELECT acting_unit()))));
CREATE POLICY change ON documents_jointdocument FOR UPDATE TO p_app USING (
    EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id));
CREATE POLICY draft ON documents_jointdocument FOR INSERT TO p_app WITH CHECK (EXISTS (
    SELECT FROM matters_matter m WHERE m.id = matter_id AND m.kind = 'document' AND m.state = 'draft'
      AND m.drafting_unit_id = (SELECT acting_unit())));
CREATE POLICY discard ON documents_jointdocument FOR DELETE TO p_app USING (EXISTS (
    SELECT FROM matters_matter m WHERE m.id = matter_id AND m.state = 'draft'
      AND m.drafting_unit_id = (SELECT acting_unit())));

-- The working text is its own unit's alone, also after versions of it were sent; it changes only while the text may.
ALTER TABLE documents_draft ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON documents_draft TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY read ON documents_draft FOR SELECT TO p_app USING (EXISTS (
    SELECT FROM matters_matter m WHERE m.id = document_id AND m.drafting_unit_id = (SELECT acting_unit())));
CREATE POLICY begin ON documents_draft FOR INSERT TO p_app WITH CHECK (EXISTS (
    SELECT FROM matters_matter m WHERE m.id = document_id AND m.state IN ('draft', 'soliciting')
      AND m.drafting_unit_id = (SELECT acting_unit())));
CREATE POLICY write ON documents_draft FOR UPDATE TO p_app USING (EXISTS (
    SELECT FROM matters_matter m WHERE m.id = document_id AND m.state IN ('draft', 'soliciting')
      AND m.drafting_unit_id = (SELECT acting_unit()))) WITH CHECK (saved_by_id = (SELECT acting_user()));

ALTER TABLE documents_version ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON documents_version TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON documents_version FOR SELECT TO p_system USING (true);
CREATE POLICY read ON documents_version FOR SELECT TO p_app USING (EXISTS (
    SELECT FROM matters_matter m WHERE m.id = document_id AND (is_sent OR m.drafting_unit_id = (SELECT acting_unit()))));
CREATE POLICY write ON documents_version FOR INSERT TO p_app WITH CHECK (NOT is_sent AND EXISTS (
    SELECT FROM matters_matter m WHERE m.id = document_id AND m.state IN ('draft', 'soliciting', 'registering')
      AND m.drafting_unit_id = (SELECT acting_unit())));
CREATE POLICY send ON documents_version FOR UPDATE TO p_app USING (EXISTS (
    SELECT FROM matters_matter m WHERE m.id = document_id AND m.state IN ('draft', 'soliciting', 'final')
      AND m.drafting_unit_id = (SELECT acting_unit()))) WITH CHECK (is_sent);

ALTER TABLE documents_invitation ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON documents_invitation TO p_writer USING (true);
CREATE POLICY system ON documents_invitation FOR SELECT TO p_system USING (true);
CREATE POLICY read ON documents_invitation FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM documents_jointdocument d WHERE d.matter_id = document_id));
CREATE POLICY invite ON documents_invitation FOR INSERT TO p_app WITH CHECK (declined_at IS NULL AND EXISTS (
    SELECT FROM matters_matter m WHERE m.id = document_id AND m.state IN ('draft', 'soliciting')
      AND m.drafting_unit_id = (SELECT acting_unit())));
CREATE POLICY uninvite ON documents_invitation FOR DELETE TO p_app USING (EXISTS (
    SELECT FROM matters_matter m WHERE m.id = document_id AND m.state = 'draft'
      AND m.drafting_unit_id = (SELECT acting_unit())));
CREATE POLICY decline ON documents_invitation FOR UPDATE TO p_app USING (unit_id = (SELECT acting_unit())
    AND EXISTS (SELECT FROM matters_matter m WHERE m.id = document_id AND m.state = 'soliciting'));
CREATE POLICY leave_out ON documents_invitation FOR UPDATE TO p_app USING (
    EXISTS (SELECT FROM units_unit u WHERE u.id = unit_id AND u.closed_on <= current_date + 1)
    AND EXISTS (SELECT FROM matters_matter m WHERE m.id = document_id AND m.state = 'soliciting'
                AND m.drafting_unit_id = (SELECT acting_unit())));

ALTER TABLE documents_round ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON documents_round TO p_writer USING (true);
CREATE POLICY system ON documents_round TO p_system USING (true);
CREATE POLICY read ON documents_round FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM documents_jointdocument d WHERE d.matter_id = document_id));
CREATE POLICY open ON documents_round FOR INSERT TO p_app WITH CHECK (closed_at IS NULL AND EXISTS (
    SELECT FROM matters_matter m JOIN documents_version v ON v.document_id = m.id AND v.id = version_id AND v.is_sent
    WHERE m.id = documents_round.document_id AND m.state IN ('draft', 'soliciting')
      AND m.drafting_unit_id = (SELECT acting_unit())));
CREATE POLICY close ON documents_round FOR UPDATE TO p_app USING (closed_at IS NULL AND EXISTS (
    SELECT FROM matters_matter m WHERE m.id = document_id AND m.state = 'soliciting'))
    WITH CHECK (closed_at IS NOT NULL AND (documents_all_answered(id) OR EXISTS (
        SELECT FROM matters_matter m WHERE m.id = document_id AND m.drafting_unit_id = (SELECT acting_unit()))));

-- Until a round closes the drafting unit learns who has answered, everybody else only of their own answer.
ALTER TABLE documents_answer ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON documents_answer TO p_writer USING (true);
CREATE POLICY system ON documents_answer FOR SELECT TO p_system USING (true);
CREATE POLICY read ON documents_answer FOR SELECT TO p_app USING (EXISTS (
    SELECT FROM documents_round r JOIN matters_matter m ON m.id = r.document_id WHERE r.id = round_id
      AND ((r.closed_at IS NOT NULL AND NOT r.stays_with_drafter)
           OR (SELECT acting_unit()) IN (unit_id, m.drafting_unit_id))));
CREATE POLICY answer ON documents_answer FOR INSERT TO p_app WITH CHECK (
    unit_id = (SELECT acting_unit()) AND user_id = (SELECT acting_user()) AND EXISTS (
        SELECT FROM documents_round r JOIN documents_invitation i ON i.document_id = r.document_id
        WHERE r.id = round_id AND r.closed_at IS NULL AND (r.audience = '{}' OR documents_answer.unit_id = ANY (r.audience))
          AND i.unit_id = documents_answer.unit_id AND i.declined_at IS NULL));

-- Until its round closes an opinion is its own unit's alone, also against the drafting unit; what a unit wrote down but
-- never handed in stays its own for good. Where the table stays with the drafting unit, the others read afterwards only
-- what a unit maintains.
ALTER TABLE documents_opinion ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON documents_opinion TO p_writer USING (true);
CREATE POLICY system ON documents_opinion FOR SELECT TO p_system USING (true);
CREATE POLICY read ON documents_opinion FOR SELECT TO p_app USING (EXISTS (
    SELECT FROM documents_round r JOIN matters_matter m ON m.id = r.document_id WHERE r.id = round_id
      AND (documents_opinion.unit_id = (SELECT acting_unit())
           OR (r.closed_at IS NOT NULL AND documents_has_answered(r.id, documents_opinion.unit_id)
               AND (NOT r.stays_with_drafter OR m.drafting_unit_id = (SELECT acting_unit())
                    OR documents_is_maintained(documents_opinion.id))))));
CREATE POLICY give ON documents_opinion FOR INSERT TO p_app WITH CHECK (
    unit_id = (SELECT acting_unit()) AND author_id = (SELECT acting_user()) AND EXISTS (
        SELECT FROM documents_round r JOIN documents_invitation i ON i.document_id = r.document_id
        WHERE r.id = round_id AND r.closed_at IS NULL AND (r.audience = '{}' OR documents_opinion.unit_id = ANY (r.audience))
          AND i.unit_id = documents_opinion.unit_id AND i.declined_at IS NULL)
    AND NOT EXISTS (SELECT FROM documents_answer a
                    WHERE a.round_id = documents_opinion.round_id AND a.unit_id = documents_opinion.unit_id));
CREATE POLICY take_back ON documents_opinion FOR DELETE TO p_app USING (unit_id = (SELECT acting_unit())
    AND EXISTS (SELECT FROM documents_round r WHERE r.id = round_id AND r.closed_at IS NULL)
    AND NOT EXISTS (SELECT FROM documents_answer a
                    WHERE a.round_id = documents_opinion.round_id AND a.unit_id = documents_opinion.unit_id));

ALTER TABLE documents_disposition ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON documents_disposition FOR SELECT TO p_system USING (true);
CREATE POLICY read ON documents_disposition FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM documents_opinion o WHERE o.id = opinion_id));
CREATE POLICY decide ON documents_disposition FOR INSERT TO p_app WITH CHECK (user_id = (SELECT acting_user()) AND EXISTS (
    SELECT FROM documents_opinion o JOIN documents_round r ON r.id = o.round_id JOIN matters_matter m ON m.id = r.document_id
    WHERE o.id = opinion_id AND r.closed_at IS NOT NULL AND m.state = 'soliciting'
      AND m.drafting_unit_id = (SELECT acting_unit())));
CREATE POLICY redecide ON documents_disposition FOR UPDATE TO p_app USING (EXISTS (
    SELECT FROM documents_opinion o JOIN documents_round r ON r.id = o.round_id JOIN matters_matter m ON m.id = r.document_id
    WHERE o.id = opinion_id AND m.state = 'soliciting' AND m.drafting_unit_id = (SELECT acting_unit())));

-- Where the drafting unit put an opinion again is its own affair, as the text it works on is.
ALTER TABLE documents_placement ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON documents_placement FOR SELECT TO p_app USING (EXISTS (
    SELECT FROM documents_version v JOIN matters_matter m ON m.id = v.document_id
    WHERE v.id = version_id AND m.drafting_unit_id = (SELECT acting_unit())));
CREATE POLICY place ON documents_placement FOR INSERT TO p_app WITH CHECK (user_id = (SELECT acting_user()) AND EXISTS (
    SELECT FROM documents_opinion o JOIN documents_round r ON r.id = o.round_id
    JOIN documents_version v ON v.document_id = r.document_id JOIN matters_matter m ON m.id = r.document_id
    WHERE o.id = opinion_id AND v.id = version_id AND r.closed_at IS NOT NULL AND m.state = 'soliciting'
      AND m.drafting_unit_id = (SELECT acting_unit())));

-- Only the unit whose opinion was not adopted replies to that; whoever reads the opinion reads the reply.
ALTER TABLE documents_reply ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON documents_reply TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY read ON documents_reply FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM documents_disposition d WHERE d.id = disposition_id));
CREATE POLICY reply ON documents_reply FOR INSERT TO p_app WITH CHECK (user_id = (SELECT acting_user()) AND EXISTS (
    SELECT FROM documents_disposition d JOIN documents_opinion o ON o.id = d.opinion_id
    JOIN documents_round r ON r.id = o.round_id JOIN matters_matter m ON m.id = r.document_id
    WHERE d.id = disposition_id AND d.outcome = 'declined' AND o.unit_id = (SELECT acting_unit())
      AND m.state IN ('soliciting', 'final')));

ALTER TABLE documents_countersigning ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON documents_countersigning TO p_writer USING (true);
CREATE POLICY system ON documents_countersigning FOR SELECT TO p_system USING (true);
CREATE POLICY read ON documents_countersigning FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM documents_jointdocument d WHERE d.matter_id = document_id));
CREATE POLICY open ON documents_countersigning FOR INSERT TO p_app WITH CHECK (closed_at IS NULL
    AND may_abstain = EXISTS (SELECT FROM documents_countersigningpolicy p WHERE p.abstaining_allowed) AND EXISTS (
    SELECT FROM matters_matter m JOIN documents_version v ON v.document_id = m.id AND v.id = version_id AND v.is_sent
    WHERE m.id = documents_countersigning.document_id AND m.state = 'final'
      AND m.drafting_unit_id = (SELECT acting_unit())));
CREATE POLICY close ON documents_countersigning FOR UPDATE TO p_app USING (closed_at IS NULL AND EXISTS (
    SELECT FROM matters_matter m WHERE m.id = document_id AND m.state = 'countersigning'))
    WITH CHECK (closed_at IS NOT NULL);
CREATE POLICY recall ON documents_countersigning FOR UPDATE TO p_app USING (outcome = 'complete' AND EXISTS (
    SELECT FROM matters_matter m WHERE m.id = document_id AND m.state = 'signed'
      AND m.drafting_unit_id = (SELECT acting_unit()))) WITH CHECK (outcome = 'recalled');

ALTER TABLE documents_turn ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON documents_turn FOR SELECT TO p_writer USING (true);
CREATE POLICY system ON documents_turn FOR SELECT TO p_system USING (true);
CREATE POLICY read ON documents_turn FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM documents_countersigning c WHERE c.id = countersigning_id));
CREATE POLICY plan ON documents_turn FOR INSERT TO p_app WITH CHECK (EXISTS (
    SELECT FROM documents_countersigning c JOIN matters_matter m ON m.id = c.document_id
    WHERE c.id = countersigning_id AND c.closed_at IS NULL AND m.state = 'final'
      AND m.drafting_unit_id = (SELECT acting_unit())));

ALTER TABLE documents_countersignature ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON documents_countersignature TO p_writer USING (true);
CREATE POLICY system ON documents_countersignature FOR SELECT TO p_system USING (true);
CREATE POLICY read ON documents_countersignature FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM documents_countersigning c WHERE c.id = countersigning_id));
CREATE POLICY sign ON documents_countersignature FOR INSERT TO p_app WITH CHECK (
    unit_id = (SELECT acting_unit()) AND user_id = (SELECT acting_user())
    AND documents_own_turn(countersigning_id, content_hash)
    AND (scan_sha256 = '' OR EXISTS (SELECT FROM documents_papersheet p
         WHERE p.countersigning_id = documents_countersignature.countersigning_id
           AND p.unit_id = documents_countersignature.unit_id
           AND p.scan_sha256 = documents_countersignature.scan_sha256 AND p.confirmed_at IS NOT NULL)));

ALTER TABLE documents_withdrawnsignature ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON documents_withdrawnsignature TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON documents_withdrawnsignature FOR SELECT TO p_system USING (true);
CREATE POLICY read ON documents_withdrawnsignature FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM documents_countersigning c WHERE c.id = countersigning_id));

ALTER TABLE documents_abstention ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON documents_abstention FOR SELECT TO p_writer USING (true);
CREATE POLICY system ON documents_abstention FOR SELECT TO p_system USING (true);
CREATE POLICY read ON documents_abstention FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM documents_countersigning c WHERE c.id = countersigning_id));
CREATE POLICY abstain ON documents_abstention FOR INSERT TO p_app WITH CHECK (
    unit_id = (SELECT acting_unit()) AND user_id = (SELECT acting_user())
    AND documents_own_turn(countersigning_id, content_hash) AND documents_may_abstain(countersigning_id));

-- The scan of a sheet is its own unit's until its signatory confirms it; then it is fixed.
ALTER TABLE documents_papersheet ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON documents_papersheet TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON documents_papersheet FOR SELECT TO p_system USING (true);
CREATE POLICY read ON documents_papersheet FOR SELECT TO p_app USING (
    (unit_id = (SELECT acting_unit()) OR confirmed_at IS NOT NULL)
    AND EXISTS (SELECT FROM documents_countersigning c WHERE c.id = countersigning_id));
CREATE POLICY bring ON documents_papersheet FOR INSERT TO p_app WITH CHECK (
    unit_id = (SELECT acting_unit()) AND uploaded_by_id = (SELECT acting_user()) AND confirmed_at IS NULL AND EXISTS (
        SELECT FROM documents_countersigning c JOIN documents_turn t ON t.countersigning_id = c.id
        WHERE c.id = documents_papersheet.countersigning_id AND c.closed_at IS NULL AND t.unit_id = (SELECT acting_unit())));
CREATE POLICY drop ON documents_papersheet FOR DELETE TO p_app USING (
    unit_id = (SELECT acting_unit()) AND confirmed_at IS NULL);
CREATE POLICY confirm ON documents_papersheet FOR UPDATE TO p_app USING (
    unit_id = (SELECT acting_unit()) AND confirmed_at IS NULL AND acting_has('signatory'))
    WITH CHECK (confirmed_at IS NOT NULL);

ALTER TABLE documents_countersigningpolicy ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON documents_countersigningpolicy FOR SELECT TO p_app, p_system USING (true);
CREATE POLICY writer ON documents_countersigningpolicy TO p_writer USING (true) WITH CHECK (true);

-- What precedes publication is the drafting unit's to record, and every party's to read.
ALTER TABLE documents_review ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON documents_review FOR SELECT TO p_system USING (true);
CREATE POLICY read ON documents_review FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM documents_jointdocument d WHERE d.matter_id = document_id));
CREATE POLICY decide ON documents_review FOR INSERT TO p_app WITH CHECK (
    user_id = (SELECT acting_user()) AND EXISTS (
        SELECT FROM matters_matter m WHERE m.id = document_id AND m.state IN ('signed', 'sealing', 'sealed', 'issued')
          AND m.drafting_unit_id = (SELECT acting_unit())));

ALTER TABLE documents_publicversion ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON documents_publicversion TO p_system USING (true);
CREATE POLICY read ON documents_publicversion FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM documents_jointdocument d WHERE d.matter_id = document_id));
CREATE POLICY hide ON documents_publicversion FOR INSERT TO p_app WITH CHECK (
    user_id = (SELECT acting_user()) AND sha256 = '' AND EXISTS (
        SELECT FROM matters_matter m WHERE m.id = document_id AND m.state IN ('sealed', 'issued')
          AND m.drafting_unit_id = (SELECT acting_unit())));

ALTER TABLE documents_publicationplan ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON documents_publicationplan TO p_system USING (true);
CREATE POLICY read ON documents_publicationplan FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM documents_jointdocument d WHERE d.matter_id = document_id));
CREATE POLICY plan ON documents_publicationplan FOR INSERT TO p_app WITH CHECK (
    user_id = (SELECT acting_user()) AND ended_at IS NULL AND EXISTS (
        SELECT FROM matters_matter m WHERE m.id = document_id AND m.state IN ('sealed', 'issued')
          AND m.drafting_unit_id = (SELECT acting_unit())));
CREATE POLICY finish ON documents_publicationplan FOR UPDATE TO p_app USING (ended_at IS NULL AND (
    EXISTS (SELECT FROM matters_matter m WHERE m.id = document_id AND m.drafting_unit_id = (SELECT acting_unit()))
    OR documents_refused(id)))
    WITH CHECK (ended_at IS NOT NULL AND outcome IN ('cancelled', 'refused'));

ALTER TABLE documents_publicationconsent ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON documents_publicationconsent FOR SELECT TO p_system USING (true);
CREATE POLICY read ON documents_publicationconsent FOR SELECT TO p_app USING (EXISTS (
    SELECT FROM documents_publicationplan p JOIN documents_jointdocument d ON d.matter_id = p.document_id
    WHERE p.id = plan_id));
CREATE POLICY answer ON documents_publicationconsent FOR INSERT TO p_app WITH CHECK (
    unit_id = (SELECT acting_unit()) AND user_id = (SELECT acting_user()) AND acting_has('signatory') AND EXISTS (
        SELECT FROM documents_publicationplan p JOIN documents_invitation i ON i.document_id = p.document_id
        WHERE p.id = plan_id AND p.ended_at IS NULL AND p.asks_units AND i.unit_id = (SELECT acting_unit())
          AND i.declined_at IS NULL));

ALTER TABLE documents_upload ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON documents_upload FOR SELECT TO p_app USING (unit_id = (SELECT acting_unit()));
CREATE POLICY bring ON documents_upload FOR INSERT TO p_app WITH CHECK (unit_id = (SELECT acting_unit()));
CREATE POLICY discard ON documents_upload FOR DELETE TO p_app USING (unit_id = (SELECT acting_unit()));
CREATE POLICY work ON documents_upload FOR UPDATE TO p_app USING (
    unit_id = (SELECT acting_unit()) AND state <> 'purged')
    WITH CHECK (unit_id = (SELECT acting_unit()) AND state <> 'purged');

-- A file held against a version: its person's alone, and gone after a while.
ALTER TABLE documents_counterpart ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON documents_counterpart TO p_system USING (true);
CREATE POLICY writer ON documents_counterpart TO p_writer USING (true);
CREATE POLICY own ON documents_counterpart FOR SELECT TO p_app USING (
    user_id = (SELECT acting_user()) AND unit_id = (SELECT acting_unit()));
CREATE POLICY hold ON documents_counterpart FOR INSERT TO p_app WITH CHECK (
    user_id = (SELECT acting_user()) AND unit_id = (SELECT acting_unit())
    AND EXISTS (SELECT FROM documents_version v WHERE v.id = version_id
                AND v.document_id = documents_counterpart.document_id AND v.title <> ''));
CREATE POLICY read ON documents_counterpart FOR UPDATE TO p_app USING (
    user_id = (SELECT acting_user()) AND unit_id = (SELECT acting_unit()))
    WITH CHECK (user_id = (SELECT acting_user()) AND unit_id = (SELECT acting_unit()));
CREATE POLICY forget ON documents_counterpart FOR DELETE TO p_app USING (
    user_id = (SELECT acting_user()) AND unit_id = (SELECT acting_unit()));

ALTER TABLE documents_evidence ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON documents_evidence TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON documents_evidence TO p_system USING (true) WITH CHECK (true);
CREATE POLICY own ON documents_evidence FOR SELECT TO p_app USING (unit_id = (SELECT acting_unit()) AND EXISTS (
    SELECT FROM documents_jointdocument d WHERE d.matter_id = document_id));
CREATE POLICY ask ON documents_evidence FOR INSERT TO p_app WITH CHECK (
    unit_id = (SELECT acting_unit()) AND user_id = (SELECT acting_user()) AND signed_at IS NULL AND signature = ''
    AND EXISTS (SELECT FROM sealing_sealedfile f WHERE f.matter_id = document_id AND f.state = 'closed'));

-- What is entered of an earlier document changes until it is confirmed; then only the definer function writes.
ALTER TABLE documents_registration ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON documents_registration TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON documents_registration FOR SELECT TO p_system USING (true);
CREATE POLICY read ON documents_registration FOR SELECT TO p_app USING (EXISTS (
    SELECT FROM matters_matter m WHERE m.id = document_id
      AND (confirmed_at IS NOT NULL OR m.drafting_unit_id = (SELECT acting_unit()))));
CREATE POLICY enter ON documents_registration FOR INSERT TO p_app WITH CHECK (confirmed_at IS NULL
    AND entered_by_id = (SELECT acting_user()) AND EXISTS (SELECT FROM matters_matter m WHERE m.id = document_id
      AND m.state = 'draft' AND m.drafting_unit_id = (SELECT acting_unit())));
CREATE POLICY change ON documents_registration FOR UPDATE TO p_app USING (confirmed_at IS NULL AND EXISTS (
    SELECT FROM matters_matter m WHERE m.id = document_id AND m.state = 'registering'
      AND m.drafting_unit_id = (SELECT acting_unit())));

ALTER TABLE documents_objection ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON documents_objection TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON documents_objection FOR SELECT TO p_system USING (true);
CREATE POLICY read ON documents_objection FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM documents_jointdocument d WHERE d.matter_id = document_id));
CREATE POLICY object ON documents_objection FOR INSERT TO p_app WITH CHECK (
    unit_id = (SELECT acting_unit()) AND user_id = (SELECT acting_user()) AND acting_has('signatory') AND EXISTS (
        SELECT FROM documents_registration r JOIN matters_matter m ON m.id = r.document_id
        WHERE r.document_id = documents_objection.document_id AND r.confirmed_at IS NOT NULL
          AND (SELECT acting_unit()) = ANY (r.units) AND m.drafting_unit_id <> (SELECT acting_unit())));
CREATE POLICY register ON sealing_sealedfile FOR INSERT TO p_writer WITH CHECK (is_scan);
