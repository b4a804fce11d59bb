"""A demonstration: a believable plan, one link per role, and guests who act by themselves.

Each role gets a host name of its own under `localhost`, which browsers resolve to this machine:
cookies belong to a host, so several windows of one browser can be several people.
"""
