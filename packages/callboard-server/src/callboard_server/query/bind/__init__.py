"""From the tree as written to the bound tree: names resolved, casts checked, literals converted.

Reading order: `names` (types, attributes and paths), `criteria`, `projections`, `groups`, `binder` (the whole
query).
"""
