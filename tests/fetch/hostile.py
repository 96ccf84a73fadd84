"""A web server that misbehaves in every way we could think of: one behaviour a path.

It speaks bytes on a socket, because no well-behaved server library would send these answers.
"""

import contextlib
import gzip
import itertools
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import brotli
import zstandard

PAGE = b"<!doctype html><title>Levels</title><main><p>The level at the upper lock is 4.20 m.</p></main>"
ZSTD_BOMB = zstandard.compress(bytes(1 << 28))
BROTLI_BOMB = brotli.compress(bytes(1 << 26), quality=1)

STALL_S = 30.0
"""Longer than any deadline that the tests set."""


@dataclass
class Visit:
    """One connection, as a behaviour sees it."""

    sock: socket.socket
    path: str
    headers: dict[str, str]
    port: int
    stopping: threading.Event = field(default_factory=threading.Event)

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def answer(self, body: bytes = PAGE, status: str = "200 OK", **headers: str) -> None:
        named = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
        named |= {k.replace("_", "-"): v for k, v in headers.items()}
        head = "".join(f"{k}: {v}\r\n" for k, v in named.items() if v != "-")
        self.send(f"HTTP/1.1 {status}\r\n{head}\r\n".encode("latin-1") + body)

    def drip(self, pieces: Iterator[bytes], pause_s: float = 0.05) -> None:
        until = time.monotonic() + STALL_S
        for piece in pieces:
            if self.stopping.is_set() or time.monotonic() > until:
                return
            self.send(piece)
            time.sleep(pause_s)

    def flood(self, piece: bytes) -> None:
        self.drip(itertools.repeat(piece), 0)

    def stall(self) -> None:
        self.stopping.wait(STALL_S)


Behaviour = Callable[[Visit], None]
BEHAVIOURS: dict[str, Behaviour] = {}


def behaviour(function: Behaviour) -> Behaviour:
    BEHAVIOURS["/" + function.__name__.replace("_", "-")] = function
    return function


@behaviour
def good(v: Visit) -> None:
    v.answer(ETag='"v1"', Last_Modified="Mon, 12 Jan 2026 09:00:00 GMT")


@behaviour
def conditional(v: Visit) -> None:
    if v.headers.get("if-none-match") == '"v1"':
        v.send(b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\n\r\n')
    else:
        v.answer(ETag='"v1"')


@behaviour
def empty(v: Visit) -> None:
    v.answer(b"")


@behaviour
def white_space(v: Visit) -> None:
    v.answer(b" \r\n\t" * 50)


@behaviour
def gone(v: Visit) -> None:
    v.answer(status="410 Gone")


@behaviour
def not_found(v: Visit) -> None:
    v.answer(status="404 Not Found")


@behaviour
def internal_error(v: Visit) -> None:
    v.answer(status="500 Internal Server Error")


@behaviour
def busy(v: Visit) -> None:
    v.answer(status="503 Service Unavailable", Retry_After="120")


@behaviour
def too_many(v: Visit) -> None:
    v.answer(status="429 Too Many Requests", Retry_After="999999999999")


@behaviour
def forbidden(v: Visit) -> None:
    v.answer(status="403 Forbidden")


CHALLENGE = b"<!doctype html><title>Just a moment...</title><p>Enable JavaScript and cookies to continue</p>"


@behaviour
def challenge_as_busy(v: Visit) -> None:
    v.answer(gzip.compress(CHALLENGE), status="503 Service Unavailable", Content_Encoding="gzip")


@behaviour
def challenge_as_accepted(v: Visit) -> None:
    v.answer(b"", status="202 Accepted", X_Amzn_Waf_Action="challenge")


@behaviour
def drips_an_error_page(v: Visit) -> None:
    v.send(b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 4000\r\n\r\n")
    v.drip(itertools.repeat(b"<", 4000))


@behaviour
def login(v: Visit) -> None:
    v.answer(status="401 Unauthorized", WWW_Authenticate="Basic")


@behaviour
def status_999(v: Visit) -> None:
    v.answer(status="999 Request denied")


@behaviour
def status_of_words(v: Visit) -> None:
    v.answer(status="OK fine")


@behaviour
def status_negative(v: Visit) -> None:
    v.answer(status="-1 Odd")


@behaviour
def not_http(v: Visit) -> None:
    v.send(b"SSH-2.0-OpenSSH_9.2\r\n")


@behaviour
def binary_noise(v: Visit) -> None:
    v.send(bytes(range(256)) * 64)


@behaviour
def closed_at_once(v: Visit) -> None:
    return


@behaviour
def never_answers(v: Visit) -> None:
    v.stall()


@behaviour
def drips_the_status_line(v: Visit) -> None:
    v.drip(bytes([b]) for b in itertools.chain(b"HTTP/1.1 ", itertools.repeat(0x32)))


@behaviour
def drips_headers(v: Visit) -> None:
    v.send(b"HTTP/1.1 200 OK\r\n")
    v.drip((f"X-{i}: y\r\n".encode() for i in itertools.count()), 0.2)


@behaviour
def drips_the_body(v: Visit) -> None:
    v.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    v.drip(itertools.repeat(b"x"))


@behaviour
def endless_body(v: Visit) -> None:
    v.send(b"HTTP/1.1 200 OK\r\n\r\n")
    v.flood(b"x" * 65536)


@behaviour
def endless_chunks(v: Visit) -> None:
    v.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    v.flood(b"10000\r\n" + b"x" * 65536 + b"\r\n")


@behaviour
def tiny_chunks(v: Visit) -> None:
    v.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    v.flood(b"1\r\nx\r\n" * 1000)


@behaviour
def chunk_of_a_wrong_size(v: Visit) -> None:
    v.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzzz\r\nhello\r\n0\r\n\r\n")


@behaviour
def chunk_of_a_huge_size(v: Visit) -> None:
    v.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"f" * 30 + b"\r\nhello\r\n")


@behaviour
def chunk_extension_flood(v: Visit) -> None:
    v.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;")
    v.flood(b"a" * 65536)


@behaviour
def chunks_cut_off(v: Visit) -> None:
    v.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")


@behaviour
def shorter_than_announced(v: Visit) -> None:
    v.answer(PAGE, Content_Length=str(len(PAGE) + 500))


@behaviour
def longer_than_announced(v: Visit) -> None:
    v.answer(PAGE + b"<p>trailing</p>", Content_Length=str(len(PAGE)))


@behaviour
def announces_a_terabyte(v: Visit) -> None:
    v.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n")
    v.stall()


@behaviour
def length_of_words(v: Visit) -> None:
    v.answer(Content_Length="many")


@behaviour
def length_negative(v: Visit) -> None:
    v.answer(Content_Length="-5")


@behaviour
def lengths_that_differ(v: Visit) -> None:
    v.send(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 900\r\n\r\n" + PAGE)


@behaviour
def huge_header(v: Visit) -> None:
    v.answer(X_Big="h" * 1_000_000)


@behaviour
def many_headers(v: Visit) -> None:
    v.send(b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % i for i in range(5000)) + b"\r\n" + PAGE)


@behaviour
def header_without_end(v: Visit) -> None:
    v.send(b"HTTP/1.1 200 OK\r\nX: ")
    v.flood(b"h" * 65536)


@behaviour
def header_with_ansi(v: Visit) -> None:
    v.answer(ETag='"\x1b[31mred\x1b[0m"', Content_Type="text/html\x1b]0;owned\x07")


@behaviour
def a_megabyte_of_cookies(v: Visit) -> None:
    v.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n" % len(PAGE))
    v.send(b"".join(b"Set-Cookie: c%d=%s\r\n" % (i, b"x" * 20_000) for i in range(50)) + b"\r\n" + PAGE)


@behaviour
def continues_for_ever(v: Visit) -> None:
    v.flood(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)


@behaviour
def early_hints_for_ever(v: Visit) -> None:
    v.flood(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" * 1000)


@behaviour
def gzip_bomb(v: Visit) -> None:
    stream = zlib.compressobj(1, wbits=31)
    body = b"".join(stream.compress(bytes(1 << 24)) for _ in range(2)) + stream.flush()
    v.answer(body, Content_Encoding="gzip")


@behaviour
def brotli_bomb(v: Visit) -> None:
    v.answer(BROTLI_BOMB, Content_Encoding="br")


@behaviour
def zstd_bomb(v: Visit) -> None:
    v.answer(ZSTD_BOMB, Content_Encoding="zstd")


@behaviour
def layers_of_gzip(v: Visit) -> None:
    body = PAGE
    for _ in range(10):
        body = gzip.compress(body)
    v.answer(body, Content_Encoding=", ".join(["gzip"] * 10))


@behaviour
def gzip_that_is_none(v: Visit) -> None:
    v.answer(PAGE, Content_Encoding="gzip")


@behaviour
def gzip_cut_off(v: Visit) -> None:
    v.answer(gzip.compress(PAGE * 50)[:-20], Content_Encoding="gzip")


@behaviour
def unknown_coding(v: Visit) -> None:
    v.answer(PAGE, Content_Encoding="sdch")


@behaviour
def redirect(v: Visit) -> None:
    v.answer(b"", "301 Moved Permanently", Location="/good")


@behaviour
def redirect_for_now(v: Visit) -> None:
    v.answer(b"", "302 Found", Location="good")


@behaviour
def redirect_to_itself(v: Visit) -> None:
    v.answer(b"", "302 Found", Location=v.path)


@behaviour
def redirect_in_a_circle(v: Visit) -> None:
    v.answer(b"", "302 Found", Location="/redirect-back")


@behaviour
def redirect_back(v: Visit) -> None:
    v.answer(b"", "302 Found", Location="/redirect-in-a-circle")


@behaviour
def redirect_for_ever(v: Visit) -> None:
    step = int(v.path.partition("?")[2] or 0) + 1
    v.answer(b"", "302 Found", Location=f"/redirect-for-ever?{step}")


@behaviour
def redirect_with_a_cookie(v: Visit) -> None:
    if "seen=1" in v.headers.get("cookie", ""):
        v.answer()
    else:
        v.answer(b"", "302 Found", Location=v.path, Set_Cookie="seen=1; Path=/")


@behaviour
def redirect_nowhere(v: Visit) -> None:
    v.answer(b"", "302 Found")


@behaviour
def redirect_inside(v: Visit) -> None:
    v.answer(b"", "302 Found", Location=f"http://127.0.0.2:{v.port}/secret")


@behaviour
def redirect_inside_by_name(v: Visit) -> None:
    v.answer(b"", "302 Found", Location="http://metadata.internal/latest")


@behaviour
def redirect_to_a_file(v: Visit) -> None:
    v.answer(b"", "302 Found", Location="file:///etc/passwd")


@behaviour
def redirect_with_user_information(v: Visit) -> None:
    v.answer(b"", "302 Found", Location=f"http://a:b@127.0.0.1:{v.port}/good")


@behaviour
def redirect_with_a_line_break(v: Visit) -> None:
    v.send(b"HTTP/1.1 302 Found\r\nLocation: /good\r\n\tX-Injected: yes\r\nContent-Length: 0\r\n\r\n")


@behaviour
def redirect_to_a_long_url(v: Visit) -> None:
    v.answer(b"", "302 Found", Location="/" + "a" * 20_000)


@behaviour
def secret(v: Visit) -> None:
    v.answer(b"<p>inner secret</p>")


@behaviour
def strange_charset(v: Visit) -> None:
    v.answer(Content_Type="text/html; charset=utf-9-made-up")


@behaviour
def half_closed(v: Visit) -> None:
    v.send(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<p>half")
    v.sock.shutdown(socket.SHUT_WR)
    v.stall()


@behaviour
def reset(v: Visit) -> None:
    v.send(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<p>half")
    v.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    v.sock.close()


@behaviour
def nul_bytes(v: Visit) -> None:
    v.answer(PAGE + bytes(1000))


class HostileServer:
    """The server, on every address of 127.0.0.0/8, at a port of its own."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("0.0.0.0", 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        self.visits: list[tuple[str, str]] = []
        """(address that was dialled, path)."""
        self._stopping = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def close(self) -> None:
        self._stopping.set()
        self._listener.close()

    def _serve(self) -> None:
        while not self._stopping.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._visit, args=(sock,), daemon=True).start()

    def _visit(self, sock: socket.socket) -> None:
        with sock, contextlib.suppress(OSError):
            sock.settimeout(STALL_S)
            request = b""
            while b"\r\n\r\n" not in request:
                data = sock.recv(65536)
                if not data:
                    return
                request += data
            lines = request.decode("latin-1").split("\r\n")
            path = lines[0].split(" ")[1]
            headers = {
                k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:] if line)
            }
            self.visits.append((sock.getsockname()[0], path))
            do = BEHAVIOURS.get(path.partition("?")[0], not_found)
            do(Visit(sock, path, headers, self.port, self._stopping))
