"""Logs: lines for people on a terminal, one JSON object a line otherwise."""

import json
import logging
import sys
from datetime import UTC, datetime

from monitor.digest.safe import one_line

EXTRA = ("site", "page", "outcome", "reason", "sentence", "seconds", "count")
"""What a record may carry besides its message."""


class ForPeople(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        level = "" if record.levelno <= logging.INFO else f"{record.levelname.lower()}: "
        return f"{at:%H:%M:%S} {level}{one_line(record.getMessage())}"


class ForPrograms(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": one_line(record.getMessage()),
        }
        for name in EXTRA:
            value = getattr(record, name, None)
            if value is not None:
                said[name] = one_line(value) if isinstance(value, str) else value
        if record.exc_info:
            said["trace"] = self.formatException(record.exc_info)
        return json.dumps(said)


def set_up_logs(verbosity: int) -> logging.Logger:
    """The program's log, on stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(ForPeople() if sys.stderr.isatty() else ForPrograms())
    log = logging.getLogger("monitor")
    log.handlers[:] = [handler]
    log.propagate = False
    log.setLevel(logging.DEBUG if verbosity else logging.INFO)
    return log
