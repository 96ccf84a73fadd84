"""What happened between two versions of a page, or of a site's chrome: typed changes with evidence."""

from monitor.compare.spans import spans_of, with_spans

__all__ = ["spans_of", "with_spans"]
