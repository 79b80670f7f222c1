-- as p_owner
-- The alliance's templates are everybody's to read, a unit's own the unit's. Versions are only ever added.
ALTER TABLE document_templates_template ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON document_templates_template FOR SELECT TO p_app USING (
    unit_id IS NULL OR unit_id IN ((SELECT acting_unit()), (SELECT administered_unit())));
CREATE POLICY make ON document_templates_template FOR INSERT TO p_app WITH CHECK (key = '' AND EXISTS (
    SELECT FROM units_unit u
    WHERE u.id = coalesce((SELECT administered_unit()), CASE WHEN (SELECT acting_has('handler')) THEN (SELECT acting_unit()) END)
      AND CASE WHEN u.level = 0 THEN unit_id IS NULL ELSE unit_id = u.id END));
CREATE POLICY retire ON document_templates_template FOR UPDATE TO p_app USING (EXISTS (
    SELECT FROM units_unit u
    WHERE u.id = coalesce((SELECT administered_unit()), CASE WHEN (SELECT acting_has('handler')) THEN (SELECT acting_unit()) END)
      AND CASE WHEN u.level = 0 THEN unit_id IS NULL ELSE unit_id = u.id END));

ALTER TABLE document_templates_templateversion ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON document_templates_templateversion FOR SELECT TO p_app USING (
    EXISTS (SELECT FROM document_templates_template t WHERE t.id = template_id));
CREATE POLICY write ON document_templates_templateversion FOR INSERT TO p_app WITH CHECK (EXISTS (
    SELECT FROM document_templates_template t, units_unit u WHERE t.id = template_id
      AND u.id = coalesce((SELECT administered_unit()), CASE WHEN (SELECT acting_has('handler')) THEN (SELECT acting_unit()) END)
      AND CASE WHEN u.level = 0 THEN t.unit_id IS NULL ELSE t.unit_id = u.id END));
