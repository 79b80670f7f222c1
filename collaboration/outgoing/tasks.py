"""What leaves the portal: when something happened, and a few times a minute."""

from django.db import connection
from procrastinate.contrib.django import app

from collaboration.outgoing import sending
from collaboration.outgoing.hooks import delivering
from tenants.jobs import waking

KEPT = 90  # days


@app.periodic(cron="* * * * * */20")
@app.task(queue="person", queueing_lock="send_letters")
def send_letters(timestamp: int) -> None:
    """Send all letters that are due; running twice sends nothing twice."""
    sending.send_due_letters()


@app.periodic(cron="37 3 * * *")
@app.task(queue="person", queueing_lock="forget_letters")
def forget_letters(timestamp: int) -> None:
    """Forget letters that ended long ago."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT outgoing_forget(%s)", [KEPT])


@app.periodic(cron="* * * * * */20")
@app.task(queue="person", queueing_lock="deliver_to_webhooks")
def deliver_to_webhooks(timestamp: int) -> None:
    """Send everything due to webhooks; running twice sends nothing twice."""
    delivering.deliver_due()


waking.start_on("outgoing", send_letters)
waking.start_on("outgoing", deliver_to_webhooks)
