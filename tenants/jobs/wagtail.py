"""Wagtail's own background tasks on our queue, run in the tenant they came from."""

from typing import Any

from django.db import connection
from django.utils import timezone
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus


class TenantTasks(BaseTaskBackend):
    """A django-tasks backend that carries the tenant's schema with every task."""

    supports_defer = True
    supports_async_task = False
    supports_get_result = False

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        """Put the task in the queue, in the transaction of whoever asks."""
        from tenants.jobs.tasks import run_wagtail_task  # the queue's app exists only after Django's set-up

        self.validate_task(task)
        options = {"schedule_at": task.run_after} if task.run_after else {}
        job = run_wagtail_task.configure(priority=task.priority, **options).defer(
            schema=connection.schema_name, path=task.module_path, args=list(args), kwargs=dict(kwargs)
        )
        return TaskResult(
            task=task,
            id=str(job),
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
