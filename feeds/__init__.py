"""HTTP bytes in, Items out. Knows HTTP and feed formats; nothing of Arabic grammar, Redis or Celery."""
