"""How the portal looks: icons, lights, form fields, text size and contrast. Templates of whole pages are in portal/templates."""
