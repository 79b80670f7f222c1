"""Look at a picture that somebody handed in as that of a seal: is it one, square, large enough, clear around the print?

Run it in a child process with limits: ``python -m collaboration.sealing.pictures.read`` reads the file from standard
input and prints its type, a line break and the picture written anew, or the name of what is wrong with it.
"""

import io
import sys
from collections.abc import Iterator

from lxml import etree
from PIL import Image

PNG, SVG = "image/png", "image/svg+xml"
SMALLEST, LARGEST = 480, 3000  # pixels to a side: 45 mm at 270 dots per inch, and more than any printer shows
HEAVIEST = 1_000_000  # bytes: what the sandbox lets out
UNEVEN = 0.02  # how far from a square
CORNER = 0.06  # of the side; a round seal leaves the corners clear
CLEAR = 12  # of 255: dust of a scan that nobody sees
SPACE = "http://www.w3.org/2000/svg"
SHAPES = {"path", "circle", "ellipse", "line", "polyline", "polygon", "rect"}
ALLOWED = SHAPES | {"svg", "g", "title", "desc"}
ATTRIBUTES = {
    "viewBox", "width", "height", "version", "d", "cx", "cy", "r", "rx", "ry", "x", "y", "x1", "y1", "x2", "y2",
    "points", "transform", "fill", "fill-rule", "fill-opacity", "stroke", "stroke-width", "stroke-opacity",
    "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "opacity", "id",
}  # fmt: skip


class Unfit(ValueError):
    """What is wrong with the picture: ``kind``, ``shape``, ``size``, ``heavy``, ``opaque``, ``empty`` or ``parts``."""


def cleaned(data: bytes) -> tuple[str, bytes]:
    """The type of the picture and the picture without anything that is not seen."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG, _png(data)
    if b"<svg" in data[:4096]:
        return SVG, _svg(data)
    raise Unfit("kind")


def _png(data: bytes) -> bytes:
    Image.MAX_IMAGE_PIXELS = LARGEST * LARGEST
    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as opened:
            width, height = opened.size
            if not (min(width, height) >= SMALLEST and max(width, height) <= LARGEST):
                raise Unfit("size")
            picture = opened.convert("RGBA")
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unfit("kind") from error
    if abs(width - height) > UNEVEN * max(width, height):
        raise Unfit("shape")
    alpha = picture.getchannel("A")
    if any(alpha.crop(box).getextrema()[1] > CLEAR for box in _corners(width, height)):
        raise Unfit("opaque")
    if alpha.getextrema()[1] <= CLEAR:
        raise Unfit("empty")
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return _light(out.getvalue())


def _light(picture: bytes) -> bytes:
    if len(picture) > HEAVIEST:
        raise Unfit("heavy")
    return picture


def _corners(width: int, height: int) -> Iterator[tuple[int, int, int, int]]:
    side = int(CORNER * min(width, height))
    for left in (0, width - side):
        for top in (0, height - side):
            yield left, top, left + side, top + side


def _svg(data: bytes) -> bytes:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unfit("kind") from error
    if root.tag != f"{{{SPACE}}}svg" or root.getroottree().docinfo.doctype:
        raise Unfit("kind")
    box = [float(number) for number in root.get("viewBox", "").replace(",", " ").split()]
    if len(box) != 4 or min(box[2:]) <= 0 or abs(box[2] - box[3]) > UNEVEN * max(box[2:]):
        raise Unfit("shape")
    names = [etree.QName(element) for element in root.iter()]
    if any(name.namespace != SPACE or name.localname not in ALLOWED for name in names):
        raise Unfit("parts")
    for element in root.iter():
        if set(element.attrib) - ATTRIBUTES or any("url(" in value for value in element.attrib.values()):
            raise Unfit("parts")
        if etree.QName(element).localname == "rect" and _covers(element, box):
            raise Unfit("opaque")
    if not any(name.localname in SHAPES for name in names):
        raise Unfit("empty")
    return _light(etree.tostring(root))


def _covers(rectangle: etree._Element, box: list[float]) -> bool:
    """Whether a filled rectangle takes up most of the picture, as paper would."""
    sides = (rectangle.get("width", "0"), rectangle.get("height", "0"))
    lengths = [box[2] if side.endswith("%") else float(side.removesuffix("mm")) for side in sides]
    return rectangle.get("fill") != "none" and lengths[0] * lengths[1] > 0.8 * box[2] * box[3]


if __name__ == "__main__":
    try:
        kind, picture = cleaned(sys.stdin.buffer.read())
    except Unfit as unfit:
        sys.stdout.write(str(unfit))
    except ValueError:
        sys.stdout.write("kind")
    else:
        sys.stdout.buffer.write(kind.encode() + b"\n" + picture)
