"""Official letters on requests, how units go about them, and what happens with departments outside the portal."""

from collaboration.letters.models.letter import Letter, Sort, State
from collaboration.letters.models.outside import Department, OutsideStep
from collaboration.letters.models.practice import Practice

__all__ = ["Department", "Letter", "OutsideStep", "Practice", "Sort", "State"]
