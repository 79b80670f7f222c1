"""What a website puts around a text, so that it can be cut away."""

import re

from collaboration.documents.text.dates import date_line
from collaboration.documents.text.document_numbers import number_line
from collaboration.documents.text.lines import Line
from collaboration.documents.text.numbering import number_of

# Lines that are page furniture wherever they stand outside the text itself.
FURNITURE = re.compile(
    r"""
      (?:您(?:的|当前的?|现在的?)|当前|所在)?位置[：:].* | .{0,20}首页.{0,80}[>＞›»].* | 首页
    | (?:搜索推荐|热门搜索|热门推荐|智能问答|智能机器人|在线咨询|我要咨询).{0,60}
    | (?:信息|文章|稿件|文件)?来源[：:].{0,60} | (?:作者|责任编辑|编辑|责编|审核|校对|发布人|发布者|录入)[：:].{0,30}
    | (?:时间|日期)[：:]\s*\d{4}[-./].{0,80} | (?:发布|更新|公开|发表|生成)(?:时间|日期)[：:].{0,80}
    | (?:点击|浏览|阅读|访问|查看)(?:量|次数|数|率|人数)?[：:].{0,40} | .{0,6}(?:点击|浏览|阅读)(?:量|次数).{0,20}
    | 【?字(?:号|体)(?:大小)?[：:】].{0,40} | 分享(?:到|至)?[：:]?.{0,40} | A[+-].{0,10}
    | (?:【?(?:打印|关闭|收藏|返回|下载|打印本页|关闭窗口|返回顶部|我要打印|大|中|小|纠错|保存)】?[|\s]*)+
    | .{0,30}(?:扫一扫|扫码关注|微信扫|扫描二维码|手机查看|官方微信|官方微博).{0,40}
    | .{0,60}(?:公网安备|ICP备).{0,60} | .{0,10}(?:网站标识码|网站备案号).{0,80}
    | (?:版权所有|Copyright|©).{0,120} | (?:网站地图|联系我们|关于我们|隐私声明|无障碍|网站声明)(?:[|\s].*)?
    | (?:上|下)一[篇条][：:]?.{0,80} | 相关(?:链接|文档|文件|附件|新闻|阅读|信息|解读|稿件)[：:]?.{0,80}
    | .{0,8}政务服务.{0,4}(?:热线|客服).{0,30} | (?:技术支持|网站支持|主管单位|网站主办)[：:].{0,60}
    | \S{1,80}\.(?:png|jpe?g|gif|bmp|webp|svg)
    """,
    re.VERBOSE | re.IGNORECASE,
)
PICTURE = re.compile(r"\S{1,80}\.(?:png|jpe?g|gif|bmp|webp|svg)", re.IGNORECASE)
# Lines that are furniture only at the end of a page, next to furniture.
CONTACT = re.compile(
    r"(?:联系|通讯|办公|单位)?(?:地址|电话|传真|邮编|邮箱|总机|热线|主办|承办|主办单位|承办单位)[：:].{0,120}"
)
CLOSING = re.compile(
    r"抄送|联系人|附件|附[：:]|（.*）$|.*印发$|.*(?:签字|盖章|签章|公章)[）：:]*$|.*公开(?:方式|选项|属性|类别)?[：:]"
)


def is_furniture(text: str) -> bool:
    return FURNITURE.fullmatch(text) is not None


def is_picture_name(text: str) -> bool:
    return PICTURE.fullmatch(text) is not None


def cut_tail(lines: list[Line]) -> tuple[list[Line], int]:
    """The lines without the page's foot, and how many were cut.

    The foot begins with the first furniture after the last line that belongs to a text; short lines
    between the closing date and that furniture go with it.
    """
    last = max((position for position, line in enumerate(lines) if belongs_to_text(line)), default=-1)
    foot = next((p for p in range(last + 1, len(lines)) if is_furniture(lines[p].text)), None)
    if foot is None:
        return lines, 0
    if last >= 0 and date_line(lines[last].text):
        foot = last + 1
    else:
        contact = (p for p in range(last + 1, foot) if CONTACT.fullmatch(lines[p].text))
        foot = next(contact, foot)
    return lines[:foot], len(lines) - foot


def belongs_to_text(line: Line) -> bool:
    """Headings, sentences, dates, tables and the closing parts: never page furniture."""
    if line.is_owned or line.rows:
        return True
    text = line.text
    if is_furniture(text) or CONTACT.fullmatch(text):
        return False
    if number_of(text) or date_line(text) or number_line(text) or CLOSING.match(text):
        return True
    return len(text) >= 12 and text.endswith(("。", "；", "！", "？", "。”", "。）", "："))
