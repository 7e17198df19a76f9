"""Migrations: how a database of an earlier version is brought up to this version.

`steps/` contains numbered steps, one module each. The database records which of them were applied. A start
applies the pending ones in one transaction, in order, after a backup on SQLite: all of them, or none. A new
database is created from the model, with all steps recorded. A database that a newer version has migrated, or
whose record doesn't fit the steps of this version, is refused.

The model is the only declaration of each table, so no column is defined twice. `tools.write_step` compares
the state after the earlier steps with the model, and freezes the statements that add the difference in a file
beside the step. They are frozen because a step must do the same in two years, when the model has
moved on. Renaming, backfilling and dropping is code, written with the verbs of `Schema`. Each step has a
digest of all definitions, and a test fails when the model has changed without a step.

Why not Alembic? It runs on a SQLAlchemy connection. Callboard only compiles statements with SQLAlchemy: there
is no dialect for apsw, and a second SQLite driver would lack our functions, pragmas and write lock. What
would remain of Alembic is a graph of revisions, where a line of steps is enough, and autogeneration by
reflection, which the derived model makes unnecessary. The dependency and its adapter would be larger than
this package.

Reading order: `steps` (the list), `step` (what a step is), `schema` (its verbs), `definition` (the text of a
table on SQLite), `shape` (what a database has, and what the model adds), `history` (the record), `backup`,
`runner`, `description` (what a step would do), `errors`.
"""
