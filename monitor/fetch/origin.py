"""How the pages of a site are fetched, as its configuration says, and what one fetch may cost us."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from monitor.fetch.guard import Allowance


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What one fetch may cost us."""

    max_wire_bytes: int = 20_000_000
    max_bytes: int = 50_000_000
    """After decoding; what `read` takes at most."""
    max_redirects: int = 10
    max_header_bytes: int = 256 * 1024
    max_cookie_bytes: int = 16 * 1024
    """Browsers keep 4 KB a cookie (RFC 6265 §6.1); more than this in all is not kept."""
    connect_s: float = 10.0
    read_s: float = 20.0
    total_s: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """How to fetch from one site: what its configuration says."""

    user_agent: str
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)
    auth: tuple[str, str] | None = None
    proxy: str = ""
    verify_tls: bool = True
    allowance: Allowance = field(default_factory=Allowance)
    bounds: Bounds = field(default_factory=Bounds)
