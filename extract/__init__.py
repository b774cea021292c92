"""Item in, Mentions out. Pure: no I/O after start-up; the publication time is passed in, never read from a clock."""
