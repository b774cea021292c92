"""A loopback server that plays scripted feeds, for tests and the demo: real HTTP, with a clock of its own.

with ReplayServer({"/wakala.xml": [Step(reply=Reply(body=rss))]}, clock) as server:
    fetch(replace(spec, url=server.url("/wakala.xml")), Validators(), allow_loopback=True)
    server.requests[0].headers["user-agent"]
"""

from feeds.replay.clock import Clock, SimulatedClock, WallClock
from feeds.replay.folder import load_folder
from feeds.replay.politeness import Rules, Violation, violations
from feeds.replay.script import Reply, Script, Step, playing
from feeds.replay.server import Asked, ReplayServer

__all__ = [
    "Asked",
    "Clock",
    "ReplayServer",
    "Reply",
    "Rules",
    "Script",
    "SimulatedClock",
    "Step",
    "Violation",
    "WallClock",
    "load_folder",
    "playing",
    "violations",
]
