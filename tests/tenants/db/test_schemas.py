"""What lies in a tenant's schema, what in ``public``, and that the two are not mixed up."""

import re
import subprocess
from io import BytesIO

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django_tenants.utils import schema_context
from PIL import Image as PillowImage
from wagtail.images.models import Image

from tenants.db import migration_first, stamping
from tenants.db.cluster import installed_programs
from tenants.hosts import site_url, tenant_host
from tenants.units.models import Domain, Tenant
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db


def visit(host: str, path: str = "/") -> int:
    return Client(HTTP_HOST=host, raise_request_exception=False).get(path).status_code


def tables(schema: str) -> set[str]:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
        return {row[0] for row in cursor.fetchall()}


def test_each_table_is_in_public_or_in_every_tenant_and_in_no_both() -> None:
    of_tenants = {model._meta.db_table for model in migration_first.tenant_models()} | {"django_migrations"}

    for schema in (stamping.TEMPLATE, "u320100", "alliance"):
        assert tables(schema) == of_tenants
    assert tables("public") & of_tenants == {"django_migrations"}


def test_a_missing_schema_is_an_error_and_nobody_elses_page() -> None:
    with as_owner():
        lost = Tenant.objects.create(schema_name="u999999", name="没有", name_en="Nowhere", label="nowhere")
        Domain.objects.create(domain="nowhere.portal.localhost", tenant=lost, is_primary=True)

    assert visit("nowhere.portal.localhost") == 500


@pytest.mark.parametrize(
    "host", ["unknown.example", "desk.portal.localhost.evil.example", "xportal.localhost", "127.0.0.1"]
)
def test_an_unknown_host_is_not_found(host: str) -> None:
    assert visit(host) == 404


def test_a_site_answers_on_a_domain_of_its_own_and_is_announced_there() -> None:
    with as_owner():
        nanjing = Tenant.objects.get(label="nanjing")
        nanjing.domains.update(is_primary=False)
        Domain.objects.create(domain="chengguan.example", tenant=nanjing, is_primary=True)

    assert visit("chengguan.example") == visit("nanjing.portal.localhost") == 200
    assert tenant_host(nanjing) == "chengguan.example"
    assert site_url(nanjing, "/documents/") == "http://chengguan.example:8000/documents/"


def test_no_foreign_key_leaves_a_tenants_schema() -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.conrelid::regclass, c.conname FROM pg_constraint c JOIN pg_class t ON t.oid = c.confrelid "
            "WHERE c.contype = 'f' AND c.connamespace <> t.relnamespace"
        )
        assert cursor.fetchall() == []


def test_content_types_are_one_list_for_all() -> None:
    kinds = []
    for schema in ("public", "u320100", "alliance"):
        with schema_context(schema):
            kinds.append(dict(ContentType.objects.values_list("id", "model")))
            if schema != "public":
                assert set(Permission.objects.values_list("content_type_id", flat=True)) <= set(kinds[0])

    assert kinds[0] == kinds[1] == kinds[2]


def test_a_cached_value_stays_with_its_tenant() -> None:
    cache = caches["default"]
    with schema_context("u320100"):
        cache.set("wagtail_site_root_paths", "nanjing")
    with schema_context("u340100"):
        assert cache.get("wagtail_site_root_paths") is None
        cache.set("wagtail_site_root_paths", "hefei")
    with schema_context("u320100"):
        assert cache.get("wagtail_site_root_paths") == "nanjing"
    cache.clear()


def test_tries_to_sign_in_count_over_all_hosts() -> None:
    cache = caches["default"]
    with schema_context("u320100"):
        cache.set("allauth:rl:login_failed", 4)
    with schema_context("public"):
        assert cache.get("allauth:rl:login_failed") == 4
    cache.clear()


def test_files_of_one_name_are_two_files_in_two_tenants(settings: object, tmp_path: object) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    for schema in ("u320100", "u340100"):
        with schema_context(schema):
            assert default_storage.save("images/a.png", ContentFile(schema.encode())) == "images/a.png"
    with schema_context("u340100"):
        default_storage.delete("images/a.png")
    with schema_context("u320100"):
        assert default_storage.open("images/a.png").read() == b"u320100"


def dump(schema: str) -> list[str]:
    """Structure, rights and policies of a schema under a common name; two spellings of one expression made alike."""
    where = connection.settings_dict
    command = [installed_programs() / "pg_dump", "--schema-only", "--no-comments", "-h", where["HOST"], "-p",
               str(where["PORT"]), "-U", where["USER"], "-n", schema, where["NAME"]]  # fmt: skip
    text = subprocess.run(
        command, env={"PGPASSWORD": where["PASSWORD"]}, capture_output=True, text=True, check=True
    ).stdout
    text = re.sub(rf"\b{schema}\b", "here", text)
    text = re.sub(r"\(\(ARRAY\[(.+?)\]\)::text\[\]\)", r"(ARRAY[\1])", text)
    text = re.sub(r"\('(\w+)'::character varying\)::text|'(\w+)'::character varying", r"'\1\2'", text)
    return sorted(line for line in text.splitlines() if line and not line.startswith(("\\", "--")))


def test_a_stamped_schema_is_like_the_template_and_like_the_others() -> None:
    template = dump(stamping.TEMPLATE)

    assert len(template) > 500
    assert dump("u320100") == template
    assert dump("alliance") == template


@pytest.mark.parametrize("name", ["", "U1", "1u", "u-1", 'u"; DROP', "u" * 64, "public; x"])
def test_only_a_schema_name_is_stamped(name: str) -> None:
    with as_owner(), pytest.raises(ValueError, match=re.escape(name)):
        stamping.stamp(name)


def test_the_application_cannot_make_or_drop_schemas() -> None:
    for statement in ("CREATE SCHEMA u111111", "DROP SCHEMA u320100 CASCADE", "ALTER SCHEMA u320100 RENAME TO x"):
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(statement)


def picture(width: int, height: int) -> ImageFile:
    data = BytesIO()
    PillowImage.new("RGB", (width, height)).save(data, "PNG")
    return ImageFile(data, name="a.png")


def test_renditions_of_one_number_are_two_in_two_tenants(settings: object, tmp_path: object) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    sizes = {"u320100": (64, 32), "u340100": (32, 64)}
    for schema, size in sizes.items():
        with schema_context(schema):
            Image.objects.create(pk=77, title=schema, file=picture(*size))

    for _ in range(2):  # made, then from the cache
        for schema, (width, height) in sizes.items():
            with schema_context(schema):
                rendition = Image.objects.get(pk=77).get_rendition("width-16")
                assert (rendition.width, rendition.height) == (16, 16 * height // width)
                assert rendition.file.storage.path(rendition.file.name).endswith(f"/{schema}/images/a.width-16.png")
