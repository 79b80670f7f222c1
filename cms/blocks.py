"""What the body of a page may be made of. No raw HTML, no scripts, nothing embedded from other hosts."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from collaboration.publication.models import PublishedDocument

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "hr", "link", "document-link", "superscript", "subscript"]
MOST_DOCUMENTS = 20


class HeadingBlock(blocks.StructBlock):
    """A heading inside a page; the page's title is the only one above it."""

    text = blocks.CharBlock(label=_("Text"), max_length=200)
    level = blocks.ChoiceBlock(choices=[("h2", _("Heading")), ("h3", _("Subheading"))], default="h2", label=_("Level"))

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "cms/blocks/heading.html"


class DocumentLinkBlock(blocks.StructBlock):
    """A file of the site for download."""

    document = DocumentChooserBlock(label=_("File"))
    label = blocks.CharBlock(label=_("Text of the link"), required=False, max_length=200)

    class Meta:
        icon = "doc-full"
        label = _("File for download")
        template = "cms/blocks/document_link.html"


class QuoteBlock(blocks.StructBlock):
    """Words of somebody else."""

    text = blocks.TextBlock(label=_("Text"))
    source = blocks.CharBlock(label=_("Source"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "cms/blocks/quote.html"


class TableBlock(blocks.StructBlock):
    """A table whose columns have a kind each; its cells hold plain values, never markup."""

    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)
    table = TypedTableBlock(
        [
            ("text", blocks.CharBlock(label=_("Text"), required=False)),
            ("number", blocks.DecimalBlock(label=pgettext_lazy("column", "Number"), required=False)),
            ("date", blocks.DateBlock(label=_("Date"), required=False)),
            ("link", blocks.URLBlock(label=_("Link"), required=False)),
        ],
        label=_("Table"),
    )

    class Meta:
        icon = "table"
        label = _("Table")
        template = "cms/blocks/table.html"


class LatestDocumentsBlock(blocks.StructBlock):
    """The newest joint documents of this site, always current."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=100)
    number = blocks.IntegerBlock(label=_("How many"), default=5, min_value=1, max_value=MOST_DOCUMENTS)

    class Meta:
        icon = "list-ul"
        label = _("Newest joint documents")
        template = "cms/blocks/latest_documents.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        request = (parent_context or {}).get("request")
        rows = PublishedDocument.objects.none()
        if tenant := getattr(request, "tenant", None):
            rows = PublishedDocument.objects.on_site(tenant).defer("blocks", "text", "outcome")
        return context | {"documents": rows[: value["number"]]}


class ContactBlock(blocks.StructBlock):
    """How to reach an office; what is left empty is taken from the site's settings."""

    name = blocks.CharBlock(label=_("Office"), required=False, max_length=100)
    telephone = blocks.CharBlock(label=_("Telephone"), required=False, max_length=40)
    address = blocks.CharBlock(label=_("Address"), required=False, max_length=200)
    hours = blocks.CharBlock(label=_("Office hours"), required=False, max_length=100)
    email = blocks.EmailBlock(label=_("E-mail"), required=False)

    class Meta:
        icon = "user"
        label = _("Contact")
        template = "cms/blocks/contact.html"


class QuestionBlock(blocks.StructBlock):
    """One line of an accordion and what opens below it."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)


class AccordionBlock(blocks.StructBlock):
    """Lines that open, for questions and answers; they work without JavaScript."""

    items = blocks.ListBlock(QuestionBlock(), label=_("Items"))

    class Meta:
        icon = "list-ol"
        label = _("Accordion")
        template = "cms/blocks/accordion.html"


BODY = [
    ("heading", HeadingBlock()),
    ("paragraph", blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES, icon="pilcrow")),
    ("image", ImageBlock(label=_("Image"), template="cms/blocks/image.html")),
    ("document", DocumentLinkBlock()),
    ("quote", QuoteBlock()),
    ("table", TableBlock()),
    ("latest_documents", LatestDocumentsBlock()),
    ("contact", ContactBlock()),
    ("accordion", AccordionBlock()),
]
