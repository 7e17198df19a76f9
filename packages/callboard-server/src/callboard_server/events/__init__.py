"""Events: what the server and its clients publish, and what webhooks receive.

Reading order: `update_event` (what `ftrack.update` contains about a change, such as a moved shot),
`client_events` (what clients publish), `outbox` (the rows, written with the change itself), `webhook_payload`
(what a webhook receives about a change), `filters` (which of these payloads a trigger selects).
"""
