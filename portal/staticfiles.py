"""Style sheets and scripts under names that change with their content, so that browsers may keep them for ever."""

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class QuickStorage(CompressedManifestStaticFilesStorage):
    """For the demonstration: gzip alone. Brotli at its best would take longer than all the rest of a first start."""

    keep_only_hashed_files = True

    def create_compressor(self, **kwargs: Any) -> Compressor:
        return Compressor(use_brotli=False, **kwargs)
