"""Long computing, done beside the rooms that this process serves."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import copy_context
from typing import TypeVar

import gevent

from workshop.extensions import socketio

T = TypeVar("T")


def aside(work: Callable[[], T]) -> T:
    """What `work` gives, made in a thread of the system while the light threads go on.

    For pure functions only: no database, nothing shared. Where nothing is served it is just called.
    """
    if socketio.async_mode != "gevent":
        return work()
    context = copy_context()
    result: T = gevent.get_hub().threadpool.apply(context.run, (work,))
    return result
