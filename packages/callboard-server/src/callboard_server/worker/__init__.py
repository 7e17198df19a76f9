"""Background work: tasks that a request enqueued, such as encoding.

A worker claims one task at a time and runs it in a thread of the server, or in a separate process (`callboard
worker`). Programs that read uploaded files run in a further process (see `media`).

Reading order: `services` (what a worker uses), `loop` (claim, run and finish tasks), `source` (what to
encode), `encode` (encode it), `damage` (what is wrong with it), `job_updates` (write progress and results),
`cleanup`.
"""
