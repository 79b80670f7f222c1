"""Chinese dates: written out in documents as Django does, short and of equal width in lists."""

SHORT_DATE_FORMAT = "Y-m-d"
SHORT_DATETIME_FORMAT = "Y-m-d H:i"
