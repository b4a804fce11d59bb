"""Preparing a workshop: one page of sections, its seats, and whether it is ready."""
