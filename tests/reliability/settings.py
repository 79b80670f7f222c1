"""What is served while it is being killed: the tests' settings, but a password confirms an act, and the clock may be off."""

import os
from datetime import timedelta

from django.utils import timezone

from portal.settings.test import *  # noqa: F403

DEMO = True
OFF = timedelta(seconds=int(os.environ.get("PORTAL_TESTS_CLOCK", "0")))
_right_now = timezone.now
timezone.now = lambda: _right_now() + OFF
