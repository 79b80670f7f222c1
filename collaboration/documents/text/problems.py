"""What the text work has to tell people, as codes: the words are in ``refusals``."""

from dataclasses import dataclass, field
from typing import Any


class Unreadable(Exception):
    """The input cannot be taken in at all; ``code`` and ``params`` say why."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def to_json(self) -> dict[str, object]:
        return {"code": self.code, "params": self.params}


@dataclass(frozen=True)
class Remark:
    """Something a person should look at before relying on what was recognised."""

    code: str
    params: dict[str, object] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        return {"code": self.code, "params": self.params}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Remark":
        return cls(value["code"], dict(value["params"]))
