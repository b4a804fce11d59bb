"""The room: its parts, news and presence, the moderator's desk, the wall, and the door."""
