"""Template tags of the design system: ``{% load design %}``."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.design.forms import error_links
from portal.design.icons import svg

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """``{% icon "bell" %}``: a lucide icon; give it a label only where no words stand beside it."""
    return svg(str(name), str(label))


@register.inclusion_tag("design/light.html")
def light(days: int | None) -> dict[str, str]:
    """``{% light days_left %}``: a deadline by shape, word and colour; in working days, negative once overdue."""
    if days is None:
        return {"colour": "grey", "words": _("No deadline")}
    if days < 0:
        return {"colour": "red", "words": ngettext("%d working day overdue", "%d working days overdue", -days) % -days}
    if days == 0:
        return {"colour": "amber", "words": _("Due today")}
    colour = "amber" if days <= 2 else "green"
    return {"colour": colour, "words": ngettext("%d working day left", "%d working days left", days) % days}


@register.inclusion_tag("design/forms/summary.html")
def error_summary(form: Any) -> dict[str, Any]:
    """``{% error_summary form %}``: all errors of a form on top, each a link to its field."""
    own = list(form.non_field_errors()) if form.is_bound else []
    links = error_links(form)
    return {"own": own, "links": links, "number": len(own) + len(links)}


@register.filter
def field_kind(field: Any) -> str:
    """The kind of widget of a bound field, for the class of its box: ``checkbox``, ``select``, ``text`` …"""
    return str(getattr(field.field.widget, "input_type", "") or field.widget_type)
