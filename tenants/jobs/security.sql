-- The queue. p_app defers and works jobs of its own queues; the sealer's queue is filled by record() alone.
-- as p_owner
ALTER TABLE procrastinate_jobs ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON procrastinate_jobs TO p_writer USING (true) WITH CHECK (true);
CREATE POLICY sealer ON procrastinate_jobs TO p_system USING (true) WITH CHECK (true);
CREATE POLICY person ON procrastinate_jobs TO p_app USING (queue_name <> 'sealer') WITH CHECK (queue_name <> 'sealer');
ALTER TABLE procrastinate_events ENABLE ROW LEVEL SECURITY;
CREATE POLICY everyone ON procrastinate_events TO p_app, p_system, p_writer USING (true) WITH CHECK (true);
ALTER TABLE procrastinate_workers ENABLE ROW LEVEL SECURITY;
CREATE POLICY everyone ON procrastinate_workers TO p_app, p_system, p_writer USING (true) WITH CHECK (true);
ALTER TABLE procrastinate_periodic_defers ENABLE ROW LEVEL SECURITY;
CREATE POLICY everyone ON procrastinate_periodic_defers TO p_app, p_system USING (true) WITH CHECK (true);
