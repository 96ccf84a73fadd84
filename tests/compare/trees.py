"""Menus written as indented lines: "Label > /target" (the target may be left out)."""

from monitor.model import Item, Page, Region, RegionKind


def items(lines):
    """The trees that these indented lines draw."""
    root = []
    stack = [(-1, root)]
    for line in lines.strip("\n").splitlines():
        if not line.strip():
            continue
        depth = len(line) - len(line.lstrip())
        label, _, target = line.strip().partition(" > ")
        while stack[-1][0] >= depth:
            stack.pop()
        node = [label, target.strip(), []]
        stack[-1][1].append(node)
        stack.append((depth, node[2]))
    return _frozen(root)


def _frozen(nodes):
    return tuple(Item(label, target, _frozen(children)) for label, target, children in nodes)


def region(lines, kind=RegionKind.MENU, name=""):
    return Region(kind=kind, items=items(lines), name=name)


def page(url, *regions, body=()):
    return Page(url=url, title=url, body=body, regions=regions)


def short(change):
    """One change as one line: what a test says about it."""
    name = f"{change.type.value}{f'/{change.kind}' if change.kind else ''}"
    if change.annotation:
        from_year, to_year = (f" {year}" if year else "" for year in (change.from_year, change.to_year))
        return f"{name} {change.annotation}: {change.from_item}{from_year} -> {change.to_item}{to_year}"
    before, after = (_said(side) for side in (change.before, change.after))
    where = f" under {' > '.join(change.path)}" if change.path else ""
    if change.path_before is not None:
        where += f" from {' > '.join(change.path_before) or 'the top'}"
    text = f" {change.text}:" if change.text else ""
    if before == after and change.type.value.endswith("_moved"):
        return f"{name} {after}{where}"
    return f"{name}{text} {' -> '.join(s for s in (before, after) if s is not None)}{where}"


def _said(side):
    return side if side is None or isinstance(side, str) else ", ".join(side)
