"""The floor: who speaks, who waits, for how long."""
