"""Why a membership ended is for the unit's administrators to read, not for everybody who works there."""

import pytest

from collaboration.members import workflow
from tenants.audit.models import Record, RecordText
from tenants.identity.roles import Role
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db


def test_colleagues_do_not_read_why_somebody_left():
    administrator, leaving = make_actor("310000", Role.UNIT_ADMINISTRATOR), make_actor("310000", Role.HANDLER)
    with administrator.acting():
        workflow.end(administrator, leaving.membership, reason="样例理由")
    chain = administrator.unit.public_id

    for reader, reads in ((administrator, True), (make_actor("310000", Role.MEMBER), False)):
        with reader.acting():
            assert Record.objects.filter(chain=chain, kind="member").exists() is reads
            assert RecordText.objects.filter(chain=chain).exists() is reads
