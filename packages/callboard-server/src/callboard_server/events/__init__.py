"""News.

What changed, written down with the change itself. Reading order: `payload` (the form of an event), `outbox`
(its row).
"""
