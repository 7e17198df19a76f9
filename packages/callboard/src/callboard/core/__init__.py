"""The part of the client that needs no I/O: entities in memory, their changes, and how both are encoded.

After a response has been merged, every entity in it exists once, all references to an
entity lead to the same object, and local values are unchanged.

In reading order: `operations` (the log of changes), `fold` (reduces the log to the smallest
batch), `owner` (what the next three require of each other), `attribute`, `collection`,
`relation` and `entity` (the objects that scripts use), `factory` (classes from schemas),
`identity` and `merge` (one object for each entity), `codec` (values as JSON), `expression`
(the few facts about a query's text that a client requires) and `sequence` (paths of image
sequences).
"""
