"""Round sample seals, drawn as outlines.

A seal drawn here always carries the words for *sample seal* under the star. Real seals are pictures that
a unit's seal keeper hands in; the portal never makes one.
"""

import math
import tempfile
from functools import lru_cache
from pathlib import Path

import typst
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from collaboration.typesetting.fonts import FontSet, available_fonts

SAMPLE = "样章"
RED = "#d7000f"
OPACITY = 0.88
RING_MM = 1.2
GAP_MM = 0.9
EM_MIDDLE = 0.38  # height of a hanzi's middle above the baseline, as a part of the em

Matrix = tuple[float, float, float, float, float, float]


def seal_svg(name: str, diameter: float = 42, *, fonts: FontSet | None = None) -> str:
    """The sample seal of this unit: name on the arc from left to right, star, ring."""
    radius = diameter / 2
    fonts = fonts or available_fonts()
    outlines = [*_arc(name, diameter, fonts), *_sample_mark(diameter, fonts)]
    side = f"{diameter}mm"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}"'
        f' viewBox="0 0 {diameter} {diameter}">'
        f'<g fill="{RED}" fill-opacity="{OPACITY}">'
        f'<circle cx="{radius}" cy="{radius}" r="{radius - RING_MM / 2:.3f}" fill="none" stroke="{RED}"'
        f' stroke-opacity="{OPACITY}" stroke-width="{RING_MM}"/>'
        f'<path d="{_star(radius, radius, diameter * 0.165)}"/><path d="{"".join(outlines)}"/></g></svg>'
    )


@lru_cache(maxsize=128)
def seal_pdf(name: str, diameter: float = 42) -> bytes:
    """The sample seal as a one-page PDF of its own size, to be put into a signature's appearance."""
    return picture_pdf(seal_svg(name, diameter).encode(), "image/svg+xml", diameter)


def picture_pdf(picture: bytes, media_type: str, diameter: float) -> bytes:
    """A picture of a seal, PNG or SVG, as a one-page PDF of the seal's size."""
    side, name = f"{diameter}mm", "seal.svg" if media_type == "image/svg+xml" else "seal.png"
    source = (
        f"#set page(width: {side}, height: {side}, margin: 0pt, fill: none)\n"
        f'#image("{name}", width: {side}, height: {side}, fit: "contain")'
    )
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(picture)
        (Path(folder) / "page.typ").write_text(source)
        compiler = typst.Compiler(str(Path(folder) / "page.typ"), root=folder, ignore_system_fonts=True)
        return compiler.compile(format="pdf", timestamp=0, pdf_tags=False)


def _arc(name: str, diameter: float, fonts: FontSet) -> list[str]:
    """The name's characters, each upright on the radius through its middle."""
    radius = diameter / 2
    span = math.radians(min(300, max(150, 24 * len(name))))
    step = span / (len(name) - 1) if len(name) > 1 else 0
    height = min(6.2, 0.165 * diameter)
    middle = radius - RING_MM - GAP_MM - height / 2
    width = min(height * 0.95, step * middle * 0.92) if step else height * 0.95
    outlines = []
    for position, character in enumerate(name):
        angle = -span / 2 + position * step if step else 0
        sine, cosine = math.sin(angle), math.cos(angle)
        place = (cosine, sine, -sine, cosine, radius + middle * sine, radius - middle * cosine)
        outlines.append(_outline(character, width, height, place, fonts))
    return outlines


def _sample_mark(diameter: float, fonts: FontSet) -> list[str]:
    radius, size = diameter / 2, 0.081 * diameter
    left = radius - (len(SAMPLE) - 1) / 2 * size * 1.15
    return [
        _outline(character, size, size, (1, 0, 0, 1, left + position * size * 1.15, radius + 0.30 * diameter), fonts)
        for position, character in enumerate(SAMPLE)
    ]


def _outline(character: str, width: float, height: float, place: Matrix, fonts: FontSet) -> str:
    """One character's outline, scaled to this size in millimetres and moved by the matrix."""
    face = next((face for face in fonts.faces["title"] if ord(character) in face.characters()), None)
    if face is None:
        return ""
    glyphs, names, units_per_em = _glyphs(face.path)
    glyph = glyphs[names[ord(character)]]
    across, upwards = width / units_per_em, height / units_per_em
    centre_x, centre_y = glyph.width / 2 * across, EM_MIDDLE * height
    a, b, c, d, e, f = place
    pen = SVGPathPen(glyphs, ntos=lambda value: f"{value:.3f}")
    moved = (
        a * across,
        b * across,
        -c * upwards,
        -d * upwards,
        c * centre_y - a * centre_x + e,
        d * centre_y - b * centre_x + f,
    )
    glyph.draw(TransformPen(pen, moved))
    return pen.getCommands()


@lru_cache(maxsize=8)
def _glyphs(path: Path):
    font = TTFont(path)
    return font.getGlyphSet(), font.getBestCmap(), font["head"].unitsPerEm


def _star(x: float, y: float, radius: float) -> str:
    points = []
    for corner in range(10):
        angle = corner * math.pi / 5 - math.pi / 2
        reach = radius if corner % 2 == 0 else radius * 0.381966
        points.append(f"{x + reach * math.cos(angle):.3f} {y + reach * math.sin(angle):.3f}")
    return f"M{'L'.join(points)}Z"
