"""What a unit agrees to inside before it speaks. In the tenant's schema, guarded by unit as well."""

from collaboration.approval.models.chains import Chain, StepKind
from collaboration.approval.models.findings import Finding
from collaboration.approval.models.opinions import HouseOpinion
from collaboration.approval.models.runs import GATHERING, Act, Run, Step

__all__ = ["GATHERING", "Act", "Chain", "Finding", "HouseOpinion", "Run", "Step", "StepKind"]
