"""The words for what the text work reports by code. This is the only module here that needs Django."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collaboration.documents.text.problems import Remark, Unreadable

REFUSALS: dict[str, Promise] = {
    "empty": _("The file holds no text."),
    "too_large": _("The file has %(size)s MB; at most %(limit)s MB can be imported."),
    "too_many_paragraphs": _("The document has more than %(limit)s paragraphs; please divide it."),
    "too_many_cells": _("The tables of the document have more than %(limit)s cells; please divide it."),
    "too_many_characters": _("The document has more than %(limit)s characters; please divide it."),
    "too_complex": _("The file is too complicated to be read safely."),
    "unknown_encoding": _("The text is written in an unknown encoding; please save it as UTF-8 or GB18030."),
    "not_text": _("The file holds data that is not text."),
    "corrupt_word_file": _("The Word file is damaged and cannot be opened."),
    "no_word_file": _("The file is not a Word document (.docx)."),
    "old_word_file": _("The file has an old format (.doc or .wps); please save it as .docx."),
    "password_protected": _("The Word file is protected by a password; please remove it first."),
    "picture": _("The file is a picture, not a document; a picture of a text cannot be imported."),
    "pdf_file": _("The file is a PDF; please use the Word file or the text it was made from."),
    "rtf_file": _("The file has the format RTF; please save it as .docx."),
    "web_page": _("The file is a web page; please copy its text and paste it."),
    "unpacks_too_large": _("The file unpacks to far more than a document needs and was refused."),
    "marked_secret": _("The file carries the mark “%(mark)s”. State secrets must not be brought into this portal."),
}

REMARKS: dict[str, Promise] = {
    "title_missing": _("No title was found."),
    "number_missing": _("No document number was found."),
    "number_broken": _("“%(text)s” is not a correct document number; it was not corrected."),
    "numbers_differ": _("A second document number is given: “%(text)s”."),
    "date_missing": _("No date of signing was found."),
    "date_broken": _("“%(text)s” is not a date; none was assumed."),
    "date_blank": _("The date of signing is left blank."),
    "date_leading_zero": _("The date “%(text)s” is written with a leading zero."),
    "dates_differ": _("The table above the text gives another date: “%(text)s”."),
    "recipients_missing": _("It does not say to whom it is addressed."),
    "signature_missing": _("No signing unit stands below the text."),
    "attachment_empty": _("Nothing follows the heading “%(text)s”."),
    "attachment_not_included": _("The attachment “%(text)s” is named but not part of the file."),
    "attachment_not_named": _("The text refers to an attachment, but none is listed."),
    "issued_title_differs": _("The text issued is called “%(text)s”, but the title names another."),
    "numbering_jumps": _("The numbering does not continue at “%(text)s”."),
    "characters_lost": _("Characters that cannot be shown: %(count)s."),
    "furniture_removed": _("Lines of the web page around the text that were removed: %(count)s."),
    "contents_left_out": _("Lines of a table of contents that were left out: %(count)s."),
    "lines_left_out": _("Lines above the title that were left out: “%(text)s”."),
    "pictures_left_out": _("Pictures that were left out: %(count)s."),
    "page_numbers_left_out": _("Page numbers between the lines that were left out: %(count)s."),
    "footnotes_left_out": _("Footnotes that were left out: %(count)s."),
    "objects_left_out": _("Embedded objects that were left out: %(count)s."),
    "formulas_left_out": _("Formulas that were left out: %(count)s."),
    "comments_left_out": _("Comments that were left out: %(count)s."),
    "deletions_left_out": _("Tracked deletions that were carried out: %(count)s."),
    "cleaned_punctuation": _("Half-width punctuation between Chinese characters was made full-width: %(count)s."),
    "cleaned_quotes": _("Straight quotation marks were replaced: %(count)s."),
    "cleaned_title_marks": _("Marks of a title inside a title were made 〈 〉: %(count)s."),
    "cleaned_year_brackets": _("Brackets around the year of a document number were made 〔 〕: %(count)s."),
    "cleaned_years": _("Hyphens between years were replaced by a dash: %(count)s."),
    "cleaned_dashes": _("Rows of hyphens or dots became a dash or an ellipsis: %(count)s."),
    "cleaned_spaces": _("Spaces without meaning were removed: %(count)s."),
    "cleaned_letters": _("Full-width digits and letters were made half-width: %(count)s."),
    "cleaned_invisible": _("Invisible characters were removed: %(count)s."),
    "cleaned_bookmarks": _("Traces of Word bookmarks were removed: %(count)s."),
    "cleaned_entities": _("Traces of web page code were replaced: %(count)s."),
}


def refusal(problem: Unreadable) -> str:
    return str(REFUSALS[problem.code]) % problem.params


def in_words(remark: Remark) -> str:
    return str(REMARKS[remark.code]) % remark.params
