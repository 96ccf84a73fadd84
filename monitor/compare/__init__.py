"""What happened between two versions of a page, or of a site's chrome: typed changes with evidence."""

from monitor.compare.body import compare_bodies
from monitor.compare.chrome import compare_chrome, compare_regions
from monitor.compare.pages import compare_pages, is_same_page
from monitor.compare.regions import match_regions
from monitor.compare.spans import spans_of, with_spans

__all__ = [
    "compare_bodies",
    "compare_chrome",
    "compare_pages",
    "compare_regions",
    "is_same_page",
    "match_regions",
    "spans_of",
    "with_spans",
]
