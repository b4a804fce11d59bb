"""The ballot: its page, what it may hold, and casting it exactly once."""
