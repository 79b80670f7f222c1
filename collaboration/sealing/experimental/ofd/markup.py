"""What is drawn, as elements of an OFD page."""

from collections.abc import Callable

from lxml import etree

from collaboration.sealing.experimental.ofd.drawn import Drawn, Ink, Outline, Page, Picture, Text
from collaboration.sealing.experimental.ofd.matrices import Box

NAMESPACE = "http://www.ofdspec.org/2016"
LINE = 1.3  # height of the box around a line, in ems

Element = etree._Element
NewId = Callable[[], int]


def part(name: str, **attributes: str) -> Element:
    """The root of a part."""
    return etree.Element(f"{{{NAMESPACE}}}{name}", attributes, nsmap={"ofd": NAMESPACE})


def within(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
    """A new last child, in the order in which the schema wants it."""
    child = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
    child.text = text
    return child


def written(root: Element) -> bytes:
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8")


def page_part(page: Page, new_id: NewId, fonts: dict[str, int], pictures: dict[bytes, int]) -> bytes:
    """One page: its words and lines beneath, the seals above them."""
    root = part("Page")
    within(within(root, "Area"), "PhysicalBox", numbers(0, 0, page.width, page.height))
    content = within(root, "Content")
    for kind, things in (("Body", page.body), ("Foreground", page.seals)):
        layer = within(content, "Layer", ID=str(new_id()), Type=kind)
        for thing in things:
            _draw(layer, thing, new_id, fonts, pictures)
    return written(root)


def _draw(layer: Element, thing: Drawn, new_id: NewId, fonts: dict[str, int], pictures: dict[bytes, int]) -> None:
    match thing:
        case Text():
            _text(layer, thing, str(new_id()), str(fonts[thing.font]))
        case Outline():
            _outline(layer, thing, str(new_id()))
        case Picture():
            _picture(layer, thing, str(new_id()), str(pictures[thing.png]))


def _text(layer: Element, text: Text, number: str, font: str) -> None:
    box = (text.x, text.y - text.size, sum(text.advances) + text.size, LINE * text.size)
    drawn = within(layer, "TextObject", ID=number, Boundary=numbers(*box), Font=font, Size=numbers(text.size))
    _ink(drawn, "FillColor", text.ink)
    moves = {"DeltaX": numbers(*text.advances)} if text.advances else {}
    within(drawn, "TextCode", text.characters, X="0", Y=numbers(text.size), **moves)


def _outline(layer: Element, outline: Outline, number: str) -> None:
    edge = outline.line_width / 2 if outline.stroke else 0
    box = Box(outline.box.left - edge, outline.box.top - edge, outline.box.right + edge, outline.box.bottom + edge)
    attributes = {"Fill": "true" if outline.fill else "false", "Stroke": "true" if outline.stroke else "false"}
    if outline.stroke:
        attributes["LineWidth"] = numbers(outline.line_width)
    if outline.is_even_odd:
        attributes["Rule"] = "Even-Odd"
    drawn = within(layer, "PathObject", ID=number, Boundary=_boundary(box), **attributes)
    _clipped(drawn, box, outline.clip)
    _ink(drawn, "StrokeColor", outline.stroke)
    _ink(drawn, "FillColor", outline.fill)
    moved = [(letter, [(x - box.left, y - box.top) for x, y in points]) for letter, points in outline.steps]
    said = (" ".join([letter, *(numbers(*point) for point in points)]) for letter, points in moved)
    within(drawn, "AbbreviatedData", " ".join(said))


def _picture(layer: Element, picture: Picture, number: str, resource: str) -> None:
    box = picture.box
    shown = within(
        layer, "ImageObject", ID=number, Boundary=_boundary(box), CTM=numbers(box.width, 0, 0, box.height, 0, 0),
        Alpha=str(picture.alpha), ResourceID=resource,
    )  # fmt: skip
    _clipped(shown, box, picture.clip)


def _clipped(drawn: Element, box: Box, clip: Box) -> None:
    """Show no more than lies in the clip; its area counts from the box of what is drawn."""
    if clip.holds(box):
        return
    seen = box.cut(clip)
    area = within(within(within(drawn, "Clips", TransFlag="false"), "Clip"), "Area")
    left, top, width, height = seen.left - box.left, seen.top - box.top, seen.width, seen.height
    path = within(area, "Path", Boundary=numbers(left, top, width, height), Fill="true", Stroke="false")
    round_it = [(0, 0), (width, 0), (width, height), (0, height)]
    said = (f"{letter} {numbers(*corner)}" for letter, corner in zip("MLLL", round_it, strict=True))
    within(path, "AbbreviatedData", " ".join([*said, "C"]))


def _ink(drawn: Element, name: str, ink: Ink | None) -> None:
    if ink is not None:
        shine = {"Alpha": str(ink.alpha)} if ink.alpha < 255 else {}
        within(drawn, name, Value=numbers(*ink.colour), **shine)


def _boundary(box: Box) -> str:
    return numbers(box.left, box.top, box.width, box.height)


def numbers(*values: float) -> str:
    """Numbers as OFD lists them: to a micrometre, without what says nothing."""
    return " ".join(f"{round(value, 3) + 0:.3f}".rstrip("0").rstrip(".") for value in values)
