"""Background work on letters."""

from uuid import UUID

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from tenants.jobs import memory

TRIES = 5


@app.task(queue="sealer", retry=RetryStrategy(max_attempts=TRIES, exponential_wait=2), pass_context=True)
def carry_on(context: JobContext, matter: str, act: int) -> None:
    """Carry on with the file of a letter after an act that was recorded; running twice does no harm."""
    from collaboration.letters.workflow import sealing  # typesetter and signatures: only the sealer carries them

    try:
        sealing.carry_on(UUID(matter), comes_back=context.job.attempts < TRIES - 1)
    finally:
        memory.give_back()
