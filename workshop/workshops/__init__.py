"""Workshops: seats, guides, agenda, timing, attendance, interruptions and the log."""
