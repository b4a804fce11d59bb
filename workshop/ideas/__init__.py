"""Ideas that answer problems: written, weighed, merged, voted on."""
