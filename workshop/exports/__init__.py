"""The record of workshops as files."""
