"""What our sites change in Wagtail's administration."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from cms.pages.base import SITE_HOME_DEPTH
from tenants import hosts


def _keep_home(*pages: Page) -> None:
    """A site without its front page answers nothing; no editor may take it away."""
    if any(page.depth <= SITE_HOME_DEPTH for page in pages):
        raise PermissionDenied


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
def keep_home(request: HttpRequest, page: Page) -> None:
    _keep_home(page)


@hooks.register("before_move_page")
def keep_home_in_place(request: HttpRequest, page: Page, destination: Page) -> None:
    _keep_home(page)


@hooks.register("before_bulk_action")
def keep_home_in_bulk(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    if action_type in ("delete", "unpublish", "move"):
        _keep_home(*(one for one in objects if isinstance(one, Page)))


@hooks.register("construct_help_menu")
def no_links_to_other_hosts(request: HttpRequest, items: list[Any]) -> None:
    items[:] = []


@hooks.register("register_settings_menu_item")
def back_to_the_desk() -> MenuItem:
    return MenuItem(_("Work desk"), hosts.desk_url(), icon_name="logout", order=9000)
