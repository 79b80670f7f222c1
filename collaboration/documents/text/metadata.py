"""The table of facts that government sites put above a document."""

import re
from dataclasses import dataclass

from collaboration.documents.text.dates import date_line
from collaboration.documents.text.document_numbers import number_line
from collaboration.documents.text.lines import Line
from collaboration.documents.text.organs import organs_in
from collaboration.documents.text.titles import is_title_like

LABELS = {
    "number": ("文号", "发文字号", "文件编号", "发文号", "公文文号"),
    "issuer": ("发布机构", "发文机关", "发文机构", "发文单位", "制发机关", "公开主体", "发布单位", "发文部门"),
    "date": ("成文时间", "成文日期", "发文日期", "发文时间", "签署日期"),
    "title": ("标题", "名称", "文件名称", "信息名称", "公文名称"),
    "other": (
        "索引号", "信息索引", "主题分类", "体裁分类", "组配分类", "信息分类",
        "分类", "文件有效性", "有效性", "效力状态", "时效性", "状态",
        "文件状态", "文件类型", "关键词", "主题词", "服务对象", "内容概述",
        "公文种类", "语种", "公开方式", "公开范围", "公开形式", "公开类别",
        "发布时间", "发布日期", "公开日期", "生成日期", "印发日期", "生效日期",
        "实施日期", "废止日期",
    ),
}  # fmt: skip
KIND_OF = {label: kind for kind, labels in LABELS.items() for label in labels}


@dataclass(frozen=True)
class Fact:
    kind: str
    value: str


def facts_of(line: Line) -> list[Fact]:
    """The facts of a line or table that holds nothing but labelled facts; else nothing."""
    cells = [cell for row in line.rows for cell in row] if line.rows else line.text.split("|")
    cells = [cell.strip() for cell in cells if cell.strip()]
    facts: list[Fact] = []
    while cells:
        label, _colon, value = (part.strip() for part in cells.pop(0).partition("："))
        if label not in KIND_OF:
            return []
        if not value and cells and not _is_label(cells[0]):
            value = cells.pop(0)
        facts.append(Fact(KIND_OF[label], value))
    return facts


def accepts(fact: Fact, text: str) -> bool:
    """Whether the next line is the value of a label that stands alone on its line."""
    if fact.value or len(text) > 60 or _is_label(text):
        return False
    if fact.kind == "number":
        return number_line(text) is not None
    if fact.kind == "date":
        return date_line(text) is not None
    if fact.kind == "issuer":
        return bool(organs_in(text))
    if fact.kind == "title":
        return is_title_like(text)
    return re.fullmatch(r"[\w/.\-: ]+", text, re.ASCII) is not None


def _is_label(cell: str) -> bool:
    return cell.rstrip("：") in KIND_OF
