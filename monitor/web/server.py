"""What the daemon tells over HTTP: `/healthz`, `/metrics`, and the feeds.

On 127.0.0.1 only, and nothing can be changed through it; who wants others to see the feeds puts a real web
server in front, or writes them into its folder with `monitor feed`.
"""

import hashlib
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from monitor.errors import BadInput, MonitorError
from monitor.web.feeds import render_feed
from monitor.web.health import Health

TEXT = "text/plain; version=0.0.4; charset=utf-8"
KINDS = {"atom": "application/atom+xml; charset=utf-8", "json": "application/feed+json"}
HERE = "there is /healthz, /metrics, /feeds/all.atom, /feeds/all.json, /feeds/SITE.atom, /feeds/SITE.json\n"


class Server(ThreadingHTTPServer):
    """Serves until it is shut down."""

    daemon_threads = True

    def __init__(self, port: int, health: Health, store: Path, now: Callable[[], float]) -> None:
        """Raises: OSError (the port is taken)."""
        self.health = health
        self.store = store
        self.now = now
        super().__init__(("127.0.0.1", port), Handler)
        threading.Thread(target=self.serve_forever, name="health", daemon=True).start()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who hangs up early is no trouble of ours, and no traceback in the log."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    timeout = 5
    server: Server

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        match path:
            case "/healthz" if self.server.health.is_well(self.server.now()):
                self.answer(200, TEXT, b"well\n")
            case "/healthz":
                self.answer(503, TEXT, b"the loop does not turn\n")
            case "/metrics":
                self.answer(200, TEXT, self.server.health.metrics().encode())
            case _ if path.startswith("/feeds/"):
                self.feed(path.removeprefix("/feeds/"))
            case _:
                self.answer(404, TEXT, HERE.encode())

    def feed(self, wanted: str) -> None:
        name, _, kind = wanted.rpartition(".")
        if not name or kind not in KINDS:
            self.answer(404, TEXT, HERE.encode())
            return
        url = f"http://127.0.0.1:{self.server.server_port}{self.path}"
        try:
            data = render_feed(self.server.store, "" if name == "all" else name, kind, url)
        except BadInput as error:
            self.answer(404, TEXT, f"{error}\n".encode())
        except MonitorError as error:
            self.answer(503, TEXT, f"{error}\n".encode())
        else:
            self.answer(200, KINDS[kind], data)

    def answer(self, status: int, kind: str, data: bytes) -> None:
        etag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
        is_known = status == 200 and etag in self.headers.get("If-None-Match", "")
        self.send_response(304 if is_known else status)
        self.send_header("ETag", etag)
        self.send_header("X-Content-Type-Options", "nosniff")
        if not is_known:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if not is_known:
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        return
