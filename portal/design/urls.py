"""Addresses of the design system, on every host."""

from django.conf import settings
from django.urls import path

from portal.design import views

app_name = "design"
urlpatterns = [path("display/", views.choose, name="choose")]
if settings.COMPONENT_PAGE:
    urlpatterns += [path("components/", views.components, name="components"), path("en/components/", views.components)]
