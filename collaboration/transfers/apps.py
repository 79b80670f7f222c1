from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TransfersConfig(AppConfig):
    """Case transfer with its hand-over and reports, filing of cases with provinces, coordination and jurisdiction."""

    name = "collaboration.transfers"
    label = "transfers"

    def ready(self) -> None:
        from collaboration.assistance import joining, panels
        from collaboration.assistance.acts import KIND
        from collaboration.casefiles import volume
        from collaboration.deadlines.acts import DEADLINE_ACTS
        from collaboration.matters import kinds
        from collaboration.supervision.acts import URGE_ACTS
        from collaboration.transfers import acts as defined
        from collaboration.transfers import page, rules
        from collaboration.transfers.kinds import COORDINATION, FILING, ON_REQUESTS
        from collaboration.transfers.volume import lists_of
        from collaboration.transfers.workflow import deciding, handing_over, reporting
        from tenants.audit import acts

        acts.extend(KIND, defined.OF_REQUESTS)
        shared = {**DEADLINE_ACTS, **URGE_ACTS}
        acts.register(defined.FILING, {**defined.OF_FILINGS, **shared}, kind_label=_("Case filed with the province"))
        kinds.extend(KIND, ON_REQUESTS)
        kinds.register(defined.FILING, FILING)
        label = _("Coordination or jurisdiction")
        acts.register(defined.COORDINATION, {**defined.OF_COORDINATIONS, **shared}, kind_label=label)
        kinds.register(defined.COORDINATION, COORDINATION)
        joining.after("accept", handing_over.begin)
        joining.before("reply", reporting.refuse_reply)
        joining.before("end", reporting.refuse_ending)
        for step in ("decline", "forward"):
            joining.before(step, deciding.refuse_turning_away)
        panels.register(rules.TRANSFER, page.panel)
        panels.offer(rules.TRANSFER, page.actions)
        panels.register(panels.EVERY_KIND, page.disputes)
        for kind in page.DISPUTED_KINDS:
            panels.offer(kind, page.dispute_action)
        volume.register(volume.HAND_OVERS, lists_of)
