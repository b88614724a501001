"""A record as text: JSON with places, and in words what a hand broke in it."""
