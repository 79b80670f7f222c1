"""The columns with which every site is born, as the convention for government sites wants them.

Read by a migration: to change what later sites are born with, write another migration.
"""

from typing import Any, NamedTuple

Block = tuple[str, Any]


class Column(NamedTuple):
    """One column of a new site: its address, titles, kind, first words, and the columns below it."""

    slug: str
    title: str
    title_en: str
    kind: str
    description: str
    body: tuple[Block, ...] = ()
    below: tuple["Column", ...] = ()


def heading(text: str) -> Block:
    return "heading", {"text": text, "level": "h2"}


def text(*paragraphs: str) -> Block:
    return "paragraph", "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


CONTACT: Block = ("contact", {"name": "", "telephone": "", "address": "", "hours": "", "email": ""})
DOCUMENTS: Block = ("latest_documents", {"heading": "最新公开的联合文件", "number": 10})
QUESTIONS: Block = (
    "accordion",
    {
        "items": [
            {
                "title": "申请书应当载明哪些内容？",
                "text": "<p>申请人的姓名或名称、身份证明和联系方式，所申请信息的名称、文号或者便于查找的其他特征，"
                "以及获取信息的方式。</p>",
            },
            {
                "title": "答复期限如何规定？",
                "text": "<p>能够当场答复的当场答复；不能当场答复的，自收到申请之日起20个工作日内答复。</p>",
            },
            {"title": "是否收费？", "text": "<p>一般不收费；数量、次数明显超过合理范围的，按国家规定收取处理费。</p>"},
        ]
    },
)

DISCLOSURE = (
    Column(
        "guide",
        "公开指南",
        "Guide",
        "信息公开目录",
        "本单位政府信息的查找和获取方式",
        (
            text("本站主动公开的信息可以直接浏览、检索和下载；未主动公开的，可以依申请公开。"),
            heading("联系方式"),
            CONTACT,
        ),
    ),
    Column(
        "rules",
        "公开制度",
        "Rules",
        "信息公开目录",
        "信息公开所依据的规定",
        (text("政府信息公开以《中华人民共和国政府信息公开条例》为依据，本单位的配套制度在本栏目公布。"),),
    ),
    Column(
        "proactive",
        "法定主动公开内容",
        "Proactive disclosure",
        "信息公开目录",
        "依法主动公开的文件和信息",
        (DOCUMENTS,),
    ),
    Column("annual-reports", "公开年报", "Annual reports", "信息公开目录", "历年的政府信息公开工作年度报告"),
    Column(
        "on-request",
        "依申请公开",
        "Disclosure on request",
        "信息公开目录",
        "未主动公开信息的申请方式",
        (
            text("公民、法人或者其他组织可以向本单位申请公开政府信息。申请以书面形式提出，可以当面递交，也可以邮寄。"),
            QUESTIONS,
            heading("受理机构"),
            CONTACT,
        ),
    ),
)
COLUMNS = (
    Column(
        "functions",
        "机构职能",
        "Functions",
        "概况信息",
        "本单位的职责、内设机构和联系方式",
        (text("本单位的主要职责、内设机构和负责人信息在本栏目公布。"), heading("联系方式"), CONTACT),
    ),
    Column(
        "disclosure",
        "政府信息公开",
        "Disclosure of information",
        "信息公开目录",
        "政府信息公开的指南、制度、内容、年报和申请",
        below=DISCLOSURE,
    ),
    Column(
        "enforcement",
        "行政执法公示",
        "Enforcement disclosure",
        "信息公开目录",
        "执法主体、依据、程序和结果的公示",
        (text("执法主体、人员、职责、权限、依据、程序、救济渠道和执法结果依法在本栏目公示。"),),
    ),
    Column(
        "supervision",
        "监督电话",
        "Supervision hotline",
        "互动交流",
        "对本单位的工作提出意见、投诉和举报",
        (text("对本单位及工作人员的意见、投诉和举报，可以通过下列方式提出。"), CONTACT),
    ),
    Column("news", "工作动态", "News", "政务动态", "本单位的工作消息"),
)
