"""What `monitor init` writes: a configuration that works as it is."""

STARTER = """\
# What `monitor` watches, and where it keeps what it saw. Paths are relative to this file.

# The store: one SQLite file, made when it is first needed.
store = "monitor.sqlite"

# Goes into the User-Agent: where the people whose pages you watch can ask you to stop.
# contact = "https://example.org/about-us"

# Files and folders of snapshots that `monitor run` takes in; what it has seen before is skipped.
# A folder is read as site/page/moment.html, or by the manifest that lies in it.
snapshots = ["snapshots"]

# Name a site to say where its own snapshots lie, if their folder does not tell which site they show.
# [[site]]
# name = "example"
# snapshots = ["captures/example"]
"""
