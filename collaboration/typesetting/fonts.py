"""Which typefaces a document is set in on this machine.

Order of choice: the folder named by ``PORTAL_FONTS``, Fandol as the system has it, Fandol as fetched
into ``.cache/fonts``, and Noto from the installed wheel, which is reported as a substitute.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

from collaboration.typesetting.coverage import Coverage, coverage

FETCHED_FONTS = Path(__file__).resolve().parents[2] / ".cache" / "fonts"
SYSTEM_FONTS = (
    Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"),
    Path("/usr/share/texmf/fonts/opentype/public/fandol"),
    Path("/usr/share/fonts/opentype/fandol"),
)
NOTO_FONTS = Path(pylopdf_fonts_zh_cn.serif_path()).parent

REGULAR, BOLD = 400, 700

# Every role in the order in which its faces are preferred; the last ones are the wheel's.
ROLES: Mapping[str, tuple[tuple[str, int], ...]] = {
    "fang": (
        ("FangSong_GB2312", REGULAR),
        ("FangSong", REGULAR),
        ("FandolFang R", REGULAR),
        ("Noto Serif SC", REGULAR),
    ),
    "kai": (
        ("KaiTi_GB2312", REGULAR),
        ("KaiTi", REGULAR),
        ("FandolKai", REGULAR),
        ("LXGW WenKai", REGULAR),
        ("Noto Serif SC", REGULAR),
    ),
    "hei": (("SimHei", REGULAR), ("FandolHei", REGULAR), ("Noto Sans SC", REGULAR), ("Noto Serif SC", REGULAR)),
    "song": (("SimSun", REGULAR), ("FandolSong", REGULAR), ("Noto Serif SC", REGULAR)),
    "title": (
        ("FZXiaoBiaoSong-B05S", REGULAR),
        ("FZXiaoBiaoSong-B05", REGULAR),
        ("FandolSong", BOLD),
        ("Noto Serif SC", REGULAR),
    ),
}
NAMES = {"fang": "仿宋", "kai": "楷体", "hei": "黑体", "song": "宋体", "title": "小标宋"}


@dataclass(frozen=True)
class Face:
    """One font file in the part it plays."""

    family: str
    weight: int
    path: Path

    def characters(self) -> Coverage:
        return _characters(self.path)


@dataclass(frozen=True)
class Substitute:
    """A face that the standard asks for and this machine lacks, with the one used in its place."""

    wanted: str
    used: str


@dataclass(frozen=True)
class FontSet:
    """The faces of every role, best first; the later ones fill in for characters the first one lacks."""

    faces: Mapping[str, tuple[Face, ...]]
    fonts: typst.Fonts

    @property
    def substitutes(self) -> tuple[Substitute, ...]:
        return tuple(
            Substitute(wanted=NAMES[role], used=faces[0].family)
            for role, faces in self.faces.items()
            if faces[0].path.is_relative_to(NOTO_FONTS)
        )


def folders() -> tuple[Path, ...]:
    """Where typefaces lie, best first."""
    configured = os.environ.get("PORTAL_FONTS")
    chosen = [Path(configured)] if configured else []
    chosen += [folder for folder in (*SYSTEM_FONTS, FETCHED_FONTS) if folder.is_dir()][:1]
    return (*chosen, NOTO_FONTS)


def available_fonts() -> FontSet:
    """The faces of this machine, read once per process and folder."""
    return font_set(folders())


@lru_cache(maxsize=8)
def font_set(folders: tuple[Path, ...]) -> FontSet:
    """The best face of each role to be had from these folders."""
    paths = [str(folder) for folder in folders]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=paths)
    installed: dict[tuple[str, int], Path] = {}
    for font in fonts.fonts():
        if font.path:
            installed.setdefault((font.family, font.weight), Path(font.path))
    wishes = _families(folders)
    faces = {
        role: tuple(Face(*key, installed[key]) for key in (*wishes.get(role, ()), *wanted) if key in installed)
        for role, wanted in ROLES.items()
    }
    return FontSet(faces, fonts)


def _families(folders: tuple[Path, ...]) -> dict[str, list[tuple[str, int]]]:
    """The families that ``families.json`` beside the fonts names for a role, regular or bold, before all others."""
    wishes: dict[str, list[tuple[str, int]]] = {}
    for path in (folder / "families.json" for folder in folders):
        if path.is_file():
            named = json.loads(path.read_text(encoding="utf-8"))
            for role in named.keys() & ROLES.keys():
                wishes[role] = [(family, weight) for family in named[role] for weight in (REGULAR, BOLD)]
    return wishes


@lru_cache(maxsize=32)
def _characters(path: Path) -> Coverage:
    return coverage(path)
