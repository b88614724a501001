"""The shipped spaCy models, their measured confidences, and the loader."""
