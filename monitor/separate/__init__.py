"""Which block is chrome, which is body."""

from monitor.separate.classify import classify
from monitor.separate.labels import Labels
from monitor.separate.page import assemble, separate
from monitor.separate.pair import separate_pair
from monitor.separate.template import (
    Shared,
    Sketch,
    Template,
    decode_template,
    encode_template,
    learn,
    learn_sketch,
    shared,
    sketch,
)

REVISION = 6
"""Of the rules that separate: raised when the same document may be separated otherwise."""

__all__ = [
    "REVISION",
    "Labels",
    "Shared",
    "Sketch",
    "Template",
    "assemble",
    "classify",
    "decode_template",
    "encode_template",
    "learn",
    "learn_sketch",
    "separate",
    "separate_pair",
    "shared",
    "sketch",
]
