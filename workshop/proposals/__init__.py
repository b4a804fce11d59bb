"""What entities propose to commit to: written, strengthened, and checked for agreement."""
