"""What is written down: contributions, the summary, the officials' comments."""
