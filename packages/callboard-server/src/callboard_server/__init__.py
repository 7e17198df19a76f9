"""The server of Callboard: a production tracker for animation, effects and games.

The rooms and the direction of imports between them are drawn in docs/explanation/architecture.md.
In reading order: `model` (entity types), `query` (text to plan), `storage` (plan to rows), `records`
(rows that are not entities), `access`, `events`, `jobs`, `files` and `media` (permissions, events, background
tasks, stored files, pictures and movies), `work` (one unit of change), `actions` (the verbs of the API),
`demo` (the demo production), `server`, `worker` and `cli` (sockets, background work, commands), `testing` (a
server for tests) and `web` (the built web interface).
"""

__version__ = "0.1.0"

__all__ = ["__version__"]
