"""From the text of a query to a plan that is independent of the database.

Reading order: `syntax` (the tree as written), `lexer` and `parser` (text to tree), `format` (tree to text),
`compose` (criteria without text), `bound` (the typed tree) and `bind` (names resolved, literals converted),
`plan` (sources, joins, loads). Each stage may reject a query, with a position in its text, and never repairs
what an earlier one let through.
"""
