"""De-spinning: is an article machine-spun, and which of its words were likely swapped. Nothing is applied here."""

from pipeline.normalise.despin.despinner import Despinner

__all__ = ["Despinner"]
