"""How the title of each kind of document ends, and what kind a title speaks of."""

from collections.abc import Mapping

from collaboration.documents.models import Kind

ENDINGS: Mapping[Kind, tuple[str, ...]] = {
    Kind.AGREEMENT: ("协议", "协议书", "备忘录", "合同", "意向书", "公约"),
    Kind.JOINT_NOTICE: ("通知",),
    Kind.OPINION: ("意见",),
    Kind.LETTER: ("函",),
    Kind.MINUTES: ("纪要",),
    Kind.CIRCULAR: ("通报",),
    Kind.REQUEST: ("请示",),
    Kind.REPLY: ("批复",),
    Kind.REPORT: ("报告",),
    Kind.WORK_PLAN: ("方案", "计划", "要点", "安排"),
}


def is_named_in(title: str, kind: Kind) -> bool:
    """Whether the title says what it is; what stands in brackets after it is passed over."""
    return _bare(title).endswith(ENDINGS[kind])


def kind_of_title(title: str) -> Kind:
    """The kind a title names, else a notice."""
    return next((kind for kind in Kind if is_named_in(title, kind)), Kind.JOINT_NOTICE)


def _bare(title: str) -> str:
    return title.partition("（")[0].rstrip()
