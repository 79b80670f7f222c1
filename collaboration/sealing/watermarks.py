"""A watermark over every page of a copy, drawn in a child: web processes carry neither typesetter nor signer."""

import json

from tenants.jobs import sandbox

MODULE = "collaboration.sealing.draw_watermark"
SECONDS = 20.0
MEMORY = 4 * 1024**3  # of addresses, most of which the typesetter never touches


def with_watermark(pdf: bytes, words: str) -> bytes:
    """The file with these words across every page. It is a copy to read: no seal in it verifies any longer."""
    return sandbox.run(MODULE, json.dumps(words).encode() + b"\n" + pdf, seconds=SECONDS, memory=MEMORY)
