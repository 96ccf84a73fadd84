"""Pages: one URL that is watched, or the name of a file where only that is known."""

from dataclasses import dataclass
from typing import NewType

from monitor.store.connection import Connection
from monitor.store.sites import SiteId

PageId = NewType("PageId", int)


@dataclass(frozen=True, slots=True)
class StoredPage:
    id: PageId
    site_id: SiteId
    site: str
    url: str


class Pages:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, site: SiteId, url: str) -> PageId | None:
        row = self._connection.row("SELECT id FROM pages WHERE site = ? AND url = ?", (site, url))
        return None if row is None else PageId(row[0])

    def add(self, site: SiteId, url: str) -> PageId:
        """The page of that URL, made when it is new."""
        known = self.find(site, url)
        if known is not None:
            return known
        return PageId(self._connection.insert("INSERT INTO pages (site, url) VALUES (?, ?)", (site, url)))

    def get(self, page: PageId) -> StoredPage:
        row = self._connection.row(
            "SELECT pages.id, sites.id, sites.name, url FROM pages JOIN sites ON sites.id = site "
            "WHERE pages.id = ?",
            (page,),
        )
        assert row is not None  # noqa: S101  (ids come from this file)
        return StoredPage(*row)

    def of_site(self, site: SiteId) -> tuple[StoredPage, ...]:
        return self._where("site = ?", (site,))

    def named(self, name: str) -> tuple[StoredPage, ...]:
        """The pages that a person can mean by that name: by URL, else by how their URL ends."""
        exact = self._where("url = ?", (name,))
        if exact or not name:
            return exact
        ending = name.removesuffix("/").replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        by_end = self._where(
            "url LIKE ? ESCAPE '\\' OR url LIKE ? ESCAPE '\\'", (f"%/{ending}", f"%/{ending}/")
        )
        return by_end or self._where("url LIKE ? ESCAPE '\\'", (f"%{ending}%",))

    def all(self) -> tuple[StoredPage, ...]:
        return self._where("1", ())

    def _where(self, condition: str, values: tuple[object, ...]) -> tuple[StoredPage, ...]:
        rows = self._connection.rows(
            "SELECT pages.id, sites.id, sites.name, url FROM pages JOIN sites ON sites.id = site "
            f"WHERE {condition} ORDER BY sites.name, url",
            values,
        )
        return tuple(StoredPage(*row) for row in rows)
