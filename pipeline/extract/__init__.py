"""From restored text to located candidates: names by model and word list, dates and figures by grammar.

Each part is a spaCy component that works in anybody's pipeline; `extractor.py` puts them in a row.
"""
