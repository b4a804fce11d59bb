"""A plan as one file: read whole or refused whole, and written back the same."""
