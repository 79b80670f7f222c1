"""The clock of the portal, as the sealer's periodic work."""

from procrastinate.contrib.django import app

from collaboration.deadlines import driving


@app.periodic(cron="*/5 * * * *")
@app.task(queue="sealer", queueing_lock="drive_deadlines", lock="deadlines")
def drive_deadlines(timestamp: int) -> None:
    """Warn, tell of delays, escalate."""
    driving.drive()


@app.task(queue="sealer", lock="deadlines")
def follow_calendar() -> None:
    """Move running deadlines after the calendar has changed; what moved is told."""
    driving.follow_calendar()
