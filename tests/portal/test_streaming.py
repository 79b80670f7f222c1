"""A file is sent piece by piece by the server that people meet."""

import asyncio
import io
import warnings

from django.core.handlers.asgi import ASGIRequest
from django.http import FileResponse, StreamingHttpResponse
from django.test import AsyncRequestFactory

from portal.middleware import PIECE, StreamingMiddleware


class Watched(io.BytesIO):
    """Counts how far it was read."""

    def read(self, size: int | None = -1) -> bytes:
        self.so_far = self.tell() + (size or 0)
        return super().read(size)


def sent(response) -> tuple[list[bytes], list[int]]:
    middleware = StreamingMiddleware(lambda _request: response)
    request = AsyncRequestFactory().get("/")
    assert isinstance(request, ASGIRequest)
    read = []

    async def gather() -> list[bytes]:
        pieces = []
        async for piece in middleware(request):
            pieces.append(piece)
            read.append(getattr(response_file, "so_far", 0))
        return pieces

    response_file = getattr(response, "file_to_stream", None)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # Django warns when it has to gather the whole
        return asyncio.run(gather()), read


def test_a_file_is_read_as_far_as_it_was_sent_and_closed(db):
    file = Watched(bytes(3 * PIECE + 5))
    response = FileResponse(file)
    pieces, read = sent(response)
    assert [len(piece) for piece in pieces] == [PIECE, PIECE, PIECE, 5]
    assert read[:3] == [PIECE, 2 * PIECE, 3 * PIECE] and response["Content-Length"] == str(3 * PIECE + 5)
    response.close()
    assert file.closed


def test_what_is_made_while_it_is_sent_is_not_gathered_either():
    assert sent(StreamingHttpResponse(iter([b"one", "two"])))[0] == [b"one", b"two"]
