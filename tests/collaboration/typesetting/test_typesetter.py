"""What comes out of the typesetter, read back from the file."""

import io
import re

import pytest
from pypdf import PdfReader

from collaboration.typesetting.document import Kind
from collaboration.typesetting.typesetter import Unprintable, typeset
from tests.factories.paper import CHECK_CODE, UNITS, blocks, issuers, print_document

A4 = (210, 297)
SEALED = [kind for kind in Kind if kind is not Kind.MINUTES]


def pages(pdf: bytes) -> list[str]:
    """The text of each page without blanks."""
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize("kind", Kind)
def test_equal_documents_give_the_same_bytes(kind):
    assert typeset(print_document(kind)).pdf == typeset(print_document(kind)).pdf


@pytest.mark.parametrize("kind", Kind)
def test_the_file_is_pdf_a_on_a4(kind):
    result = typeset(print_document(kind))

    page = PdfReader(io.BytesIO(result.pdf)).pages[0]
    assert (round(page.mediabox.width / 72 * 25.4), round(page.mediabox.height / 72 * 25.4)) == A4
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in result.pdf
    assert result.pages == len(PdfReader(io.BytesIO(result.pdf)).pages)


@pytest.mark.parametrize("kind", Kind)
def test_code_and_hash_lie_plainly_in_the_file(kind):
    pdf = typeset(print_document(kind)).pdf

    assert f"check-code:{CHECK_CODE}".encode() in pdf
    assert f"sha256:{'5a' * 32}".encode() in pdf
    assert f"check-code:{CHECK_CODE}".encode() in pdf[:100]
    assert CHECK_CODE in pages(pdf)[-1]


def test_the_mark_at_the_beginning_leaves_every_object_where_the_file_says_it_is():
    pdf = typeset(print_document()).pdf

    start = int(pdf.rpartition(b"startxref\n")[2].split()[0])
    offsets = re.findall(rb"(\d{10}) \d{5} n", pdf[start:])
    assert pdf[start:].startswith(b"xref\n")
    assert [pdf[int(offset) :].split()[:3] for offset in offsets] == [
        [str(number).encode(), b"0", b"obj"] for number in range(1, len(offsets) + 1)
    ]


def test_an_agreement_shows_title_names_and_date_but_no_red_head():
    first, *others = pages(typeset(print_document(Kind.AGREEMENT)).pdf)

    assert first.startswith("样例事项协作协议")
    assert "文件" not in first
    last = others[-1]
    assert all(name in last for name in UNITS.values())
    assert last.count("代表签字：") == len(UNITS)
    assert "2026年3月2日" in last


def test_an_agreement_prints_who_signed_for_a_unit():
    signed = tuple(issuer.__class__(issuer.id, issuer.name, representative="某甲") for issuer in issuers())

    assert pages(typeset(print_document(issuers=signed)).pdf)[-1].count("代表签字：某甲") == len(UNITS)


def test_a_joint_notice_shows_head_number_recipients_and_imprint():
    text = pages(typeset(print_document(Kind.JOINT_NOTICE)).pdf)

    assert "文件" in text[0]
    assert "甲样联〔2026〕1号" in text[0]
    assert "各样例单位：" in text[0]
    assert "抄送：样例事项研究所。" in text[-1]
    assert "2026年3月5日印发" in text[-1]
    assert "（此件公开发布）" in text[-1]


@pytest.mark.parametrize("kind", SEALED)
@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 40])
def test_every_unit_has_one_box_and_no_two_boxes_touch(kind, count):
    result = typeset(print_document(kind, issuers=issuers(count)))

    assert [box.unit for box in result.boxes] == [issuer.id for issuer in issuers(count)]
    for number, box in enumerate(result.boxes):
        assert box.x >= 28 and box.x + box.diameter <= 184.01
        assert box.y >= 37 and box.y + box.diameter <= 262.01
        for other in result.boxes[:number]:
            is_apart = abs(box.x - other.x) >= 42 or abs(box.y - other.y) >= 42
            assert box.page != other.page or is_apart


@pytest.mark.parametrize("kind", SEALED)
@pytest.mark.parametrize("paragraphs", range(1, 13))
def test_no_page_holds_seals_without_text(kind, paragraphs):
    result = typeset(print_document(kind, blocks=blocks(paragraphs)))

    assert "一式四份" in pages(result.pdf)[result.boxes[0].page - 1]


def test_the_first_page_shows_text_even_under_a_head_of_many_names():
    text = pages(typeset(print_document(Kind.JOINT_NOTICE, issuers=issuers(12))).pdf)

    assert "为了试验排版" in text[0]


@pytest.mark.parametrize("length", range(1, 30, 2))
def test_a_notice_of_one_paragraph_shows_text_on_the_first_page_and_beside_the_seals(length):
    paragraph = ({"kind": "p", "text": "开头。" + "这是一句样例。" * length * 4},)

    result = typeset(print_document(Kind.JOINT_NOTICE, issuers=issuers(1), blocks=paragraph))
    text = pages(result.pdf)

    assert "开头。" in text[0]
    assert "样例" in text[result.boxes[0].page - 1].partition("甲省样例管理局2026")[0]


def test_seals_keep_the_size_of_their_unit():
    sizes = (50, 45, 42, 40)
    units = tuple(issuer.__class__(issuer.id, issuer.name, size) for issuer, size in zip(issuers(), sizes, strict=True))

    result = typeset(print_document(issuers=units))

    assert tuple(box.diameter for box in result.boxes) == sizes


def test_texts_that_are_issued_follow_the_seals_on_a_page_of_their_own():
    texts = (
        {"kind": "p", "text": "现将样例办法印发给你们。"},
        {"kind": "attachment", "text": "附件：1.样例表格"},
        {"kind": "attachment", "text": "2.样例名单"},
        {"kind": "issued_title", "text": "样例办法"},
        {"kind": "chapter", "text": "第一章　总则"},
        {"kind": "article", "text": "第一条　本办法只是样例。"},
        {"kind": "attachment", "text": "附件1"},
        {"kind": "issued_title", "text": "样例表格"},
        {"kind": "p", "text": "表格见下页。"},
        {"kind": "attachment", "text": "附件2：样例名单"},
        {"kind": "p", "text": "表格从略。"},
    )

    result = typeset(print_document(Kind.JOINT_NOTICE, blocks=texts))
    text = pages(result.pdf)

    sealed, issued, first, second = text[result.boxes[0].page - 1 :]
    assert "附件：1.样例表格2.样例名单" in sealed
    assert issued.startswith("样例办法第一章")
    assert first.startswith("附件1样例表格表格见下页")
    assert second.startswith("附件2样例名单表格从略")
    assert "抄送" in second


def test_a_character_that_no_face_has_is_refused_by_name():
    with pytest.raises(Unprintable) as refusal:
        typeset(print_document(blocks=({"kind": "p", "text": "这里有\U000f1234一个怪字"},)))

    assert refusal.value.characters == ["\U000f1234"]


def test_markup_in_a_text_stays_text():
    hostile = "#panic() *粗* $x$ <标签> @引用 \\ [甲]"

    text = "".join(pages(typeset(print_document(blocks=({"kind": "p", "text": hostile},))).pdf))

    assert hostile.replace(" ", "") in text


def test_a_preview_shows_sample_seals_and_the_original_does_not():
    original, preview = typeset(print_document()), typeset(print_document(), preview=True)

    assert preview.boxes == original.boxes
    assert len(preview.pdf) > len(original.pdf) + 5_000
