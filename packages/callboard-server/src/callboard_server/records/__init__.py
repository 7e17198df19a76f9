"""Rows that are no entities: one module for each table of our own, or for a few that belong together.

Each module declares its tables and holds all statements about them, so the rooms above call functions and get
plain values. Nothing here decides what is allowed or what follows from a change. A module that looks at
entities by statements of its own says so.

Reading order: `schema` (where tables are declared), `statements` (what statements are made of), then any
table, such as `outbox` (events), `tasks` (the queue), `deliveries` or `stored_files`; `studio` (the model as
a studio extends it), `seed` and `vocabulary` (what a new database holds), `own_tables` (all tables, for
creating them).
"""
