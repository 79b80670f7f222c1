"""The mark of a document on its pages, and the watermark on their print."""

from typing import Any

from django import template

from collaboration.documents import marking
from collaboration.documents.models import JointDocument

register = template.Library()
COLOURS = {marking.Mark.PUBLIC: "green", marking.Mark.INTERNAL: "blue", marking.Mark.WORK_SECRET: "red"}


@register.inclusion_tag("documents/_mark.html", takes_context=True)
def marked(context: dict[str, Any], document: JointDocument) -> dict[str, Any]:
    """The mark, and for what is not public the reader's name and the time on every printed page."""
    mark, actor = context.get("mark") or marking.of(document), context["request"].actor  # a view may have asked
    words = "" if mark is marking.Mark.PUBLIC else marking.watermark(actor, mark)
    return {"mark": mark, "colour": COLOURS[mark], "words": words}
