"""All records of a run side by side: one register of entities, and which articles copy which."""
