"""Background work: tasks that a request enqueued, such as encoding.

A worker claims one task at a time and runs it in a thread of the server, or in a separate process (`callboard
worker`). Programs that read uploaded files run in a further process, with limits that they cannot raise.

Reading order: `services` (what a worker uses), `loop` (claim, run and finish tasks), `encode` (encode a
component), `media_info` (parse ffmpeg's description of a file), `ffmpeg_commands`, `process` and `sandbox`
(run a program with limits), `failures` (why an encode failed), `job_updates` (write progress and results),
`cleanup`.
"""
