"""The desk: sign-in, worklist and all collaboration spaces."""

from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("", include("portal.desk.urls")),
    path("accounts/", include("tenants.identity.urls")),
    path("members/", include("collaboration.members.urls")),
    path("internal/", include("collaboration.internal.urls")),
    path("documents/", include("collaboration.documents.urls")),
    path("units/", include("tenants.units.urls")),
    path("language/", set_language, name="set_language"),
]
