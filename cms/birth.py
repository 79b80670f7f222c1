"""A new site gets its name: everything else came with the template it was stamped from."""

from django.conf import settings
from django_tenants.utils import tenant_context
from wagtail.models import Site

from cms.pages.home import HomePage
from cms.site_settings import SiteSettings
from tenants.hosts import tenant_host
from tenants.units.models import Tenant

DEMO_MARK = "（演示）"
DEMO_FOOT = {
    "address": f"样例路 1 号{DEMO_MARK}",
    "telephone": f"000-00000000{DEMO_MARK}",
    "hours": f"工作日 9:00—17:00{DEMO_MARK}",
    "organ_mark": f"党政机关{DEMO_MARK}",
    "site_id_code": f"0000000000{DEMO_MARK}",
    "icp_number": f"ICP备00000000号{DEMO_MARK}",
    "police_number": f"公网安备00000000000000号{DEMO_MARK}",
}
LEAD = "查阅本地区各单位联合签署并公开的文件，核验手中文件的真伪，了解工作动态和政府信息。"
LEAD_EN = "Read what the units of this region have signed together, check a document you hold, and follow their work."


def furnish(tenant: Tenant) -> None:
    """Write the names of the tenant into its newly stamped site; safe to repeat. Owner only."""
    with tenant_context(tenant):
        Site.objects.update(hostname=tenant_host(tenant), site_name=tenant.name)
        HomePage.objects.update(
            title=tenant.name, draft_title=tenant.name, title_en=tenant.name_en, lead=LEAD, lead_en=LEAD_EN
        )
        unit = tenant.units.order_by("level", "code").first()
        names = {"organiser": unit.name, "organiser_en": unit.name_en} if unit else {}
        SiteSettings.objects.update(
            name=tenant.name, name_en=tenant.name_en, **names, **(DEMO_FOOT if settings.DEMO else {})
        )


def move(tenant: Tenant) -> None:
    """Let the site follow its tenant to another host. Owner only."""
    with tenant_context(tenant):
        Site.objects.update(hostname=tenant_host(tenant))
