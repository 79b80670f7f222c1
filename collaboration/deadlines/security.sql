-- as p_writer
-- Administrators of the alliance office alone keep the calendar; the days written are part of the record.
CREATE OR REPLACE FUNCTION public.calendar_write(days text, gone date[], reference text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    office bigint;
BEGIN
    SELECT u.id INTO office FROM units_unit u WHERE u.id = administered_unit() AND u.level = 0;
    IF office IS NULL THEN
        RAISE 'no administrator of the alliance office' USING ERRCODE = '42501';
    END IF;
    INSERT INTO deadlines_calendaroverride (day, is_working_day, note)
        SELECT key::date, (value->>'works')::boolean, value->>'note' FROM jsonb_each(days::jsonb)
        ON CONFLICT (day) DO UPDATE SET is_working_day = excluded.is_working_day, note = excluded.note;
    DELETE FROM deadlines_calendaroverride WHERE day = ANY (gone);
    PERFORM audit_append('00000000-0000-4000-8000-0000ca1e0da4', 'calendar',
        CASE WHEN gone = '{}' THEN 'days_set' ELSE 'day_dropped' END,
        jsonb_build_object('days', days::jsonb, 'gone', to_jsonb(gone), 'reference', reference), '{}',
        ARRAY[office], acting_user(), office);
END $$;

-- as p_owner
ALTER TABLE deadlines_calendaroverride ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON deadlines_calendaroverride FOR SELECT TO p_app, p_system USING (true);
CREATE POLICY writer ON deadlines_calendaroverride TO p_writer USING (true) WITH CHECK (true);
