"""Asking a superior across levels, deciding, withdrawing."""

from collaboration.documents.crossing import subject_of
from collaboration.documents.models import JointDocument
from collaboration.levels import workflow
from collaboration.levels.models import Decision
from tenants.units.models import Unit
from tests.factories import documents as make
from tests.isolation.acts.cast import CITY, COUNTY, OFFICE, OTHER_CITY, OTHER_PROVINCE, PROVINCE, Cast
from tests.isolation.acts.trying import Attempt

LEVELS = {"drafting": COUNTY, "superior": CITY, "above": PROVINCE, "invited": OTHER_CITY, "outside": OTHER_PROVINCE}
LEVELS |= {"office": OFFICE}


def asked(cast: Cast) -> list[Attempt]:
    """A county wants a city of another line to take part; for one draft its superior was asked."""
    author = cast.worker(COUNTY)
    draft = make.make_draft(author)
    decision = _ask(cast, make.make_draft(author))
    page = f"/documents/{draft.public_id}/units/{OTHER_CITY}/level/"
    decided = {"outcome": "approved", "reason": ""}
    return [
        Attempt("documents:ask_level", page, {"purpose": "样例事由。"}, sides=LEVELS),
        Attempt("levels:decision", f"/levels/{decision.public_id}/", decided, sides=LEVELS),
        Attempt("levels:withdraw", f"/levels/{decision.public_id}/withdraw/", sides=LEVELS),
    ]


def _ask(cast: Cast, document: JointDocument) -> Decision:
    author = cast.worker(COUNTY)
    with author.acting():
        return workflow.ask(author, subject_of(document, "样例事由"), Unit.objects.get(code=OTHER_CITY))
