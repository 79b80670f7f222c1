"""What should never have stood on a site leaves it with everything that was kept of it."""

import secrets

import pytest
from django.core.management import CommandError, call_command

from collaboration.purging.ordering import administrator_of
from tenants.audit import verification
from tenants.audit.models import Record, RecordText
from tenants.identity.roles import Role
from tests.canaries import files_with, tables_with
from tests.cms.editing import enter, make_article, make_file, make_image
from tests.factories.people import make_actor
from tests.ownership import as_owner
from tests.workers import work

WORD = "canary" + secrets.token_hex(6)


def purge(*arguments: str, unit: str = "320100") -> None:
    with as_owner():
        call_command("purge_from_site", "nanjing", *arguments, "--unit", unit, "--reason", "误传。", verbosity=0)


def test_page_picture_and_file_leave_nothing_behind(own_database, born, inside, visitor, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    make_actor("320100", Role.UNIT_ADMINISTRATOR)
    editor = make_actor("320100", Role.EDITOR)
    tenant = born("nanjing")
    with inside(tenant):
        page = make_article(f"标题{WORD}")
        page.save_revision(user=editor.user, log_action=True).publish()
        picture, file = make_image(f"图{WORD}"), make_file(f"文件{WORD}")
        picture.get_rendition("fill-20x20")
    browser = enter(editor, "nanjing.portal.localhost")
    browser.post(f"/cms/images/{picture.pk}/", {"title": f"改{WORD}", "collection": 1})
    assert {"u320100.wagtailcore_pagelogentry", "u320100.wagtailcore_revision"} <= tables_with(WORD)
    assert WORD in visitor("nanjing").get("/news/").content.decode()

    purge("--page", str(page.pk))
    purge("--image", str(picture.pk))
    purge("--file", str(file.pk))
    work("person", own_database)

    assert tables_with(WORD) == set()
    assert files_with(WORD, tmp_path) == set() and [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert WORD not in visitor("nanjing").get("/news/").content.decode()
    with as_owner():
        ordered = Record.objects.filter(kind="site", act="purged")
        assert ordered.count() == RecordText.objects.filter(text="误传。").count() == 3
        assert list(verification.breaks()) == []


@pytest.mark.django_db
def test_only_administrators_of_the_site_order_it(born, inside):
    make_actor("340100", Role.UNIT_ADMINISTRATOR), make_actor("320100", Role.UNIT_ADMINISTRATOR)
    tenant = born("nanjing")
    with inside(tenant):
        page = make_article("样例")

    for arguments, unit in ((["--page", str(page.pk)], "340100"), (["--page", "999999"], "320100")):
        with pytest.raises(CommandError):
            purge(*arguments, unit=unit)
    with pytest.raises(CommandError), as_owner():
        administrator_of("330000", None)

    with inside(tenant):
        assert type(page).objects.filter(pk=page.pk).exists()
