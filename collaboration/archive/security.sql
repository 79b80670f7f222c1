-- as p_owner
-- What was transferred keeps its number and its list.
CREATE OR REPLACE FUNCTION public.archive_guard() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.transfer_id IS NOT NULL THEN
        RAISE 'this was transferred' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
