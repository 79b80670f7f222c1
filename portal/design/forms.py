"""How Django writes our forms: label, help and error beside the field, and all errors once more on top."""

from typing import Any

from django.forms import renderers
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorList


class Renderer(renderers.DjangoTemplates):
    """Our own templates for whole forms, fields and error lists; the widgets stay Django's."""

    form_template_name = "design/forms/form.html"
    formset_template_name = "design/forms/formset.html"
    field_template_name = "design/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if template_name == ErrorList.template_name:
            template_name = "design/forms/errors.html"
        return super().render(template_name, context, request)


def error_links(form: Any) -> list[tuple[str, str, str]]:
    """The errors of a bound form as (id of the field, its label, sentence), in the order of the fields."""
    fields: list[BoundField] = list(form) if form.is_bound else []
    return [
        ("" if field.is_hidden else field.id_for_label or field.auto_id, str(field.label), str(error))
        for field in fields
        for error in field.errors
    ]
