"""What the user may set: config.toml, read strictly.

A key that is not known, or a value of the wrong type, stops the program before anything else happens,
with the file, the line, the key and what would be right. Paths in it are relative to the file itself.
"""

from monitor.config.block import Secret, parse_duration, parse_size
from monitor.config.reading import CONFIG_NAME, read_config
from monitor.config.starter import STARTER
from monitor.config.values import (
    STORE_NAME,
    Config,
    DaemonConfig,
    DigestConfig,
    Discovery,
    Fetching,
    MailConfig,
    RetentionConfig,
    Rhythm,
    Schedule,
    SiteConfig,
    Via,
    WebhookConfig,
)

__all__ = [
    "CONFIG_NAME",
    "STARTER",
    "STORE_NAME",
    "Config",
    "DaemonConfig",
    "DigestConfig",
    "Discovery",
    "Fetching",
    "MailConfig",
    "RetentionConfig",
    "Rhythm",
    "Schedule",
    "Secret",
    "SiteConfig",
    "Via",
    "WebhookConfig",
    "parse_duration",
    "parse_size",
    "read_config",
]
