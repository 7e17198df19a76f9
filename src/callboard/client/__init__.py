"""The Python client: read and change productions from any Python 3.10 or newer.

It runs inside other applications, so it imports nothing but the standard library, `wire`
and `errors`, and urllib3 when the first request is sent.

After a session has started its entity types are known by name; a class is built when the
first entity of its type shows up.

In reading order: `session` (the door), `query` (results, page by page), `unit_of_work`
(commit, rollback), `loading` (values fetched when they are first read), `core` (all that
needs no I/O), `transport` and `api` (one batch over HTTP), `settings` and `schema_cache`
(what is known before the first request), `components`, `location` with `accessor` and
`structure` (files), `entity` (conveniences of single types), `inspection`, `symbol`,
`exception`, `instant`.
"""
