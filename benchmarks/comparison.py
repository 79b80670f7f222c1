"""Two versions of a hundred pages each, half of whose paragraphs changed; and a file that carries none of our ids."""

import random
from dataclasses import replace

from benchmarks.harness import QUICK, Figure, median_ms

TIMES = 1 if QUICK else 5
CHARACTERS = 28 * 22 * 100  # a hundred full pages of the standard's grid
WORDS = [
    "各成员单位", "应当", "在", "五个", "工作日", "内", "将", "移送", "案件", "的", "编制", "情况", "报",
    "联席会议", "逐步", "推动", "区域", "一体化", "执法", "装备", "配备", "，", "加快", "综合", "标准化",
    "建设", "。", "建立", "健全", "会商", "制度", "信息", "共享", "机制", "协查", "；", "统一", "裁量",
    "基准", "及时", "通报", "办理", "结果",
]  # fmt: skip


def run() -> list[Figure]:
    """Compare by characters and by words, and find the paragraphs of a stranger again."""
    from collaboration.documents.comparing.matching import matched
    from collaboration.documents.comparing.pieces import By
    from collaboration.documents.comparison import compare
    from collaboration.documents.text.blocks import Block, new_block_id

    chance = random.Random(5)

    def paragraph() -> str:
        return "".join(chance.choice(WORDS) for _word in range(50))

    def edited(text: str) -> str:
        for _edit in range(4):
            at = chance.randrange(len(text))
            text = text[:at] + chance.choice(WORDS) + text[at + chance.randrange(3) :]
        return text

    old: list[Block] = []
    while sum(len(block.text) for block in old) < CHARACTERS:
        old.append(Block(new_block_id(), "p", paragraph()))
    new: list[Block] = []
    for block in old:
        fate = chance.random()
        if fate < 0.05:
            new.append(Block(new_block_id(), "p", paragraph()))
        if fate >= 0.1:
            new.append(replace(block, text=edited(block.text)) if fate < 0.6 else block)
    strangers = [replace(block, id=new_block_id()) for block in new]
    compare(old[:1], new[:1], By.WORDS)  # the dictionary is loaded once in the life of a process
    return [
        Figure("comparison of 100 pages, characters", median_ms(lambda: compare(old, new), TIMES), "ms", 1000),
        Figure("comparison of 100 pages, words", median_ms(lambda: compare(old, new, By.WORDS), TIMES), "ms", 1000),
        Figure(
            "comparison of 100 pages without ids",
            median_ms(lambda: compare(old, matched(old, strangers)), TIMES),
            "ms",
            1000,
        ),
    ]
