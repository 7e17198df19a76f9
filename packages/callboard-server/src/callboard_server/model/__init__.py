"""What exists: the entity types of a production, declared once.

Tables, queries, validation, events and the schemas that clients read are derived from here; nothing in this
room knows them. Reading order: `attributes` (the kinds), `entity` (types and the model that holds them),
`types` (the declarations), `wire_schema` (what clients are told).
"""
