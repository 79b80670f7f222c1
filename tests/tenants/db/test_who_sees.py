import pytest
from django.db import connection

from collaboration.matters.models import Matter
from tenants.db.context import Acting, act_as
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db


def test_connection_is_the_application_role():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("p_app",)


def test_matter_is_seen_by_its_unit_alone():
    author, stranger = make_actor("310000"), make_actor("320000")
    with author.acting():
        matter = Matter.objects.create(kind="document", drafting_unit=author.unit, state="draft")
        assert list(Matter.objects.all()) == [matter]
    with stranger.acting():
        assert list(Matter.objects.all()) == []
    with act_as(Acting(stranger.user.pk, author.unit.pk)):
        assert list(Matter.objects.all()) == []
    with as_owner():
        assert Matter.objects.count() == 1
