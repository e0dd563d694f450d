"""How a search server is spoken to: everything about it but its address and the name of the index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

REFRESH = {"now": True, "wait": "wait_for", "later": False}
HEALTHY = ("yellow", "green")


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """Made from the environment by whoever runs the product.

    Attributes:
        api_key: As Elasticsearch gives it out, encoded; never part of an address, so never in a log.
        ca_file: Certificates that the server's is checked with; the system's where None.
        verify: Whether the server's certificate is checked at all.
        refresh: ``now``: a write is found when it returns. ``wait``: it returns when it is found, within the
            refresh interval of the index, which spares a busy cluster. ``later``: nobody waits.
        healthy_from: The worst state of the cluster that still counts as healthy.
        patience_s: Seconds in which a question, or a write that somebody waits for, must be answered.
        index_settings: Of new indices, over those of the product.
    """

    api_key: str | None = field(default=None, repr=False)
    ca_file: str | None = None
    verify: bool = True
    refresh: str = "now"
    healthy_from: str = "yellow"
    patience_s: float = 1.5
    index_settings: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.refresh not in REFRESH:
            raise ValueError(f"refresh {self.refresh!r}: one of {', '.join(REFRESH)}")
        if self.healthy_from not in HEALTHY:
            raise ValueError(f"healthy {self.healthy_from!r}: one of {', '.join(HEALTHY)}")
        if not 0.1 <= self.patience_s <= 60:
            raise ValueError(f"patience {self.patience_s} s: from 0.1 to 60")
        if self.index_settings.get("number_of_shards", 1) != 1:
            raise ValueError("number_of_shards: counts of facets are exact on one shard only")
