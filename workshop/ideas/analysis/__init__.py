"""Analysis: marks for feasibility and value, and which ideas go together."""
