from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Joint documents."""

    name = "collaboration.documents"
    label = "documents"

    def ready(self) -> None:
        from collaboration.approval import words
        from collaboration.deadlines.acts import DEADLINE_ACTS
        from collaboration.documents import published, tasks  # noqa: F401
        from collaboration.documents.acts import ACTS, KIND, POLICY, POLICY_ACTS
        from collaboration.documents.kinds import DOCUMENT
        from collaboration.documents.registered import link_numbers
        from collaboration.documents.submitting import SPACE
        from collaboration.matters import kinds
        from collaboration.numbering.workflow import taken_over
        from collaboration.supervision.acts import URGE_ACTS
        from tenants.audit import acts

        acts.register(KIND, {**ACTS, **DEADLINE_ACTS, **URGE_ACTS}, kind_label=_("Joint document"))
        acts.register(POLICY, POLICY_ACTS, kind_label=_("Rules of countersigning"))
        kinds.register(KIND, DOCUMENT)
        words.register(KIND, SPACE)
        published.register()
        taken_over.append(link_numbers)
