"""Read config.toml and check all of it before anything else happens."""

import re
import tomllib
from datetime import time, timedelta
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor.config.block import Block, Secret, quote
from monitor.config.schedules import check_cron, parse_clock, to_cron
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
from monitor.errors import BadConfig, BadInput
from monitor.model import ChangeType, Where

CONFIG_NAME = "config.toml"

MAX_CONFIG_BYTES = 1_000_000
"""A file larger than this is something else, given by mistake."""

SHORTEST = timedelta(seconds=10)
"""Between two looks at a page: what is watched faster is attacked."""


LANGUAGES = ("de", "en", "es", "fr", "ru")
"""In which there is a frame for a digest, in `monitor/digest/frames/`."""

SHORTEST_SECRET = 16
"""Characters: a shorter key of an HMAC can be guessed by trying (RFC 2104 §3 asks for 32 bytes of chance)."""


def read_config(path: Path) -> Config:
    """Read and check a configuration.

    Raises: BadConfig, naming the file, the line, the key and what would be right.
    """
    text = _read_text(path)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadConfig(_locate_syntax_error(path, text, str(error))) from error
    top = Block(path, text, "", 0, values)
    top.refuse_unknown(
        "store", "snapshots", "contact", "site", "mail", "digest", "webhook", "daemon", "retention"
    )
    sites = [_read_site(block) for block in top.tables("site")]
    _refuse_twins(top, "site", [site.name for site in sites])
    digests = [_read_digest(block) for block in top.tables("digest")]
    _refuse_twins(top, "digest", [digest.name for digest in digests])
    webhooks = [_read_webhook(block) for block in top.tables("webhook")]
    _refuse_twins(top, "webhook", [webhook.name for webhook in webhooks])
    mail = _read_mail(top.table("mail"))
    if digests and not mail.sender:
        raise top.wrong("digest", '[[digest]] needs to know who writes: [mail] from = "monitor@example.org"')
    return Config(
        store=top.path("store", STORE_NAME),
        snapshots=top.paths("snapshots"),
        contact=top.text("contact", ""),
        sites=tuple(sites),
        mail=mail,
        digests=tuple(digests),
        webhooks=tuple(webhooks),
        daemon=_read_daemon(top.table("daemon")),
        retention=_read_retention(top.table("retention")),
    )


def _refuse_twins(top: Block, key: str, names: list[str]) -> None:
    for block, name in zip(top.tables(key), names, strict=True):
        if names.index(name) < block.index:
            raise block.wrong("name", f"there are two {key}s named {quote(name)}; give each its own name")


def _read_site(block: Block) -> SiteConfig:
    block.refuse_unknown(
        *("name", "snapshots", "urls", "every", "shortest", "longest", "robots", "pause", "connections"),
        *("tries", "headers", "cookies", "user", "password", "proxy", "verify_tls", "networks", "timeout"),
        *("max_bytes", "discover", "include", "exclude", "limit", "patience", "patience_looks"),
        *("render", "retention"),
    )
    name = block.name("name")
    urls = block.texts("urls", "https://example.org/")
    for url in urls:
        _check_url(block, "urls", url)
    discover = block.texts("discover", "sitemap")
    for way in discover:
        if way not in ("sitemap", "feed", "menu"):
            raise block.wrong("discover", f'"discover" knows "sitemap", "feed" and "menu", not {quote(way)}')
    return SiteConfig(
        name=name,
        snapshots=block.paths("snapshots"),
        urls=urls,
        schedule=_read_schedule(block),
        fetching=_read_fetching(block),
        discovery=Discovery(
            sitemap="sitemap" in discover,
            feed="feed" in discover,
            menu="menu" in discover,
            include=block.texts("include", "https://example.org/news/*"),
            exclude=block.texts("exclude", "*/print/*"),
            limit=block.whole("limit", 200, 1, 1_000_000),
        ),
        patience_looks=block.whole("patience_looks", 3, 1, 1000),
        patience=block.duration("patience", timedelta(hours=6)),
        retention=_read_retention(block.table("retention")) if "retention" in block else None,
    )


def _check_url(block: Block, key: str, url: str) -> None:
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
    except ValueError:
        good = False
    if not good:
        raise block.wrong(key, f"{quote(url)} is no web address; right would be: https://example.org/page")


def _read_schedule(block: Block) -> Schedule:
    every = block.text("every", "6h")
    shortest = block.duration("shortest", timedelta(minutes=15), SHORTEST)
    longest = block.duration("longest", timedelta(days=7), SHORTEST)
    if shortest > longest:
        raise block.wrong("shortest", '"shortest" must not be longer than "longest"')
    if every == "adaptive":
        return Schedule(rhythm=Rhythm.ADAPTIVE, shortest=shortest, longest=longest)
    if len(every.split()) == 5:
        block.checked("every", lambda: check_cron(every))
        return Schedule(rhythm=Rhythm.CRON, cron=check_cron(every))
    interval = block.duration("every", timedelta(hours=6), SHORTEST)
    return Schedule(every=interval, each_run="every" not in block)


def _read_fetching(block: Block) -> Fetching:
    networks = block.texts("networks", "10.1.0.0/16")
    for network in networks:
        block.checked("networks", lambda network=network: ip_network(network))  # type: ignore[misc]
    cookies = {
        name: block.resolve_secret("cookies", value)
        for name, value in block.table_of_texts("cookies").items()
    }
    return Fetching(
        robots=block.flag("robots", True),
        pause=block.duration("pause", timedelta(seconds=1)),
        connections=block.whole("connections", 2, 1, 32),
        tries=block.whole("tries", 3, 1, 10),
        headers=_headers(block),
        cookies=cookies,
        user=block.text("user", ""),
        password=block.secret("password"),
        proxy=_proxy(block),
        verify_tls=block.flag("verify_tls", True),
        networks=networks,
        timeout=block.duration("timeout", timedelta(seconds=60), timedelta(seconds=1)),
        max_bytes=block.whole("max_bytes", 50_000_000, 1000, 200_000_000),
        render=block.flag("render", False),
    )


def _proxy(block: Block) -> Secret | None:
    """Its URL, or where that is, when it holds a password."""
    said = block.text("proxy", "")
    if not said:
        return None
    if not said.startswith(("env:", "file:")):
        _check_url(block, "proxy", said)
        return Secret(said, said)
    secret = block.resolve_secret("proxy", said)
    parts = urlsplit(secret.value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise block.wrong(
            "proxy",
            f"{quote(said)} holds no address; right would be: http://name:password@proxy.example:3128",
        )
    return secret


def _headers(block: Block) -> dict[str, str]:
    """Headers; a value "env:NAME" or "file:PATH" is taken from there."""
    headers = {}
    for name, value in block.table_of_texts("headers").items():
        secret = value.startswith(("env:", "file:"))
        headers[name] = block.resolve_secret("headers", value).value if secret else value
        if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name) or re.search(r"[\r\n\0]", headers[name]):
            raise block.wrong("headers", f"{quote(name)} is not a header that can be sent")
    return headers


def _read_mail(block: Block) -> MailConfig:
    block.refuse_unknown(
        *("via", "from", "host", "port", "security", "user", "password", "program", "folder"),
        *("unsubscribe", "unsubscribe_url"),
    )
    via = Via(block.one_of("via", Via.FOLDER, *Via))
    security = block.one_of("security", "starttls", "tls", "starttls", "none")
    host = block.text("host", "")
    if via is Via.SMTP and not host:
        raise block.wrong("", '[mail] via = "smtp" needs a server: host = "mail.example.org"')
    return MailConfig(
        via=via,
        sender=block.text("from", ""),
        host=host,
        port=block.whole("port", 465 if security == "tls" else 587, 1, 65535),
        security=security,
        user=block.text("user", ""),
        password=block.secret("password"),
        program=block.text("program", "/usr/sbin/sendmail"),
        folder=block.path("folder", "outbox"),
        unsubscribe=block.text("unsubscribe", ""),
        unsubscribe_url=block.text("unsubscribe_url", ""),
    )


def _read_digest(block: Block) -> DigestConfig:
    block.refuse_unknown(
        *("name", "to", "schedule", "zone", "quiet", "language", "sites", "pages", "types", "where"),
        *("words", "min_importance", "at_once", "heartbeat"),
    )
    name = block.name("name")
    to = block.texts("to", "you@example.org")
    if not to:
        raise block.wrong("to", '[[digest]] has no readers; give it some: to = ["you@example.org"]')
    zone = block.text("zone", "UTC")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise block.wrong("zone", f'{quote(zone)} is no time zone; right would be "Europe/Vienna"') from error
    return DigestConfig(
        name=name,
        to=to,
        cron=_cron(block),
        zone=zone,
        quiet=_quiet(block),
        language=_language(block),
        sites=block.texts("sites", "example"),
        pages=block.texts("pages", "https://example.org/news/"),
        types=_types(block),
        where=_where(block),
        words=block.texts("words", "sanctions"),
        min_importance=block.number("min_importance", 0.0, 0.0, 1.0),
        at_once=block.number("at_once", 1.0, 0.0, 1.0) if "at_once" in block else None,
        heartbeat=block.flag("heartbeat", False),
    )


def _language(block: Block) -> str:
    language = block.text("language", "en")
    if language.partition("-")[0].lower() not in LANGUAGES:
        known = ", ".join(map(quote, LANGUAGES))
        raise block.wrong("language", f"there are no words in {quote(language)} yet; there are {known}")
    return language


def _types(block: Block) -> tuple[ChangeType, ...]:
    types = block.texts("types", "menu_renamed")
    for one in types:
        if one not in set(ChangeType):
            raise block.wrong("types", f"there is no type of change {quote(one)}; see docs/events.md")
    return tuple(ChangeType(one) for one in types)


def _where(block: Block) -> Where | None:
    where = block.one_of("where", "both", "chrome", "body", "both")
    return None if where == "both" else Where(where)


def _read_webhook(block: Block) -> WebhookConfig:
    block.refuse_unknown(
        *("name", "url", "secret", "apprise", "networks"),
        *("sites", "pages", "types", "where", "words", "min_importance"),
    )
    name = block.name("name")
    apprise = block.secret("apprise")
    if apprise is None and "url" not in block:
        raise block.wrong("", '[[webhook]] has no "url"; give it one: url = "https://example.org/hook"')
    if apprise is None and "secret" not in block:
        raise block.wrong("", '[[webhook]] has no "secret" to sign with; give it one: secret = "env:NAME"')
    if apprise is not None and ("url" in block or "secret" in block):
        raise block.wrong("apprise", '"apprise" stands in place of "url" and "secret"; take one of them')
    secret = block.secret("secret")
    if secret is not None and len(secret.value) < SHORTEST_SECRET:
        raise block.wrong("secret", f'"secret" must be at least {SHORTEST_SECRET} characters long')
    networks = block.texts("networks", "10.1.0.0/16")
    for network in networks:
        block.checked("networks", lambda network=network: ip_network(network))  # type: ignore[misc]
    return WebhookConfig(
        name=name,
        url=_webhook_url(block),
        secret=secret,
        apprise=apprise,
        networks=networks,
        sites=block.texts("sites", "example"),
        pages=block.texts("pages", "https://example.org/news/"),
        types=_types(block),
        where=_where(block),
        words=block.texts("words", "sanctions"),
        min_importance=block.number("min_importance", 0.0, 0.0, 1.0),
    )


def _webhook_url(block: Block) -> Secret | None:
    """Written out, or "env:NAME" or "file:PATH" where the address is a secret itself."""
    if "url" not in block:
        return None
    text = block.text("url", "")
    found = block.resolve_secret("url", text) if text.startswith(("env:", "file:")) else Secret("url", text)
    _check_url(block, "url", found.value if found.source == "url" else found.value.strip())
    return found


def _cron(block: Block) -> str:
    try:
        return to_cron(block.text("schedule", "daily 07:00"))
    except BadInput as error:
        raise block.wrong("schedule", str(error)) from error


def _quiet(block: Block) -> tuple[time, time] | None:
    if "quiet" not in block:
        return None
    begin, dash, end = block.text("quiet", "").partition("-")
    try:
        if not dash:
            raise BadInput('"quiet" must be two times of day: "22:00-06:00"')
        return parse_clock(begin), parse_clock(end)
    except BadInput as error:
        raise block.wrong("quiet", str(error)) from error


def _read_retention(block: Block) -> RetentionConfig:
    block.refuse_unknown("older_than", "keep", "max_size", "only_changed")
    day = timedelta(days=1)
    return RetentionConfig(
        older_than=block.duration("older_than", day, day) if "older_than" in block else None,
        keep=block.whole("keep", 1, 1, 1_000_000) if "keep" in block else None,
        max_size=block.size("max_size", 0) if "max_size" in block else None,
        only_changed=block.flag("only_changed", False),
    )


def _read_daemon(block: Block) -> DaemonConfig:
    block.refuse_unknown("workers", "fetches", "stop_within", "checks_a_day", "port")
    return DaemonConfig(
        workers=block.whole("workers", 0, 0, 256),
        fetches=block.whole("fetches", 48, 1, 1000),
        stop_within=block.duration("stop_within", timedelta(seconds=30)),
        checks_a_day=block.whole("checks_a_day", 0, 0, 1_000_000_000),
        port=block.whole("port", 0, 0, 65535),
    )


def _read_text(path: Path) -> str:
    try:
        if path.is_dir():
            raise BadConfig(f"{path}: a folder, where a configuration file is wanted")
        with path.open("rb") as file:
            raw = file.read(MAX_CONFIG_BYTES + 1)
    except FileNotFoundError as error:
        raise BadConfig(f"{path}: no such file; `monitor init` writes one to start from") from error
    except OSError as error:
        raise BadConfig(f"{path}: {error.strerror}") from error
    if len(raw) > MAX_CONFIG_BYTES:
        raise BadConfig(f"{path}: over {MAX_CONFIG_BYTES} bytes, too large for a configuration")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadConfig(f"{path}:{line}: not UTF-8; a configuration is a text in UTF-8") from error


def _locate_syntax_error(path: Path, text: str, reason: str) -> str:
    place = re.search(r" \(at line (\d+), column (\d+)\)$", reason)
    if place:
        return f"{path}:{place[1]}: not TOML: {reason[: place.start()]} (column {place[2]})"
    return f"{path}:{text.count(chr(10)) + 1}: not TOML: {reason}"
