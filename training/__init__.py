"""How the data files that ship with the package are made. Nothing here is needed to run it."""
