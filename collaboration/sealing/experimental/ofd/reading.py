"""Read what a PDF of ours draws: text with the place of every character, outlines, pictures, and what seals show.

It knows what the typesetter and the signatures write and nothing more. Whatever else it meets is ``Unknown``: then
there is no OFD rather than one that shows something else.
"""

import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream

from collaboration.sealing.experimental.ofd.drawn import Colour, Drawn, Ink, Outline, Page, Picture, Text
from collaboration.sealing.experimental.ofd.glyphs import Font, Unknown
from collaboration.sealing.experimental.ofd.matrices import MM, Box, Matrix, corners

HIDDEN = 2  # a flag of an annotation
UPRIGHT = 1e-4
UNSEEN = {"BDC", "BMC", "EMC", "MP", "DP", "ri", "i", "M", "J", "j", "CS", "cs"}


@dataclass
class State:
    """What holds while things are drawn; ``q`` keeps a copy, ``Q`` takes it back."""

    matrix: Matrix
    clip: Box
    fill: Ink = field(default_factory=Ink)
    stroke: Ink = field(default_factory=Ink)
    line_width: float = 1
    font: Font | None = None
    size: float = 0
    text: Matrix = field(default_factory=Matrix)


def read(pdf: bytes) -> list[Page]:
    """All pages of the file. Raises ``Unknown``."""
    file = PdfReader(io.BytesIO(pdf))
    return [_page(page, file) for page in file.pages]


def _page(page: Any, file: PdfReader) -> Page:
    left, bottom, right, top = (float(side) for side in page.mediabox)
    width, height = (right - left) * MM, (top - bottom) * MM
    state = State(Matrix(MM, 0, 0, -MM, -left * MM, top * MM), Box(0, 0, width, height))
    body = list(Pen(file, replace(state)).draw(page["/Contents"].get_object(), page["/Resources"]))
    seals: list[Drawn] = []
    for annotation in (reference.get_object() for reference in page.get("/Annots", [])):
        flags, shown = int(annotation.get("/F", 0)), annotation.get("/AP", {}).get("/N")
        if shown is not None and not flags & HIDDEN:
            form = shown.get_object()
            form = form[annotation["/AS"]].get_object() if "/AS" in annotation else form
            seals += _shown(form, annotation["/Rect"], replace(state), file)
    return Page(width, height, body, seals)


def _shown(form: Any, place: Any, state: State, file: PdfReader) -> list[Drawn]:
    """The appearance of an annotation, moved into its place as PDF says."""
    left, bottom, right, top = (float(side) for side in place)
    matrix = _matrix(form.get("/Matrix"))
    box = [matrix.at(*corner) for corner in corners(*(float(side) for side in form["/BBox"]))]
    across, up = zip(*box, strict=True)
    width, height = max(across) - min(across), max(up) - min(up)
    if not width or not height:
        return []
    wide, high = (right - left) / width, (top - bottom) / height
    moved = Matrix(wide, 0, 0, high, left - min(across) * wide, bottom - min(up) * high)
    return list(Pen(file, replace(state, matrix=moved.then(state.matrix))).form(form))


def _matrix(given: Any) -> Matrix:
    return Matrix(*(float(one) for one in given)) if given is not None else Matrix()


class Pen:
    """Goes through a content stream, operator by operator."""

    def __init__(self, file: PdfReader, state: State) -> None:
        self.file, self.state = file, state
        self.kept: list[State] = []
        self.steps: list[tuple[str, list[tuple[float, float]]]] = []
        self.clips_next = False

    def form(self, form: Any) -> Iterator[Drawn]:
        """A drawing of its own within the page."""
        before = self.state
        matrix = _matrix(form.get("/Matrix")).then(before.matrix)
        box = Box.around(matrix.at(*corner) for corner in corners(*(float(side) for side in form["/BBox"])))
        self.state = replace(before, matrix=matrix, clip=before.clip.cut(box))
        yield from Pen(self.file, self.state).draw(form, form.get("/Resources", {}))
        self.state = before

    def draw(self, stream: Any, resources: Any) -> Iterator[Drawn]:
        self.resources = resources.get_object()
        for operands, operator in ContentStream(stream, self.file).operations:
            name = operator.decode("latin-1")
            if name in PAINTS:
                yield from self._paint(name)
            elif name in {"Tj", "TJ"}:
                yield from self._write(operands[0] if name == "TJ" else operands)
            elif name == "Do":
                yield from self._place(self._named("/XObject", operands[0]))
            elif name in SETS:
                SETS[name](self, operands)
            elif name not in UNSEEN:
                raise Unknown(f"operator {name}")

    def _named(self, kind: str, name: str) -> Any:
        return self.resources[kind][name].get_object()

    def _place(self, thing: Any) -> Iterator[Drawn]:
        if thing["/Subtype"] == "/Form":
            yield from self.form(thing)
            return
        matrix, png = self.state.matrix, io.BytesIO()
        if abs(matrix.b) > UPRIGHT or abs(matrix.c) > UPRIGHT or matrix.a < 0 or matrix.d > 0:
            raise Unknown("a picture that is turned")
        thing.decode_as_image().save(png, "PNG")
        box = Box.around(matrix.at(*corner) for corner in corners(0, 0, 1, 1))
        yield Picture(png.getvalue(), box, self.state.fill.alpha, self.state.clip)

    def _write(self, strings: Any) -> Iterator[Drawn]:
        state = self.state
        font, start = state.font, state.text.then(state.matrix)
        if font is None or abs(start.b) > UPRIGHT or abs(start.c) > UPRIGHT or start.a <= 0 or start.d >= 0:
            raise Unknown("text that is turned")
        characters, places, x = "", [], 0.0
        for string in strings:
            if not hasattr(string, "original_bytes"):
                x -= float(string) / 1000 * state.size
                continue
            for text, width in font.read(string.original_bytes):
                characters += text
                places += [x] * len(text)
                x += width * state.size
        if characters.strip():
            at = start.at(places[0], 0)
            advances = [(after - before) * start.a for before, after in itertools.pairwise(places)]
            yield Text(characters, *at, advances, font.name, state.size * start.a, state.fill)
        state.text = Matrix(e=x).then(state.text)

    def _paint(self, name: str) -> Iterator[Drawn]:
        steps, state = self.steps, self.state
        points = [point for _letter, given in steps for point in given]
        if name in {"s", "b", "b*"}:
            steps.append(("C", []))
        if points:
            box = Box.around(points)
            if self.clips_next:
                state.clip = state.clip.cut(box)
            fills, strokes, even_odd = PAINTS[name]
            if fills or strokes:
                fill, stroke = (state.fill if fills else None), (state.stroke if strokes else None)
                width = state.line_width * state.matrix.scale
                yield Outline(tuple(steps), box, fill, stroke, width, even_odd, state.clip)
        self.steps, self.clips_next = [], False

    def step(self, letter: str, operands: Any) -> None:
        """One step of an outline; its points are moved onto the page."""
        numbers = [float(one) for one in operands]
        points = [self.state.matrix.at(*numbers[place : place + 2]) for place in range(0, len(numbers), 2)]
        self.steps.append((letter, points))

    def curve(self, operands: Any, *, first: bool) -> None:
        """A curve whose first or last handle is its own end."""
        end = self.state.matrix.at(*(float(one) for one in operands[-2:]))
        given = self.state.matrix.at(*(float(one) for one in operands[:2]))
        before = self.steps[-1][1][-1]
        self.steps.append(("B", [before, given, end] if first else [given, end, end]))

    def rectangle(self, operands: Any) -> None:
        left, bottom, width, height = (float(one) for one in operands)
        first, *others = corners(left, bottom, left + width, bottom + height)
        for letter, corner in [("M", first), *(("L", other) for other in others)]:
            self.step(letter, corner)
        self.steps.append(("C", []))

    def graphics(self, operands: Any) -> None:
        """A named state: only how much shines through."""
        given = self._named("/ExtGState", operands[0])
        for key, ink in (("/ca", "fill"), ("/CA", "stroke")):
            if key in given:
                setattr(self.state, ink, replace(getattr(self.state, ink), alpha=round(255 * float(given[key]))))

    def colour(self, operands: Any, ink: str) -> None:
        setattr(self.state, ink, replace(getattr(self.state, ink), colour=_colour([float(one) for one in operands])))

    def change(self, **fields: Any) -> None:
        for name, value in fields.items():
            setattr(self.state, name, value)

    def keep(self) -> None:
        self.kept.append(replace(self.state))

    def take_back(self) -> None:
        self.state = self.kept.pop()

    def clip(self) -> None:
        self.clips_next = True

    def write_filled(self, mode: float) -> None:
        """Only characters that are filled can be carried over."""
        if mode:
            raise Unknown("text that is not filled")

    def dashes(self, pattern: Any) -> None:
        if pattern:
            raise Unknown("a broken line")


def _colour(parts: list[float]) -> Colour:
    match parts:
        case [grey]:
            values = (grey, grey, grey)
        case [red, green, blue]:
            values = (red, green, blue)
        case [cyan, magenta, yellow, black]:
            values = tuple((1 - one) * (1 - black) for one in (cyan, magenta, yellow))
        case _:
            raise Unknown("a colour")
    red, green, blue = (round(255 * value) for value in values)
    return red, green, blue


# Of every way to end an outline: whether it fills, whether it draws the line, and by which rule it fills.
PAINTS = {
    "f": (True, False, False), "F": (True, False, False), "f*": (True, False, True), "B": (True, True, False),
    "B*": (True, True, True), "b": (True, True, False), "b*": (True, True, True), "S": (False, True, False),
    "s": (False, True, False), "n": (False, False, False),
}  # fmt: skip
SETS: dict[str, Any] = {
    "q": lambda pen, _given: pen.keep(),
    "Q": lambda pen, _given: pen.take_back(),
    "cm": lambda pen, given: pen.change(matrix=_matrix(given).then(pen.state.matrix)),
    "w": lambda pen, given: pen.change(line_width=float(given[0])),
    "gs": lambda pen, given: pen.graphics(given),
    "W": lambda pen, _given: pen.clip(),
    "W*": lambda pen, _given: pen.clip(),
    "d": lambda pen, given: pen.dashes(given[0]),
    "Tr": lambda pen, given: pen.write_filled(given[0]),
    "BT": lambda pen, _given: pen.change(text=Matrix()),
    "ET": lambda _pen, _given: None,
    "Tf": lambda pen, given: pen.change(font=Font.of(pen._named("/Font", given[0])), size=float(given[1])),
    "Tm": lambda pen, given: pen.change(text=_matrix(given)),
    "m": lambda pen, given: pen.step("M", given),
    "l": lambda pen, given: pen.step("L", given),
    "c": lambda pen, given: pen.step("B", given),
    "v": lambda pen, given: pen.curve(given, first=True),
    "y": lambda pen, given: pen.curve(given, first=False),
    "h": lambda pen, _given: pen.steps.append(("C", [])),
    "re": lambda pen, given: pen.rectangle(given),
    **{name: lambda pen, given: pen.colour(given, "fill") for name in ("g", "rg", "k", "sc", "scn")},
    **{name: lambda pen, given: pen.colour(given, "stroke") for name in ("G", "RG", "K", "SC", "SCN")},
}
