"""What is served while it is being killed: the tests' settings, with passwords for acts and a clock that may be off."""

import os
from datetime import timedelta

from django.utils import timezone

from portal.settings.test import *  # noqa: F403

DEMO = True
OFF = timedelta(seconds=int(os.environ.get("PORTAL_TESTS_CLOCK", "0")))
_right_now = timezone.now
timezone.now = lambda: _right_now() + OFF
