"""What was put off comes back when its moment has come."""

from django.db import connection
from procrastinate.contrib.django import app


@app.periodic(cron="* * * * *")
@app.task(queue="sealer", queueing_lock="wake_notices")
def wake_notices(timestamp: int) -> None:
    """Let notices that were put off until now be unread again; each once, however late or often this runs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT notices_wake()")
