"""From plans to rows, on SQLite and PostgreSQL: the only room that speaks SQL.

Reading order: `tables` (columns from the model, and the server's own tables), `sql` (statements from plans),
`rows` (entities from rows), `computed` (derived values), `transaction` and `database` (connections, one
writer or a pool, retries), `upgrade` (a database brought up to the model), `seed` (what every new database
holds).
"""
