"""From the text of a query to a plan that knows no database.

Reading order: `syntax` (the tree as written), `lexer` and `parser` (text to tree), `format` (tree to text),
`bound` and `bind` (names resolved, literals typed and lifted out), `plan` (sources, joins, loads). Each
stage may reject what it is given, with a position in the text, and never repairs what an earlier one let
through.
"""
