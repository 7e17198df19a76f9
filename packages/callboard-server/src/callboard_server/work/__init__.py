"""One unit of change: a batch of operations that is applied as a whole or not at all.

Reading order: `operations` (the content of a request), `change` (an entity before and after), `values`
(checks and stored forms of values), `stage` (load the touched entities), `apply` (apply the operations to
them), `authorize`, `rules` (the server's own changes), `removal` (cascading deletions), `validate`, `write`,
`update_event`, `audience` and `private_types` (the event and its recipients), `webhooks`, and `commit`, which
runs all of these in order.
"""
