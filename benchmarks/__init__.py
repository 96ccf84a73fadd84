"""Every figure that the project claims, measured again: one module a figure."""
