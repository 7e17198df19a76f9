"""The verbs of the API, one module each: `query`, `batch` (create, update, delete), `schemas`, `information`,
`upload`.

Each is a plain function of a `Call` and an operation as it came over the wire; it raises errors of our tree
and knows no transport.
"""
