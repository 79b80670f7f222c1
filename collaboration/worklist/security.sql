-- as p_writer
-- What guards a matter guards its steps, without a look at the matter for each of them. Steps of a unit that only got
-- something of the matter are nobody's to see but its own and the participants'.
CREATE OR REPLACE FUNCTION public.worklist_readers(of_matter bigint, of_unit bigint) RETURNS bigint[] LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT w.together || CASE WHEN of_unit = ANY (w.together) THEN '{}' ELSE ARRAY[of_unit] END
    FROM (SELECT matter_participants(of_matter) AS together) w
$$;
CREATE OR REPLACE FUNCTION public.worklist_opened() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    SELECT worklist_readers(m.id, NEW.unit_id), m.classification INTO NEW.parties, NEW.classification
        FROM matters_matter m WHERE m.id = NEW.matter_id;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION public.worklist_follow() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE worklist_waiting w SET parties = worklist_readers(NEW.id, w.unit_id), classification = NEW.classification
        WHERE w.matter_id = NEW.id;
    RETURN NULL;
END $$;

-- How much waits for the person at work in each of their places: open steps that their roles may take and that nobody
-- else in the house holds, and steps of the house itself. Both lie in the schema of the unit's tenant.
CREATE OR REPLACE FUNCTION public.worklist_elsewhere() RETURNS TABLE (membership bigint, number bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m record; inside bigint;
BEGIN
    FOR m IN SELECT x.id, x.unit_id, x.department_id, ARRAY[x.user_id, coalesce(x.on_behalf_of_id, x.user_id)] AS persons, x.roles, x.clearance, t.schema_name FROM identity_membership x
        JOIN units_unit u ON u.id = x.unit_id JOIN units_tenant t ON t.id = u.tenant_id
        WHERE x.user_id = acting_user() AND statement_timestamp() >= x.valid_from
          AND statement_timestamp() < coalesce(x.valid_until, 'infinity')
          AND x.roles && ARRAY['member', 'handler', 'signatory', 'approver', 'seal_keeper', 'liaison']::varchar[]
    LOOP
        membership := m.id;
        EXECUTE format('SELECT count(*) FROM worklist_waiting w JOIN matters_matter o ON o.id = w.matter_id
            WHERE w.unit_id = $1 AND w.done_at IS NULL AND w.role = ANY ($2) AND (w.person_id IS NULL OR w.person_id = ANY ($3))
              AND $1 = ANY (o.parties) AND o.classification <= $4 AND NOT EXISTS (SELECT FROM %I.internal_assignment a
                WHERE a.waiting = w.id AND a.ended_at IS NULL AND a.person_id <> ALL ($3))', m.schema_name)
            INTO number USING m.unit_id, m.roles, m.persons, m.clearance;
        EXECUTE format('SELECT count(*) FROM %1$I.approval_step s JOIN %1$I.approval_run r ON r.id = s.run_id
            JOIN matters_matter o ON o.public_id = r.matter WHERE s.unit_id = $1 AND s.state = ''waiting''
              AND r.state IN (''running'', ''approved'')
              AND (r.waiting IS NULL OR EXISTS (SELECT FROM worklist_waiting w WHERE w.id = r.waiting AND w.done_at IS NULL))
              AND (s.person_id = ANY ($3) OR s.person_id IS NULL AND (s.role = '''' OR s.role = ANY ($2))
                   AND (s.department_id IS NULL OR s.department_id = $5))
              AND $1 = ANY (o.parties) AND o.classification <= $4', m.schema_name)
            INTO inside USING m.unit_id, m.roles, m.persons, m.clearance, m.department_id;
        number := number + inside;
        RETURN NEXT;
    END LOOP;
END $$;

-- as p_owner
CREATE OR REPLACE TRIGGER a_opened BEFORE INSERT ON worklist_waiting FOR EACH ROW EXECUTE FUNCTION worklist_opened();
CREATE OR REPLACE TRIGGER worklist_follow AFTER UPDATE OF parties, classification ON matters_matter FOR EACH ROW
    WHEN (NEW.parties IS DISTINCT FROM OLD.parties OR NEW.classification <> OLD.classification)
    EXECUTE FUNCTION worklist_follow();

ALTER TABLE worklist_waiting ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON worklist_waiting TO p_system USING (true) WITH CHECK (true);
CREATE POLICY writer ON worklist_waiting TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY read ON worklist_waiting FOR SELECT TO p_app USING (
    parties && ARRAY[(SELECT acting_unit())] AND classification <= (SELECT acting_clearance()));
CREATE POLICY open ON worklist_waiting FOR INSERT TO p_app WITH CHECK (done_at IS NULL AND EXISTS (
    SELECT FROM matters_matter m WHERE m.id = matter_id AND unit_id = ANY (m.parties)));
CREATE POLICY done ON worklist_waiting FOR UPDATE TO p_app USING (
    parties && ARRAY[(SELECT acting_unit())] AND classification <= (SELECT acting_clearance()));

ALTER TABLE worklist_savedlist ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON worklist_savedlist TO p_app
    USING (user_id = (SELECT acting_user())) WITH CHECK (user_id = (SELECT acting_user()));
