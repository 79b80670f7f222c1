"""The alliance's templates that every installation starts with, one for each kind of document."""

from pathlib import Path

from django.db import transaction

from collaboration.document_templates.models import Template
from collaboration.document_templates.workflow import Contents, write

DEFAULTS = Path(__file__).parent / "defaults"
BELOW_THE_FACTS = "---"


def load_defaults() -> int:
    """Add those that are not there yet. What the alliance has changed or taken out of use stays as it is."""
    known = set(Template.objects.exclude(key="").values_list("key", flat=True))
    files = [file for file in sorted(DEFAULTS.glob("*.txt")) if file.stem not in known]
    for file in files:
        with transaction.atomic():
            template = Template.objects.create(kind=file.stem, key=file.stem)
            write(template, contents_in(file.read_text(encoding="utf-8")), number=1, actor=None)
    return len(files)


def contents_in(file: str) -> Contents:
    """A template from its file: facts one a line, then the text."""
    head, _rule, text = file.partition(f"\n{BELOW_THE_FACTS}\n")
    facts = [(name, value.strip()) for name, _colon, value in (line.partition("：") for line in head.splitlines())]
    said = dict(facts)
    return Contents(
        name=said["名称"],
        title=said["标题"],
        recipients=said.get("主送", ""),
        text=text.strip(),
        required=tuple(value for name, value in facts if name == "必备"),
        guidance=said.get("说明", ""),
    )
