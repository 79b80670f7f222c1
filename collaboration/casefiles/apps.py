from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseFilesConfig(AppConfig):
    """Files of a matter: encrypted, checked, shown, and erased when their time is over."""

    name = "collaboration.casefiles"
    label = "casefiles"

    def ready(self) -> None:
        from collaboration.casefiles import tasks  # noqa: F401 (its tasks register themselves)
        from collaboration.casefiles.acts import SCHEDULE, SCHEDULE_ACTS
        from collaboration.casefiles.schedule import install
        from tenants.audit import acts
        from tenants.db.preparation import after_preparation

        acts.register(SCHEDULE, SCHEDULE_ACTS, kind_label=_("Retention schedule"))
        after_preparation.append(install)
