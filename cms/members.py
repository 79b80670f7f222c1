"""The list of a site's editors, in the place of Wagtail's administration of users and groups."""

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from tenants import hosts


def members(request: HttpRequest) -> HttpResponse:
    """Who edits this site. People come and go by the roles of their unit, on the desk."""
    people = get_user_model().objects.filter(groups__isnull=False, is_active=True).distinct().order_by("name")
    context = {"people": people, "desk_url": hosts.desk_url()}
    return render(request, "cms/members.html", context)


class MemberViewSet(ViewSet):
    """One page that reads and writes nothing."""

    icon = "group"
    menu_label = _("Editors")
    add_to_settings_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", members, name="index")]


class NoGroups(ViewSet):
    """Groups and what they may do are the same on all sites; a site does not change them."""

    def get_urlpatterns(self) -> list[URLPattern]:
        return []
