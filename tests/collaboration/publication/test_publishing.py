"""One act shows a sealed document on every signing unit's site and the alliance's."""

import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from collaboration.publication.models import Disclosure, Publication, PublishedDocument, Validity, ValidityChange
from collaboration.publication.publishing import publish
from collaboration.publication.validity import validity_of
from tenants.units.models import Tenant, Unit
from tests.factories.people import make_actor
from tests.factories.publications import DAY, LEADS, make_published, publish_sealed, sealed_content
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db


def test_it_stands_on_the_site_of_every_signing_unit_and_the_alliance():
    document = make_published()

    schemas = set(Publication.objects.filter(document=document).values_list("tenant__schema_name", flat=True))
    assert schemas == {"alliance", "u310000", "u320000", "u330000", "u340000"}
    assert set(document.disclosures.values_list("unit__code", flat=True)) == set(LEADS)
    assert validity_of(document) == Validity.IN_FORCE
    assert [issuer["signed_on"] for issuer in document.issuers] == ["2026-03-05"] * 4


def test_two_units_of_one_tenant_publish_once_on_its_site():
    document = make_published("320100", "320102")

    schemas = sorted(Publication.objects.filter(document=document).values_list("tenant__schema_name", flat=True))
    assert schemas == ["alliance", "u320100"]
    assert document.disclosures.count() == 2


def test_index_numbers_are_gapless_per_organisation_and_year_and_unique_for_ever():
    with as_owner():
        Unit.objects.filter(code="310000").update(organisation_code="425012345")
        Unit.objects.filter(code="320000").update(organisation_code="")
    first, second = make_published(), make_published()
    drafter = make_actor("310000")
    third = publish_sealed(drafter, sealed_content(drafter), on=datetime.date(2027, 1, 4))

    def numbers(code):
        return list(Disclosure.objects.filter(unit__code=code).order_by("pk").values_list("index_number", flat=True))

    assert [document.disclosures.count() for document in (first, second, third)] == [4, 4, 4]
    assert numbers("310000") == ["425012345/2026-00001", "425012345/2026-00002", "425012345/2027-00001"]
    assert numbers("320000") == ["000320000/2026-00001", "000320000/2026-00002", "000320000/2027-00001"]
    assert {len(number) for number in numbers("310000")} == {20}


def test_a_publication_that_fails_uses_up_no_index_number():
    drafter = make_actor("310000")
    content = sealed_content(drafter)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publish_sealed(drafter, content)
        raise ZeroDivisionError

    document = publish_sealed(drafter, content)

    assert {number[-5:] for number in document.disclosures.values_list("index_number", flat=True)} == {"00001"}


def test_only_the_drafting_unit_publishes():
    drafter, invited = make_actor("310000"), make_actor("320000")
    content = sealed_content(drafter)

    with pytest.raises(DatabaseError), transaction.atomic():
        publish_sealed(invited, content)

    assert not PublishedDocument.objects.exists()


@pytest.mark.parametrize("change", [{"file_sha256": "0" * 64}, {"check_code": "0" * 19}, {"content_hash": "1" * 64}])
def test_only_the_closed_file_itself_is_published(change):
    drafter = make_actor("310000")

    with pytest.raises(DatabaseError), transaction.atomic():
        publish_sealed(drafter, sealed_content(drafter, LEADS, **change))


def test_a_unit_that_did_not_sign_is_not_disclosed():
    drafter = make_actor("310000")
    content = sealed_content(drafter, ("310000", "320000"))
    stranger = Unit.objects.get(code="340100")

    with pytest.raises(DatabaseError), transaction.atomic(), drafter.acting():
        publish(content, tenants=[Tenant.objects.get(schema_name="alliance")], units=[stranger], on=DAY)


@pytest.mark.parametrize("table", ["publisheddocument", "publication", "disclosure", "validitychange"])
def test_what_is_published_is_fixed_even_for_the_owner(table):
    make_published()

    with (
        as_owner(),
        pytest.raises(DatabaseError, match="is fixed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM publication_{table}")


def test_validity_follows_the_newest_change_of_the_day():
    document = make_published()
    drafter = make_actor("310000")
    tomorrow = DAY + datetime.timedelta(days=1)
    with drafter.acting():
        ValidityChange.objects.create(document=document, validity=Validity.REPEALED, since=tomorrow)

    found = PublishedDocument.objects.with_validity(on=DAY).get()
    later = PublishedDocument.objects.with_validity(on=tomorrow).get()

    assert (found.validity_value, later.validity_value) == (Validity.IN_FORCE, Validity.REPEALED)
    assert (validity_of(document, DAY), validity_of(document, tomorrow)) == (Validity.IN_FORCE, Validity.REPEALED)
