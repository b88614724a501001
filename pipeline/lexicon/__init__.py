"""Word lists and their strict loader; the lists are files in `data/`, their origins in SOURCES.md."""
