-- as p_writer
-- audience: [{"unit": id, "roles": [...]} or {"unit": id, "users": [...]}, ...]; empty = nobody. Only active members who
-- may see the matter are told, the actor is not, and each person once per unit. Without roles the reason is "named".
CREATE OR REPLACE FUNCTION public.notify(object uuid, act text, audience text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m matters_matter; told bigint[]; n integer; wanted bigint[]; units bigint[]; reasons text[];
BEGIN
    IF NOT EXISTS (SELECT FROM audit_record r
                   WHERE r.chain = object AND r.written_in = pg_current_xact_id()::text::bigint) THEN
        RAISE 'nothing was recorded to tell of' USING ERRCODE = '42501';
    END IF;
    SELECT * INTO m FROM matters_matter x WHERE x.public_id = object;
    SELECT array_agg(w.user_id), array_agg(w.unit_id), array_agg(w.reason) INTO wanted, units, reasons FROM (
        SELECT DISTINCT ON (s.user_id, s.unit_id) s.user_id, s.unit_id,
            coalesce((SELECT r FROM unnest(a.roles) WITH ORDINALITY t(r, k) WHERE r = ANY (s.roles) ORDER BY k LIMIT 1),
                     'named') AS reason
        FROM jsonb_to_recordset(audience::jsonb) AS a(unit bigint, roles text[], users bigint[])
        JOIN identity_membership s ON s.unit_id = a.unit
         AND (s.roles && a.roles::varchar[] OR s.user_id = ANY (a.users))
        JOIN identity_user u ON u.id = s.user_id AND u.is_active
        WHERE s.unit_id = ANY (m.parties) AND s.clearance >= m.classification AND s.user_id IS DISTINCT FROM acting_user()
          AND s.roles && ARRAY['member', 'handler', 'signatory', 'approver', 'seal_keeper', 'liaison']::varchar[]
          AND statement_timestamp() >= s.valid_from AND statement_timestamp() < coalesce(s.valid_until, 'infinity')
        ORDER BY s.user_id, s.unit_id) w;
    INSERT INTO notifications_counter (user_id, last)
        SELECT DISTINCT u, 0 FROM unnest(wanted) u ORDER BY u ON CONFLICT DO NOTHING;
    WITH rows AS (SELECT * FROM unnest(wanted, units, reasons) t(u, unit, reason)),
         ranked AS (SELECT *, row_number() OVER (PARTITION BY u ORDER BY unit) AS k,
                           count(*) OVER (PARTITION BY u) AS total FROM rows),
         locked AS (SELECT c.user_id FROM notifications_counter c WHERE c.user_id IN (SELECT u FROM rows)
                    ORDER BY c.user_id FOR UPDATE),
         moved AS (UPDATE notifications_counter c SET last = last + r.total FROM locked l
                   JOIN ranked r ON r.u = l.user_id AND r.k = 1 WHERE c.user_id = l.user_id
                   RETURNING c.user_id, c.last, r.total)
    INSERT INTO notifications_notification (user_id, number, unit_id, matter, kind, act, reason)
        SELECT moved.user_id, moved.last - moved.total + ranked.k, ranked.unit, object, m.kind, notify.act, ranked.reason
        FROM moved JOIN ranked ON ranked.u = moved.user_id;
    GET DIAGNOSTICS n = ROW_COUNT;
    SELECT array_agg(DISTINCT u) INTO told FROM unnest(wanted) u;
    UPDATE realtime_wakeup SET users = coalesce(told, '{}')
        WHERE id = (SELECT max(id) FROM realtime_wakeup w WHERE w.chain = object);
    RETURN n;
END $$;

-- as p_owner
ALTER TABLE notifications_notification ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON notifications_notification TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY mine ON notifications_notification FOR SELECT TO p_app
    USING (user_id = (SELECT acting_user()) AND unit_id = ANY ((SELECT my_units())::bigint[]));
CREATE POLICY mark ON notifications_notification FOR UPDATE TO p_app
    USING (user_id = (SELECT acting_user()) AND unit_id = ANY ((SELECT my_units())::bigint[]));
