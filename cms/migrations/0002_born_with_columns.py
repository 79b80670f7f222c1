"""The template's site: a home page with the columns of the convention, and editors who may change its settings.

Runs once, in the template schema; every tenant is stamped from it.
"""

import uuid

from django.db import migrations
from django.utils import timezone

from cms.convention import COLUMNS

HOME_PATH = "00010001"


def found_site(apps, schema_editor):
    """Put a home page in the place of Wagtail's welcome page."""
    Page = apps.get_model("wagtailcore.Page")
    HomePage = apps.get_model("cms.HomePage")
    Site = apps.get_model("wagtailcore.Site")
    Site.objects.all().delete()
    Page.objects.filter(path__startswith=HOME_PATH).delete()
    home = HomePage.objects.create(
        **common(apps, "homepage", "首页", "home", HOME_PATH, "/home/", len(COLUMNS)), title_en="Home", body=[]
    )
    Site.objects.create(hostname="localhost", root_page_id=home.pk, is_default_site=True)
    apps.get_model("cms.SiteSettings").objects.create()
    add_columns(apps, COLUMNS, HOME_PATH, "/home/")


def add_columns(apps, columns, path, url_path):
    SectionPage = apps.get_model("cms.SectionPage")
    for number, column in enumerate(columns, start=1):
        place, address = f"{path}{number:04}", f"{url_path}{column.slug}/"
        SectionPage.objects.create(
            **common(apps, "sectionpage", column.title, column.slug, place, address, len(column.below)),
            title_en=column.title_en,
            search_description=column.description,
            column_type=column.kind,
            body=stream(column.body),
            show_in_menus=True,
            plain_text="\n".join([column.title, column.title_en, column.description]),
        )
        add_columns(apps, column.below, place, address)


def common(apps, model, title, slug, path, url_path, children):
    now = timezone.now()
    content_type, _made = apps.get_model("contenttypes.ContentType").objects.get_or_create(app_label="cms", model=model)
    return {
        "title": title,
        "draft_title": title,
        "slug": slug,
        "path": path,
        "depth": len(path) // 4,
        "numchild": children,
        "url_path": url_path,
        "content_type_id": content_type.pk,
        "locale_id": apps.get_model("wagtailcore.Locale").objects.order_by("pk").first().pk,
        "translation_key": uuid.uuid4(),
        "live": True,
        "first_published_at": now,
        "last_published_at": now,
    }


def stream(blocks):
    return [{"type": kind, "value": value, "id": str(uuid.uuid4())} for kind, value in blocks]


def let_editors_change_settings(apps, schema_editor):
    """Those who may publish may also change the site's settings."""
    content_type, _made = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="cms", model="sitesettings"
    )
    permission, _made = apps.get_model("auth.Permission").objects.get_or_create(
        content_type_id=content_type.pk, codename="change_sitesettings", defaults={"name": "Can change site settings"}
    )
    for group in apps.get_model("auth.Group").objects.filter(name="Moderators"):
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [
        migrations.RunPython(found_site, migrations.RunPython.noop),
        migrations.RunPython(let_editors_change_settings, migrations.RunPython.noop),
    ]
