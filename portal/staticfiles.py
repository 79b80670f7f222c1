"""Style sheets and scripts under names that change with their content, so that browsers may keep them for ever."""

from typing import Any

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Also what our own modules import is named by its content, so that no page needs an import map.

    Only ours: a comment in a file of django_htmx looks like an import. Every import ends in a semicolon; without it
    the pattern overlooks the line.
    """

    patterns = (
        *HashedFilesMixin.patterns,
        ("documents/*.js", HashedFilesMixin._js_module_import_aggregation_patterns[1]),
        ("service/*.js", HashedFilesMixin._js_module_import_aggregation_patterns[1]),
        ("casefiles/*.js", HashedFilesMixin._js_module_import_aggregation_patterns[1]),
    )


class QuickStorage(Storage):
    """For the demonstration: gzip alone. Brotli at its best would take longer than all the rest of a first start."""

    keep_only_hashed_files = True

    def create_compressor(self, **kwargs: Any) -> Compressor:
        return Compressor(use_brotli=False, **kwargs)
