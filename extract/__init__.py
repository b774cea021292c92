"""Item in, Mentions out. Pure: no I/O after start-up; the publication time is passed in, never read from a clock."""

from extract import native

__path__[:0] = native.path()
