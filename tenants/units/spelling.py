"""How names are spelled in Latin letters: sorting and searching by pinyin, and places in English."""

from collections.abc import Callable
from functools import cache, partial

# Readings that a dictionary of common words gets wrong.
PLACES = {
    "六安": "lù ān", "亳州": "bó zhōu", "丽水": "lí shuǐ", "台州": "tāi zhōu", "天台": "tiān tāi", "蚌埠": "bèng bù",
    "六合": "lù hé", "乐清": "yuè qīng", "涡阳": "guō yáng", "枞阳": "zōng yáng", "歙县": "shè xiàn", "黟县": "yī xiàn",
    "长宁": "cháng níng", "长丰": "cháng fēng", "长兴": "cháng xīng", "天长": "tiān cháng", "闵行": "mǐn háng",
    "盐都": "yán dū", "莲都": "lián dū", "都匀": "dū yún", "浒墅关": "xǔ shù guān", "甪直": "lù zhí", "盱眙": "xū yí",
    "莘庄": "xīn zhuāng", "单县": "shàn xiàn", "嵊泗": "shèng sì", "砀山": "dàng shān", "濉溪": "suī xī",
    "邳州": "pī zhōu", "埇桥": "yǒng qiáo", "邗江": "hán jiāng", "鄞州": "yín zhōu", "缙云": "jìn yún",
    "番禺": "pān yú", "洪洞": "hóng tóng", "东阿": "dōng ē", "行政": "xíng zhèng",
}  # fmt: skip
SPELLED_OTHERWISE = {"陕西": "Shaanxi", "内蒙古": "Inner Mongolia", "西藏": "Tibet"}
KINDS = (
    ("维吾尔自治区", "Autonomous Region"), ("壮族自治区", "Autonomous Region"), ("回族自治区", "Autonomous Region"),
    ("自治区", "Autonomous Region"), ("自治州", "Autonomous Prefecture"), ("畲族自治县", "She Autonomous County"),
    ("自治县", "Autonomous County"),
    ("新区", "New Area"), ("街道", "Subdistrict"), ("地区", "Prefecture"), ("省", "Province"), ("市", "City"),
    ("区", "District"), ("县", "County"), ("旗", "Banner"), ("盟", "League"), ("镇", "Town"), ("乡", "Township"),
)  # fmt: skip


@cache
def _reader() -> Callable[[str], list[str]]:
    """The dictionary of readings, loaded when the first name is spelled: most processes never spell one."""
    from pypinyin import Style, lazy_pinyin, load_phrases_dict

    load_phrases_dict({name: [[part] for part in reading.split()] for name, reading in PLACES.items()})
    return partial(lazy_pinyin, style=Style.NORMAL, v_to_u=False)


def syllables(name: str) -> list[str]:
    """The reading of a name, one syllable per character, without tones; what is not Chinese stays as it is."""
    return _reader()(name)


def pinyin(name: str) -> str:
    """The reading as people type it: ``nanjingshi``."""
    return "".join(syllables(name)).lower().replace(" ", "")


def initials(name: str) -> str:
    """The first letter of every syllable: ``njs``."""
    return "".join(part[0] for part in syllables(name) if part.strip()).lower()


def stem(name: str) -> str:
    """A place without the kind of place it is; a county of one character keeps it: 沛县."""
    kind = next((chinese for chinese, _ in KINDS if name.endswith(chinese)), "")
    short = name.removesuffix(kind)
    return short if len(short) > 1 else name


def place(name: str) -> str:
    """A place without its kind in English: ``Nanjing``, ``Peixian``, ``Lu'an``."""
    short = stem(name)
    if short in SPELLED_OTHERWISE:
        return SPELLED_OTHERWISE[short]
    first, *rest = (part.replace("v", "ü") for part in syllables(short))
    return "".join([first, *(f"'{part}" if part[0] in "aoe" else part for part in rest)]).capitalize()


def place_with_kind(name: str) -> str:
    """A place and what it is in English; a city is its name alone: ``Xuanwu District``, ``Kunshan``."""
    kind = next((english for chinese, english in KINDS if name.endswith(chinese)), "")
    return place(name) if kind == "City" else f"{place(name)} {kind}".strip()
