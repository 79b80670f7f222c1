from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    """Public sites: pages, blocks, settings."""

    name = "cms"
    label = "cms"

    def ready(self) -> None:
        from wagtail.signals import page_published, page_unpublished

        from cms import audit
        from cms.birth import furnish, move
        from tenants.audit import acts
        from tenants.units.founding import after_founding, after_moving

        acts.register("site", audit.SITE_ACTS, kind_label=_("Site"))
        after_founding.append(furnish)
        after_moving.append(move)
        page_published.connect(audit.page_published, dispatch_uid="record")
        page_unpublished.connect(audit.page_unpublished, dispatch_uid="record")
