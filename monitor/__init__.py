"""Watch the pages of institutions and say what changed: once, in one true sentence, with its evidence."""

__version__ = "0.1.0"
