"""Documents in the forms that real ones take, of our own words."""

from collaboration.documents.text.conversion import convert
from collaboration.documents.text.manuscript import Manuscript
from tests.collaboration.documents.text import cases


def read(text: str) -> Manuscript:
    return convert("plain", "text.txt", text.encode())


def kinds(manuscript: Manuscript) -> str:
    return " ".join(block.kind for block in manuscript.blocks)


def codes(manuscript: Manuscript) -> list[str]:
    return [remark.code for remark in manuscript.remarks if not remark.code.startswith("cleaned")]


def texts(manuscript: Manuscript, kind: str) -> list[str]:
    return [block.text for block in manuscript.blocks if block.kind == kind]


def test_an_agreement_has_chapters_articles_and_its_parties_as_issuers():
    agreement = read(cases.AGREEMENT)

    assert agreement.title == "甲市城市管理局 乙市城市管理局跨区域执法协作协议"
    assert agreement.issuers == ("甲市城市管理局", "乙市城市管理局")
    assert kinds(agreement) == (
        "p p p chapter article article h2 h2 chapter article h3 h3 article signature signature signature signature date"
    )
    assert [block.head for block in agreement.blocks if block.head] == ["第二条【协作原则】", "第三条 合作范围。"]
    assert codes(agreement) == ["date_blank"]


def test_a_joint_notice_has_signatures_notes_and_attachments():
    notice = read(cases.JOINT_NOTICE)

    assert (notice.number, str(notice.date)) == ("甲公通〔2024〕12号", "2024-03-05")
    assert notice.issuers == ("甲省公安厅", "甲省司法厅", "甲省住房和城乡建设厅")
    assert kinds(notice) == (
        "recipients p h1 p h1 h2 h2 attachment attachment attachment signature signature signature date note note note "
        "attachment issued_title table attachment issued_title h1 p attachment issued_title note p"
    )
    assert texts(notice, "note")[2] == "甲省公安厅办公室 2024年3月6日印发"
    assert codes(notice) == []


def test_a_table_keeps_its_cells():
    table = next(block for block in read(cases.JOINT_NOTICE).blocks if block.kind == "table")

    assert table.rows == (("序号", "事项", "责任单位"), ("1", "违法建设", "城管局"), ("2", "渣土运输", "公安局"))


def test_the_red_head_is_not_part_of_the_text():
    notice = read(cases.RED_HEAD)

    assert notice.title == "甲市城市管理局关于印发《甲市市容管理办法》的通知"
    assert (notice.number, str(notice.date), notice.issuers) == (
        "甲城管发〔2024〕3号",
        "2024-01-05",
        ("甲市城市管理局",),
    )
    assert kinds(notice) == (
        "signer recipients p signature date note issued_title note chapter article chapter article"
    )
    assert texts(notice, "issued_title") == ["甲市市容管理办法"]
    assert codes(notice) == ["contents_left_out", "lines_left_out"]


def test_the_page_around_a_text_is_cut_and_its_table_is_read():
    opinion = read(cases.WEB_PAGE)

    assert (opinion.number, str(opinion.date)) == ("甲政发〔2024〕2号", "2024-02-20")
    assert kinds(opinion) == "recipients p signature date note"
    assert codes(opinion) == ["furniture_removed"]


def test_text_broken_at_a_fixed_width_is_made_whole():
    notice = read(cases.WRAPPED)

    assert kinds(notice) == "recipients p h1 p h1 p signature date"
    assert all(text.endswith(("。", "：")) for text in texts(notice, "p"))


def test_agencies_on_lines_of_their_own_stay_apart_in_the_title():
    notice = read(cases.JOINT_ISSUE)

    assert notice.title == "上海市城市管理行政执法局 江苏省住房和城乡建设厅关于印发《协作规则（试行）》的通知"
    assert notice.issuers == ("上海市城市管理行政执法局", "江苏省住房和城乡建设厅")
    assert texts(notice, "issued_title") == ["协作规则（试行）"]
    assert codes(notice) == []


def test_blank_lines_between_paragraphs_change_nothing():
    spread = read(cases.JOINT_ISSUE.replace("\n", "\n\n\u00a0\n"))

    assert [(block.kind, block.text) for block in spread.blocks] == [
        (block.kind, block.text) for block in read(cases.JOINT_ISSUE).blocks
    ]


def test_broken_numbers_and_dates_are_quoted_and_not_guessed():
    notice = read("关于某事的通知\n甲城管〔202〕号\n各区：\n请于2024年13月1日前报送。\n甲市城市管理局\n2024年2月30日")
    remarks = [(remark.code, remark.params.get("text")) for remark in notice.remarks]

    assert (notice.number, notice.date) == (None, None)
    assert remarks == [
        ("number_broken", "甲城管〔202〕号"),
        ("date_broken", "2024年13月1日"),
        ("date_broken", "2024年2月30日"),
    ]


def test_a_number_with_a_leading_zero_or_word_is_not_corrected():
    for number in ("甲城管〔2024〕第8号", "甲城管〔2024〕08号"):
        notice = read(f"关于某事的通知\n{number}\n各区：\n请照办。\n甲市城市管理局\n2024年2月20日")

        assert notice.number is None
        assert codes(notice) == ["number_broken"]


def test_the_table_of_a_site_gives_what_the_text_lacks():
    notice = read(
        "成文日期：2024-02-20\n文号：甲政发〔2024〕2号\n发布机构：甲市人民政府\n关于某事的意见\n为加强管理，提出意见。"
    )

    assert (notice.number, str(notice.date), notice.issuers) == ("甲政发〔2024〕2号", "2024-02-20", ("甲市人民政府",))


def test_contradictions_between_table_and_text_are_told():
    notice = read(
        "成文日期：2024-02-21\n文号：甲政发〔2024〕3号\n关于某事的通知\n甲政发〔2024〕2号\n各区：\n请照办。\n甲市人民政府\n2024年2月20日"
    )

    assert (notice.number, str(notice.date)) == ("甲政发〔2024〕2号", "2024-02-20")
    assert codes(notice) == ["numbers_differ", "dates_differ", "furniture_removed"]


def test_missing_parts_of_a_letter_are_told():
    assert codes(read("关于某事的通知\n请大家照此办理这一件事情，谢谢配合。")) == [
        "number_missing",
        "recipients_missing",
        "signature_missing",
        "date_missing",
    ]


def test_attachments_that_are_named_but_absent_are_told():
    text = (
        "关于某事的意见\n为加强管理，提出意见。\n附件：1.清单 2.名单\n甲市人民政府\n2024年2月20日\n附件1\n清单\n内容。"
    )

    assert [(r.code, r.params) for r in read(text).remarks if r.code.startswith("attachment")] == [
        ("attachment_not_included", {"text": "名单"})
    ]


def test_a_text_without_a_title_is_taken_in_and_the_gap_is_told():
    text = read("一、第一部分\n内容\n三、第三部分\n内容二")

    assert (text.title, kinds(text)) == ("", "h1 p h1 p")
    assert codes(text) == ["title_missing", "numbering_jumps"]


def test_an_undated_signature_is_still_a_signature():
    notice = read("关于某事的通知\n甲城管〔2024〕2号\n各区：\n请照办。\n甲市城市管理局\n（此件公开发布）")

    assert kinds(notice) == "recipients p signature note"
    assert codes(notice) == ["date_missing"]


def test_units_listed_in_an_attachment_are_no_signatures():
    text = read("关于某事的意见\n为加强管理，提出意见。\n一、成员单位\n市公安局\n市司法局\n二、要求\n请照办。")

    assert kinds(text) == "p h1 p p h1 p"


def test_a_title_repeated_by_the_page_is_taken_once():
    page = read(
        "甲市城市管理局\n甲市城市管理局关于某事的通知\n甲市城市管理局\n关于某事的通知\n甲城管〔2024〕2号\n各区：\n请照办。"
    )

    assert page.title_lines == ("甲市城市管理局", "关于某事的通知")
    assert page.title == "甲市城市管理局关于某事的通知"


def test_a_number_behind_the_title_is_the_number():
    notice = read(
        "关于某事的通知（甲城管〔2024〕3号）\n各市、县人民政府，\n省政府直属各单位：\n请照办。\n甲市城市管理局2024年5月6日"
    )

    assert (notice.title, notice.number, str(notice.date)) == ("关于某事的通知", "甲城管〔2024〕3号", "2024-05-06")
    assert [block.text for block in notice.blocks] == [
        "各市、县人民政府，省政府直属各单位：",
        "请照办。",
        "甲市城市管理局",
        "2024年5月6日",
    ]


def test_a_sentence_goes_on_across_a_page_number():
    notice = read("关于某事的意见\n为了做好这一件事情，要求各单位按时\n\n— 1 —\n\n报送材料。\n— 2 —")

    assert texts(notice, "p") == ["为了做好这一件事情，要求各单位按时报送材料。"]
    assert codes(notice) == ["page_numbers_left_out"]


def test_a_notice_that_is_passed_on_keeps_its_own_address():
    head = "甲市建设局转发省住建厅关于加强管理的通知\n甲建〔2024〕3号\n各区建设局：\n"
    letter = head + "现转发给你们。\n甲市建设局\n2024年5月6日\n"
    notice = read(
        letter + "省住建厅关于加强管理的通知\n省建〔2024〕1号\n各市建设局：\n请照办。\n省住建厅\n2024年4月1日"
    )

    assert kinds(notice) == "recipients p signature date issued_title p recipients p signature date"
    assert (notice.issuers, str(notice.date)) == (("甲市建设局",), "2024-05-06")
