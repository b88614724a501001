"""From findings to the record: raw offsets, lines, lasting ids, and what a person should look at first."""
