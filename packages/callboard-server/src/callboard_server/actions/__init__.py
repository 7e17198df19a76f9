"""The verbs of the API, one module each.

Each verb is a plain function. The operations of `POST /api` take a `Call` and the operation as it was
received; the verbs of other routes take a `Call` (or a transaction, before a user is known) and plain values.
They raise errors of `callboard.errors` and are independent of HTTP.
"""
