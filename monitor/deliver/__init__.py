"""The journey of what changed to those who want to know: formed, kept, handed over, marked."""

from monitor.deliver.digests import (
    Delivery,
    Reader,
    deliver,
    edition_for,
    is_quiet,
    message_for,
    postman,
    readers,
    with_titles,
)
from monitor.deliver.due import form_due
from monitor.deliver.webhooks import deliver_posts

__all__ = [
    "Delivery",
    "Reader",
    "deliver",
    "deliver_posts",
    "edition_for",
    "form_due",
    "is_quiet",
    "message_for",
    "postman",
    "readers",
    "with_titles",
]
