"""Which block is chrome, which is body."""

from monitor.model import Document, Page
from monitor.separate.classify import MIN_PAGES, classify
from monitor.separate.labels import Labels
from monitor.separate.regions import build_regions
from monitor.separate.template import Shared, Template, decode_template, encode_template, learn, shared

REVISION = 1
"""Of the rules that separate: raised when the same document may be separated otherwise."""


def separate(document: Document, template: Template | None = None) -> Page:
    """Tell what a page is about from what its site puts around it.

    `template` is what is known of the site's pages; without it the page's own structure decides.
    """
    known = shared(template, document) if template is not None else None
    return assemble(document, classify(document, known), known)


def assemble(document: Document, labels: Labels, known: Shared | None = None) -> Page:
    """The page that these labels make of a document."""
    return Page(
        url=document.url,
        title=document.metadata.title,
        body=tuple(block for block, is_body in zip(document.blocks, labels.body, strict=True) if is_body),
        regions=build_regions(document, labels),
        metadata=document.metadata,
        confidence=labels.confidence,
        basis="site" if known is not None and known.pages >= MIN_PAGES else "structure",
    )


__all__ = [
    "REVISION",
    "Labels",
    "Shared",
    "Template",
    "assemble",
    "classify",
    "decode_template",
    "encode_template",
    "learn",
    "separate",
    "shared",
]
