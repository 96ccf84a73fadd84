"""Is an event one of the planted changes?"""


def is_told_by(planted, event):
    """Whether this event is the planted change: its type and all the values that the plan gives."""
    wanted = dict(planted["told"])
    path_ends = wanted.pop("path_ends", None)
    page = planted["in"].removeprefix("pages/").removesuffix(".html")
    if wanted["where"] == "body" and page not in (event.get("page") or ""):
        return False
    if path_ends and list(event.get("path") or [""])[-1] != path_ends:
        return False
    exact = wanted["where"] == "chrome" or wanted["type"] in {"table_cell_changed", "heading_changed"}
    return all(
        event.get(key) == value if exact or key not in {"before", "after"} else value in str(event.get(key))
        for key, value in wanted.items()
    )
