"""Configuration of the design system."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "portal.design"
    label = "design"
