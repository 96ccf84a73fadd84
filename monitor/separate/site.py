"""What the site's other pages say overrules what one page alone looks like.

Text that other pages show in the same place is chrome, whatever its tags say; text that none of them has,
in a place that they have, is likely body. Neither is a law: clauses are shared by documents, and a
breadcrumb differs everywhere. So the witnesses are weighed against what the structure says, as log odds.
"""

from monitor.model import Document
from monitor.separate.labels import Labels, vote, with_body
from monitor.separate.template import Shared

MIN_WITNESSES = 2
"""With fewer other pages that share anything, the structure alone decides."""
MIN_SHARE = 0.3
"""Of the pages that have the place: sections differ, and a menu is edited now and then."""


def weigh_site(document: Document, labels: Labels, shared: Shared) -> Labels:
    """The labels, with what the other pages say."""
    if shared.pages < MIN_WITNESSES:
        return labels
    body = list(labels.body)
    for index in range(len(document.blocks)):
        body[index] = vote(labels, index) + _testimony(shared, index) > 0
    return with_body(labels, body)


def _testimony(shared: Shared, index: int) -> float:
    """Log odds for body (above 0) or chrome that the other pages give.

    The figures are measured: how often blocks with this evidence are body, over how often blocks are.
    """
    same, place, anywhere = shared.same[index], shared.place[index], shared.anywhere[index]
    if same >= MIN_WITNESSES and same >= MIN_SHARE * place:
        return -2.0 - 2.0 * same / place
    if anywhere >= MIN_WITNESSES and anywhere >= MIN_SHARE * shared.pages:
        return -2.0
    if anywhere >= 1:
        return -0.7
    return 0.7 if place >= MIN_WITNESSES else 0.3
