"""A record as it is read: its page and the picture of its milestones."""
