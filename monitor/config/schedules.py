"""How people write schedules: "6h", "adaptive", "daily 07:00", "monday 07:00", or cron's five fields."""

import re
from datetime import time

from monitor.errors import BadInput

DAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
AT = re.compile(r"(?:(daily|weekdays|" + "|".join(DAYS) + r")\s+)(\d{1,2}):(\d{2})")
DAY_RANGE = re.compile(
    r"(\*|\d|{days})(?:-(\d|{days}))?(?:/(\d))?".replace("{days}", "|".join(day[:3] for day in DAYS)),
    re.ASCII,
)
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
    """Cron's five fields, with the days of the week by name: cron counts them from Sunday, APScheduler from
    Monday.

    Raises:
        BadInput: they are not.

    >>> check_cron("0 7 * * 1-5"), check_cron("0 7 1 * *")
    ('0 7 * * mon,tue,wed,thu,fri', '0 7 1 * *')
    """
    from apscheduler.triggers.cron import CronTrigger  # only for those who set one: it takes its time

    *others, days = text.lower().split() or [""]
    named = " ".join((*others, _name_days(days)))
    try:
        CronTrigger.from_crontab(named)
    except ValueError as error:
        raise BadInput(f"{text!r} is not a schedule ({error}); {RIGHT}") from error
    return named


def _name_days(field: str) -> str:
    """Cron's last field, every day in it by its name; as it is where it is none."""
    if field == "*":
        return field
    chosen: set[int] = set()
    for part in field.split(","):
        found = DAY_RANGE.fullmatch(part)
        if not found or found[3] == "0":
            return field
        first, last, step = found[1], found[2], int(found[3] or 1)
        begin = 0 if first == "*" else _number_of(first)
        end = 6 if first == "*" else begin if last is None and found[3] is None else _number_of(last or "6")
        if begin > 7 or end > 7:
            return field
        if end < begin:
            end += 7  # "fri-mon"
        chosen |= {day % 7 for day in range(begin, end + 1, step)}
    return ",".join(DAYS[day][:3] for day in (*range(1, 7), 0) if day in chosen)


def _number_of(day: str) -> int:
    return int(day) if day.isdecimal() else [one[:3] for one in DAYS].index(day)


def parse_clock(text: str) -> time:
    """ "22:30" as a time of day.

    Raises:
        BadInput: it is none.
    """
    found = CLOCK.fullmatch(text.strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise BadInput(f'{text!r} is not a time of day; right would be "22:30"')
    return time(int(found[1]), int(found[2]))
