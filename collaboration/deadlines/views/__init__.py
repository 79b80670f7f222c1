"""Pages about the calendar, deadlines, the duty roster and the calendar feed."""
