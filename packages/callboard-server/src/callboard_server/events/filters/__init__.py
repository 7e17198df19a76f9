"""Filters of triggers: `entity.entity_type = "Task" and entity.new.status_id != entity.old.status_id`.

Grammar::

    filter      = conjunction { "or" conjunction }
    conjunction = negation { "and" negation }
    negation    = "not" negation | "(" filter ")" | condition
    condition   = path ( "=" | "!=" ) ( path | value )
    value       = text in quotes | number | "true" | "false" | "null" | word

A path leads to a value in the payload that a webhook receives. It is null where the path leads to nothing,
such as `entity.old.status_id` of a new entity. In quotes, a backslash escapes a quote or a backslash. A word
that is not a path is a text, so `= Task` means `= "Task"`. `=` with a list is true when one of its items is
equal; `!=` is always the opposite of `=`.

Reading order: `tree` (conditions, and what they match), `parser` (text to tree), `format` (tree to text).
"""
