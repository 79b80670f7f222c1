"""Reading a file as it was at each of its signatures."""

from typing import Any

from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader

KEPT = 3


class LeanReader(PdfFileReader):
    """Keeps what it has read of the last few revisions only.

    A file with forty signatures has as many revisions; all of them at once take 80 MB, which Python gives back late.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._recent: dict[int, HistoricalResolver] = {}
        super().__init__(*args, **kwargs)

    def get_historical_resolver(self, revision: int) -> HistoricalResolver:
        if revision not in self._recent:
            if len(self._recent) == KEPT:
                del self._recent[next(iter(self._recent))]
            self._recent[revision] = HistoricalResolver(self, revision)
        return self._recent[revision]
