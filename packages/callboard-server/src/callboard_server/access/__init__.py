"""Who sends a request, and what they may see and change.

This room returns criteria and decisions; it does not fetch entities. Reading order: `actor` and `rights` (a
user and what roles permit), `rules` (who may read and change what, by entity type), `visibility` (these rules
for one actor), `status_rules` (changes of statuses by role), `administrators` (what only they may do),
`keys`, `sessions`, `tickets`, `passwords` and `throttle` (credentials), `targets` and `signing` (webhooks).
"""
