"""The body of a page, as a field whose migrations do not know its blocks."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from cms.blocks import BODY


class BodyField(StreamField):
    """A stream of our blocks. To the database it is JSON, so a new kind of block needs no migration of any tenant."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*(args or (BODY,)), **({"verbose_name": _("Body")} | kwargs))

    def deconstruct(self) -> Any:
        name, _path, _args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", [], {key: kwargs[key] for key in ("blank",) if key in kwargs}
