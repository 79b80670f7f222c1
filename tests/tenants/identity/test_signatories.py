"""A unit that nobody can sign for is named to whoever would send it something, and to its administrators."""

import pytest
from django.utils import timezone

from collaboration.documents.models import Status
from tenants.identity.actor import Actor
from tenants.identity.models import Membership
from tenants.identity.roles import Role
from tenants.identity.signatories import without_signatory
from tenants.units.models import Unit
from tests.factories.desk import at_desk
from tests.factories.documents import make_document
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
WORDS = "以下单位目前没有签发人或会签人"


def page(actor: Actor, path: str) -> str:
    return at_desk(actor).get(path).content.decode()


def test_whoever_sends_and_whoever_administers_read_of_a_unit_without_signatory() -> None:
    author, other = make_actor("310000"), make_actor("320000")
    administrator, office = (make_actor(code, Role.UNIT_ADMINISTRATOR) for code in ("320000", "office"))
    draft, final = (make_document(status, author, other) for status in (Status.DRAFT, Status.FINAL))
    paths = [f"/documents/{draft.public_id}/round/", f"/documents/{final.public_id}/countersigning/"]
    with author.acting():
        assert without_signatory(Unit.objects.filter(code__in=("310000", "320000", "office"))) == []
    assert all(WORDS not in page(author, path) for path in paths)

    with as_owner():
        signing = Membership.objects.filter(unit=other.unit, roles__contains=[Role.SIGNATORY])
        signing.update(valid_until=timezone.now())
    with author.acting():
        assert without_signatory(Unit.objects.filter(code__in=("310000", "320000"))) == [other.unit]
    assert all(WORDS in page(author, path) for path in paths)
    assert "本单位目前无人具有签署权限" in page(administrator, "/members/")
    assert "无签发人" in page(office, "/members/below/")
