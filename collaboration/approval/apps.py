from django.apps import AppConfig


class ApprovalConfig(AppConfig):
    """What a unit agrees to inside before it speaks: its chains, their steps, internal opinions, findings."""

    name = "collaboration.approval"
    label = "approval"

    def ready(self) -> None:
        from collaboration.approval.acts import INTERNAL_ACTS, UNIT_ACTS
        from collaboration.approval.on_the_worklist import handed_over, lines_of, waiting_in_house
        from collaboration.worklist import handing_over, in_house
        from tenants.audit import acts

        acts.register_internal(INTERNAL_ACTS)
        acts.extend("member", UNIT_ACTS)
        in_house.sources.append(waiting_in_house)
        handing_over.also_held.append(handing_over.AlsoHeld(lines_of, handed_over))
