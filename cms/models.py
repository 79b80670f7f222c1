"""Page types and site settings of every public site."""

from wagtail.models import Page


class HomePage(Page):
    """The front page of a site."""
