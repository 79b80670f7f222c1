"""Page types and settings of every public site; each stands in a module of its own."""

from cms.pages.article import ArticlePage
from cms.pages.home import HomePage
from cms.pages.section import SectionPage
from cms.site_settings import SiteSettings

__all__ = ["ArticlePage", "HomePage", "SectionPage", "SiteSettings"]
