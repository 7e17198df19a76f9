"""Sending what webhooks are owed. Reading order: `schedule` (when to try again), `post` (one request),
`courier` (the task that sends), and `routes` (the log, and what administrators do by hand).
"""
