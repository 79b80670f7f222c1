"""The Django project: it knows every package, no package imports it."""

VERSION = "0.1.0"
