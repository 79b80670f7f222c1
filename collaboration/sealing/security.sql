-- as p_owner
ALTER TABLE sealing_sealcertificate ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON sealing_sealcertificate FOR SELECT TO p_system USING (true);
CREATE POLICY read ON sealing_sealcertificate FOR SELECT TO p_app USING (true);  -- public keys are public

ALTER TABLE sealing_standingauthorisation ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON sealing_standingauthorisation FOR SELECT TO p_system USING (true);
CREATE POLICY own ON sealing_standingauthorisation FOR SELECT TO p_app USING (unit_id = (SELECT acting_unit()));
CREATE POLICY grant_ ON sealing_standingauthorisation FOR INSERT TO p_app WITH CHECK (
    unit_id = (SELECT acting_unit()) AND granted_by_id = (SELECT acting_user()) AND acting_has('signatory'));
CREATE POLICY withdraw ON sealing_standingauthorisation FOR UPDATE TO p_app USING (
    unit_id = (SELECT acting_unit()) AND (acting_has('signatory') OR acting_has('seal_keeper')));

ALTER TABLE sealing_sealrelease ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON sealing_sealrelease TO p_system USING (true) WITH CHECK (true);
CREATE POLICY read ON sealing_sealrelease FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id));
CREATE POLICY release ON sealing_sealrelease FOR INSERT TO p_app WITH CHECK (
    unit_id = (SELECT acting_unit()) AND user_id = (SELECT acting_user()) AND acting_has('seal_keeper') AND EXISTS (
        SELECT FROM matters_matter m WHERE m.id = matter_id AND m.state = 'sealing'));

ALTER TABLE sealing_sealuse ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON sealing_sealuse TO p_system USING (true) WITH CHECK (true);
CREATE POLICY read ON sealing_sealuse FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id));

ALTER TABLE sealing_sealedfile ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON sealing_sealedfile TO p_system USING (true) WITH CHECK (true);
CREATE POLICY read ON sealing_sealedfile FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM matters_matter m WHERE m.id = matter_id));
