from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LevelsConfig(AppConfig):
    """Level decisions: a superior's yes, redirect or no to what goes to a unit of another level in another line."""

    name = "collaboration.levels"
    label = "levels"

    def ready(self) -> None:
        from collaboration.deadlines.acts import DEADLINE_ACTS
        from collaboration.incoming.acts import SHARED_ACTS
        from collaboration.levels.acts import ACTS, KIND
        from collaboration.levels.kinds import LEVEL_DECISION
        from collaboration.matters import kinds
        from collaboration.supervision.acts import URGE_ACTS
        from tenants.audit import acts

        acts.register(KIND, {**ACTS, **SHARED_ACTS, **DEADLINE_ACTS, **URGE_ACTS}, kind_label=_("Level decision"))
        kinds.register(KIND, LEVEL_DECISION)
