-- as p_writer
-- Whether the acting person may still see the matter in this unit, whichever unit they act as now.
CREATE OR REPLACE FUNCTION public.notice_holds(object uuid, in_unit bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM matters_matter m JOIN identity_membership s ON s.unit_id = in_unit
        JOIN identity_user u ON u.id = s.user_id AND u.is_active
        WHERE m.public_id = object AND in_unit = ANY (m.parties) AND s.clearance >= m.classification
          AND s.user_id = nullif(current_setting('app.user_id', true), '')::bigint
          AND s.roles && ARRAY['member', 'handler', 'signatory', 'approver', 'seal_keeper', 'liaison']::varchar[]
          AND statement_timestamp() >= s.valid_from AND statement_timestamp() < coalesce(s.valid_until, 'infinity'));
END $$;

-- audience: [{"unit": id, "roles": [...], "users": [...], "secondary": [...], "on_duty": [...]}, ...]; empty = nobody.
-- Only active members who may see the matter are told, the actor is not, and each person once per unit, for the strongest
-- reason: duty, a role, being named, a secondary role, following. What somebody muted is put away unseen, but for who is
-- on duty.
CREATE OR REPLACE FUNCTION public.notify(object uuid, act text, audience text, category text, to_followers boolean)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m matters_matter; told bigint[]; n integer; wanted bigint[]; units bigint[]; reasons text[]; mutes boolean[];
BEGIN
    IF NOT EXISTS (SELECT FROM audit_record r
                   WHERE r.chain = object AND r.written_in = pg_current_xact_id()::text::bigint) THEN
        RAISE 'nothing was recorded to tell of' USING ERRCODE = '42501';
    END IF;
    SELECT * INTO m FROM matters_matter x WHERE x.public_id = object;
    SELECT r.parties INTO m.parties FROM audit_record r  -- nobody is told of an act they do not read in the record
        WHERE r.chain = object AND r.written_in = pg_current_xact_id()::text::bigint ORDER BY r.number DESC LIMIT 1;
    WITH declared AS (
        SELECT * FROM jsonb_to_recordset(audience::jsonb) AS a(unit bigint, roles varchar[], users bigint[], secondary varchar[],
                                                              on_duty bigint[])
    ), members AS (
        SELECT s.user_id, s.unit_id, s.roles FROM identity_membership s
        JOIN identity_user u ON u.id = s.user_id AND u.is_active
        WHERE s.unit_id = ANY (m.parties) AND s.clearance >= m.classification AND s.user_id IS DISTINCT FROM acting_user()
          AND s.roles && ARRAY['member', 'handler', 'signatory', 'approver', 'seal_keeper', 'liaison']::varchar[]
          AND statement_timestamp() >= s.valid_from AND statement_timestamp() < coalesce(s.valid_until, 'infinity')
    ), found AS (
        SELECT s.user_id, s.unit_id, r.role::text AS reason, r.place
        FROM declared a JOIN members s ON s.unit_id = a.unit
        CROSS JOIN LATERAL unnest(a.roles) WITH ORDINALITY r(role, place) WHERE r.role = ANY (s.roles)
        UNION ALL
        SELECT s.user_id, s.unit_id, 'on_duty', 0
        FROM declared a JOIN members s ON s.unit_id = a.unit AND s.user_id = ANY (a.on_duty)
        UNION ALL
        SELECT s.user_id, s.unit_id, 'named', 100
        FROM declared a JOIN members s ON s.unit_id = a.unit AND s.user_id = ANY (a.users)
        UNION ALL
        SELECT s.user_id, s.unit_id, 'secondary', 200
        FROM declared a JOIN members s ON s.unit_id = a.unit AND s.roles && a.secondary
        UNION ALL
        SELECT s.user_id, s.unit_id, 'follower', 300
        FROM members s JOIN notifications_subscription f ON f.user_id = s.user_id AND f.unit_id = s.unit_id
        WHERE to_followers AND f.matter = object AND f.wish = 'follow'
    ), chosen AS (
        SELECT DISTINCT ON (user_id, unit_id) user_id, unit_id, reason FROM found ORDER BY user_id, unit_id, place
    )
    SELECT array_agg(c.user_id), array_agg(c.unit_id), array_agg(c.reason), array_agg(f.id IS NOT NULL)
    INTO wanted, units, reasons, mutes
    FROM chosen c LEFT JOIN notifications_subscription f
        ON f.user_id = c.user_id AND f.unit_id = c.unit_id AND f.matter = object AND f.wish = 'mute'
        AND c.reason <> 'on_duty';
    INSERT INTO notifications_counter (user_id, last)
        SELECT DISTINCT u, 0 FROM unnest(wanted) u ORDER BY u ON CONFLICT DO NOTHING;
    WITH rows AS (SELECT * FROM unnest(wanted, units, reasons, mutes) t(u, unit, reason, muted)),
         ranked AS (SELECT *, row_number() OVER (PARTITION BY u ORDER BY unit) AS k,
                           count(*) OVER (PARTITION BY u) AS total FROM rows),
         locked AS (SELECT c.user_id FROM notifications_counter c WHERE c.user_id IN (SELECT u FROM rows)
                    ORDER BY c.user_id FOR UPDATE),
         moved AS (UPDATE notifications_counter c SET last = last + r.total FROM locked l
                   JOIN ranked r ON r.u = l.user_id AND r.k = 1 WHERE c.user_id = l.user_id
                   RETURNING c.user_id, c.last, r.total)
    INSERT INTO notifications_notification (user_id, number, unit_id, matter, kind, act, reason, category, read_at, done_at)
        SELECT moved.user_id, moved.last - moved.total + ranked.k, ranked.unit, object, m.kind, notify.act, ranked.reason,
            CASE ranked.reason WHEN 'follower' THEN 'followed' WHEN 'secondary' THEN 'information'
                ELSE notify.category END,
            CASE WHEN ranked.muted THEN statement_timestamp() END, CASE WHEN ranked.muted THEN statement_timestamp() END
        FROM moved JOIN ranked ON ranked.u = moved.user_id;
    GET DIAGNOSTICS n = ROW_COUNT;
    SELECT array_agg(DISTINCT u) INTO told FROM unnest(wanted, mutes) t(u, muted) WHERE NOT muted;
    UPDATE realtime_wakeup SET users = coalesce(told, '{}')
        WHERE id = (SELECT max(id) FROM realtime_wakeup w WHERE w.chain = object);
    RETURN n;
END $$;

-- What was put off until now is unread again, once; returns how many.
CREATE OR REPLACE FUNCTION public.notices_wake() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    n integer;
BEGIN
    UPDATE notifications_notification x SET read_at = NULL
    WHERE x.snoozed_until <= statement_timestamp() AND x.read_at < x.snoozed_until AND x.done_at IS NULL;
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN n;
END $$;

-- Read here is read there: whatever changes a person's notices wakes that person's open pages.
CREATE OR REPLACE FUNCTION public.notices_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO realtime_wakeup (chain, users, parties)
        SELECT u.public_id, ARRAY[u.id], '{}' FROM identity_user u
        WHERE u.id IN (SELECT DISTINCT c.user_id FROM changed c);
    IF FOUND THEN
        PERFORM pg_notify('portal', '');
    END IF;
    RETURN NULL;
END $$;

-- as p_owner
CREATE OR REPLACE TRIGGER in_step AFTER UPDATE ON notifications_notification
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION notices_changed();

ALTER TABLE notifications_notification ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON notifications_notification TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY mine ON notifications_notification FOR SELECT TO p_app
    USING (user_id = (SELECT acting_user()) AND notice_holds(matter, unit_id));
CREATE POLICY mark ON notifications_notification FOR UPDATE TO p_app
    USING (user_id = (SELECT acting_user()) AND notice_holds(matter, unit_id));

ALTER TABLE notifications_subscription ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON notifications_subscription FOR SELECT TO p_writer USING (true);
CREATE POLICY mine ON notifications_subscription TO p_app
    USING (user_id = (SELECT acting_user()))
    WITH CHECK (user_id = (SELECT acting_user()) AND notice_holds(matter, unit_id));
