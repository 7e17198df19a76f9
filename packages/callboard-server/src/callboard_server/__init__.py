"""The server of Callboard: a production tracker for animation, effects and games.

The rooms and the direction of imports between them are drawn in docs/explanation/architecture.md.
In reading order: `model` (what exists), `query` (text to plan), `storage` (plan to rows),
`access`, `events`, `jobs` and `files` (who, news, later, bytes), `work` (one unit of change),
`actions` (the verbs of the API), `server`, `worker` and `cli` (the edges), `testing` (a server for
tests) and `web` (the built web interface).
"""

__version__ = "0.1.0"

__all__ = ["__version__"]
