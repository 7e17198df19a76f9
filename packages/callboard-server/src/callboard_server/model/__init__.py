"""What exists: the entity types of a production, declared once.

Tables, queries, validation, events and the schemas that clients read are derived from it; nothing in this
room depends on them. Reading order: `attributes` (the kinds), `entity` (one type), `model` (all types
together), `types` (the declarations), `wire_schema` (the schemas that clients read).
"""
