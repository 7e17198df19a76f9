"""Tables of the server that are not entities: a module for each table, or for a few that belong together.

Each module declares its tables and contains all statements about them. The packages above call its functions
and get plain values. Nothing here decides what is allowed, or what else a change causes. A module that also
reads entities with its own statements mentions that in its docstring.

Reading order: `schema` (declarations), `statements` (parameters), then any table, such as `outbox` (events),
`tasks` (the queue), `deliveries` or `stored_files`; `studio` (the model with a studio's object types), `seed`
and `vocabulary` (the initial data of a database), `own_tables` (all tables, to create them).
"""
