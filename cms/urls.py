"""What a site serves apart from its pages: the editors' administration, media, sitemaps.

Accounts are global and not edited on a site, so the ways in which Wagtail would do that are closed before its own
addresses are looked at.
"""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms import sitemaps, views
from cms.account import AccountView
from cms.editing_policy import editing_policy

entry = RedirectView.as_view(url=settings.WAGTAILADMIN_LOGIN_URL, query_string=True)

urlpatterns = [
    path("cms/login/", entry, name="cms_login"),
    path("cms/account/", editing_policy(require_admin_access(AccountView.as_view()))),
    re_path(r"^cms/(password_reset|api-tokens|bulk/identity|bulk/auth)/", views.closed),
    path("cms/", include(decorate_urlpatterns(wagtailadmin_urls.urlpatterns, editing_policy))),
    path("cms-files/", include(wagtaildocs_urls)),
    path("media/<path:name>", views.media, name="media"),
    path("favicon.ico", views.favicon),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<section>.xml", sitemaps.section, name="sitemap_section"),
]
