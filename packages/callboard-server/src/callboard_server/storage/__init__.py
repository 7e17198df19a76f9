"""From plans to rows, on SQLite and PostgreSQL: the only room with database drivers.

Reading order: `tables` (columns from the model), `sql` (statements from plans), `rows` (entities from rows),
`computed` (derived values), `entities` (rows loaded for a change, and written back), `transaction` and
`database` (connections, one writer or a pool, retries), `migrations` (a database brought up to date).
"""
