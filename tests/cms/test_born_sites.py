"""A site is born with the columns of the convention and the names of its tenant."""

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from wagtail.models import GroupPagePermission, Site

from cms.models import HomePage, SectionPage, SiteSettings
from tenants.units import loading
from tests.factories.publications import make_published
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db


def test_it_has_home_and_columns(born, inside):
    tenant = born("nanjing")

    with inside(tenant):
        home = HomePage.objects.get()
        top = list(SectionPage.objects.child_of(home).values_list("slug", "title"))
        below = set(SectionPage.objects.descendant_of(home).values_list("title", flat=True))
        assert HomePage.find_problems() == ([], [], [], [], [])

    assert home.title == tenant.name
    assert top == [
        ("functions", "机构职能"), ("disclosure", "政府信息公开"), ("enforcement", "行政执法公示"),
        ("supervision", "监督电话"), ("news", "工作动态"),
    ]  # fmt: skip
    assert {"依申请公开", "公开指南", "公开制度", "公开年报", "法定主动公开内容"} <= below


def test_its_host_is_its_tenants(born, inside):
    with inside(born("hefei")):
        site = Site.objects.get()

    assert (site.hostname, site.is_default_site) == ("hefei.portal.localhost", True)


def test_demo_sites_mark_the_seven_items_of_the_foot(born, inside, monkeypatch):
    monkeypatch.setattr(settings, "DEMO", True)
    with inside(born("nanjing")):
        found = SiteSettings.objects.get()

    assert found.organiser == "南京市城市管理局"
    for name in ("address", "telephone", "organ_mark", "site_id_code", "icp_number", "police_number"):
        assert "演示" in getattr(found, name)


def test_furnishing_is_cheap_and_safe_to_repeat(born, inside, django_assert_max_num_queries):
    born("nanjing")

    with django_assert_max_num_queries(12):
        tenant = born("nanjing")

    with inside(tenant):
        assert (Site.objects.count(), HomePage.objects.count(), SiteSettings.objects.count()) == (1, 1, 1)


def test_site_follows_its_tenant_to_another_host(born, inside, settings):
    tenant = born("nanjing")
    settings.BASE_DOMAIN = "portal.example"
    with as_owner():
        loading.follow_base_domain()

    with inside(tenant):
        assert Site.objects.get().hostname == "nanjing.portal.example"


def test_groups_for_editors_are_there(born, inside):
    with inside(born("nanjing")):
        rights = {
            (row.group.name, row.permission.codename)
            for row in GroupPagePermission.objects.select_related("group", "permission")
        }
        settings_right = Group.objects.get(name="Moderators").permissions.filter(codename="change_sitesettings")
        assert settings_right.exists()

    assert {("Editors", "add_page"), ("Editors", "change_page"), ("Moderators", "publish_page")} <= rights


@pytest.mark.parametrize("language", ["", "/en"])
def test_every_page_of_a_new_site_answers(born, visitor, inside, language):
    tenant = born("nanjing")
    make_published("320100", "340100")
    with inside(tenant):
        paths = [page.url_path.removeprefix("/home") for page in SectionPage.objects.all()]

    for path in ["/", *paths, "/search/?q=公开", "/documents/", "/verify/"]:
        response = visitor("nanjing").get(f"{language}{path}")
        assert response.status_code == 200, path
        assert "Set-Cookie" not in response.headers


def test_the_front_page_leads_to_documents_columns_and_verification(born, visitor):
    born("nanjing")
    document = make_published("320100", "340100")

    html = visitor("nanjing").get("/").content.decode()

    for expected in (document.title, 'href="/disclosure/"', 'href="/verify/"', 'action="/search/"', "监督电话"):
        assert expected in html


def test_english_pages_link_to_english_pages(born, visitor):
    born("nanjing")

    html = visitor("nanjing").get("/en/").content.decode()

    assert 'href="/en/disclosure/"' in html and "Disclosure of information" in html
    assert "Read what the units of this region have signed together" in html


def test_the_contact_card_takes_what_is_empty_from_the_settings(born, visitor, inside):
    with inside(born("nanjing")):
        SiteSettings.objects.update(telephone="025-12345678")

    assert "025-12345678" in visitor("nanjing").get("/supervision/").content.decode().partition("site-foot")[0]


def test_a_page_keeps_its_cost_when_the_site_grows(born, visitor, inside, django_assert_max_num_queries):
    born("nanjing")
    reader = visitor("nanjing")
    reader.get("/disclosure/on-request/")

    with django_assert_max_num_queries(22):
        reader.get("/disclosure/on-request/")


def test_crawlers_find_pages_and_documents(born, visitor):
    born("nanjing")
    document = make_published("320100", "340100")
    reader = visitor("nanjing")

    assert "Sitemap: http://nanjing.portal.localhost:8000/sitemap.xml" in reader.get("/robots.txt").content.decode()
    assert "/sitemap-documents-1.xml" in reader.get("/sitemap.xml").content.decode()
    assert f"/documents/{document.public_id}/" in reader.get("/sitemap-documents-1.xml").content.decode()
    assert "http://nanjing.portal.localhost:8000/disclosure/guide/" in reader.get("/sitemap-pages.xml").content.decode()
    assert reader.get("/sitemap-other.xml").status_code == 404


def test_a_missing_page_keeps_head_and_search(born, visitor):
    born("nanjing")

    response = visitor("nanjing").get("/nothing/here/")

    assert response.status_code == 404
    assert 'role="search"' in response.content.decode() and 'href="/disclosure/"' in response.content.decode()
