from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demonstration: made-up people and documents that go through the real steps."""

    name = "portal.demo"
    label = "demo"
