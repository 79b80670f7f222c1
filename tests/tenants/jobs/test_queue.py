import pytest
from asgiref.sync import async_to_sync
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.periodic import PeriodicDeferrer

from tests.factories.people import make_actor

TASK = "tenants.identity.tasks.forget_expired"


@pytest.mark.django_db
def test_a_job_whose_like_waits_already_is_refused_as_such():
    with make_actor("310000").acting():
        app.configure_task(TASK).defer(timestamp=1)

        with pytest.raises(AlreadyEnqueued), transaction.atomic():
            app.configure_task(TASK).defer(timestamp=2)


def test_what_falls_due_again_while_a_worker_is_busy_is_skipped(own_database):
    registry = app.periodic_registry
    task = next(periodic for (name, _), periodic in registry.periodic_tasks.items() if name == TASK)

    async_to_sync(PeriodicDeferrer(registry).defer_jobs)([(task, 1), (task, 2)])

    assert [job.args for job in ProcrastinateJob.objects.filter(task_name=TASK)] == [{"timestamp": 1}]
