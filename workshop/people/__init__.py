"""Organizations, persons, and how they come in."""
