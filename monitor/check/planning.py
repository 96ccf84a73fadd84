"""When each watched page is looked at next, by its site's schedule."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from monitor.config import Config, Rhythm, Schedule, SiteConfig
from monitor.revisit import Interval, Look, change_rate, next_look, share_budget, spread
from monitor.store import Store, Watch

DAY_S = 86400.0


def sites_by_name(config: Config) -> dict[str, SiteConfig]:
    return {site.name: site for site in config.sites}


def folders_of(config: Config) -> tuple[Path, ...]:
    """Where snapshots are dropped."""
    return (*config.snapshots, *(path for site in config.sites for path in site.snapshots))


def follow_config(config: Config, store: Store, now: datetime) -> None:
    """Watch the pages that the configuration names, and those only (what was discovered is its site's)."""
    with store.transaction():
        store.set_aside.keep(map(str, folders_of(config)))
        for site in config.sites:
            if not site.urls and store.sites.find(site.name) is None:
                continue
            site_id = store.sites.add(site.name)
            named = {url: store.pages.add(site_id, url) for url in site.urls}
            for page in named.values():
                store.watches.add(page, "config", now)
            for watch in store.watches.of_site(site.name):
                ways = site.discovery
                is_found = getattr(ways, watch.origin, False)  # and that way of finding is still on
                if watch.url not in named and not is_found:
                    store.watches.drop(watch.page, now)
        known = set(sites_by_name(config))
        for name in store.sites.names():
            if name not in known:
                for watch in store.watches.of_site(name):
                    store.watches.drop(watch.page, now)


def adaptive_intervals(config: Config, store: Store) -> dict[str, float]:
    """Seconds between two looks at each page whose site is "adaptive", by URL; all share one budget."""
    rates: dict[str, float] = {}
    bounds: dict[str, Interval] = {}
    budget = 0.0
    for site in config.sites:
        schedule = site.schedule
        if schedule.rhythm is not Rhythm.ADAPTIVE:
            continue
        usual = schedule.every.total_seconds()
        within = Interval(schedule.shortest.total_seconds(), schedule.longest.total_seconds())
        for watch in store.watches.of_site(site.name):
            rates[watch.url] = change_rate([Look(after, changed) for after, changed in watch.looks], usual)
            bounds[watch.url] = within
            budget += 1 / usual
    if config.daemon.checks_a_day:
        budget = config.daemon.checks_a_day / DAY_S
    return share_budget(rates, budget, bounds)


def plan_next(watch: Watch, schedule: Schedule, intervals: Mapping[str, float], now: datetime) -> datetime:
    """The moment of the next look, after one that was just made.

    A page's place in the interval stays where `spread` put it, so that pages that were added together do not
    stay together; looks that a long stop has missed are not made up for.
    """
    match schedule.rhythm:
        case Rhythm.CRON:
            return next_cron(schedule.cron, now)
        case Rhythm.ADAPTIVE:
            interval = intervals.get(watch.url, schedule.every.total_seconds())
            late_s = 0.0 if watch.next is None else (now - watch.next).total_seconds()
            # From when it was to be looked at: waiting in its host's queue must not add up.
            was_due = watch.next if 0 <= late_s < interval / 2 else None
            return next_look(watch.url, was_due or now, interval, now)
        case Rhythm.INTERVAL:
            interval = schedule.every.total_seconds()
            place = spread(watch.url, interval)
            # The next moment of this page's grid that is at least half an interval away.
            earliest = now.timestamp() + interval / 2
            turns = -((place - earliest) // interval)
            return datetime.fromtimestamp(place + turns * interval, now.tzinfo)


def next_cron(cron: str, now: datetime) -> datetime:
    """The next moment of a cron schedule after now."""
    from apscheduler.triggers.cron import CronTrigger

    trigger = CronTrigger.from_crontab(cron, timezone=now.tzinfo)
    found = trigger.get_next_fire_time(None, now + timedelta(seconds=1))
    return found if isinstance(found, datetime) else now + timedelta(days=366)


def earliest(moments: Iterable[datetime | None]) -> datetime | None:
    """The first of some moments."""
    return min((moment for moment in moments if moment is not None), default=None)
