"""The start page and the desk of the SGP: the plan as a board."""
