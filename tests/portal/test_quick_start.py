"""Every process of the portal loads what all of them need; the rest is loaded by whoever uses it first."""

import subprocess
import sys

LATER = ("pyhanko", "pypinyin", "docx", "ninja", "rest_framework", "wagtail.wagtail_hooks")


def test_a_process_starts_without_what_few_of_them_use():
    program = f"import django, sys; django.setup(); print([name for name in {LATER} if name in sys.modules])"
    output = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert output.strip() == "[]"
