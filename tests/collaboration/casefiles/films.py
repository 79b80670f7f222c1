"""Short videos, made here."""

import io

import av
from PIL import Image

FORMS = {"mp4": ("mp4", "mpeg4"), "mov": ("mov", "mpeg4"), "webm": ("webm", "vp8"), "avi": ("avi", "mpeg4")}
CAPTURED = "2026-01-05T08:30:00.000000Z"


def film(ending: str = "mp4", *, frames: int = 20, size: tuple[int, int] = (64, 48), padding: int = 0) -> bytes:
    """Two seconds of one colour; ``padding`` bytes lie between the pictures and the index of an mp4."""
    form, codec = FORMS[ending]
    written = io.BytesIO()
    with av.open(written, "w", format=form) as made:
        made.metadata["creation_time"] = CAPTURED
        stream = made.add_stream(codec, rate=10)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for _each in range(frames):
            frame = av.VideoFrame.from_image(Image.new("RGB", size, (10, 120, 200)))
            made.mux(stream.encode(frame))
        made.mux(stream.encode())
    data = written.getvalue()
    if padding:
        at = data.index(b"moov") - 4
        data = data[:at] + (padding + 8).to_bytes(4, "big") + b"free" + bytes(padding) + data[at:]
    return data
