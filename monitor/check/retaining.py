"""Which payloads may go, by what config.toml says."""

from monitor.config import Config, RetentionConfig
from monitor.store import Retention, Store


def retention_rules(config: Config, store: Store, site: str = "") -> dict[str, Retention]:
    """The rule of each site in the store that has one (or of that site alone)."""
    own = {one.name: one.retention for one in config.sites if one.retention is not None}
    names = (site,) if site else store.sites.names()
    rules = {name: _rule(own.get(name, config.retention)) for name in names}
    return {name: rule for name, rule in rules.items() if rule != Retention()}


def _rule(config: RetentionConfig) -> Retention:
    return Retention(
        max_age=config.older_than,
        max_payloads=config.keep,
        max_bytes=config.max_size,
        only_changed=config.only_changed,
    )
