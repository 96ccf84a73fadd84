"""Sites: pages that share chrome, and what those pages share."""

from typing import NewType

from monitor.store.connection import Connection

SiteId = NewType("SiteId", int)


class Sites:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, name: str) -> SiteId | None:
        row = self._connection.row("SELECT id FROM sites WHERE name = ?", (name,))
        return None if row is None else SiteId(row[0])

    def add(self, name: str) -> SiteId:
        """The site of that name, made when it is new."""
        known = self.find(name)
        if known is not None:
            return known
        return SiteId(self._connection.insert("INSERT INTO sites (name) VALUES (?)", (name,)))

    def name(self, site: SiteId) -> str:
        [name] = self._connection.row("SELECT name FROM sites WHERE id = ?", (site,)) or ("",)
        return str(name)

    def names(self) -> tuple[str, ...]:
        return tuple(name for (name,) in self._connection.rows("SELECT name FROM sites ORDER BY name"))

    def template(self, site: SiteId) -> bytes | None:
        """As `separate.encode_template` gave it."""
        row = self._connection.row("SELECT template FROM sites WHERE id = ?", (site,))
        return None if row is None else row[0]

    def put_template(self, site: SiteId, template: bytes) -> None:
        self._connection.execute("UPDATE sites SET template = ? WHERE id = ?", (template, site))
