"""How people write schedules: "6h", "adaptive", "daily 07:00", "monday 07:00", or cron's five fields."""

import re
from datetime import time

from monitor.errors import BadInput

DAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
AT = re.compile(r"(?:(daily|weekdays|" + "|".join(DAYS) + r")\s+)(\d{1,2}):(\d{2})")
CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
RIGHT = 'right would be "hourly", "daily 07:00", "weekdays 07:00", "monday 07:00", or cron: "0 7 * * 1-5"'


def to_cron(text: str) -> str:
    """A schedule as cron's five fields.

    Raises:
        BadInput: it is none.

    >>> to_cron("monday 07:30")
    '30 7 * * mon'
    """
    text = " ".join(text.lower().split())
    if text == "hourly":
        return "0 * * * *"
    if found := AT.fullmatch(text):
        hour, minute = int(found[2]), int(found[3])
        if hour > 23 or minute > 59:
            raise BadInput(f"{found[2]}:{found[3]} is not a time of day; {RIGHT}")
        # By name: cron counts days from Sunday, APScheduler from Monday.
        days = {"daily": "*", "weekdays": "mon-fri"}.get(found[1], found[1][:3])
        return f"{minute} {hour} * * {days}"
    return check_cron(text)


def check_cron(text: str) -> str:
    """Cron's five fields, as they are.

    Raises:
        BadInput: they are not.
    """
    from apscheduler.triggers.cron import CronTrigger  # only for those who set one: it takes its time

    try:
        CronTrigger.from_crontab(text)
    except ValueError as error:
        raise BadInput(f"{text!r} is not a schedule ({error}); {RIGHT}") from error
    return text


def parse_clock(text: str) -> time:
    """ "22:30" as a time of day.

    Raises:
        BadInput: it is none.
    """
    found = CLOCK.fullmatch(text.strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise BadInput(f'{text!r} is not a time of day; right would be "22:30"')
    return time(int(found[1]), int(found[2]))
