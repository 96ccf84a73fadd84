"""What can go wrong, as a short tree. "Nothing new" is not in it: that is a value.

MonitorError                 one clear line for people; exit code 2
├── BadInput                 what the user gave is not right: says the file, the key, what would be right
│   └── BadConfig            config.toml
├── Unreadable               bytes that no reader can make a document of
│   └── TooLarge             more bytes, nodes or levels than the set bounds
├── StoreError               the store cannot be used
│   ├── NotAStore            the file is something else
│   ├── StoreTooNew          written by a newer program
│   ├── StoreLocked          another program holds it
│   └── StoreFull            the disk is full
└── Unreachable              a page could not be fetched
"""


class MonitorError(Exception):
    """Anything that a person can be told in one line."""


class BadInput(MonitorError):
    """What the user gave is not right; the message says what would be."""


class BadConfig(BadInput):
    """The configuration is not right; the message names file, line and key."""


class Unreadable(MonitorError):
    """No document can be made of these bytes."""


class TooLarge(Unreadable):
    """The bytes are over a set bound (bytes, nodes, depth)."""


class StoreError(MonitorError):
    """The store cannot be used as it is."""


class NotAStore(StoreError):
    """The file is not one of our stores."""


class StoreTooNew(StoreError):
    """The store was written by a newer program."""


class StoreLocked(StoreError):
    """Another program holds the store."""


class StoreFull(StoreError):
    """There is no room left on the disk."""


class Unreachable(MonitorError):
    """A page could not be fetched."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url}: {reason}")
        self.url = url
        self.reason = reason
