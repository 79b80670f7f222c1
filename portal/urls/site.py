"""Every public site: published documents, verification, Wagtail's pages and its administration."""

from django.urls import include, path

urlpatterns = [
    path("", include("portal.design.urls")),
    path("", include("collaboration.publication.urls")),
    path("", include("cms.urls")),
]
