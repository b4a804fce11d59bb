"""Opinions: what the sectors of the State say of each idea."""
