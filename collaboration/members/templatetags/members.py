"""How pages about members write down what they are given: ``{% load members %}``."""

from collections.abc import Mapping
from typing import Any

from django import template

from tenants.identity.models import Invitation
from tenants.identity.roles import Role

register = template.Library()


@register.filter
def get_item(mapping: Mapping[Any, Any], key: Any) -> Any:
    """The value under a key that is itself a variable; empty where there is none."""
    return mapping.get(key, "")


@register.filter
def role_names(invitation: Invitation) -> str:
    """The roles an invitation offers, in the reader's language and their fixed order."""
    return " · ".join(str(role.label) for role in Role if role in invitation.roles)
