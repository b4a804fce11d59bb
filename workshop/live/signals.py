"""What the agenda tells the features below it, without knowing them."""

from blinker import Namespace

_signals = Namespace()

# The sender is the Phase; `now` and `by` come along. A receiver may raise Refusal.
phase_started = _signals.signal("phase-started")
phase_leaving = _signals.signal("phase-leaving")
# The sender is the Seat.
seat_removed = _signals.signal("seat-removed")
