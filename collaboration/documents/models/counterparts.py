"""Files that somebody holds against a version of a text, for as long as they look at both."""

import datetime
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.documents.models.document import JointDocument, Version
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.units.models import Unit


class CounterpartQuerySet(models.QuerySet["Counterpart"]):
    def visible_to(self, actor: Actor) -> Self:
        """A person's own, while they act for the same unit and still see the document."""
        documents = JointDocument.objects.visible_to(actor)
        return self.filter(user=actor.user, unit=actor.unit, document__in=documents)

    def forgotten(self) -> Self:
        """Those whose time is over."""
        return self.filter(made_at__lt=timezone.now() - Counterpart.KEPT_FOR)


class Counterpart(models.Model):
    """A file beside a version. Its bytes go once they were read, what they said when its person is done, or in time."""

    KEPT_FOR = datetime.timedelta(hours=2)

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        READ = "read", _("Structure recognised")
        REFUSED = "refused", _("Refused")

    public_id = models.UUIDField(primary_key=True, db_default=models.Func(function="gen_random_uuid"))
    document = models.ForeignKey(JointDocument, models.CASCADE, related_name="+")
    version = models.ForeignKey(Version, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    result = models.JSONField(default=dict)
    made_at = models.DateTimeField(db_default=models.functions.Now())

    objects = CounterpartQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
