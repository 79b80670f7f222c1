"""Where the portal is found."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Address:
    """Where we listen and under which name people find us."""

    host: str = "127.0.0.1"
    port: int = 8000
    domain: str = "portal.localhost"

    def url(self, label: str = "") -> str:
        host = f"{label}.{self.domain}" if label else self.domain
        return f"http://{host}/" if self.port == 80 else f"http://{host}:{self.port}/"
