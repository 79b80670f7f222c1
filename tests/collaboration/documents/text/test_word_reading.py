"""Word files as people write them: lists that number themselves, tables, changes, boxes."""

import pytest

from collaboration.documents.text.conversion import convert
from collaboration.documents.text.word.reading import read_docx
from tests.collaboration.documents.text.word_files import in_list, p, table, word_file


def level(depth: int, form: str, pattern: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{pattern}"/>{more}</w:lvl>'
    )


NUMBERING = (
    '<w:abstractNum w:abstractNumId="7">'
    + level(0, "chineseCountingThousand", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimalEnclosedCircleChinese", "%4")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="8">'
    + level(0, "bullet", "")
    + level(1, "lowerRoman", "%2)")
    + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="7"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


def texts(body: str, **parts: str) -> list[str]:
    return [paragraph.text for paragraph in read_docx(word_file(body, **parts)).paragraphs]


def test_automatic_numbers_are_written_out():
    body = "".join(
        [
            in_list("总体要求"),
            in_list("目标", level=1),
            in_list("甲", level=2),
            in_list("乙", level=2),
            in_list("丙", level=3),
            in_list("任务", level=1),
            in_list("丁", level=2),
            in_list("保障"),
            in_list("要点", num=2),
            in_list("另起", num=3),
        ]
    )

    assert texts(body, numbering=NUMBERING) == [
        "一、总体要求", "（一）目标", "1.甲", "2.乙", "①丙", "（二）任务", "1.丁", "二、保障", "要点", "五、另起",
    ]  # fmt: skip


def test_a_number_that_a_style_brings_is_written_out():
    styles = (
        '<w:style w:styleId="a"><w:name w:val="甲"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="b"><w:name w:val="乙"/><w:basedOn w:val="a"/></w:style>'
    )

    assert texts(p("总则", '<w:pStyle w:val="b"/>'), numbering=NUMBERING, styles=styles) == ["一、总则"]


def test_headings_by_style_alone_are_headings():
    styles = '<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    body = p("关于某事的意见") + p("为加强管理，提出意见。") + p("总体要求", '<w:pStyle w:val="1"/>') + p("请照办。")

    blocks = convert("docx", "a.docx", word_file(body, styles=styles)).blocks

    assert [block.kind for block in blocks] == ["p", "h1", "p"]


def test_tables_keep_rows_and_merged_cells():
    merged = (
        "<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr>"
        + p("合")
        + "</w:tc><w:tc>"
        + p("一")
        + "</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>"
        + p("隐")
        + "</w:tc><w:tc>"
        + p("二")
        + "</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>"
        + p("宽")
        + "</w:tc></w:tr></w:tbl>"
    )

    paragraphs = read_docx(word_file(merged)).paragraphs

    assert paragraphs[0].rows == (("合", "一"), ("", "二"), ("宽", ""))


def test_a_table_of_signatures_is_read_party_by_party():
    body = (
        p("甲乙协作协议")
        + p("双方商定协作。")
        + table(("甲方（盖章）", "乙方（盖章）"), ("代表签字：", "代表签字："), ("年月日", "年月日"))
    )

    blocks = convert("docx", "a.docx", word_file(body)).blocks

    assert [(block.kind, block.text) for block in blocks[1:4]] == [
        ("signature", "甲方（盖章）"),
        ("signature", "代表签字："),
        ("date", "年月日"),
    ]


def test_tracked_changes_count_as_made_and_hidden_text_as_absent():
    body = (
        "<w:p><w:r><w:t>甲</w:t></w:r><w:ins><w:r><w:t>增</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r></w:p>"
    )

    source = read_docx(word_file(body))

    assert ([paragraph.text for paragraph in source.paragraphs], source.left_behind) == (["甲增"], {"deletions": 1})


def test_a_text_box_is_read_once():
    box = "<w:txbxContent>" + p("框内") + "</w:txbxContent>"
    body = (
        "<w:p><w:r><mc:AlternateContent>"
        f"<mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )

    assert texts(body) == ["", "框内"]


def test_a_typed_line_break_begins_a_new_line():
    assert texts("<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:br w:type='page'/></w:r></w:p>") == ["甲", "乙"]


def test_the_table_of_contents_is_not_part_of_the_text():
    styles = '<w:style w:styleId="t"><w:name w:val="toc 1"/></w:style>'
    body = p("第一章 总则 1", '<w:pStyle w:val="t"/>') + p("第一章 总则")

    assert texts(body, styles=styles) == ["第一章 总则"]


@pytest.mark.parametrize(
    ("inside", "kind"),
    [
        ("<w:drawing><a:blip/></w:drawing>", "pictures"),
        ("<w:footnoteReference/>", "footnotes"),
        ("<w:object/>", "objects"),
    ],
)
def test_what_cannot_be_taken_along_is_counted(inside, kind):
    source = read_docx(word_file(f"<w:p><w:r><w:t>甲</w:t>{inside}</w:r></w:p>"))

    assert source.left_behind == {kind: 1}
