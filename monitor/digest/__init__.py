"""How changes read: text, JSON, HTML."""
