"""The settings of one site: its name, and what the convention for government sites wants in the foot of every page."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="cog")
class SiteSettings(BaseGenericSetting):
    """One row in each tenant's schema; filled when the site is born."""

    name = models.CharField(_("Name of the site"), max_length=100, blank=True)
    name_en = models.CharField(_("Name of the site in English"), max_length=200, blank=True)
    subtitle = models.CharField(_("Subtitle"), max_length=200, blank=True)
    subtitle_en = models.CharField(_("Subtitle in English"), max_length=200, blank=True)
    organiser = models.CharField(_("Organiser"), max_length=100, blank=True)
    organiser_en = models.CharField(_("Organiser in English"), max_length=200, blank=True)
    address = models.CharField(_("Address"), max_length=200, blank=True)
    telephone = models.CharField(_("Telephone"), max_length=60, blank=True)
    hours = models.CharField(_("Office hours"), max_length=100, blank=True)
    organ_mark = models.CharField(_("Mark of the organ"), max_length=60, blank=True)
    site_id_code = models.CharField(_("Site identification code"), max_length=40, blank=True)
    icp_number = models.CharField(_("ICP registration"), max_length=60, blank=True)
    police_number = models.CharField(_("Public security registration"), max_length=60, blank=True)
    report_errors_url = models.URLField(_("Address for reporting errors"), blank=True)

    panels = [
        MultiFieldPanel([FieldPanel(name) for name in ("name", "name_en", "subtitle", "subtitle_en")], _("Head")),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("organiser", "organiser_en", "address", "telephone", "hours")],
            _("Organiser"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in ("organ_mark", "site_id_code", "icp_number", "police_number", "report_errors_url")
            ],
            _("Registrations"),
        ),
    ]

    class Meta:
        verbose_name = _("site settings")

    def translated(self) -> "SiteSettings":
        """These settings with the English words in place of the Chinese ones, where the reader reads English."""
        if (get_language() or "").startswith("en"):
            for name in ("name", "subtitle", "organiser"):
                setattr(self, name, getattr(self, f"{name}_en") or getattr(self, name))
        return self
