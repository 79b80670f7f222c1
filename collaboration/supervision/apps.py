from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Urging, supervision slips, and the register of an area."""

    name = "collaboration.supervision"
    label = "supervision"

    def ready(self) -> None:
        from collaboration.deadlines import driving
        from collaboration.matters import kinds
        from collaboration.supervision.acts import KIND, SLIP_ACTS
        from collaboration.supervision.kinds import SUPERVISION
        from collaboration.supervision.proposing import propose
        from tenants.audit import acts

        acts.register(KIND, SLIP_ACTS, kind_label=SUPERVISION.label)
        kinds.register(KIND, SUPERVISION)
        driving.tell_superior.append(propose)
