"""unspun: from raw, often machine-reworded articles to facts that a person can check."""
