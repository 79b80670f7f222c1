from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ServiceConfig(AppConfig):
    """Document service 委托送达: attempts, the proof of service, its seal."""

    name = "collaboration.service"
    label = "service"

    def ready(self) -> None:
        from collaboration.assistance import joining, panels
        from collaboration.casefiles import volume
        from collaboration.deadlines.acts import DEADLINE_ACTS
        from collaboration.matters import kinds
        from collaboration.publication import other_codes
        from collaboration.service import at_request, checking
        from collaboration.service.acts import ACTS, KIND, REQUEST_KIND
        from collaboration.service.kinds import SERVICE
        from collaboration.service.volume import proofs_of
        from collaboration.supervision.acts import URGE_ACTS
        from tenants.audit import acts

        acts.register(KIND, {**ACTS, **DEADLINE_ACTS, **URGE_ACTS}, kind_label=_("Document service"))
        kinds.register(KIND, SERVICE)
        panels.register(REQUEST_KIND, at_request.panel)
        panels.offer(REQUEST_KIND, at_request.actions)
        joining.before("send", at_request.refuse_past_day)
        joining.before("split", at_request.refuse_sub_entrusting)
        joining.before("reply", at_request.want_proof)
        joining.propose(REQUEST_KIND, at_request.propose_reply)
        joining.after("end", at_request.end_services)
        other_codes.finders.append(checking.find)
        volume.register(volume.PROOFS, proofs_of)
