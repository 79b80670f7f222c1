from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PurgingConfig(AppConfig):
    """What should never have been entered is removed for good. Stands last, after all that register kinds of matter."""

    name = "collaboration.purging"
    label = "purging"

    def ready(self) -> None:
        from collaboration.matters import kinds
        from collaboration.purging import tasks  # noqa: F401 (its tasks register themselves)
        from collaboration.purging.acts import AUTHORISATION_ACTS, MATTER_ACTS, UPLOAD_ACTS
        from collaboration.purging.reading import AUTHORISATION, UPLOAD
        from tenants.audit import acts

        for name in kinds.all_kinds():
            acts.extend(name, MATTER_ACTS)
        acts.extend(AUTHORISATION, AUTHORISATION_ACTS)
        acts.register(UPLOAD, UPLOAD_ACTS, kind_label=_("Text or file handed in"))
