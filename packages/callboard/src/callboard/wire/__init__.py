"""What both sides agree on: the forms in which values, operations and errors travel.

Standard library only and free of I/O, because the client uses it inside other programs.

In reading order: `values` (instants, references), `envelope` (actions, the error object).
"""
