from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PurgingConfig(AppConfig):
    """What should never have been entered is removed for good."""

    name = "collaboration.purging"
    label = "purging"

    def ready(self) -> None:
        from collaboration.purging import tasks  # noqa: F401 (its tasks register themselves)
        from collaboration.purging.reading import UPLOAD
        from tenants.audit import acts
        from tenants.audit.acts import Act

        acts.register(
            UPLOAD,
            {"purged": Act(_("Purged: text and files were removed for good"))},
            kind_label=_("Text or file handed in"),
        )
