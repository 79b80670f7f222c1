"""Template tags of the design system: ``{% load design %}``."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from collaboration.deadlines.lights import Light
from portal.design.forms import error_links
from portal.design.icons import svg

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """``{% icon "bell" %}``: a lucide icon; give it a label only where no words stand beside it."""
    return svg(str(name), str(label))


@register.inclusion_tag("design/light.html")
def light(due: Light | None) -> dict[str, Light | None]:
    """``{% light task.light %}``: a deadline by shape, word and colour; None says that there is none."""
    return {"light": due}


@register.inclusion_tag("design/forms/summary.html")
def error_summary(form: Any) -> dict[str, Any]:
    """``{% error_summary form %}``: all errors of a form on top, each a link to its field."""
    own = list(form.non_field_errors()) if form.is_bound else []
    links = error_links(form)
    return {"own": own, "links": links, "number": len(own) + len(links)}


@register.filter
def field_kind(field: Any) -> str:
    """The kind of widget of a bound field, for the class of its box: ``checkbox``, ``checkboxes``, ``text`` …"""
    if field.use_fieldset and field.widget_type == "checkboxselectmultiple":
        return "checkboxes"
    return str(getattr(field.field.widget, "input_type", "") or field.widget_type)
