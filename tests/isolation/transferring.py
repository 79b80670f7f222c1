"""A case goes to another unit and is filed with the province: who reads what of it."""

from datetime import timedelta

from django.utils import timezone

from collaboration.transfers.workflow import filing, handing_over, negotiating, reporting
from collaboration.transfers.workflow.negotiating import Opening
from collaboration.transfers.workflow.reporting import Told
from tests.factories import requests
from tests.factories import transfers as make
from tests.isolation.world import World, act_as_unit


def transfer_a_case(world: World, sending: str, taking: str, *, province: str) -> None:
    """The two sides read the list and the reports; the province the title and what it asks, nothing of the file."""
    sender, receiver, keeper = (world.people[code] for code in (sending, taking, province))
    answers = {**requests.ANSWERS["transfer"], "reason": world.canary(sending, taking), "party": world.canary()}
    request = requests.make_request(
        sender, receiver.unit, "transfer", title=world.canary(sending, taking, province), answers=answers
    )
    request = requests.accept(receiver, requests.send(sender, request))
    world.requests.append(request)
    items = [{**make.ITEMS[0], "name": world.canary(sending, taking)}]
    with sender.acting(), act_as_unit(sender):
        kept = handing_over.sign(sender, handing_over.write(sender, request, items), prove=make.proof)
    make.take(receiver, kept, remark=world.canary(sending, taking))
    with receiver.acting(), act_as_unit(receiver):
        told = Told("verified", timezone.localdate(), world.canary(sending, taking))
        reporting.report(receiver, request, told)
    filings = make.file(request)
    world.questions.extend([kept.public_id, *(one.public_id for one in filings)])
    with keeper.acting(), act_as_unit(keeper):
        filing.ask(keeper, filings[0], text=world.canary(sending, province))
        words = [world.canary(sending, taking, province) for _word in range(3)]
        until = timezone.localdate() + timedelta(days=9)
        talk = negotiating.begin(keeper, Opening("case", words[0], words[1], until, [sender.unit, receiver.unit]))
        negotiating.state(keeper, talk, text=words[2])
    dispute = make.dispute(sender, receiver)
    with sender.acting(), act_as_unit(sender):
        made = negotiating.prove_filing(
            sender, dispute, filed_at=timezone.now(), case_number=world.canary(sending, taking),
            proof=make.PDF + world.canary(sending, taking).encode(),
        )  # fmt: skip
    world.questions.extend([talk.public_id, dispute.public_id, made.public_id])
    world.papers[f"/transfers/lists/{kept.public_id}/"] = {sending, taking}
    world.papers[f"/transfers/proofs/{made.public_id}/"] = {sending, taking}
