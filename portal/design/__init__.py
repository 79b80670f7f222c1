"""How the portal looks: icons, lights, form fields, text size and contrast. Whole pages: ``portal/templates``."""
