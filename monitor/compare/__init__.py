"""What happened between two versions of a page, or of a site's chrome: typed changes with evidence."""

from monitor.compare.body import compare_bodies
from monitor.compare.pages import compare_pages, is_same_page
from monitor.compare.spans import spans_of, with_spans

__all__ = ["compare_bodies", "compare_pages", "is_same_page", "spans_of", "with_spans"]
