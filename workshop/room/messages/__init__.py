"""A message of the moderator to everyone in the room, with a clock of its own."""
