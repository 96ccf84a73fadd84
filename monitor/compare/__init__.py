"""What happened between two versions of a page, or of a site's chrome: typed changes with evidence."""

from monitor.compare.annotations import Annotation, find_annotations
from monitor.compare.body import compare_bodies
from monitor.compare.border import settle_border
from monitor.compare.chrome import compare_chrome, compare_regions
from monitor.compare.entries import Entry
from monitor.compare.importance import Importance, weigh
from monitor.compare.lift import lift_shared
from monitor.compare.pages import compare_pages, is_same_page
from monitor.compare.regions import match_regions
from monitor.compare.restless import RESTLESS, RESTLESS_AFTER, is_restless, restless_texts
from monitor.compare.spans import spans_of, with_spans
from monitor.compare.tell import name_of, tell

__all__ = [
    "RESTLESS",
    "RESTLESS_AFTER",
    "Annotation",
    "Entry",
    "Importance",
    "compare_bodies",
    "compare_chrome",
    "compare_pages",
    "compare_regions",
    "find_annotations",
    "is_restless",
    "is_same_page",
    "lift_shared",
    "match_regions",
    "name_of",
    "restless_texts",
    "settle_border",
    "spans_of",
    "tell",
    "weigh",
    "with_spans",
]
