"""Filling in a record: its sections, what may be sent, its versions."""
