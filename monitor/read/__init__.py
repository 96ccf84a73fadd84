"""Bytes become blocks: one reader a format, behind one door."""
