"""The shipped spaCy model, its measured confidences, and the loader."""
