"""Pages that JavaScript makes: rendered by an installed Chromium, which never touches the network itself.

    Chromium asks for anything  →  we fetch it, through guard and bounds  →  Chromium gets our answer

So what a page's scripts ask for is dialled, checked and bounded like any page. Chromium itself resolves no
name. Needs the extra `render` (Playwright) and a Chromium on this machine.
"""

import contextlib
import importlib.util
import os
import shutil
import time
from dataclasses import replace
from datetime import datetime
from typing import Any

from monitor.fetch.answer import Answer, Fetched, Missed, Turn, Validators, at_once
from monitor.fetch.client import Client
from monitor.model import Trouble

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

MAX_REQUESTS = 200
"""What one page may ask for; pages of the web ask for 70 on average (HTTP Archive)."""
MAX_BYTES = 50_000_000
"""All of what it asks for, and what becomes of it."""
QUIET_S = 0.5
"""A page that has asked for nothing for so long is taken as it is."""

UNWANTED = frozenset({"image", "media", "font", "ping", "manifest", "texttrack"})
"""Nothing that can be read comes of these."""

ARGUMENTS = (
    # Whatever should get past the answers that we give finds no name and no way out, loopback included.
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--no-first-run",
)


def find_chromium() -> str | None:
    """Where a Chromium is installed."""
    return next(filter(None, map(shutil.which, CHROMIUMS)), None)


def can_render() -> bool:
    """Whether what rendering needs is installed."""
    return importlib.util.find_spec("playwright") is not None and find_chromium() is not None


class Renderer:
    """Fetches pages as `Client` does, and lets their scripts run."""

    def __init__(self, client: Client, total_s: float) -> None:
        self._client = client
        self._total_s = total_s

    def fetch(self, url: str, now: datetime, site: str = "", turn: Turn = at_once) -> Answer:
        """The page as its scripts leave it. Never raises.

        It is not asked whether it is the same as it was: what its scripts ask for may not be.
        """
        served = self._client.fetch(url, now, None, site, turn)
        if not isinstance(served, Fetched) or "html" not in served.snapshot.media_type:
            return served
        if not can_render():
            reason = "render = true needs Chromium and the extra: pip install monitor[render]"
            return Missed(trouble=Trouble.ERROR, reason=reason, final_url=url)
        from playwright.sync_api import Error

        try:
            payload = _Rendering(self._client, served, now, self._total_s).run()
        except (Error, OSError) as error:
            reason = f"Chromium: {str(error).splitlines()[0][:200]}"
            return Missed(trouble=Trouble.ERROR, reason=reason, final_url=url, transient=True)
        notes = (*served.snapshot.notes, "rendered")
        snapshot = replace(
            served.snapshot, payload=payload, media_type="text/html", charset="utf-8", notes=notes
        )
        return replace(served, snapshot=snapshot, validators=Validators())


class _Rendering:
    """One page in a Chromium of its own."""

    def __init__(self, client: Client, served: Fetched, now: datetime, total_s: float) -> None:
        self._client = client
        self._others = client.without_secrets()
        self._served = served
        self._now = now
        self._until = time.monotonic() + total_s
        self._requests = 0
        self._bytes = len(served.snapshot.payload)
        self._is_served = False

    def run(self) -> bytes:
        from playwright.sync_api import TimeoutError as TooLate
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=find_chromium(),
                args=list(ARGUMENTS),
                chromium_sandbox=os.geteuid() != 0,  # Chromium has none for root
            )
            try:
                context = browser.new_context(service_workers="block", accept_downloads=False)
                context.route_web_socket("**/*", lambda socket: socket.close())
                context.route("**/*", self._answer)
                page = context.new_page()
                page.set_default_timeout(self._left_ms())
                page.goto(self._served.final_url, wait_until="commit")
                with contextlib.suppress(TooLate):  # one that polls for ever is taken as it is
                    page.wait_for_load_state("networkidle", timeout=self._left_ms() * 0.8)
                page.wait_for_timeout(min(QUIET_S * 1000, self._left_ms()))
                text = str(page.content())
            finally:
                browser.close()
        return text.encode("utf-8", "replace")[:MAX_BYTES]

    def _left_ms(self) -> float:
        return max(1.0, (self._until - time.monotonic()) * 1000)

    def _answer(self, route: Any) -> None:
        """Give Chromium what it asks for, or nothing."""
        request = route.request
        if request.is_navigation_request() and request.frame.parent_frame is None:
            if self._is_served:  # a script that leads elsewhere: that would be another page
                route.fulfill(status=204)  # it stays where it is (RFC 9110 §15.3.5)
                return
            self._is_served = True
            self._fulfil(route, self._served)
            return
        self._requests += 1
        refused = (
            request.method != "GET"
            or request.resource_type in UNWANTED
            or self._requests > MAX_REQUESTS
            or time.monotonic() > self._until
        )
        is_own = request.url.split("/", 3)[:3] == self._served.snapshot.url.split("/", 3)[:3]
        client = self._client if is_own else self._others
        answer = None if refused else client.fetch(request.url, self._now)
        if isinstance(answer, Fetched):
            self._bytes += len(answer.snapshot.payload)
            if self._bytes <= MAX_BYTES:
                self._fulfil(route, answer)
                return
        route.abort()

    @staticmethod
    def _fulfil(route: Any, answer: Fetched) -> None:
        snapshot = answer.snapshot
        media_type = snapshot.media_type or "application/octet-stream"
        charset = f"; charset={snapshot.charset}" if snapshot.charset else ""
        # We have no cookies or login of a reader in there that one site could steal from another.
        headers = {"Content-Type": media_type + charset, "Access-Control-Allow-Origin": "*"}
        route.fulfill(status=200, headers=headers, body=snapshot.payload)
