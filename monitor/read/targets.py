"""Link targets as absolute URLs, so that a menu has the same targets on each of its pages (RFC 3986 §5)."""

from urllib.parse import urljoin, urlsplit

_ABSOLUTE = ("http://", "https://", "mailto:", "tel:")
MAX_TARGET_CHARS = 4000
"""Longer ones are data in disguise (data: URLs, session dumps): they are cut."""


class Targets:
    """Resolves what one page writes into its links."""

    def __init__(self, url: str, base: str = "") -> None:
        base = _join(url, base.strip()) if base else url
        try:
            parts = urlsplit(base)
        except ValueError:
            parts = urlsplit("")
        self._base = base
        self._origin = f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") else ""
        self._scheme = parts.scheme or "https"
        self._known: dict[str, str] = {}

    def resolve(self, written: str | None) -> str:
        """The absolute URL; as written where the page's own URL is not known; "" for what leads nowhere.

        A fragment alone stays alone: it leads to another place of the same page.
        """
        if written is None:
            return ""
        target = written.strip()
        if not target or target[0] == "#" or target.startswith(_ABSOLUTE):
            return target[:MAX_TARGET_CHARS] if target != "#" else ""
        if target[0] == "/" and self._origin and "/." not in target:
            if target.startswith("//"):
                return f"{self._scheme}:{target}"[:MAX_TARGET_CHARS]
            return (self._origin + target)[:MAX_TARGET_CHARS]
        known = self._known.get(target)
        if known is None:
            known = self._known[target] = self._slowly(target)
        return known

    def _slowly(self, target: str) -> str:
        low = target[:20].lower()
        if low.startswith(("javascript:", "data:", "about:", "blob:")):
            return ""
        target = target[:MAX_TARGET_CHARS]
        return _join(self._base, target) if self._origin else target


def _join(base: str, target: str) -> str:
    try:
        return urljoin(base, target)
    except ValueError:  # "http://[": a URL by nobody's reading
        return target
