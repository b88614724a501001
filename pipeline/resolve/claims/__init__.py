"""Who says what, and how sure the article makes it: sources and stances of figures, dates and sentences."""

from pipeline.resolve.claims.claims import Claim, Claims

__all__ = ["Claim", "Claims"]
