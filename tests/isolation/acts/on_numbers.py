"""Every act on a unit's ledger of numbers."""

from django.core.files.uploadedfile import SimpleUploadedFile

from collaboration.numbering import workflow
from collaboration.numbering.models import DocumentNumber
from tenants.identity.actor import Actor
from tests.factories.desk import at_desk
from tests.isolation.acts.cast import CITY, ITS_UNIT, UNIT, Cast
from tests.isolation.acts.trying import Attempt, Data

TABLE = "样城管〔2019〕1号,关于样例的通知,2019-03-01\n".encode()


def ledger(cast: Cast) -> list[Attempt]:
    """One number is reserved; a former register was checked."""
    keeper = cast.worker(CITY)
    with keeper.acting():
        workflow.reserve(keeper, word="样城管", purpose="样例")
        number = DocumentNumber.objects.visible_to(keeper).get()

    def checked(_actor: Actor) -> Data:
        page = at_desk(keeper).post("/numbers/import/", {"file": SimpleUploadedFile("a.csv", TABLE)})
        return {"checked": page.context["checked"]}

    return [
        Attempt("numbering:import", "/numbers/import/", checked, sides=UNIT),
        Attempt("numbering:release", f"/numbers/{number.pk}/release/", {"reason": "样例"}, sides=UNIT),
        Attempt("numbering:reserve", "/numbers/reserve/", {"word": "样城管", "purpose": "另一样例"}, sides=ITS_UNIT),
    ]
