"""A web site on the loopback interface whose pages can be changed between looks."""

import sys
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Site:
    """Answers as it is told to; remembers who asked for what."""

    pages: dict[str, bytes] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    etags: bool = True
    retry_after: str = ""
    """Said with every status but 200."""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    when: list[float] = field(default_factory=list)
    """When each was asked for."""
    port: int = 0

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]


class Quiet(ThreadingHTTPServer):
    """Says nothing of visitors that hang up early: what the program says on stderr is what is tested."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Server:
    """Serves a site until it is closed."""

    def __init__(self, site: Site) -> None:
        self.site = site

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.when.append(time.monotonic())
                site.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
                if self.path in site.redirects:
                    self.answer(301, b"", Location=site.redirects[self.path])
                    return
                body = site.pages.get(self.path)
                if body is None:
                    self.answer(404, b"<title>Not found</title>")
                    return
                status = site.statuses.get(self.path, 200)
                etag = f'"{hash(body)}"'
                if site.etags and status == 200 and self.headers.get("If-None-Match") == etag:
                    self.answer(304, b"", ETag=etag)
                    return
                named = {"ETag": etag} if site.etags else {}
                if status != 200 and site.retry_after:
                    named["Retry-After"] = site.retry_after
                self.answer(status, body, **named)

            def answer(self, status: int, body: bytes, **headers: str) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if status != 304:
                    self.send_header("Content-Type", "text/html; charset=utf-8")
                    self.send_header("Content-Language", "en")
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if status != 304:
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                return

        self._server = Quiet(("127.0.0.1", 0), Handler)
        site.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
