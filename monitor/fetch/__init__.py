"""One polite, conditional, bounded GET: page → Snapshot, NotModified, or why not."""

from monitor.fetch.answer import Answer, Fetched, Missed, NotModified, Validators
from monitor.fetch.client import Client
from monitor.fetch.decoding import OverLimit, Undecodable, decode
from monitor.fetch.guard import Allowance, Refused, check_url
from monitor.fetch.origin import Bounds, Origin
from monitor.fetch.polite import Inbox, Job, Later, Politeness, Round, host_of
from monitor.fetch.posting import Posted, post
from monitor.fetch.render import Renderer, can_render
from monitor.fetch.robots import PATH as ROBOTS_PATH
from monitor.fetch.robots import Robots, Ruling

__all__ = [
    "ROBOTS_PATH",
    "Allowance",
    "Answer",
    "Bounds",
    "Client",
    "Fetched",
    "Inbox",
    "Job",
    "Later",
    "Missed",
    "NotModified",
    "Origin",
    "OverLimit",
    "Politeness",
    "Posted",
    "Refused",
    "Renderer",
    "Robots",
    "Round",
    "Ruling",
    "Undecodable",
    "Validators",
    "can_render",
    "check_url",
    "decode",
    "host_of",
    "post",
]
