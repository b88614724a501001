"""The types that travel between the rooms. No logic beyond reading off a value."""
