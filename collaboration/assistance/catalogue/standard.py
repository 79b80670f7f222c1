"""The kinds of request and the subjects that a new installation begins with; the alliance edits them from then on.

Kinds after the framework agreement's part on cases (support, evidence, service, transfer) and the law they rest on: the
Administrative Penalty Law (行政处罚法) articles 25, 26 and 42, the Civil Procedure Law (民事诉讼法) part on service.
"""

from dataclasses import dataclass

from collaboration.assistance.catalogue.questions import Question

CASE_NUMBER = Question("case_number", "text", "案件编号", "Case number", "本单位的立案编号", "As your unit numbers it")
CAUSE = Question("cause", "text", "案由", "Cause of the case", is_required=True)
FACTS = Question("facts", "long", "基本情况", "Facts", is_required=True)
PARTY = Question("party", "text", "当事人姓名或名称", "Name of the party", is_personal=True)
PARTY_ID = Question("party_id", "identity", "当事人证件号码", "Identity number of the party", is_personal=True)
PARTY_PHONE = Question("party_phone", "telephone", "当事人电话", "Telephone of the party", is_personal=True)
MATERIALS = Question("materials", "inventory", "随附材料清单", "List of enclosed materials")
RESULT = Question("result", "long", "办理结果", "Result", is_required=True)
OFFICERS = Question(
    "officers", "inventory", "承办执法人员及执法证号", "Officers and their enforcement numbers",
    "至少两人，每行一人", "At least two, one a line", is_required=True, is_personal=True,
)  # fmt: skip
RETURNED = Question("returned", "inventory", "移交材料清单", "List of what is handed over")


@dataclass(frozen=True, slots=True)
class StandardKind:
    """A kind of request as it is installed."""

    code: str
    name: str
    name_en: str
    purpose: str
    purpose_en: str
    questions: tuple[Question, ...]
    proof: tuple[Question, ...]
    source: str = ""
    days: int = 15
    goes_by_letter: bool = True
    closes_by_itself: bool = False


KINDS = (
    StandardKind(
        "evidence", "协助调查取证", "Evidence collection",
        "请对方在其辖区内询问、勘验、调取证据", "Ask the other side to question, inspect or obtain evidence",
        (CASE_NUMBER, CAUSE, FACTS,
         Question("to_obtain", "long", "需要调查取证的事项", "What has to be found out", is_required=True),
         Question("place", "text", "取证地点", "Place", is_required=True),
         Question("outline", "long", "询问提纲", "Outline of the questioning"),
         PARTY, PARTY_ID, PARTY_PHONE, MATERIALS),
        (RESULT, Question("obtained", "inventory", "取得证据清单", "Evidence obtained", is_required=True), OFFICERS,
         Question("record", "paper", "询问、勘验笔录或者调取的证据", "Record of the questioning, or the evidence",
                  "未形成或者原件另行寄送的，说明情况", "If there is none, or the original goes by post, say so")),
        "行政处罚法第二十六条",
    ),
    StandardKind(
        "service", "委托送达", "Document service",
        "请对方代为送达法律文书并出具送达回证", "Ask the other side to serve a legal paper and to prove it",
        (CASE_NUMBER, CAUSE,
         Question("paper", "text", "文书名称", "Paper to be served", is_required=True),
         Question("paper_number", "text", "文书文号", "Its number", is_required=True),
         Question("paper_file", "paper", "文书电子件", "The paper as a file",
                  "原件另行寄送的，说明寄送情况", "If the original goes by post, say so"),
         Question("copies", "number", "份数", "Copies", is_required=True),
         Question("recipient_kind", "choice", "受送达人类型", "The recipient is", is_required=True,
                  choices=(("person", "自然人", "A person"), ("body", "法人或其他组织", "An organisation"))),
         Question("recipient", "text", "受送达人", "Recipient", is_required=True, is_personal=True),
         Question("recipient_id", "identity", "受送达人证件号码", "Identity number of the recipient", is_personal=True),
         Question("recipient_phone", "telephone", "受送达人电话", "Telephone of the recipient", is_personal=True),
         Question("address", "text", "送达地址", "Address", is_required=True, is_personal=True),
         Question("manners", "several", "可以采用的送达方式", "Manners of service allowed", is_required=True,
                  choices=(("direct", "直接送达", "In person"), ("left", "留置送达", "By leaving it"),
                           ("post", "邮寄送达", "By post"), ("forwarded", "转交送达", "Through others"),
                           ("electronic", "电子送达", "Electronically"))),
         Question("serve_by", "date", "最迟送达日期", "To be served by", is_required=True),
         Question("term_runs", "long", "送达后起算的期限", "Terms that run from service"),
         Question("reason", "long", "委托送达的理由", "Why it cannot be served directly", is_required=True)),
        (RESULT,), "行政处罚法第六十一条、民事诉讼法第八十七条至第九十五条", 10,
    ),
    StandardKind(
        "determination", "认定意见", "Determination",
        "请有权认定的部门出具认定意见", "Ask the competent department for its determination",
        (CASE_NUMBER, CAUSE, FACTS,
         Question("to_determine", "long", "请求认定的事项", "What is to be determined", is_required=True), MATERIALS),
        (RESULT, Question("grounds", "long", "认定依据", "Grounds", is_required=True),
         Question("determined", "paper", "认定意见书", "The written determination",
                  "原件另行寄送的，说明寄送情况", "If the original goes by post, say so")),
    ),
    StandardKind(
        "files", "查阅调取复制", "Consulting or copying files",
        "请对方提供其保存的文件、档案、数据", "Ask the other side for files or data it keeps",
        (CASE_NUMBER, CAUSE,
         Question("wanted", "inventory", "需要的文件资料", "What is wanted", is_required=True),
         Question("use", "long", "用途", "What for", is_required=True),
         Question("form", "choice", "方式", "How", is_required=True,
                  choices=(("read", "查阅", "To read them there"), ("copy", "复制", "As copies"),
                           ("certified", "加盖印章的复制件", "As certified copies")))),
        (RESULT, RETURNED,
         Question("copied", "paper", "复制的文件资料", "The copies",
                  "仅供查阅或者原件另行寄送的，说明情况", "If they were only read, or go by post, say so")),
        "行政处罚法第二十六条", 10,
    ),
    StandardKind(
        "enquiry", "情况咨询", "Enquiry",
        "请对方就一般情况作出说明，不涉及个案处理", "Ask for general information without bearing on a case",
        (Question("question", "long", "咨询事项", "Question", is_required=True),),
        (RESULT,), "", 5, goes_by_letter=False, closes_by_itself=True,
    ),
    StandardKind(
        "lead", "线索通报", "Lead notification",
        "把发现的违法线索通报给有管辖权的单位", "Tell the competent unit of signs of an offence",
        (Question("source_of_lead", "text", "线索来源", "Where it comes from", is_required=True), FACTS,
         Question("found_on", "date", "发现日期", "Found on", is_required=True),
         Question("place", "text", "违法行为发生地", "Place of the act", is_required=True), PARTY, PARTY_ID, MATERIALS),
        (RESULT, Question("filed", "choice", "是否立案", "Whether a case is opened", is_required=True,
                          choices=(("yes", "立案", "Opened"), ("no", "不予立案", "Not opened"))),
         Question("why_not", "long", "不予立案的理由", "Why not")),
        goes_by_letter=False,
    ),
    StandardKind(
        "transfer", "案件移送", "Case transfer",
        "把不属于本单位管辖的案件移送有管辖权的单位", "Hand a case to the unit that is competent for it",
        (CASE_NUMBER, CAUSE, FACTS,
         Question("place", "text", "违法行为发生地", "Place of the act", is_required=True),
         Question("found_on", "date", "发现日期", "Found on", is_required=True),
         Question("filed_on", "date", "立案日期", "Case opened on", "本单位已立案的填写", "If your unit has opened it"),
         Question("reason", "long", "移送理由", "Reason for the transfer", is_required=True),
         PARTY, PARTY_ID, PARTY_PHONE,
         Question("file", "inventory", "案卷材料目录", "Inventory of the file", is_required=True),
         Question("seized", "inventory", "随案移送财物清单", "Things handed over with it")),
        (RESULT,), "行政处罚法第二十二条、第二十五条", 15,
    ),
    StandardKind(
        "judicial", "移送司法机关", "Transfer to the judiciary",
        "涉嫌犯罪的案件移送公安机关并抄送检察机关", "Hand a suspected crime to the police, copied to the procuratorate",
        (CASE_NUMBER, CAUSE, FACTS,
         Question("offence", "text", "涉嫌罪名", "Suspected offence", is_required=True),
         Question("decided_on", "date", "移送决定日期", "Decided on", is_required=True),
         Question("investigation", "paper", "案件情况的调查报告", "Report of the investigation"),
         Question("copy_to", "text", "抄送检察机关", "Procuratorate that gets a copy", is_required=True),
         PARTY, PARTY_ID,
         Question("file", "inventory", "案卷材料目录", "Inventory of the file", is_required=True),
         Question("seized", "inventory", "涉案物品清单", "Things handed over with it")),
        (RESULT, Question("filed", "choice", "是否立案", "Whether a case is opened", is_required=True,
                          choices=(("yes", "立案", "Opened"), ("no", "不予立案", "Not opened"))),
         Question("why_not", "long", "不予立案的理由", "Why not"), RETURNED),
        "行政处罚法第二十七条、行政执法机关移送涉嫌犯罪案件的规定（国务院令第730号）",
    ),
    StandardKind(
        "support", "力量支援", "Equipment or personnel support",
        "请对方派出人员、车辆、装备", "Ask for people, vehicles or equipment",
        (Question("task", "long", "任务", "Task", is_required=True),
         Question("place", "text", "地点", "Place", is_required=True),
         Question("from_day", "date", "开始日期", "From", is_required=True),
         Question("until_day", "date", "结束日期", "Until", is_required=True),
         Question("people", "number", "所需人员", "People"), Question("vehicles", "number", "所需车辆", "Vehicles"),
         Question("equipment", "inventory", "所需装备", "Equipment"),
         Question("costs", "long", "经费与保障", "Costs and supplies")),
        (RESULT, Question("came", "inventory", "实际派出力量", "What was sent", is_required=True)),
        "", 5, goes_by_letter=False,
    ),
)  # fmt: skip

SUBJECTS = (  # code, name, English, keywords
    ("construction", "违法建设", "Illegal construction", "违建 搭建 规划 wjjs"),
    ("waste", "建筑垃圾", "Construction waste", "渣土 工程渣土 偷倒 消纳 zt"),
    ("household-waste", "生活垃圾", "Household waste", "垃圾分类 餐厨垃圾 ljfl"),
    ("street", "市容环境卫生", "Street order and cleanliness", "占道经营 户外广告 乱张贴 srhj"),
    ("green", "园林绿化", "Parks and trees", "毁绿 砍伐树木 ylx"),
    ("utilities", "市政公用", "Municipal works and utilities", "燃气 供水 排水 道路挖掘 szgy"),
    ("housing", "房屋管理", "Housing", "群租 物业 承重结构 fwgl"),
    ("noise-dust", "噪声与扬尘", "Noise and dust", "夜间施工 扬尘 油烟 zsyc"),
)
