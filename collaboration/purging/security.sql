-- Purging: what should never have been entered goes for good, from every place where its words can lie; the record of
-- the purge stays. Administrators see no content: these functions tell them kinds, numbers and dates, never words.
-- PU001: not yours to purge. PU002: nothing is left to purge. PU003: it is not what was shown any more.
-- as p_writer
-- What a unit drafted is purged by its own administrator or the alliance office's.
CREATE OR REPLACE FUNCTION public.purge_may(unit bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(administered_unit() = unit, false)
        OR EXISTS (SELECT FROM units_unit o WHERE o.id = administered_unit() AND o.level = 0)
$$;

CREATE OR REPLACE FUNCTION public.purge_schemas() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT t.schema_name::text FROM units_tenant t
    WHERE to_regclass(format('%I.internal_note', t.schema_name)) IS NOT NULL ORDER BY 1
$$;

-- What an upload says; its bytes by their digest.
CREATE OR REPLACE FUNCTION public.purge_upload_words(u documents_upload) RETURNS text LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT concat(u.name, u.title, nullif(u.result::text, '{}'),
                  CASE WHEN u.content <> '' THEN encode(sha256(u.content), 'hex') END)
$$;

-- The lines of the drafting unit's ledger of numbers that speak of a matter: its own, and those under one of its titles.
CREATE OR REPLACE FUNCTION public.purge_numbers(m matters_matter) RETURNS SETOF numbering_documentnumber LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT n.* FROM numbering_documentnumber n WHERE n.matter_id = m.id
        OR n.unit_id = m.drafting_unit_id AND n.title <> '' AND n.title IN (
            SELECT d.title FROM documents_jointdocument d WHERE d.matter_id = m.id
            UNION SELECT v.title FROM documents_version v WHERE v.document_id = m.id)
$$;

-- Exchanges among units that are about this request and about no other that is still there.
CREATE OR REPLACE FUNCTION public.purge_exchanges(m matters_matter) RETURNS SETOF matters_matter LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT x.* FROM transfers_coordinatedcase c JOIN matters_matter x ON x.id = c.coordination_id AND x.state <> 'purged'
    WHERE c.about = m.public_id AND NOT EXISTS (
        SELECT FROM transfers_coordinatedcase o JOIN matters_matter q ON q.public_id = o.about
        WHERE o.coordination_id = c.coordination_id AND q.id <> m.id AND q.state <> 'purged')
    ORDER BY x.id
$$;

-- Every text of a matter, by the part of it that can be purged alone ('': only with the whole), and who wrote it.
-- The newest version, one in an open round and one that was put to signature go with the whole; so does what of them
-- was published. The reason of an earlier purge stays when the whole goes, but can be purged alone.
CREATE OR REPLACE FUNCTION public.purge_words(m matters_matter)
RETURNS TABLE (part text, what text, unit bigint, person bigint, at timestamptz, words text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    schema text;
BEGIN
    RETURN QUERY SELECT '', 'title', m.drafting_unit_id, NULL::bigint, m.opened_at, concat(d.title, d.topic, d.code_word)
        FROM documents_jointdocument d WHERE d.matter_id = m.id;
    RETURN QUERY SELECT
        CASE WHEN v.number < max(v.number) OVER ()
              AND NOT EXISTS (SELECT FROM documents_round r WHERE r.version_id = v.id AND r.closed_at IS NULL)
              AND NOT EXISTS (SELECT FROM documents_countersigning c WHERE c.version_id = v.id)
             THEN 'version:' || v.number ELSE '' END,
        'version', m.drafting_unit_id, v.author_id, v.made_at,
        concat(v.title, v.recipients, v.note, nullif(v.blocks::text, '[]'), nullif(v.title_lines::text, '[]'))
        FROM documents_version v WHERE v.document_id = m.id;
    RETURN QUERY SELECT '', 'draft', m.drafting_unit_id, w.saved_by_id, w.saved_at,
        concat(nullif(w.metadata::text, '{}'), nullif(w.blocks::text, '[]'))
        FROM documents_draft w WHERE w.document_id = m.id;
    RETURN QUERY SELECT 'opinion:' || o.public_id, 'opinion', o.unit_id, o.author_id, o.given_at,
        concat(o.quote, o.text, o.proposed_text)
        FROM documents_opinion o JOIN documents_round r ON r.id = o.round_id WHERE r.document_id = m.id;
    RETURN QUERY SELECT 'text:' || r.number, CASE WHEN r.act LIKE '%purged' THEN 'purge' ELSE 'reason' END,
        r.unit_id, r.user_id, r.at, string_agg(t.text, '' ORDER BY t.name)
        FROM audit_record r JOIN audit_recordtext t ON t.chain = r.chain AND t.number = r.number
        WHERE r.chain = m.public_id GROUP BY r.number, r.act, r.unit_id, r.user_id, r.at;
    RETURN QUERY SELECT '', 'house', c.by_unit_id, c.user_id, c.noted_at, concat(c.spoke_with, c.answer)
        FROM supervision_call c WHERE c.matter_id = m.id;
    RETURN QUERY SELECT '', 'house', p.unit_id, p.user_id, p.made_at, concat(p.reason, p.answer)
        FROM deadlines_proposal p JOIN deadlines_deadline d ON d.id = p.deadline_id
        JOIN worklist_waiting w ON w.id = d.waiting_id WHERE w.matter_id = m.id;
    RETURN QUERY SELECT '', 'house', w.unit_id, NULL::bigint, p.since, p.reason::text
        FROM deadlines_pause p JOIN deadlines_deadline d ON d.id = p.deadline_id
        JOIN worklist_waiting w ON w.id = d.waiting_id WHERE w.matter_id = m.id;
    RETURN QUERY SELECT '', 'number', m.drafting_unit_id, n.user_id, n.issued_at, concat(n.title, n.reason)
        FROM purge_numbers(m) n;
    RETURN QUERY SELECT '', 'slip', m.drafting_unit_id, NULL::bigint, m.opened_at, concat(s.demand, s.feedback, s.lifted_words)
        FROM supervision_slip s WHERE s.matter_id = m.id;
    RETURN QUERY SELECT '', 'publication', m.drafting_unit_id, NULL::bigint, p.published_at,
        concat(d.title, d.title_en, d.number, d.recipients, d.topic, d.text, d.redaction_ground)
        FROM publication_publisheddocument d JOIN publication_publication p ON p.document_id = d.public_id
        WHERE d.public_id = m.public_id;
    RETURN QUERY SELECT '', 'dispatch', m.drafting_unit_id, NULL::bigint, d.sent_at,
        concat(d.title, d.number, d.recipients, d.note, nullif(d.blocks::text, '[]'), nullif(d.title_lines::text, '[]'))
        FROM dispatch_dispatch d WHERE d.matter_id = m.id;
    RETURN QUERY SELECT '', 'dispatch', m.drafting_unit_id, NULL::bigint, d.sent_at,
        concat(CASE WHEN a.unit_id IS NULL THEN a.name END, a.delivery_note)
        FROM dispatch_dispatch d JOIN dispatch_addressee a ON a.dispatch_id = d.matter_id WHERE d.matter_id = m.id;
    RETURN QUERY SELECT '', 'dispatch', a.unit_id, NULL::bigint, q.asked_at, concat(q.text, q.answer)
        FROM dispatch_query q JOIN dispatch_addressee a ON a.id = q.addressee_id WHERE a.dispatch_id = m.id;
    RETURN QUERY SELECT '', 'level', l.deciding_unit_id, NULL::bigint, m.opened_at, concat(l.subject, l.purpose, l.reason)
        FROM levels_decision l WHERE l.matter_id = m.id;
    RETURN QUERY SELECT '', w.what, w.unit, w.person, w.at, w.words
        FROM levels_decision l JOIN matters_matter x ON x.id = l.matter_id CROSS JOIN LATERAL purge_words(x) w
        WHERE l.about = m.public_id;
    RETURN QUERY SELECT '', w.what, w.unit, w.person, w.at, w.words  -- what was sent of it goes with it
        FROM dispatch_dispatch d JOIN matters_matter x ON x.id = d.matter_id CROSS JOIN LATERAL purge_words(x) w
        WHERE d.about = m.public_id;
    RETURN QUERY SELECT '', 'publication', m.drafting_unit_id, t.user_id, t.at, t.words FROM (
        SELECT r.user_id, r.at, r.words::text FROM documents_review r WHERE r.document_id = m.id
        UNION ALL SELECT v.user_id, v.made_at, concat(nullif(v.words::text, '[]'), v.ground)
            FROM documents_publicversion v WHERE v.document_id = m.id
        UNION ALL SELECT p.user_id, p.made_at, p.title_en FROM documents_publicationplan p WHERE p.document_id = m.id
        UNION ALL SELECT c.user_id, c.at, c.reason FROM documents_publicationconsent c
            JOIN documents_publicationplan p ON p.id = c.plan_id WHERE p.document_id = m.id
        UNION ALL SELECT r.entered_by_id, r.entered_at, concat(r.number, r.reason)
            FROM documents_registration r WHERE r.document_id = m.id
        UNION ALL SELECT o.user_id, o.at, o.reason FROM documents_objection o WHERE o.document_id = m.id
        UNION ALL SELECT NULL, t.at, t.reason FROM publication_takedown t WHERE t.document_id = m.public_id
        UNION ALL SELECT NULL, v.noted_at, v.reason FROM publication_validitychange v WHERE v.document_id = m.public_id
        UNION ALL SELECT NULL, c.noted_at, nullif(c.blocks::text, '[]') FROM publication_consolidatedtext c
            WHERE m.public_id IN (c.document_id, c.source_id)
        UNION ALL SELECT NULL, i.published_at, concat(i.title, i.text) FROM publication_interpretation i
            WHERE i.document_id = m.public_id
        UNION ALL SELECT NULL, c.noted_at, concat(c.before, c.after, c.reason) FROM publication_correction c
            WHERE c.document_id = m.public_id) AS t(user_id, at, words);
    RETURN QUERY SELECT '', 'request', m.drafting_unit_id, NULL::bigint, m.opened_at, concat(q.title, q.outside, q.contact,
            q.contact_phone, q.case_number, nullif(q.answers::text, '{}'), encode(sha256(nullif(q.confidences, '')), 'hex'))
        FROM assistance_assistancerequest q WHERE q.matter_id = m.id;
    RETURN QUERY SELECT '', 'request', m.drafting_unit_id, NULL::bigint, m.opened_at, concat(l.title, l.recipients, l.text,
            l.copies, l.number, nullif(l.answers::text, '{}'), encode(sha256(nullif(l.confidences, '')), 'hex'))
        FROM letters_letter l WHERE l.matter_id = m.id;
    RETURN QUERY SELECT '', w.what, w.unit, w.person, w.at, w.words  -- the letters on a request go with it
        FROM letters_letter l JOIN matters_matter x ON x.id = l.matter_id CROSS JOIN LATERAL purge_words(x) w
        WHERE l.request_id = m.id;
    RETURN QUERY SELECT '', 'request', s.unit_id, s.user_id, s.at, concat(s.words, s.number)
        FROM letters_outsidestep s WHERE s.request_id = m.id;
    RETURN QUERY SELECT '', 'request', n.unit_id, n.user_id, n.at, n.text
        FROM assistance_note n WHERE n.request_id = m.id;
    RETURN QUERY SELECT '', 'request', a.unit_id, a.user_id, a.at,
            concat(nullif(a.answers::text, '{}'), encode(sha256(nullif(a.confidences, '')), 'hex'))
        FROM assistance_reply a WHERE a.request_id = m.id;
    RETURN QUERY SELECT '', 'casefile', f.unit_id, f.user_id, f.kept_at, concat(f.sha256, nullif(f.facts::text, '{}'))
        FROM casefiles_casefile f WHERE f.matter_id = m.id AND f.name <> '';
    RETURN QUERY SELECT '', 'house', t.unit_id, t.user_id, t.at, t.words FROM (
        SELECT c.unit_id, c.user_id, c.at, c.dossier::text AS words FROM casefiles_confirmation c WHERE c.matter_id = m.id
        UNION ALL SELECT h.unit_id, h.set_by_id, h.set_at, concat(h.reason, h.lift_reason) FROM casefiles_hold h
            WHERE h.matter_id = m.id) t;
    RETURN QUERY SELECT '', 'service', m.drafting_unit_id, a.user_id, a.recorded_at,
            encode(sha256(nullif(a.confidences, '')), 'hex')
        FROM service_attempt a WHERE a.service_id = m.id;
    RETURN QUERY SELECT '', w.what, w.unit, w.person, w.at, w.words  -- what was served for it goes with it
        FROM service_service s JOIN matters_matter x ON x.id = s.matter_id CROSS JOIN LATERAL purge_words(x) w
        WHERE s.request_id = m.id;
    RETURN QUERY SELECT '', 'request', m.drafting_unit_id, g.user_id, g.at, concat(g.comment, g.answer)
        FROM assistance_rating g WHERE g.request_id = m.id AND concat(g.comment, g.answer) <> '';
    RETURN QUERY SELECT '', 'request', m.drafting_unit_id, NULL::bigint, m.opened_at,
            concat(c.subject, c.question, c.organ, c.outcome, c.decision_number)
        FROM transfers_coordination c WHERE c.matter_id = m.id;
    RETURN QUERY SELECT '', 'request', p.unit_id, p.user_id, p.at, p.text
        FROM transfers_position p WHERE p.coordination_id = m.id;
    RETURN QUERY SELECT '', 'request', f.unit_id, f.user_id, f.at,
            concat(f.case_number, encode(sha256(nullif(f.proof, '')), 'hex'))
        FROM transfers_firstfiling f WHERE f.coordination_id = m.id;
    RETURN QUERY SELECT '', 'request', r.unit_id, r.user_id, r.at, r.organ::text
        FROM transfers_referral r WHERE r.coordination_id = m.id;
    RETURN QUERY SELECT '', w.what, w.unit, w.person, w.at, w.words  -- an exchange goes with the last of its cases
        FROM purge_exchanges(m) x CROSS JOIN LATERAL purge_words(x) w;
    RETURN QUERY SELECT '', 'request', r.unit_id, r.user_id, r.at, concat(r.case_number, r.text)
        FROM transfers_report r WHERE r.request_id = m.id;
    RETURN QUERY SELECT '', 'request', m.drafting_unit_id, h.handed_by_id, coalesce(h.handed_at, m.opened_at),
            concat(nullif(h.items::text, '[]'), h.remark) FROM transfers_handover h WHERE h.request_id = m.id;
    RETURN QUERY SELECT '', 'request', f.unit_id, NULL::bigint, m.opened_at, concat(f.title, f.case_number, (
            SELECT string_agg(concat(q.text, q.answer), '' ORDER BY q.id) FROM transfers_filingquery q
            WHERE q.filing_id = f.matter_id)) FROM transfers_filing f WHERE f.matter_id = m.id;
    RETURN QUERY SELECT '', 'upload', u.unit_id, u.user_id, u.made_at, purge_upload_words(u)
        FROM documents_upload u WHERE u.document_id = m.id;
    FOR schema IN SELECT purge_schemas() LOOP
        RETURN QUERY EXECUTE format(
            'SELECT ''notes:'' || n.unit_id, ''note'', n.unit_id, n.author_id, n.at, n.text
             FROM %1$I.internal_note n WHERE n.matter = $1
             UNION ALL SELECT ''notes:'' || a.unit_id, ''note'', a.unit_id, a.by_id, a.at, concat(a.note, a.end_reason)
             FROM %1$I.internal_assignment a WHERE a.matter = $1
             UNION ALL SELECT ''notes:'' || e.unit_id, ''note'', e.unit_id, NULL, e.received_at,
                concat(e.proposal, e.answer, e.reason) FROM %1$I.incoming_entry e WHERE e.matter = $1
             UNION ALL SELECT ''notes:'' || i.unit_id, ''note'', i.unit_id, i.author_id, i.at, i.text
             FROM %1$I.incoming_instruction i JOIN %1$I.incoming_entry e ON e.id = i.entry_id
             WHERE e.matter = $1
             UNION ALL SELECT '''', ''archive'', k.unit_id, NULL, k.kept_at,
                concat(k.title, k.number, k.issuers, k.file_sha256, nullif(k.proof::text, ''{}''))
             FROM %1$I.archive_item k WHERE k.about = $1
             UNION ALL SELECT '''', ''archive'', l.unit_id, NULL, l.lent_at, concat(l.borrower, l.purpose)
             FROM %1$I.archive_loan l JOIN %1$I.archive_item k ON k.id = l.item_id WHERE k.about = $1
             UNION ALL SELECT ''notes:'' || a.unit_id, ''note'', a.unit_id, a.by_id, a.at, a.words
             FROM %1$I.approval_act a JOIN %1$I.approval_run r ON r.id = a.run_id WHERE r.matter = $1
             UNION ALL SELECT ''notes:'' || o.unit_id, ''note'', o.unit_id, o.author_id, o.at,
                concat(o.quote, o.text, o.proposed_text) FROM %1$I.approval_houseopinion o WHERE o.matter = $1
             UNION ALL SELECT ''notes:'' || f.unit_id, ''note'', f.unit_id, f.recorded_by_id, f.at,
                concat(f.held_by, f.words, f.file_name, CASE WHEN f.file <> '''' THEN encode(sha256(f.file), ''hex'') END)
             FROM %1$I.approval_finding f WHERE f.matter = $1', schema) USING m.public_id;
    END LOOP;
END $$;

-- Every stored file of a matter: the sealed one, each revision on the way to it, and the scans of sheets signed by hand.
CREATE OR REPLACE FUNCTION public.purge_files(m matters_matter) RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    WITH letter AS (SELECT l.* FROM letters_letter l WHERE m.id IN (l.matter_id, l.request_id)),
    own(id) AS (SELECT m.id UNION SELECT l.matter_id FROM letter l)
    SELECT f.sha256::text FROM sealing_sealedfile f WHERE f.matter_id IN (SELECT id FROM own)
    UNION SELECT o.sha256 FROM sealing_ofdcopy o WHERE o.about = m.public_id AND o.sha256 <> ''
    UNION SELECT l.file_sha256 FROM letter l WHERE l.file_sha256 <> ''
    UNION SELECT s.file_sha256 FROM letters_outsidestep s WHERE s.request_id = m.id AND s.file_sha256 <> ''
    UNION SELECT e.file_sha256 FROM documents_evidence e WHERE e.document_id = m.id
    UNION SELECT v.sha256 FROM documents_publicversion v WHERE v.document_id = m.id AND v.sha256 <> ''
    UNION SELECT c.stored FROM casefiles_casefile c WHERE c.matter_id = m.id AND c.state NOT IN ('refused', 'infected')
    UNION SELECT p.stored FROM casefiles_preview p JOIN casefiles_casefile c ON c.id = p.file_id WHERE c.matter_id = m.id
    UNION SELECT r.scan_sha256 FROM documents_registration r WHERE r.document_id = m.id
    UNION SELECT u.base_sha256 FROM sealing_sealuse u WHERE u.matter_id IN (SELECT id FROM own)
    UNION SELECT u.result_sha256 FROM sealing_sealuse u WHERE u.matter_id IN (SELECT id FROM own)
    UNION SELECT p.scan_sha256 FROM documents_papersheet p JOIN documents_countersigning c ON c.id = p.countersigning_id
        WHERE c.document_id = m.id
    UNION SELECT f.stored FROM casefiles_casefile f WHERE f.id IN (
        SELECT x.file_id FROM service_exhibit x WHERE x.service_id = m.id) AND f.state NOT IN ('refused', 'infected')
    UNION SELECT p.stored FROM casefiles_preview p WHERE p.file_id IN (
        SELECT x.file_id FROM service_exhibit x WHERE x.service_id = m.id)
    UNION SELECT f FROM service_service s JOIN matters_matter x ON x.id = s.matter_id CROSS JOIN LATERAL purge_files(x) f
        WHERE s.request_id = m.id ORDER BY 1
$$;

-- What a unit writes inside the house goes alone only at the word of its own administrator or the alliance office's;
-- nobody else's learns that it is there. It goes with the whole matter all the same.
CREATE OR REPLACE FUNCTION public.purge_may_alone(m matters_matter, of_part text, of_unit bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT of_part <> '' AND (purge_may(of_unit) OR of_part NOT LIKE 'notes:%' AND purge_may(m.drafting_unit_id))
$$;

-- The texts that a purge of this part takes, as far as the caller may have them purged.
CREATE OR REPLACE FUNCTION public.purge_taken(m matters_matter, of_part text)
RETURNS TABLE (part text, what text, unit bigint, person bigint, at timestamptz, words text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT w.* FROM purge_words(m) w
    WHERE w.words <> ''
      AND CASE WHEN of_part = '' THEN w.what <> 'purge' AND purge_may(m.drafting_unit_id)
               ELSE w.part = of_part AND purge_may_alone(m, w.part, w.unit) END
$$;

-- What a standing authorisation says, also where releases under it were recorded with its name.
CREATE OR REPLACE FUNCTION public.purge_authorisation_words(a sealing_standingauthorisation)
RETURNS TABLE (what text, chain uuid, number bigint, words text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT 'instrument', NULL::uuid, NULL::bigint, concat(a.title, a.number, a.scan_name)
    UNION ALL SELECT 'reason', t.chain, t.number, t.text FROM audit_recordtext t
        WHERE t.chain = a.public_id AND NOT EXISTS (
            SELECT FROM audit_record r WHERE r.chain = t.chain AND r.number = t.number AND r.act = 'purged')
    UNION ALL SELECT 'reason', t.chain, t.number, t.text FROM audit_record r
        JOIN audit_recordtext t ON t.chain = r.chain AND t.number = r.number AND t.name = 'authorisation'
        WHERE r.act = 'seal_released_as_authorised' AND r.parties && ARRAY[a.unit_id]
          AND r.detail::jsonb ->> 'authorisation' = a.id::text
$$;

-- Matters that the caller may purge or in which the caller's unit takes part, uploads that became no draft, and standing
-- authorisations of the seal.
CREATE OR REPLACE FUNCTION public.purge_find(sought text) RETURNS TABLE (
    object uuid, kind text, unit bigint, state text, begun timestamptz, changed timestamptz, is_whole boolean
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.public_id, m.kind::text, m.drafting_unit_id, m.state::text, m.opened_at, m.changed_at,
           purge_may(m.drafting_unit_id)
    FROM matters_matter m WHERE (purge_may(m.drafting_unit_id) OR m.parties && ARRAY[administered_unit()])
      AND (sought = '' OR sought = m.public_id::text
           OR EXISTS (SELECT FROM sealing_sealedfile f WHERE f.matter_id = m.id AND sought IN (f.check_code, f.sha256))
           OR EXISTS (SELECT FROM numbering_documentnumber n WHERE n.matter_id = m.id
                      AND sought = format('%s〔%s〕%s号', n.code_word, n.year, n.number))
           OR EXISTS (SELECT FROM service_service s WHERE s.matter_id = m.id AND sought = s.check_code))
    UNION ALL
    SELECT u.public_id, 'upload', u.unit_id, u.state, u.made_at, u.made_at, true FROM documents_upload u
    WHERE purge_may(u.unit_id) AND u.document_id IS NULL AND sought IN ('', u.public_id::text)
    UNION ALL
    SELECT a.public_id, 'seal_authorisation', a.unit_id, CASE WHEN a.title = '' THEN 'purged' ELSE 'entered' END,
           a.entered_at, coalesce(a.ended_at, a.granted_at, a.entered_at), true FROM sealing_standingauthorisation a
    WHERE purge_may(a.unit_id) AND (sought IN ('', a.public_id::text) OR sought = a.scan_sha256)
    ORDER BY 6 DESC, 1 LIMIT 500
$$;

-- What a purge takes: how many texts of each sort, how many characters; then files, and steps that end.
CREATE OR REPLACE FUNCTION public.purge_inventory(object uuid, of_part text)
RETURNS TABLE (what text, amount bigint, characters bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m matters_matter; u documents_upload; a sealing_standingauthorisation;
BEGIN
    SELECT * INTO u FROM documents_upload x WHERE x.public_id = object AND purge_may(x.unit_id);
    IF u.public_id IS NOT NULL AND u.state <> 'purged' THEN
        RETURN QUERY SELECT 'upload', 1::bigint, (length(u.result::text) + octet_length(u.content))::bigint;
    END IF;
    SELECT * INTO a FROM sealing_standingauthorisation x WHERE x.public_id = object AND purge_may(x.unit_id);
    IF a.id IS NOT NULL AND a.title <> '' THEN
        RETURN QUERY SELECT w.what, count(*), sum(length(w.words))::bigint FROM purge_authorisation_words(a) w
            WHERE w.words <> '' GROUP BY w.what;
        RETURN QUERY SELECT 'file', 1::bigint, NULL::bigint WHERE a.scan_sha256 <> '';
    END IF;
    SELECT * INTO m FROM matters_matter x WHERE x.public_id = object;
    RETURN QUERY SELECT t.what, count(*), sum(length(t.words))::bigint FROM purge_taken(m, of_part) t
        GROUP BY t.what ORDER BY t.what;
    IF of_part = '' AND m.state <> 'purged' AND purge_may(m.drafting_unit_id) THEN
        RETURN QUERY SELECT 'file', count(*), NULL::bigint FROM purge_files(m) HAVING count(*) > 0;
        RETURN QUERY SELECT 'step', count(*), NULL::bigint FROM worklist_waiting w
            WHERE w.matter_id = m.id AND w.done_at IS NULL HAVING count(*) > 0;
    END IF;
END $$;

-- The texts of a matter that the caller may have purged alone.
CREATE OR REPLACE FUNCTION public.purge_parts(object uuid)
RETURNS TABLE (part text, what text, unit bigint, person bigint, at timestamptz, characters bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT w.part, min(w.what), min(w.unit), CASE WHEN count(DISTINCT w.person) = 1 THEN min(w.person) END, max(w.at),
           sum(length(w.words))::bigint
    FROM matters_matter m CROSS JOIN LATERAL purge_words(m) w
    WHERE m.public_id = object AND w.words <> '' AND purge_may_alone(m, w.part, w.unit)
    GROUP BY w.part ORDER BY 5, 1
$$;

-- One digest over everything that a purge would take: the page shows it, the act is bound to it.
CREATE OR REPLACE FUNCTION public.purge_seen(object uuid, of_part text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT encode(sha256(convert_to(coalesce(string_agg(d.x, '|' ORDER BY d.x), ''), 'UTF8')), 'hex') FROM (
        SELECT t.what || t.at || encode(sha256(convert_to(t.words, 'UTF8')), 'hex') AS x
        FROM matters_matter m CROSS JOIN LATERAL purge_taken(m, of_part) t WHERE m.public_id = object
        UNION ALL SELECT f FROM matters_matter m CROSS JOIN LATERAL purge_files(m) f
        WHERE m.public_id = object AND of_part = '' AND purge_may(m.drafting_unit_id)
        UNION ALL SELECT encode(sha256(convert_to(purge_upload_words(u), 'UTF8')), 'hex') FROM documents_upload u
        WHERE u.public_id = object AND purge_may(u.unit_id)
        UNION ALL SELECT encode(sha256(convert_to(concat(w.chain, w.number, w.words, a.scan_sha256), 'UTF8')), 'hex')
        FROM sealing_standingauthorisation a CROSS JOIN LATERAL purge_authorisation_words(a) w
        WHERE a.public_id = object AND purge_may(a.unit_id)) d
$$;

-- The digests that are left in the record: the texts' under a salt, the versions' and files' own.
CREATE OR REPLACE FUNCTION public.purge_digests(m matters_matter, of_part text) RETURNS jsonb
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT jsonb_build_object('part', of_part, 'salt', s.salt,
        'texts', (SELECT encode(sha256(convert_to(s.salt || coalesce(string_agg(t.words, '' ORDER BY t.what, t.part, t.at),
                  ''), 'UTF8')), 'hex') FROM purge_taken(m, of_part) t),
        'amounts', (SELECT coalesce(jsonb_object_agg(i.what, i.amount), '{}') FROM purge_inventory(m.public_id, of_part) i),
        'versions', (SELECT coalesce(jsonb_object_agg(v.number, v.content_hash), '{}') FROM documents_version v
                     WHERE v.document_id = m.id AND v.title <> '' AND of_part IN ('', 'version:' || v.number)),
        'files', (SELECT coalesce(jsonb_agg(f), '[]') FROM purge_files(m) f WHERE of_part = ''))
    FROM (SELECT gen_random_uuid()::text AS salt) s
$$;

CREATE OR REPLACE FUNCTION public.purge_erase_notes(object uuid, of_unit bigint) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    schema text;
BEGIN
    FOR schema IN SELECT purge_schemas() LOOP
        EXECUTE format('UPDATE %I.internal_note n SET text = ''''
                        WHERE n.matter = $1 AND n.unit_id = coalesce($2, n.unit_id)', schema) USING object, of_unit;
        EXECUTE format('UPDATE %I.internal_assignment a SET note = '''', end_reason = ''''
                        WHERE a.matter = $1 AND a.unit_id = coalesce($2, a.unit_id)', schema) USING object, of_unit;
        EXECUTE format('UPDATE %I.incoming_entry e SET proposal = '''', answer = '''', reason = ''''
                        WHERE e.matter = $1 AND e.unit_id = coalesce($2, e.unit_id)', schema) USING object, of_unit;
        EXECUTE format('UPDATE %1$I.incoming_instruction i SET text = '''' FROM %1$I.incoming_entry e
                        WHERE e.id = i.entry_id AND e.matter = $1 AND e.unit_id = coalesce($2, e.unit_id)', schema)
                        USING object, of_unit;
        EXECUTE format('UPDATE %1$I.approval_act a SET words = '''' FROM %1$I.approval_run r
                        WHERE r.id = a.run_id AND r.matter = $1 AND a.unit_id = coalesce($2, a.unit_id)', schema)
                        USING object, of_unit;
        EXECUTE format('UPDATE %1$I.approval_step s SET comment = '''' FROM %1$I.approval_run r
                        WHERE r.id = s.run_id AND r.matter = $1 AND s.unit_id = coalesce($2, s.unit_id)', schema)
                        USING object, of_unit;
        EXECUTE format('UPDATE %I.approval_houseopinion o SET quote = '''', text = '''', proposed_text = ''''
                        WHERE o.matter = $1 AND o.unit_id = coalesce($2, o.unit_id)', schema) USING object, of_unit;
        EXECUTE format('UPDATE %I.approval_finding f SET held_by = '''', words = '''', file_name = '''', file = ''''
                        WHERE f.matter = $1 AND f.unit_id = coalesce($2, f.unit_id)', schema) USING object, of_unit;
    END LOOP;
END $$;

-- The originals and copies that units keep in their own archives.
CREATE OR REPLACE FUNCTION public.purge_erase_archives(object uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    schema text;
BEGIN
    FOR schema IN SELECT purge_schemas() LOOP
        EXECUTE format('UPDATE %1$I.archive_loan l SET borrower = '''', purpose = '''' FROM %1$I.archive_item k
                        WHERE k.id = l.item_id AND k.about = $1', schema) USING object;
        EXECUTE format('UPDATE %I.archive_item k SET title = '''', number = '''', issuers = '''', file = '''',
                        file_sha256 = '''', proof = ''{}'' WHERE k.about = $1', schema) USING object;
    END LOOP;
END $$;

-- Free texts of the record; where a table keeps the same words as a reason, there too. A declined opinion keeps a dash,
-- because declining needs a reason.
CREATE OR REPLACE FUNCTION public.purge_erase_texts(m matters_matter, numbers bigint[]) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    said text[] := (SELECT array_agg(t.text) FROM audit_recordtext t WHERE t.chain = m.public_id AND t.number = ANY (numbers));
BEGIN
    UPDATE documents_invitation i SET reason = '' WHERE i.document_id = m.id AND i.reason = ANY (said);
    UPDATE documents_countersigning c SET reason = '' WHERE c.document_id = m.id AND c.reason = ANY (said);
    UPDATE documents_disposition d SET reason = '—' FROM documents_opinion o JOIN documents_round r ON r.id = o.round_id
        WHERE o.id = d.opinion_id AND r.document_id = m.id AND d.reason = ANY (said);
    UPDATE documents_reply p SET reason = '' FROM documents_disposition d, documents_opinion o, documents_round r
        WHERE d.id = p.disposition_id AND o.id = d.opinion_id AND r.id = o.round_id AND r.document_id = m.id
          AND p.reason = ANY (said);
    UPDATE deadlines_proposal p SET reason = CASE WHEN p.reason = ANY (said) THEN '' ELSE p.reason END,
        answer = CASE WHEN p.answer = ANY (said) THEN '' ELSE p.answer END
        FROM deadlines_deadline d JOIN worklist_waiting w ON w.id = d.waiting_id
        WHERE d.id = p.deadline_id AND w.matter_id = m.id AND (p.reason = ANY (said) OR p.answer = ANY (said));
    UPDATE deadlines_pause p SET reason = '' FROM deadlines_deadline d JOIN worklist_waiting w ON w.id = d.waiting_id
        WHERE d.id = p.deadline_id AND w.matter_id = m.id AND p.reason = ANY (said);
    UPDATE supervision_call c SET answer = '' WHERE c.matter_id = m.id AND c.answer = ANY (said);
    UPDATE supervision_slip s SET demand = CASE WHEN s.demand = ANY (said) THEN '' ELSE s.demand END,
        feedback = CASE WHEN s.feedback = ANY (said) THEN '' ELSE s.feedback END,
        lifted_words = CASE WHEN s.lifted_words = ANY (said) THEN '' ELSE s.lifted_words END WHERE s.matter_id = m.id;
    UPDATE dispatch_query q SET text = CASE WHEN q.text = ANY (said) THEN '' ELSE q.text END,
        answer = CASE WHEN q.answer = ANY (said) THEN '' ELSE q.answer END
        FROM dispatch_addressee a WHERE a.id = q.addressee_id AND a.dispatch_id = m.id;
    UPDATE dispatch_addressee a SET delivery_note = '' WHERE a.dispatch_id = m.id AND a.delivery_note = ANY (said);
    UPDATE levels_decision l SET reason = '' WHERE l.matter_id = m.id AND l.reason = ANY (said);
    UPDATE audit_recordtext t SET text = NULL WHERE t.chain = m.public_id AND t.number = ANY (numbers);
END $$;

CREATE OR REPLACE FUNCTION public.purge_erase_opinions(m matters_matter, opinion text) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE documents_opinion o SET quote = '', text = '', proposed_text = '' FROM documents_round r
    WHERE r.id = o.round_id AND r.document_id = m.id AND o.public_id::text = coalesce(opinion, o.public_id::text)
$$;

CREATE OR REPLACE FUNCTION public.purge_erase_versions(m matters_matter, wanted integer) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE documents_version v SET title = '', title_lines = '[]', recipients = '', blocks = '[]', note = ''
    WHERE v.document_id = m.id AND v.number = coalesce(wanted, v.number);
    DELETE FROM documents_counterpart c WHERE c.document_id = m.id;
$$;

CREATE OR REPLACE FUNCTION public.purge_erase_upload(u documents_upload) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE documents_upload x SET name = '', title = '', result = '{}', content = '', state = 'purged'
    WHERE x.public_id = u.public_id
$$;

-- The ledger's lines on a matter, and what the record of the unit's numbers says in the same words.
CREATE OR REPLACE FUNCTION public.purge_erase_numbers(m matters_matter) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    lines bigint[] := (SELECT array_agg(n.id) FROM purge_numbers(m) n);
    said text[] := (SELECT array_agg(t) FROM (
        SELECT unnest(ARRAY[n.title, n.reason]) FROM purge_numbers(m) n
        UNION SELECT d.title FROM documents_jointdocument d WHERE d.matter_id = m.id
        UNION SELECT v.title FROM documents_version v WHERE v.document_id = m.id) AS s(t) WHERE t <> '');
BEGIN
    UPDATE audit_recordtext t SET text = NULL FROM audit_record r, units_unit u
        WHERE u.id = m.drafting_unit_id AND t.chain = u.public_id AND t.text = ANY (said)
          AND r.chain = t.chain AND r.number = t.number AND r.kind = 'numbering';
    UPDATE numbering_documentnumber n SET title = '', reason = '' WHERE n.id = ANY (lines);
END $$;

-- What the units' houses and superiors noted on a matter: calls, talks about its deadlines, the words of a slip.
CREATE OR REPLACE FUNCTION public.purge_erase_house(m matters_matter) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE supervision_call c SET spoke_with = '', answer = '' WHERE c.matter_id = m.id;
    UPDATE supervision_slip s SET demand = '', feedback = '', lifted_words = '' WHERE s.matter_id = m.id;
    UPDATE deadlines_proposal p SET reason = '', answer = ''
        FROM deadlines_deadline d JOIN worklist_waiting w ON w.id = d.waiting_id
        WHERE d.id = p.deadline_id AND w.matter_id = m.id;
    UPDATE deadlines_pause p SET reason = '' FROM deadlines_deadline d JOIN worklist_waiting w ON w.id = d.waiting_id
        WHERE d.id = p.deadline_id AND w.matter_id = m.id;
$$;

-- What was said before publication, and what was added to the published document since.
CREATE OR REPLACE FUNCTION public.purge_erase_publication(m matters_matter) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE documents_review r SET words = '' WHERE r.document_id = m.id;
    UPDATE documents_publicversion v SET words = '[]', ground = '' WHERE v.document_id = m.id;
    UPDATE documents_publicationplan p SET title_en = '', ended_at = coalesce(p.ended_at, statement_timestamp())
        WHERE p.document_id = m.id;
    UPDATE documents_publicationconsent c SET reason = '' FROM documents_publicationplan p
        WHERE p.id = c.plan_id AND p.document_id = m.id;
    UPDATE documents_registration r SET number = '', reason = '' WHERE r.document_id = m.id;
    UPDATE documents_objection o SET reason = '' WHERE o.document_id = m.id;
    UPDATE publication_takedown t SET reason = '' WHERE t.document_id = m.public_id;
    UPDATE publication_validitychange v SET reason = '' WHERE v.document_id = m.public_id;
    UPDATE publication_consolidatedtext c SET blocks = '[]' WHERE m.public_id IN (c.document_id, c.source_id);
    UPDATE publication_interpretation i SET title = '', text = '' WHERE i.document_id = m.public_id;
    UPDATE publication_correction c SET before = '', after = '', reason = '' WHERE c.document_id = m.public_id;
    UPDATE publication_publisheddocument d SET title = '', title_lines = '[]', title_en = '', number = '', issuers = '[]',
        blocks = '[]', recipients = '', topic = '', text = '', outcome = '{}', redaction_ground = '',
        purged_at = statement_timestamp(), purged_by_id = administered_unit() WHERE d.public_id = m.public_id;
$$;

-- Files of the matter: their names, facts and pictures; bytes go with the job, and the key makes nothing of copies.
CREATE OR REPLACE FUNCTION public.purge_erase_casefiles(m matters_matter) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    DELETE FROM casefiles_preview p USING casefiles_casefile f WHERE f.id = p.file_id AND (f.matter_id = m.id
        OR f.id IN (SELECT x.file_id FROM service_exhibit x WHERE x.service_id = m.id));
    DELETE FROM casefiles_unfinished u WHERE u.matter_id = m.id;
    UPDATE casefiles_casefile f SET name = '', facts = '{}', state = 'erased' WHERE f.matter_id = m.id
        OR f.id IN (SELECT x.file_id FROM service_exhibit x WHERE x.service_id = m.id);
    UPDATE casefiles_confirmation c SET dossier = '' WHERE c.matter_id = m.id;
    UPDATE casefiles_hold h SET reason = '', lift_reason = '' WHERE h.matter_id = m.id;
$$;

-- Everything, in every place; rounds and signing end, nothing waits any more.
CREATE OR REPLACE FUNCTION public.purge_erase_all(m matters_matter) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM purge_erase_numbers(m);
    UPDATE matters_matter x SET state = 'purged', changed_at = statement_timestamp(),
        closed_at = coalesce(x.closed_at, statement_timestamp()) WHERE x.id = m.id;
    UPDATE worklist_waiting w SET done_at = statement_timestamp() WHERE w.matter_id = m.id AND w.done_at IS NULL;
    UPDATE documents_round r SET closed_at = statement_timestamp() WHERE r.document_id = m.id AND r.closed_at IS NULL;
    UPDATE documents_countersigning c SET closed_at = statement_timestamp(), outcome = 'cancelled'
        WHERE c.document_id = m.id AND c.closed_at IS NULL;
    PERFORM purge_erase_opinions(m, NULL);
    PERFORM purge_erase_texts(m, (SELECT array_agg(r.number) FROM audit_record r
        WHERE r.chain = m.public_id AND r.act NOT LIKE '%purged'));
    UPDATE documents_invitation i SET reason = '' WHERE i.document_id = m.id;
    UPDATE documents_countersigning c SET reason = '' WHERE c.document_id = m.id;
    UPDATE documents_disposition d SET reason = '—' FROM documents_opinion o JOIN documents_round r ON r.id = o.round_id
        WHERE o.id = d.opinion_id AND r.document_id = m.id AND d.reason <> '';
    UPDATE documents_reply p SET reason = '' FROM documents_disposition d, documents_opinion o, documents_round r
        WHERE d.id = p.disposition_id AND o.id = d.opinion_id AND r.id = o.round_id AND r.document_id = m.id;
    UPDATE consultation_consultation c SET title = '', blocks = '[]', explanation = '', summary = '',
        closed_at = coalesce(c.closed_at, statement_timestamp()) WHERE c.matter_id = m.id;
    UPDATE consultation_comment o SET words = '', contact = '', reason = CASE WHEN o.reason = '' THEN '' ELSE '—' END
        FROM consultation_consultation c WHERE c.public_id = o.consultation_id AND c.matter_id = m.id;
    PERFORM purge_erase_versions(m, NULL);
    UPDATE documents_draft w SET blocks = '[]', metadata = '{}' WHERE w.document_id = m.id;
    PERFORM purge_erase_upload(u) FROM documents_upload u WHERE u.document_id = m.id;
    UPDATE documents_jointdocument d SET title = '', topic = '', code_word = '' WHERE d.matter_id = m.id;
    UPDATE sealing_sealedfile f SET outcome = '{}' WHERE f.matter_id = m.id;
    UPDATE dispatch_dispatch d SET title = '', title_lines = '[]', number = '', recipients = '', blocks = '[]', note = ''
        WHERE d.matter_id = m.id;
    UPDATE dispatch_query q SET text = '', answer = '' FROM dispatch_addressee a
        WHERE a.id = q.addressee_id AND a.dispatch_id = m.id;
    UPDATE dispatch_addressee a SET delivery_note = '', name = CASE WHEN a.unit_id IS NULL THEN '' ELSE a.name END
        WHERE a.dispatch_id = m.id;
    UPDATE assistance_assistancerequest q SET title = '', outside = '', contact = '', contact_phone = '', case_number = '',
        answers = '{}', confidences = '' WHERE q.matter_id = m.id;
    UPDATE letters_letter l SET title = '', recipients = '', text = '', copies = '', number = '', answers = '{}',
        confidences = '' WHERE l.matter_id = m.id;
    PERFORM purge_erase_all(x) FROM letters_letter l JOIN matters_matter x ON x.id = l.matter_id AND x.state <> 'purged'
        WHERE l.request_id = m.id;
    UPDATE letters_outsidestep s SET words = '', number = '' WHERE s.request_id = m.id;
    UPDATE assistance_note n SET text = '' WHERE n.request_id = m.id;
    UPDATE assistance_reply a SET answers = '{}', confidences = '' WHERE a.request_id = m.id;
    PERFORM purge_erase_casefiles(m);
    UPDATE service_attempt a SET confidences = '' WHERE a.service_id = m.id;
    PERFORM purge_erase_all(x) FROM service_service s JOIN matters_matter x ON x.id = s.matter_id AND x.state <> 'purged'
        WHERE s.request_id = m.id;
    UPDATE assistance_rating g SET comment = '', answer = '' WHERE g.request_id = m.id;
    UPDATE transfers_coordination c SET subject = '', question = '', organ = '', outcome = '', decision_number = '',
        decision_paper = '' WHERE c.matter_id = m.id;
    UPDATE transfers_position p SET text = '' WHERE p.coordination_id = m.id;
    UPDATE transfers_firstfiling f SET case_number = '', plain_number = '', proof = '' WHERE f.coordination_id = m.id;
    UPDATE transfers_referral r SET organ = '' WHERE r.coordination_id = m.id;
    PERFORM purge_erase_all(x) FROM purge_exchanges(m) x;
    UPDATE transfers_report r SET text = '', case_number = '' WHERE r.request_id = m.id;
    UPDATE transfers_handover h SET items = '[]', remark = '' WHERE h.request_id = m.id;
    UPDATE transfers_filing f SET title = '', case_number = '' WHERE f.matter_id = m.id;
    UPDATE transfers_filingquery q SET text = '', answer = '' WHERE q.filing_id = m.id;
    PERFORM purge_erase_all(x) FROM transfers_filing f JOIN matters_matter x ON x.id = f.matter_id AND x.state <> 'purged'
        WHERE f.about = m.public_id;
    DELETE FROM matters_matterkey k WHERE k.matter_id = m.id;
    PERFORM purge_erase_publication(m);
    PERFORM purge_erase_house(m);
    PERFORM purge_erase_notes(m.public_id, NULL);
    PERFORM purge_erase_archives(m.public_id);
    UPDATE levels_decision l SET subject = '', purpose = '', reason = '' WHERE l.matter_id = m.id;
    PERFORM purge_erase_all(x) FROM levels_decision l JOIN matters_matter x ON x.id = l.matter_id AND x.state <> 'purged'
        WHERE l.about = m.public_id;
    PERFORM purge_erase_all(x) FROM dispatch_dispatch d JOIN matters_matter x ON x.id = d.matter_id AND x.state <> 'purged'
        WHERE d.about = m.public_id;
END $$;

CREATE OR REPLACE FUNCTION public.purge_erase_part(m matters_matter, of_part text) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    sort text := split_part(of_part, ':', 1); which text := split_part(of_part, ':', 2);
BEGIN
    CASE sort
        WHEN 'version' THEN PERFORM purge_erase_versions(m, which::integer);
        WHEN 'opinion' THEN PERFORM purge_erase_opinions(m, which);
        WHEN 'text' THEN PERFORM purge_erase_texts(m, ARRAY[which::bigint]);
        WHEN 'notes' THEN PERFORM purge_erase_notes(m.public_id, which::bigint);
    END CASE;
END $$;

-- The record of a purge: its act in the object's chain, its row, and the job that removes the files.
CREATE OR REPLACE FUNCTION public.purge_record(
    object uuid, object_kind text, of_unit bigint, parties bigint[], act text, detail jsonb, reason text, method text,
    proof text
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    n bigint;
    told bigint[] := (SELECT array_agg(DISTINCT p ORDER BY p) FROM unnest(parties || administered_unit()) p);
BEGIN
    n := audit_append(object, object_kind, act, detail, jsonb_build_object('reason', reason), told, acting_user(),
        administered_unit());
    INSERT INTO purging_purge (object, kind, part, of_unit_id, unit_id, user_id, number, files, method, proof, carried_out_at)
    VALUES (object, object_kind, coalesce(detail ->> 'part', ''), of_unit, administered_unit(), acting_user(), n,
        coalesce(detail -> 'files', '[]'), method, proof::jsonb,
        CASE WHEN act <> 'purged' OR object_kind = 'upload' THEN statement_timestamp() END);
    INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args)
    SELECT 'sealer', k.task, object::text, jsonb_build_object('matter', object, 'act', n)
    FROM audit_actkind k WHERE k.kind = object_kind AND k.act = purge_record.act AND k.task <> '';
    RETURN n;
END $$;

-- Gives back the units that are to be told.
CREATE OR REPLACE FUNCTION public.purge_matter(
    object uuid, of_part text, seen text, reason text, method text, proof text
) RETURNS bigint[] LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m matters_matter; act text := CASE WHEN of_part = '' THEN 'purged' ELSE 'part_purged' END; detail jsonb;
BEGIN
    SELECT * INTO m FROM matters_matter x WHERE x.public_id = object FOR NO KEY UPDATE;
    IF m.id IS NULL OR administered_unit() IS NULL OR coalesce(btrim(reason), '') = ''
       OR NOT (purge_may(m.drafting_unit_id) OR of_part <> '' AND administered_unit() = ANY (m.parties)) THEN
        RAISE 'not yours to purge' USING ERRCODE = 'PU001';
    END IF;
    IF of_part = '' AND m.state = 'purged' OR of_part <> '' AND NOT EXISTS (SELECT FROM purge_taken(m, of_part)) THEN
        RAISE 'nothing is left to purge' USING ERRCODE = 'PU002';
    END IF;
    IF seen IS DISTINCT FROM purge_seen(object, of_part) THEN
        RAISE 'not what was shown' USING ERRCODE = 'PU003';
    END IF;
    detail := purge_digests(m, of_part);
    IF of_part = '' THEN
        PERFORM purge_erase_all(m);
    ELSE
        PERFORM purge_erase_part(m, of_part);
    END IF;
    PERFORM purge_record(object, m.kind, m.drafting_unit_id, m.parties, act, detail, reason, method, proof);
    RETURN m.parties;
END $$;

-- The end of a matter's term: every side confirmed its archive, the day has come, nobody holds it. For p_system alone.
-- The certificate keeps digests, dates and where each side has archived the case; gives back the files to remove.
CREATE OR REPLACE FUNCTION public.purge_at_end(of_matter bigint, today date) RETURNS text[] LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m matters_matter; e casefiles_ending; said jsonb; gone text[];
BEGIN
    SELECT * INTO m FROM matters_matter x WHERE x.id = of_matter FOR NO KEY UPDATE;
    SELECT * INTO e FROM casefiles_ending x WHERE x.matter_id = of_matter FOR NO KEY UPDATE;
    IF e.matter_id IS NULL OR e.erase_on > today OR m.state = 'purged'
       OR e.erase_told_on IS NULL OR e.erase_told_on > today - 30
       OR NOT casefile_workers(of_matter) <@ (SELECT array_agg(c.unit_id) FROM casefiles_confirmation c WHERE c.matter_id = of_matter)
       OR EXISTS (SELECT FROM casefiles_hold h WHERE h.matter_id = of_matter AND h.lifted_at IS NULL) THEN
        RAISE 'its time has not come' USING ERRCODE = 'PU004';
    END IF;
    gone := (SELECT coalesce(array_agg(f), '{}') FROM purge_files(m) f);
    said := jsonb_build_object('kind', m.kind, 'opened_at', m.opened_at, 'closed_at', m.closed_at, 'rule', e.rule_id,
        'confirmed_at', e.confirmed_at, 'erase_on', e.erase_on, 'stored', to_jsonb(gone),
        'files', (SELECT coalesce(jsonb_agg(jsonb_build_object('sha256', f.sha256, 'size', f.size) ORDER BY f.id), '[]')
                  FROM casefiles_casefile f WHERE f.matter_id = m.id AND f.state IN ('clean', 'unscanned', 'held', 'waiting')),
        'archives', (SELECT jsonb_agg(jsonb_build_object('unit', u.name, 'dossier', c.dossier, 'at', c.at) ORDER BY c.at)
                     FROM casefiles_confirmation c JOIN units_unit u ON u.id = c.unit_id WHERE c.matter_id = m.id),
        'texts', (SELECT coalesce(jsonb_object_agg(w.what, w.n), '{}') FROM (
                  SELECT x.what, count(*) AS n FROM purge_words(m) x WHERE x.words <> '' GROUP BY x.what) w));
    PERFORM purge_erase_all(m);
    UPDATE casefiles_ending x SET erased_at = statement_timestamp(), certificate = said WHERE x.matter_id = m.id;
    PERFORM audit_append(m.public_id, m.kind, 'erased', jsonb_build_object('certificate',
        encode(sha256(convert_to(said::text, 'UTF8')), 'hex')), '{}', m.parties, NULL, m.drafting_unit_id);
    RETURN gone;
END $$;

CREATE OR REPLACE FUNCTION public.purge_upload(object uuid, seen text, reason text, method text, proof text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    u documents_upload; salt text := gen_random_uuid()::text;
BEGIN
    SELECT * INTO u FROM documents_upload x WHERE x.public_id = object FOR NO KEY UPDATE;
    IF u.public_id IS NULL OR NOT purge_may(u.unit_id) OR u.document_id IS NOT NULL OR coalesce(btrim(reason), '') = '' THEN
        RAISE 'not yours to purge' USING ERRCODE = 'PU001';
    END IF;
    IF u.state = 'purged' THEN
        RAISE 'nothing is left to purge' USING ERRCODE = 'PU002';
    END IF;
    IF seen IS DISTINCT FROM purge_seen(object, '') THEN
        RAISE 'not what was shown' USING ERRCODE = 'PU003';
    END IF;
    PERFORM purge_erase_upload(u);
    PERFORM purge_record(object, 'upload', u.unit_id, ARRAY[u.unit_id], 'purged', jsonb_build_object(
        'file', encode(sha256(u.content), 'hex'), 'salt', salt,
        'texts', encode(sha256(convert_to(salt || purge_upload_words(u), 'UTF8')), 'hex')), reason, method, proof);
END $$;

-- A standing authorisation ends with its purge; the register of uses keeps the releases.
CREATE OR REPLACE FUNCTION public.purge_authorisation(object uuid, seen text, reason text, method text, proof text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    a sealing_standingauthorisation; salt text := gen_random_uuid()::text; digest text;
BEGIN
    SELECT * INTO a FROM sealing_standingauthorisation x WHERE x.public_id = object FOR NO KEY UPDATE;
    IF a.id IS NULL OR NOT purge_may(a.unit_id) OR coalesce(btrim(reason), '') = '' THEN
        RAISE 'not yours to purge' USING ERRCODE = 'PU001';
    END IF;
    IF a.title = '' THEN
        RAISE 'nothing is left to purge' USING ERRCODE = 'PU002';
    END IF;
    IF seen IS DISTINCT FROM purge_seen(object, '') THEN
        RAISE 'not what was shown' USING ERRCODE = 'PU003';
    END IF;
    SELECT encode(sha256(convert_to(salt || string_agg(w.words, '' ORDER BY w.what, w.chain, w.number), 'UTF8')), 'hex')
        INTO digest FROM purge_authorisation_words(a) w;
    UPDATE audit_recordtext t SET text = NULL FROM purge_authorisation_words(a) w
        WHERE t.chain = w.chain AND t.number = w.number;
    UPDATE sealing_standingauthorisation x SET title = '', number = '', scan_name = '', scan_sha256 = '',
        ended_at = coalesce(x.ended_at, statement_timestamp()), ended_by_id = coalesce(x.ended_by_id, acting_user())
        WHERE x.id = a.id;
    PERFORM purge_record(object, 'seal_authorisation', a.unit_id, ARRAY[a.unit_id], 'purged', jsonb_build_object(
        'salt', salt, 'texts', digest, 'files', to_jsonb(array_remove(ARRAY[a.scan_sha256], ''))), reason, method, proof);
END $$;

-- as p_owner
CREATE POLICY purge ON publication_publisheddocument FOR UPDATE TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY look ON publication_publisheddocument FOR SELECT TO p_writer USING (true);
CREATE POLICY look ON publication_publication FOR SELECT TO p_writer USING (true);
CREATE POLICY purge ON publication_consolidatedtext TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY purge ON publication_interpretation TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY purge ON publication_correction TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY purge ON publication_validitychange TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY purge ON documents_review TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY purge ON documents_publicversion TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY purge ON documents_publicationplan TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY purge ON documents_publicationconsent TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY purge ON sealing_sealedfile FOR UPDATE TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY look ON sealing_sealuse FOR SELECT TO p_writer USING (true);
CREATE POLICY look ON sealing_ofdcopy FOR SELECT TO p_writer USING (true);
CREATE POLICY purge ON supervision_call TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY purge ON deadlines_proposal TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY purge ON deadlines_pause TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY look ON deadlines_deadline FOR SELECT TO p_writer USING (true);
CREATE POLICY purge ON consultation_consultation FOR UPDATE TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY purge ON consultation_comment FOR UPDATE TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY purge ON documents_disposition TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY purge ON assistance_note TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY purge ON assistance_reply TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY purge ON matters_matterkey TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY purge ON documents_upload TO p_writer USING (true) WITH CHECK (true);

-- Who ordered what: for those who may order it, and for the parties of the matter, who meet it in its place.
ALTER TABLE purging_purge ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON purging_purge TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON purging_purge TO p_system USING (true) WITH CHECK (true);
CREATE POLICY administrator ON purging_purge FOR SELECT TO p_app USING (
    (SELECT administered_unit()) IN (unit_id, of_unit_id) OR purge_may(of_unit_id));
CREATE POLICY party ON purging_purge FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM matters_matter m WHERE m.public_id = object));
-- Whoever meets a purge reads its act and reason in the record.
CREATE POLICY purge ON audit_record FOR SELECT TO p_app USING (EXISTS (
    SELECT FROM purging_purge p WHERE p.object = audit_record.chain AND p.number = audit_record.number));
CREATE POLICY purge ON audit_recordtext FOR SELECT TO p_app USING (EXISTS (
    SELECT FROM purging_purge p WHERE p.object = audit_recordtext.chain AND p.number = audit_recordtext.number));
