from django.apps import AppConfig


class UnitsConfig(AppConfig):
    """Units of the alliance and the tenants they live in."""

    name = "tenants.units"
    label = "units"
