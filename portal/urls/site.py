"""Every public site: published documents, verification, Wagtail's pages and its administration.

What readers see answers under ``/en/`` too, with English labels; ``portal.middleware`` chooses the language by path.
"""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("", include("portal.design.urls")),
    path("", include("tenants.identity.site_urls")),
    path("", include("cms.urls")),
    *i18n_patterns(
        path("", include("collaboration.publication.urls")),
        path("consultations/", include("collaboration.consultation.site_urls")),
        path("", include("cms.page_urls")),
        prefix_default_language=False,
    ),
]
handler404 = "cms.views.page_not_found"
