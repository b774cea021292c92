"""Celery, Redis, matching across agencies, publishing, command line. Imports the other two; nobody imports it."""
