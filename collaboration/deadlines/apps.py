from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeadlinesConfig(AppConfig):
    """The working-day calendar, and the clock behind every step that waits."""

    name = "collaboration.deadlines"
    label = "deadlines"

    def ready(self) -> None:
        from collaboration.deadlines import tasks  # noqa: F401
        from collaboration.deadlines.acts import CALENDAR, CALENDAR_ACTS, LINE, LINE_ACTS
        from tenants.audit import acts

        acts.register(CALENDAR, CALENDAR_ACTS, kind_label=_("Working-day calendar"))
        acts.register(LINE, LINE_ACTS, kind_label=_("Arrangements of a unit"))
