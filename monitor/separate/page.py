"""One document becomes a page: labelled by its structure, weighed against its site, put together."""

from monitor.model import BlockKind, Document, Page
from monitor.separate.classify import classify
from monitor.separate.labels import Labels
from monitor.separate.regions import build_regions
from monitor.separate.site import MIN_WITNESSES, weigh_site
from monitor.separate.template import Template, shared
from monitor.separate.whole_file import FORMATS, label_whole_file


def separate(document: Document, template: Template | None = None) -> Page:
    """Tell what a page is about from what its site puts around it.

    `template` is what is known of the site's pages; without it the page's own structure decides.
    """
    labels, basis = label(document, template)
    return assemble(document, labels, basis)


def label(document: Document, template: Template | None) -> tuple[Labels, str]:
    """The labels of a document, and their basis: "site" or "structure"."""
    if document.format in FORMATS:
        return label_whole_file(document), "structure"
    labels = classify(document)
    if template is not None and template.pages:
        known = shared(template, document)
        if known.pages >= MIN_WITNESSES:
            return weigh_site(document, labels, known), "site"
    return labels, "structure"


def assemble(document: Document, labels: Labels, basis: str = "structure") -> Page:
    """The page that these labels make of a document."""
    return Page(
        url=document.url,
        title=document.metadata.title,
        body=tuple(block for block, is_body in zip(document.blocks, labels.body, strict=True) if is_body),
        regions=build_regions(document, labels),
        metadata=document.metadata,
        confidence=labels.confidence,
        basis=basis,
        headline=_headline(document, labels),
        notes=document.notes,
    )


def _headline(document: Document, labels: Labels) -> str:
    tops = [
        index
        for index, block in enumerate(document.blocks)
        if block.level == 1 and block.kind is BlockKind.HEADING
    ]
    if len(tops) != 1 or labels.body[tops[0]] or document.blocks[tops[0]].links:
        return ""
    return document.blocks[tops[0]].text
