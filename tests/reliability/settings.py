"""What is served while it is being killed: the tests' settings, but a password confirms an act."""

from portal.settings.test import *  # noqa: F403

DEMO = True
