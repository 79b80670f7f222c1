-- as p_owner
CREATE OR REPLACE FUNCTION public.matter_born() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    NEW.parties := ARRAY[NEW.drafting_unit_id];
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER a_born BEFORE INSERT ON matters_matter FOR EACH ROW EXECUTE FUNCTION matter_born();

-- Any party may lock and move a matter. What is not named here is frozen for everybody but the owner's own functions.
CREATE OR REPLACE FUNCTION public.matter_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    step matters_step; free text[] := ARRAY['state', 'changed_at', 'closed_at'];
BEGIN
    IF OLD.drafting_unit_id = acting_unit() AND OLD.state = 'draft' THEN
        free := free || 'classification'::text;
    END IF;
    IF to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free THEN
        RAISE 'this is fixed' USING ERRCODE = '42501';
    END IF;
    IF NEW.state <> OLD.state THEN
        SELECT * INTO step FROM matters_step s
        WHERE s.kind = OLD.kind AND s.from_state = OLD.state AND s.to_state = NEW.state;
        IF NOT FOUND OR (step.by_drafter AND OLD.drafting_unit_id IS DISTINCT FROM acting_unit()) THEN
            RAISE 'no step from % to %', OLD.state, NEW.state USING ERRCODE = '42501';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER b_guard BEFORE UPDATE ON matters_matter FOR EACH ROW
    WHEN (current_user NOT IN ('p_owner', 'p_writer', 'p_system')) EXECUTE FUNCTION matter_guard();

-- as p_writer
CREATE OR REPLACE FUNCTION public.party_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m bigint := coalesce(NEW.matter_id, OLD.matter_id); s text;
BEGIN
    SELECT state INTO s FROM matters_matter WHERE id = m FOR NO KEY UPDATE;
    IF coalesce(NEW.ground, OLD.ground) = 'invited' AND s NOT IN ('draft', 'soliciting', 'final') THEN
        RAISE 'units are no longer invited in state %', s USING ERRCODE = '42501';
    END IF;
    UPDATE matters_matter SET parties = ARRAY[drafting_unit_id] || (
        SELECT coalesce(array_agg(DISTINCT p.unit_id ORDER BY p.unit_id), '{}') FROM matters_party p
        WHERE p.matter_id = m AND p.unit_id <> drafting_unit_id) WHERE id = m;
    RETURN NULL;
END $$;

-- Whether a chain tells of a matter above the clearance of the person at work.
CREATE OR REPLACE FUNCTION public.matter_withheld(chain uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM matters_matter m WHERE m.public_id = chain AND m.classification > 0
                   AND m.classification > acting_clearance())
$$;

-- Who works on a matter together: its drafter and all parties but those that only got something of it.
CREATE OR REPLACE FUNCTION public.matter_participants(of_matter bigint) RETURNS bigint[] LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT ARRAY[m.drafting_unit_id] || (
        SELECT coalesce(array_agg(DISTINCT p.unit_id ORDER BY p.unit_id), '{}') FROM matters_party p
        WHERE p.matter_id = m.id AND p.unit_id <> m.drafting_unit_id AND p.ground NOT IN ('issued', 'filed', 'informed'))
    FROM matters_matter m WHERE m.id = of_matter
$$;

-- Who reads of an act of this unit: what a participant does, all parties, or of those that only got something, decided
-- across levels or forwarded it the ones it is among; what one that only got something does, no other of them.
CREATE OR REPLACE FUNCTION public.matter_readers(m matters_matter, by_unit bigint, among bigint[]) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE WHEN among IS NULL AND by_unit = ANY (w.together) THEN m.parties ELSE (
        SELECT coalesce(array_agg(DISTINCT p ORDER BY p), '{}') FROM unnest(m.parties) p
        WHERE p = ANY (array_append(among, by_unit)) OR p = ANY (w.together) AND (among IS NULL OR NOT EXISTS (
            SELECT FROM matters_party g WHERE g.matter_id = m.id AND g.unit_id = p AND g.ground IN ('decides', 'forwarded')))
        ) END
    FROM (SELECT matter_participants(m.id) AS together) w
$$;

-- One record() and then at most one notify() per step, as its last statements. Who acts is asked once: whoever loses
-- the place while the act is written has acted before.
DROP FUNCTION IF EXISTS public.record(uuid, text, text, text);
CREATE OR REPLACE FUNCTION public.record(object uuid, act text, detail text, texts text, among bigint[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m matters_matter; n bigint; job text; by_unit bigint := acting_unit();
BEGIN
    SELECT * INTO m FROM matters_matter x WHERE x.public_id = object;
    IF m.id IS NULL OR by_unit IS NULL OR NOT by_unit = ANY (m.parties) OR m.classification > acting_clearance() THEN
        RAISE 'no party of this matter' USING ERRCODE = '42501';
    END IF;
    n := audit_append(object, m.kind, act, detail::jsonb, texts::jsonb, matter_readers(m, by_unit, among),
        acting_user(), by_unit);
    SELECT k.task INTO job FROM audit_actkind k WHERE k.kind = m.kind AND k.act = record.act AND k.task <> '';
    IF job IS NOT NULL THEN
        INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args)
        VALUES ('sealer', job, object::text, jsonb_build_object('matter', object, 'act', n));
    END IF;
    RETURN n;
END $$;

-- A decision carried out by the sealer is recorded for the unit whose act asked for it.
DROP FUNCTION IF EXISTS public.record_carried_out(uuid, text, text, bigint);
CREATE OR REPLACE FUNCTION public.record_carried_out(object uuid, act text, detail text, by_unit bigint, texts text)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    m matters_matter;
BEGIN
    SELECT * INTO m FROM matters_matter x WHERE x.public_id = object;
    IF m.id IS NULL OR NOT by_unit = ANY (m.parties) THEN
        RAISE 'no party of this matter' USING ERRCODE = '42501';
    END IF;
    RETURN audit_append(object, m.kind, act, detail::jsonb, texts::jsonb, matter_readers(m, by_unit, NULL), NULL, by_unit);
END $$;

-- as p_owner
CREATE OR REPLACE TRIGGER changed AFTER INSERT OR DELETE ON matters_party
    FOR EACH ROW EXECUTE FUNCTION party_changed();

ALTER TABLE matters_matter ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON matters_matter TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON matters_matter TO p_system USING (true) WITH CHECK (true);
CREATE POLICY read ON matters_matter FOR SELECT TO p_app USING (
    parties && ARRAY[(SELECT acting_unit())] AND classification <= (SELECT acting_clearance()));
CREATE POLICY step ON matters_matter FOR UPDATE TO p_app USING (
    parties && ARRAY[(SELECT acting_unit())] AND classification <= (SELECT acting_clearance()));
CREATE POLICY draft ON matters_matter FOR INSERT TO p_app WITH CHECK (
    drafting_unit_id = (SELECT acting_unit()) AND state = 'draft');
CREATE POLICY discard ON matters_matter FOR DELETE TO p_app USING (
    drafting_unit_id = (SELECT acting_unit()) AND state = 'draft');

ALTER TABLE matters_party ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON matters_party TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY system ON matters_party TO p_system USING (true) WITH CHECK (true);
CREATE POLICY read ON matters_party FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id));
CREATE POLICY invite ON matters_party FOR INSERT TO p_app WITH CHECK (ground = 'invited' AND EXISTS (
    SELECT FROM matters_matter m WHERE m.id = matter_id AND m.drafting_unit_id = (SELECT acting_unit())));
CREATE POLICY send ON matters_party FOR INSERT TO p_app WITH CHECK (ground IN ('signed', 'issued') AND EXISTS (
    SELECT FROM matters_matter m WHERE m.id = matter_id AND m.kind = 'dispatch' AND m.state = 'draft'
      AND m.drafting_unit_id = (SELECT acting_unit())));
CREATE POLICY uninvite ON matters_party FOR DELETE TO p_app USING (ground = 'invited' AND EXISTS (
    SELECT FROM matters_matter m WHERE m.id = matter_id AND m.state = 'draft'
      AND m.drafting_unit_id = (SELECT acting_unit())));

-- The key of what is kept about persons is found by whoever sees the matter; pages decide who opens it, and record it.
ALTER TABLE matters_matterkey ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON matters_matterkey FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id));
CREATE POLICY make ON matters_matterkey FOR INSERT TO p_app WITH CHECK (
    EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id));

-- What happened to a confidential matter is as confidential as the matter; auditors read the bare acts of all.
CREATE POLICY cleared ON audit_record AS RESTRICTIVE FOR SELECT TO p_app USING (
    (SELECT audited_unit()) IS NOT NULL OR NOT matter_withheld(chain));
