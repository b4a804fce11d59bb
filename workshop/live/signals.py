"""What the agenda tells the features below it, without knowing them."""

from blinker import Namespace

_signals = Namespace()

# The sender is the Phase; `now` and `by` come along. A receiver may raise Refusal.
phase_started = _signals.signal("phase-started")
phase_leaving = _signals.signal("phase-leaving")
# The sender is the Workshop; `is_another_day` says whether it was suspended on a former one.
workshop_resumed = _signals.signal("workshop-resumed")
# The sender is the Workshop whose results have just become public.
results_published = _signals.signal("results-published")
# The sender is the Seat.
seat_removed = _signals.signal("seat-removed")
