"""What was agreed beforehand: a line of the agreed list by the office, competences that units declare. All made up."""

from django.utils import timezone

from collaboration.assistance.catalogue import keeping
from collaboration.assistance.models import Competence, RequestKind, Subject, Understanding
from portal.demo.cast import at_desk
from tenants.identity.roles import Role
from tenants.units.models import Unit

OFFICE, SH, JS = "office", "310000", "320000"
DECLARED = (("waste", SH), ("waste", "320100"), ("construction", "320102"), ("street", "340100"))
NOTE = "演示"


def play() -> None:
    """Make what is not there yet."""
    today = timezone.localdate()
    if not Understanding.objects.exists():
        one, other = (Unit.objects.get(code=code) for code in (SH, JS))
        with at_desk(OFFICE, Role.UNIT_ADMINISTRATOR) as keeper:
            kind = RequestKind.objects.get(code="support")
            keeping.agree(keeper, kind, one=one, other=other, is_agreed=True, since=today, note=NOTE)
    if not Competence.objects.exists():
        for subject, code in DECLARED:
            with at_desk(code, Role.UNIT_ADMINISTRATOR) as keeper:
                about = Subject.objects.get(code=subject)
                keeping.set_competence(keeper, keeper.unit, about, area=code, since=today, note=NOTE)
