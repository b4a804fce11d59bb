"""How the room feels, in ten seconds: one question, five faces, nobody's name."""
