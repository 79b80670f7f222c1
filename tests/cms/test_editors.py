"""Editors work on their own site, reach nothing of another, and edit no account anywhere."""

import pytest
from django.conf import settings
from wagtail.models import Page

from cms.models import ArticlePage, HomePage, SectionPage, SiteSettings
from tenants.audit.models import Record
from tenants.identity.models import User
from tenants.identity.roles import Role
from tenants.units.models import Tenant
from tests.cms.editing import enter, make_article, make_file, make_image
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
NANJING, HEFEI = "nanjing.portal.localhost", "hefei.portal.localhost"
CANARY = "合肥的秘密草稿"
BULK = "/cms/bulk"
PLACES = [
    "", "pages/", "images/", "documents/", "account/", "users/", "reports/site-history/",
    "choose-page/", "images/chooser/", "documents/chooser/", "workflows/tasks/index/", "settings/cms/sitesettings/",
    "pages/search/?q=x", "reports/aging-pages/",
]  # fmt: skip

LISTS = [
    "pages/search/?q=合肥", "choose-page/search/?q=合肥", "images/?q=合肥", "documents/?q=合肥",
    "images/chooser/results/?q=合肥", "documents/chooser/results/?q=合肥", "reports/site-history/",
    "api/main/pages/", "api/main/images/", "api/main/documents/",
]  # fmt: skip


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def editor(born):
    born("nanjing"), born("hefei")
    return make_actor("320100", Role.EDITOR)


@pytest.fixture
def browser(editor):
    return enter(editor, NANJING)


@pytest.mark.parametrize("path", PLACES)
def test_editors_pages_answer_with_the_policy_of_editing(browser, path):
    response = browser.get(f"/cms/{path}", follow=True)

    assert response.status_code == 200
    policy = response["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'" in policy and "frame-ancestors 'self'" in policy
    assert response["Cache-Control"] == "private, no-store" or "no-cache" in response["Cache-Control"]


def test_pages_of_readers_keep_the_strict_policy(browser, visitor):
    for client, path in ((browser, "/"), (visitor("nanjing"), "/verify/"), (visitor("nanjing"), "/missing/")):
        policy = client.get(path)["Content-Security-Policy"]
        assert "unsafe" not in policy and "script-src 'self'" in policy and "frame-ancestors 'none'" in policy


def test_strangers_are_sent_to_the_desk(born, visitor):
    born("nanjing")

    for path in ("/cms/", "/cms/pages/", "/cms/users/", "/cms/settings/cms/sitesettings/1/"):
        answer = visitor("nanjing").get(path)
        assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/cms-entry/")
    assert visitor("nanjing").post("/cms/login/", {"username": "a", "password": "b"}).url.startswith("/cms-entry/")


def article_form(title: str, slug: str) -> dict[str, str]:
    return {
        "title": title, "slug": slug, "published_on": "2026-03-05 10:00", "source": "", "author": "", "summary": "",
        "image": "", "body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "quote",
        "body-0-id": "", "body-0-value-text": "一句话", "body-0-value-source": "", "title_en": "", "keywords": "",
        "search_description": "", "go_live_at": "", "expire_at": "", "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0", "comments-MAX_NUM_FORMS": "",
    }  # fmt: skip


def test_an_article_is_written_previewed_published_and_recorded(browser, editor, inside, visitor):
    with inside(editor.unit.tenant):
        news = SectionPage.objects.get(slug="news")
    form = article_form("新开办事窗口", "window")

    preview = browser.post(f"/cms/pages/add/cms/articlepage/{news.pk}/preview/", form)
    shown = browser.get(f"/cms/pages/add/cms/articlepage/{news.pk}/preview/")
    answer = browser.post(f"/cms/pages/add/cms/articlepage/{news.pk}/", {**form, "action-publish": "1"})

    assert preview.json()["is_valid"] is True
    assert "一句话" in shown.content.decode() and "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    assert answer.status_code == 302
    assert "一句话" in visitor("nanjing").get("/news/window/").content.decode()
    assert "新开办事窗口" in visitor("nanjing").get("/news/feed.rss").content.decode()
    with as_owner():
        record = Record.objects.get(kind="site")
    assert (record.act, record.user_id, record.unit_id) == ("page_published", editor.user.pk, editor.unit.pk)
    assert "window" not in record.detail and "窗口" not in record.detail


def test_the_record_of_a_site_is_read_by_its_units_auditors_alone(browser, editor, inside):
    with inside(editor.unit.tenant):
        article = make_article("短消息")
    browser.post(f"/cms/pages/{article.pk}/unpublish/")
    auditor, other = make_actor("320100", Role.AUDITOR), make_actor("340100", Role.AUDITOR)

    with auditor.acting():
        assert list(Record.objects.filter(kind="site").values_list("act", flat=True)) == ["page_unpublished"]
    with other.acting():
        assert not Record.objects.filter(kind="site").exists()


@pytest.fixture
def foreign(editor, inside):
    """Things of the other site whose numbers exist there alone."""
    with inside(Tenant.objects.get(label="hefei")):
        for number in range(5):
            make_article(f"占位{number}"), make_image("占位"), make_file("占位")
        article = make_article(CANARY, live=False)
        article.save_revision()
        return {"article": article, "image": make_image(CANARY), "file": make_file(CANARY)}


def foreign_places(things) -> list[str]:
    page, image, file = things["article"].pk, things["image"].pk, things["file"].pk
    revision = things["article"].latest_revision_id
    return [
        f"/cms/pages/{page}/", f"/cms/pages/{page}/edit/", f"/cms/pages/{page}/edit/preview/",
        f"/cms/pages/{page}/view_draft/", f"/cms/pages/{page}/history/", f"/cms/pages/{page}/usage/",
        f"/cms/pages/{page}/copy/", f"/cms/pages/{page}/move/", f"/cms/pages/{page}/delete/",
        f"/cms/pages/{page}/revisions/{revision}/view/", f"/cms/pages/{page}/revisions/{revision}/revert/",
        f"/cms/pages/{page}/revisions/compare/earliest...latest/", f"/cms/images/{image}/",
        f"/cms/images/{image}/delete/", f"/cms/images/{image}/generate_url/", f"/cms/images/chooser/{image}/",
        f"/cms/images/{image}/preview/width-40/", f"/cms/images/usage/{image}/", f"/cms/documents/edit/{file}/",
        f"/cms/documents/delete/{file}/", f"/cms/documents/chooser/{file}/", f"/cms/documents/usage/{file}/",
        f"{BULK}/wagtailcore/page/publish/?id={page}&next=/cms/",
        f"{BULK}/wagtailcore/page/delete/?id={page}&next=/cms/",
        f"{BULK}/wagtailimages/image/delete/?id={image}&next=/cms/",
        f"{BULK}/wagtaildocs/document/delete/?id={file}&next=/cms/",
        f"/cms/api/main/pages/{page}/", f"/cms/api/main/images/{image}/", f"/cms/api/main/documents/{file}/",
        f"/cms-files/documents/{file}/paper.pdf",
    ]  # fmt: skip


def test_nothing_of_another_site_is_found_by_its_number(browser, foreign, inside):
    for path in foreign_places(foreign):
        response = browser.get(path)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert response.status_code in (302, 400, 403, 404) or b"0 " in content or "/bulk/" in path, path
        assert CANARY not in content.decode(errors="ignore"), path
        browser.post(path, {"title": "x", "next": "/cms/"})

    with inside(Tenant.objects.get(label="hefei")):
        assert Page.objects.get(pk=foreign["article"].pk).title == CANARY
        assert type(foreign["image"]).objects.filter(pk=foreign["image"].pk, title=CANARY).exists()
        assert type(foreign["file"]).objects.filter(pk=foreign["file"].pk, title=CANARY).exists()


@pytest.mark.parametrize("path", LISTS)
def test_no_list_or_chooser_names_another_sites_things(browser, foreign, path):
    response = browser.get(f"/cms/{path}", follow=True)

    assert CANARY not in response.content.decode()


def test_pictures_of_another_site_are_not_served(foreign, visitor, inside, editor):
    with inside(Tenant.objects.get(label="hefei")):
        address = foreign["image"].get_rendition("width-40").url
        original = foreign["image"].file.url

    assert address.startswith("/media/u340100/images/")
    assert visitor("hefei").get(address).status_code == 200
    assert visitor("nanjing").get(address).status_code == 404
    for path in (original, foreign["file"].file.url, "/media/u340100/images/../documents/paper.pdf", "/media/u320100/"):
        assert visitor("hefei").get(path).status_code == 404


def test_a_session_of_one_site_opens_no_other(browser, visitor, born):
    born("hefei")
    stolen = visitor("hefei")
    stolen.cookies[settings.SESSION_COOKIE_NAME] = browser.cookies[settings.SESSION_COOKIE_NAME].value

    assert stolen.get("/cms/").url.startswith("/cms-entry/")


def test_no_account_is_edited_on_a_site(browser, editor):
    victim = make_actor("340100").user
    before = User.objects.get(pk=victim.pk).password
    attack = {
        "username": "owned",
        "password1": "x" * 14,
        "password2": "x" * 14,
        "is_superuser": "on",
        "is_active": "on",
    }

    for path in (
        f"users/edit/{victim.pk}/", "users/new/", "users/add/", f"users/delete/{victim.pk}/", f"users/{victim.pk}/",
        "groups/", "groups/new/", "groups/edit/1/", "password_reset/", "api-tokens/",
        f"bulk/identity/user/delete/?id={victim.pk}", f"bulk/identity/user/set_active_state/?id={victim.pk}",
        f"bulk/identity/user/assign_role/?id={victim.pk}", "bulk/auth/group/delete/?id=1",
    ):  # fmt: skip
        assert browser.get(f"/cms/{path}").status_code == 404, path
        assert browser.post(f"/cms/{path}", attack).status_code in (403, 404), path
    browser.post("/cms/account/", {**attack, "name_email-email": "owned@example.com", "name_email-first_name": "x"})

    assert User.objects.get(pk=victim.pk).password == before
    assert not User.objects.filter(is_superuser=True).exists() and not User.objects.filter(username="owned").exists()
    assert User.objects.get(pk=editor.user.pk).email != "owned@example.com"


def test_the_editors_of_the_site_are_listed_and_no_one_else(browser, editor, born):
    stranger = make_actor("340100", Role.EDITOR)
    enter(stranger, HEFEI)

    html = browser.get("/cms/users/").content.decode()

    assert editor.user.name in html and stranger.user.name not in html


def test_the_front_page_stays(browser, editor, inside):
    with inside(editor.unit.tenant):
        home = HomePage.objects.get()

    for path in (
        f"pages/{home.pk}/delete/", f"pages/{home.pk}/unpublish/",
        f"bulk/wagtailcore/page/delete/?id={home.pk}&next=/cms/",
        f"bulk/wagtailcore/page/unpublish/?id={home.pk}&next=/cms/",
    ):  # fmt: skip
        browser.post(f"/cms/{path}", {"next": "/cms/"})

    with inside(editor.unit.tenant):
        assert HomePage.objects.live().count() == 1 and SectionPage.objects.count() == 10


def test_a_page_takes_no_address_of_the_portal(browser, editor, inside):
    with inside(editor.unit.tenant):
        news = SectionPage.objects.get(slug="news")

    browser.post(
        f"/cms/pages/add/cms/articlepage/{news.pk}/", {**article_form("x", "documents"), "action-publish": "1"}
    )

    with inside(editor.unit.tenant):
        assert not ArticlePage.objects.filter(slug="documents").exists()


def test_site_settings_change_the_foot_of_every_page(browser, visitor, editor):
    address = browser.get("/cms/settings/cms/sitesettings/", follow=True).redirect_chain[-1][0]
    names = [field.name for field in SiteSettings._meta.fields if field.name not in ("id", "organiser")]

    browser.post(address, {**dict.fromkeys(names, ""), "organiser": "新的主办单位"})

    assert "新的主办单位" in visitor("nanjing").get("/").content.decode()
    assert "新的主办单位" not in visitor("hefei").get("/").content.decode()


def test_a_chinese_title_gets_an_address_that_can_be_typed(browser, editor, inside):
    with inside(editor.unit.tenant):
        news = SectionPage.objects.get(slug="news")

    for _once_and_again in range(2):
        form = article_form("夜间巡查", "") | {"action-publish": "1"}
        browser.post(f"/cms/pages/add/cms/articlepage/{news.pk}/", form)

    with inside(editor.unit.tenant):
        slugs = set(ArticlePage.objects.values_list("slug", flat=True))
    assert slugs == {"ye-jian-xun-cha", "ye-jian-xun-cha-2"}


def test_chinese_words_inside_a_title_are_found(browser, editor, inside):
    with inside(editor.unit.tenant):
        make_article("关于优化夜间巡查安排的消息")

    html = browser.get("/cms/pages/search/?q=夜间巡查").content.decode()

    assert "关于优化夜间巡查安排的消息" in html
