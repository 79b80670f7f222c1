"""Background work on public consultations."""

from procrastinate.contrib.django import app

from collaboration.consultation import workflow


@app.periodic(cron="23 2 * * *")
@app.task(queue="sealer", queueing_lock="forget_contacts")
def forget_contacts(timestamp: int) -> None:
    """Erase the contacts of people whose opinions were asked long ago."""
    workflow.forget_contacts()
