"""The wire format that the client and the server share.

It uses the standard library only and does no I/O, because the client runs inside other applications.

In reading order: `values` (instants, references), `envelope` (actions, the error object), `builtin`
(identifiers that every server has), `expression` (event filters) and `packets` (frames of the event hub).
"""
