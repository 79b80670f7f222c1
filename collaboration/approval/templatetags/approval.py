"""What the page of the house needs to speak of steps."""

from collections.abc import Mapping

from django import template
from django.forms import Form

from tenants.identity.roles import Role

register = template.Library()


@register.filter
def of_step(forms: Mapping[int, Form], pk: int) -> Form | None:
    """The form of a step."""
    return forms.get(pk)


@register.filter
def role_name(role: str) -> str:
    """A role in words."""
    return str(dict(Role.choices).get(role, role))
