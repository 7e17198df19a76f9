"""One unit of change: a batch of operations that happens as a whole or not at all.

Reading order: `operations` (what was asked), `change` (an entity before and after), `values` (what an
attribute accepts), `stage` (what the batch touches, loaded), `apply` (operations done to it), `rules` (what
the server does by itself), `removal` (what goes with what), `validate`, `authorize`, `write`, and `commit`,
which is all of that in order.
"""
