"""Background work on proofs of service."""

from uuid import UUID

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from collaboration.service.workflow import missed
from tenants.jobs import memory

TRIES = 8


@app.periodic(cron="7 * * * *")
@app.task(queue="sealer", queueing_lock="tell_missed_service")
def tell_missed(timestamp: int) -> None:
    """Tell both units of what was not served by its last day."""
    missed.tell_missed()


@app.task(queue="sealer", retry=RetryStrategy(max_attempts=TRIES, exponential_wait=2), pass_context=True)
def seal(context: JobContext, matter: str, act: int) -> None:
    """Carry on with sealing after an act that was recorded; running twice does no harm."""
    from collaboration.service.workflow import sealing  # typesetter and signatures: only the sealer carries them

    try:
        sealing.seal(UUID(matter), comes_back=context.job.attempts < TRIES - 1)
    finally:
        memory.give_back()
