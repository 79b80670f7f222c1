"""Take a stranger's file without storing it: in memory, up to a limit."""

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopFutureHandlers
from django.http import HttpRequest

LARGEST = 20 * 1024 * 1024
FIELD = "file"


class MemoryOnly(FileUploadHandler):
    """Keeps one file in memory, the first of its field; all others are skipped, and one too large is remembered."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.too_large = self.taken = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.taken or self.field_name != FIELD:
            raise SkipFile
        self.taken = True
        self.content = io.BytesIO()
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > LARGEST:
            self.too_large = True
            raise SkipFile
        self.content.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        if self.too_large:
            return None
        self.content.seek(0)
        return InMemoryUploadedFile(
            self.content, self.field_name, self.file_name, self.content_type, file_size, self.charset,
            self.content_type_extra,
        )  # fmt: skip
