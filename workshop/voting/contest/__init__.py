"""A contest: its list and roll, opening, closing, counting, ties and the reveal."""
