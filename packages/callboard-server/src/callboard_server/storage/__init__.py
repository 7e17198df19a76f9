"""Run plans on SQLite and PostgreSQL. Only this package uses the database drivers.

Reading order: `tables` (columns from the model), `sql` (statements from plans), `rows` (entities from rows),
`computed` (derived values), `entities` (rows loaded for a change, and written back), `transaction` and
`database` (connections, one writer or a pool, retries), `migrations` (upgrades of a database).
"""
