"""The HTTP routes: each parses a request, calls a verb of `actions`, and formats the response.

One module for each subject: `api`, `event_stream`, `event_consumers`, `uploads`, `downloads`, `thumbnails`,
`job_archive`, `sessions`, `api_keys`, `jobs`, `mail_outbox`, `widgets`, `webhooks`, `web_interface`.
"""
