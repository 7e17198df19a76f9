"""Background tasks: queued in the transaction of the change that causes them, and leased to workers.

A task runs at least once, and its outcome is written at most once: `finish` belongs to the transaction that
writes the outcome, and fails for a worker that has lost its lease. Reading order: `queue`.
"""
