"""What is done later: tasks, written down with the change that makes them necessary, and leased to whoever
does them.

A task is done at least once, and its outcome is written at most once: `finish` belongs to the transaction
that writes the outcome, and fails for a worker whose lease somebody else holds by now. Reading order:
`queue`.
"""
