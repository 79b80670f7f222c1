from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssistanceConfig(AppConfig):
    """Assistance requests between units."""

    name = "collaboration.assistance"
    label = "assistance"

    def ready(self) -> None:
        from collaboration.assistance import panels, tasks, volume  # noqa: F401
        from collaboration.assistance.acts import ACTS, CATALOGUE, CATALOGUE_ACTS, KIND
        from collaboration.assistance.catalogue.installing import install
        from collaboration.assistance.kinds import ASSISTANCE
        from collaboration.assistance.views import overview
        from collaboration.assistance.workflow import receiving
        from collaboration.casefiles import volume as volumes
        from collaboration.casefiles.acts import FILE_ACTS
        from collaboration.casefiles.panel import panel
        from collaboration.deadlines.acts import DEADLINE_ACTS
        from collaboration.incoming import receipt
        from collaboration.matters import kinds
        from collaboration.supervision.acts import URGE_ACTS
        from tenants.audit import acts
        from tenants.db.preparation import after_preparation

        acts.register(KIND, {**ACTS, **DEADLINE_ACTS, **URGE_ACTS, **FILE_ACTS}, kind_label=_("Assistance request"))
        acts.register(CATALOGUE, CATALOGUE_ACTS, kind_label=_("Kinds of request"))
        kinds.register(KIND, ASSISTANCE)
        panels.register(panels.EVERY_KIND, lambda request, asked: panel(request, asked.matter))
        receipt.follows[KIND] = receiving.received
        panels.register(panels.EVERY_KIND, overview.panel)
        volumes.register(volumes.REQUEST, volume.request_paper)
        volumes.register(volumes.REPLIES, volume.reply_papers)
        after_preparation.append(install)
