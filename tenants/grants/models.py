"""The people in a tenant's groups, and their own permissions there; global accounts without a database link."""

from django.conf import settings
from django.db import models


class GroupMembership(models.Model):
    """A person in one of this tenant's groups."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_constraint=False)
    group = models.ForeignKey("auth.Group", models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "group"], name="person_is_once_in_group")]


class UserPermission(models.Model):
    """A permission that a person holds in this tenant alone."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_constraint=False)
    permission = models.ForeignKey("auth.Permission", models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "permission"], name="person_holds_permission_once")]
