"""Background work on joint documents."""

from uuid import UUID

from django.conf import settings
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from collaboration.documents.models import JointDocument
from collaboration.documents.workflow import counterparts, expiring, overdue, publishing, uploading
from tenants.jobs import memory
from tenants.jobs.acting import for_person

TRIES = 5


@app.task(queue="parser")
@for_person
def recognise_upload(public_id: str) -> None:
    """Read an upload for the person who brought it."""
    uploading.recognise(UUID(public_id))


@app.task(queue="parser")
@for_person
def recognise_counterpart(public_id: str) -> None:
    """Read a file for the person who holds it against a version."""
    counterparts.recognise(UUID(public_id))


@app.periodic(cron="*/10 * * * *")
@app.task(queue="sealer", queueing_lock="forget_counterparts")
def forget_counterparts(timestamp: int) -> None:
    """Forget files that nobody looks at any more."""
    counterparts.forget_old()


@app.periodic(cron="*/10 * * * *")
@app.task(queue="sealer", queueing_lock="close_overdue_rounds")
def close_overdue_rounds(timestamp: int) -> None:
    """Close rounds of opinions whose deadline has passed."""
    overdue.close_overdue_rounds()


@app.periodic(cron="5-55/10 * * * *")
@app.task(queue="sealer", queueing_lock="make_ofd_copies")
def make_ofd_copies(timestamp: int) -> None:
    """Make the OFD copies that are missing, where the settings ask for them."""
    if settings.OFD_COPIES:
        from collaboration.documents.workflow import ofd_copies  # signatures: only the sealer carries them

        ofd_copies.make_missing()
        memory.give_back()


@app.periodic(cron="*/10 * * * *")
@app.task(queue="sealer", queueing_lock="look_after_sealed")
def look_after_sealed(timestamp: int) -> None:
    """Keep originals of whatever was sealed and file it, where a kill prevented it."""
    from collaboration.documents.workflow import aftercare  # signatures: only the sealer carries them

    aftercare.catch_up()


@app.task(queue="sealer", retry=RetryStrategy(max_attempts=TRIES, exponential_wait=2))
def look_after_registered(matter: str, act: int) -> None:
    """Keep originals of a document that was just registered and file it; running twice does no harm."""
    from collaboration.documents.workflow import aftercare  # signatures, as above

    aftercare.look_after(JointDocument.objects.with_matter().get(matter__public_id=matter))


@app.task(queue="sealer", retry=RetryStrategy(max_attempts=TRIES, exponential_wait=2), pass_context=True)
def seal(context: JobContext, matter: str, act: int) -> None:
    """Carry on with sealing after an act that was recorded; running twice does no harm."""
    from collaboration.documents.workflow import (
        ofd_copies,
        sealing,
    )  # typesetter and signatures: only the sealer carries them

    try:
        sealing.seal(UUID(matter), comes_back=context.job.attempts < TRIES - 1)
        ofd_copies.make_missing()
    finally:
        memory.give_back()


@app.task(queue="sealer", retry=RetryStrategy(max_attempts=TRIES, exponential_wait=2))
def sign_evidence(matter: str, act: int) -> None:
    """Sign the evidence bundle that an act asks for; running twice does no harm."""
    from collaboration.documents.workflow import evidence  # signatures: only the sealer carries them

    evidence.sign_evidence(UUID(matter), act)


@app.task(queue="sealer", retry=RetryStrategy(max_attempts=TRIES, exponential_wait=2))
def typeset_public_version(matter: str, act: int) -> None:
    """Make the file of the public version; running twice does no harm."""
    from collaboration.documents.workflow import ofd_copies, public_versions  # typesetter and signatures, as above

    try:
        public_versions.typeset(UUID(matter))
        ofd_copies.make_missing()
    finally:
        memory.give_back()


@app.task(queue="sealer", retry=RetryStrategy(max_attempts=TRIES, exponential_wait=2))
def publish_agreed(matter: str, act: int) -> None:
    """Publish what the last unit has agreed to, and whatever else is due."""
    publishing.carry_out_due()


@app.periodic(cron="* * * * *")
@app.task(queue="sealer", queueing_lock="publish_planned")
def publish_planned(timestamp: int) -> None:
    """Publish what was planned for this time."""
    publishing.carry_out_due()


@app.periodic(cron="5 0 * * *")
@app.task(queue="sealer", queueing_lock="tell_of_expiry")
def tell_of_expiry(timestamp: int) -> None:
    """Record that documents have expired today, and tell the units."""
    expiring.tell_of_expiry()
