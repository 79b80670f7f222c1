"""Comparing the revisions of a signed file."""

from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    DiffResult,
    FormUpdatingRule,
    StandardDiffPolicy,
    SuspiciousModification,
)
from pyhanko.sign.diff_analysis.rules.form_field_rules import (
    GenericFieldModificationRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
)
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm

# No picture is changed where it stands: what a locked field shows is then the same in all later revisions.
FORM_RULE = FormUpdatingRule(
    field_rules=[
        SigFieldCreationRule(),
        SigFieldModificationRule(),
        GenericFieldModificationRule(allow_in_place_appearance_stream_changes=False),
    ]
)
EVERY_LATER_REVISION = StandardDiffPolicy(global_rules=DEFAULT_DIFF_POLICY.global_rules, form_rule=FORM_RULE)


class NextRevisionOnly(StandardDiffPolicy):
    """Compares a signed revision with the one after it, and no later one.

    Run for every signature, this covers every step of the file once, where comparing each with all later ones
    takes quadratic time. The certifying signature is still compared with them all.
    """

    def review_file(
        self,
        reader: PdfFileReader,
        base_revision: int | HistoricalResolver,
        field_mdp_spec: FieldMDPSpec | None = None,
        doc_mdp: MDPPerm | None = None,
    ) -> DiffResult | SuspiciousModification:
        old = reader.get_historical_resolver(base_revision) if isinstance(base_revision, int) else base_revision
        new = reader.get_historical_resolver(old.revision + 1)
        try:
            return self.apply(old=old, new=new, field_mdp_spec=field_mdp_spec, doc_mdp=doc_mdp)
        except SuspiciousModification as difference:
            return difference


NEXT_REVISION = NextRevisionOnly(
    global_rules=DEFAULT_DIFF_POLICY.global_rules,
    form_rule=FORM_RULE,
    reject_object_freeing=DEFAULT_DIFF_POLICY.reject_object_freeing,
    ignore_orphaned_objects=DEFAULT_DIFF_POLICY.ignore_orphaned_objects,
    ignore_identical_objects=DEFAULT_DIFF_POLICY.ignore_identical_objects,
)
