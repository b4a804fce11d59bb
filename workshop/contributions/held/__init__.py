"""Contributions that the agenda holds until the moderator shows them."""
