"""How long things may take. Each must be shorter than the next: HTTP deadline (30 s) < soft < hard < lease.

A task that hangs is ended before its lease ends.
"""

from datetime import timedelta

SOFT_LIMIT = timedelta(seconds=45)
HARD_LIMIT = timedelta(seconds=60)
LEASE = timedelta(seconds=90)
#: What running tasks get when their worker is told to stop; what they leave is leased again later.
SOFT_SHUTDOWN = timedelta(seconds=5)
#: What a stopping worker gets altogether before it is killed. A poll may hold it for the length of the HTTP deadline.
GRACE = timedelta(seconds=45)
#: Items whose names one task reads: some seconds of a processor each, and several times that on a busy machine.
NAMES_BATCH = 1
