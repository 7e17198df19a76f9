"""One unit of change: a batch of operations that is applied as a whole or not at all.

Reading order: `operations` (what a request contains), `change` (an entity before and after), `values`
(what each kind of attribute accepts), `stage` (load what the batch touches), `apply` (apply the operations
to it), `authorize`, `rules` (what the server does by itself), `removal` (what is deleted along),
`validate`, `write`, `news` and `audience` (the event and who receives it), `webhooks`, and `commit`, which
is all of that in order.
"""
