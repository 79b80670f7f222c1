from django.apps import AppConfig


class CaseFilesConfig(AppConfig):
    """Files of a matter: encrypted, checked, shown, and erased when their time is over."""

    name = "collaboration.casefiles"
    label = "casefiles"

    def ready(self) -> None:
        from collaboration.casefiles import tasks  # noqa: F401 (its tasks register themselves)
        from collaboration.casefiles.schedule import install
        from tenants.db.preparation import after_preparation

        after_preparation.append(install)
