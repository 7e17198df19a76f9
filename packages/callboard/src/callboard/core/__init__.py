"""What needs no I/O: entities in memory, what was done to them, and how that is told.

After a response has been merged, every entity it mentions exists once, all holders of an
entity see the same values, and values set locally are untouched.

In reading order: `host` (what this room asks of a session), `operations` (the log of what
a script did), `fold` (the log made as small as its effect), `codec` (values as text),
`attribute`, `entity`, `collection` and `mapped` (what scripts hold), `factory` (classes
from schemas), `identity` and `merge` (one object per entity), `expression` (the few things
a client must know about a query's text) and `sequence` (paths of image sequences).
"""
