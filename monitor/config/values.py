"""What the user may set, as values, with what holds when nothing is set."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from enum import StrEnum
from pathlib import Path

from monitor.config.block import Secret
from monitor.model import ChangeType, Where

STORE_NAME = "monitor.sqlite"


class Rhythm(StrEnum):
    INTERVAL = "interval"
    CRON = "cron"
    ADAPTIVE = "adaptive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When to look at a page."""

    rhythm: Rhythm = Rhythm.INTERVAL
    every: timedelta = timedelta(hours=6)
    """The interval; for "adaptive", the one to start from."""
    cron: str = ""
    shortest: timedelta = timedelta(minutes=15)
    longest: timedelta = timedelta(days=7)
    """The bounds of "adaptive"."""
    each_run: bool = False
    """Nobody set a time: `monitor run` looks every time that it is called, the daemon at `every`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetching:
    """How to fetch a site's pages."""

    robots: bool = True
    pause: timedelta = timedelta(seconds=1)
    connections: int = 2
    tries: int = 3
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[str, Secret] = field(default_factory=dict)
    user: str = ""
    password: Secret | None = None
    proxy: Secret | None = None
    """Its URL, which may hold a name and a password."""
    verify_tls: bool = True
    networks: tuple[str, ...] = ()
    """Networks that are not global, where its pages may lie all the same: "10.1.0.0/16"."""
    timeout: timedelta = timedelta(seconds=60)
    max_bytes: int = 50_000_000
    render: bool = False
    """Let the scripts of its pages run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """Which pages of a site to find by oneself."""

    sitemap: bool = False
    feed: bool = False
    menu: bool = False
    include: tuple[str, ...] = ()
    """Patterns with * as in a shell; a URL must match one of them, where there are any."""
    exclude: tuple[str, ...] = ()
    limit: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionConfig:
    """A [retention] or [site.retention] block: which payloads may go; whatever any of these says."""

    older_than: timedelta | None = None
    """No capture has shown it for so long."""
    keep: int | None = None
    """Of a page, so many of the latest stay."""
    max_size: int | None = None
    """Bytes of one site's payloads, as they are stored; the oldest go first."""
    only_changed: bool = False
    """Nothing new is read in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteConfig:
    """One [[site]] block."""

    name: str
    snapshots: tuple[Path, ...] = ()
    """Files and folders that show this site's pages."""
    urls: tuple[str, ...] = ()
    schedule: Schedule = field(default_factory=Schedule)
    fetching: Fetching = field(default_factory=Fetching)
    discovery: Discovery = field(default_factory=Discovery)
    patience_looks: int = 3
    patience: timedelta = timedelta(hours=6)
    """A page that cannot be had is told when it has failed so often and for so long."""
    retention: RetentionConfig | None = None
    """None for what the file says for all."""


class Via(StrEnum):
    SMTP = "smtp"
    SENDMAIL = "sendmail"
    FOLDER = "folder"
    MAILDIR = "maildir"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailConfig:
    """The [mail] block: how messages leave."""

    via: Via = Via.FOLDER
    sender: str = ""
    host: str = ""
    port: int = 587
    security: str = "starttls"
    user: str = ""
    password: Secret | None = None
    program: str = "/usr/sbin/sendmail"
    folder: Path = Path("outbox")
    unsubscribe: str = ""
    unsubscribe_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestConfig:
    """One [[digest]] block: who is told what, and when."""

    name: str
    to: tuple[str, ...]
    cron: str = "0 7 * * *"
    zone: str = "UTC"
    quiet: tuple[time, time] | None = None
    """No mail leaves between these, where the reader is."""
    language: str = "en"
    sites: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    types: tuple[ChangeType, ...] = ()
    where: Where | None = None
    words: tuple[str, ...] = ()
    min_importance: float = 0.0
    at_once: float | None = None
    """Changes of at least this importance are told without waiting for the schedule."""
    heartbeat: bool = False
    """Write also when there is nothing to tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookConfig:
    """One [[webhook]] block: a program that is told what changed, as JSON, or people, through Apprise."""

    name: str
    url: Secret | None = None
    """Often a secret itself: whoever knows it may write there."""
    secret: Secret | None = None
    """Signs each body."""
    apprise: Secret | None = None
    """An Apprise target, in place of `url` and `secret`."""
    networks: tuple[str, ...] = ()
    """Networks that are not global, where it may lie all the same."""
    sites: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    types: tuple[ChangeType, ...] = ()
    where: Where | None = None
    words: tuple[str, ...] = ()
    min_importance: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DaemonConfig:
    """The [daemon] block."""

    workers: int = 0
    """Processes that read and compare; 0 for one a processor."""
    fetches: int = 48
    """Pages fetched at a time, over all hosts."""
    stop_within: timedelta = timedelta(seconds=30)
    checks_a_day: int = 0
    """The budget that "adaptive" pages share; 0 for as many as their intervals come to."""
    port: int = 0
    """/healthz and /metrics on the loopback interface; 0 for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """config.toml, or what holds without one."""

    store: Path = Path(STORE_NAME)
    snapshots: tuple[Path, ...] = ()
    """Files and folders whose own folders or manifests tell the site."""
    contact: str = ""
    """A URL or mail address that goes into the User-Agent, for those whose pages are fetched."""
    sites: tuple[SiteConfig, ...] = ()
    mail: MailConfig = field(default_factory=MailConfig)
    digests: tuple[DigestConfig, ...] = ()
    webhooks: tuple[WebhookConfig, ...] = ()
    daemon: DaemonConfig = field(default_factory=DaemonConfig)
    retention: RetentionConfig = field(default_factory=RetentionConfig)
    """Of the sites that have none of their own."""
