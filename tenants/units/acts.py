"""The acts on units that the record knows."""

from django.utils.translation import pgettext_lazy

from tenants.audit.acts import Act

KIND = "unit"
ACTS = {
    "renamed": Act(pgettext_lazy("unit act", "Renamed")),
    "closed": Act(pgettext_lazy("unit act", "Closed")),
    "merged": Act(pgettext_lazy("unit act", "Merged into another unit")),
    "took_over": Act(pgettext_lazy("unit act", "Took over another unit")),
    "split": Act(pgettext_lazy("unit act", "A new unit split off")),
    "telephone_set": Act(pgettext_lazy("unit act", "Telephone changed")),
    "split_off": Act(pgettext_lazy("unit act", "Split off from another unit")),
}
