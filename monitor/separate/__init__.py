"""Which block is chrome, which is body."""
