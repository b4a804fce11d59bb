"""The door of a room: coming in by a link or a code, waiting, and being admitted."""
