"""Official letters, brought to a state through the real steps."""

from collaboration.assistance.models import AssistanceRequest
from collaboration.letters import wording
from collaboration.letters.models import Letter, Practice, Sort
from collaboration.letters.workflow import sealing, signing, writing
from collaboration.letters.workflow.writing import Words
from tenants.identity.actor import Actor
from tenants.units.models import Unit
from tests.factories.documents import proof
from tests.factories.people import at_home
from tests.factories.requests import PROOFS
from tests.ownership import as_owner


def goes_by_letter(unit: Unit, *, sealed: bool = True) -> None:
    """The unit sends and answers all kinds by letter."""
    with as_owner():
        Practice.objects.filter(unit=unit).update(by_letter=True, is_sealed=sealed)


def as_kinds_provide() -> None:
    """No unit has set anything: what the kinds provide holds, as in a new installation."""
    with as_owner():
        Practice.objects.all().delete()


def write(
    actor: Actor, request: AssistanceRequest, sort: Sort, *, sealed: bool = True, answers: dict[str, str] | None = None
) -> Letter:
    """A draft, with the words made from the request; of a reply with its proof."""
    if answers is None:
        answers = PROOFS.get(request.kind_version.kind_id, {}) if sort in ("reply", "service") else {}
    with at_home(actor):
        words = wording.beginning(request, sort, answers)
        return writing.write(actor, request, sort, Words(**words, is_to_be_sealed=sealed, answers=answers))


def sign(handler: Actor, signatory: Actor, letter: Letter) -> Letter:
    """Submitted, signed and numbered."""
    with at_home(handler):
        submitted = writing.submit(handler, letter)
    with at_home(signatory):
        return signing.sign(signatory, submitted, content_hash=submitted.content_hash, prove=proof)


def release(keeper: Actor, letter: Letter) -> Letter:
    """The seal is released; the sealer puts it on."""
    with at_home(keeper):
        return signing.release_seal(keeper, letter, content_hash=letter.content_hash, prove=proof)


def finish(letter: Letter) -> None:
    """What the sealer does."""
    with as_owner():
        sealing.carry_on(letter.public_id)
