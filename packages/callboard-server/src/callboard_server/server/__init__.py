"""The HTTP server: it translates requests into calls of `actions`, and results into responses.

Reading order: `settings`, `services` (what every request uses), `app` (all routes), `authentication`,
`errors` (error responses), `routes`, `relay` (new events from the database), `hub` (the event hub),
`webhooks` (deliveries), `mail_sender`, `housekeeping`, `startup` (open the data folder), `serve` (one
process), `processes` (several).
"""
