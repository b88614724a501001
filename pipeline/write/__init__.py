"""From records to files that a person reads, and that are never half written."""
