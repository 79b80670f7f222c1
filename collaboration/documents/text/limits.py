"""How much a file may hold before it is refused."""

FILE_BYTES = 20 * 1024 * 1024
PARAGRAPHS = 5_000
TABLE_CELLS = 20_000
CHARACTERS = 1_000_000
ARCHIVE_ENTRIES = 2_000
ARCHIVE_BYTES = 200 * 1024 * 1024
ARCHIVE_RATIO = 100
ARCHIVE_HARMLESS = 10 * 1024 * 1024  # up to here an archive may swell as it likes
PART_BYTES = 40 * 1024 * 1024


def in_megabytes(size: int) -> int:
    return size // (1024 * 1024)
