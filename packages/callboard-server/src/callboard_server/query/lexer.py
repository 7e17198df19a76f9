"""Read words, values and punctuation from the text of a query.

What a run of characters means depends on its position: attributes may have the names of keywords, and
identifiers may begin with digits. So the parser reads what it expects next instead of a stream of tokens.
"""

from __future__ import annotations

import re

from callboard.errors import ParseError
from callboard_server.query.syntax import OPERATORS, Literal, Operator, Span

SPACE = re.compile(r"\s*")
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
OPERATOR = re.compile(r"!=|>=|<=|=|>|<|[A-Za-z_]+")
NUMBER = re.compile(r"[0-9]{1,20}(?![\w.])")
WORD = re.compile(r"""[^\s(),"']+""")
QUOTED = re.compile(r""""((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'""", re.DOTALL)
ESCAPED = re.compile(r"""\\(["'\\])""")


class Lexer:
    """A position in *text*, and the readers for what can follow there."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.end_of_mark = 0
        self.skip_space()

    def skip_space(self) -> None:
        found = SPACE.match(self.text, self.position)
        self.position = found.end() if found else self.position

    @property
    def at_end(self) -> bool:
        return self.position >= len(self.text)

    def name(self) -> tuple[str, Span] | None:
        """Read a name; None when something else follows."""
        return self._read(NAME)

    def number(self) -> tuple[str, Span] | None:
        """Read a whole number; None when something else follows."""
        return self._read(NUMBER)

    def mark(self, mark: str) -> bool:
        """Read the punctuation *mark* and return whether it follows."""
        if not self.text.startswith(mark, self.position):
            return False
        self.position += len(mark)
        self.end_of_mark = self.position
        self.skip_space()
        return True

    def keyword(self, *words: str) -> str | None:
        """Read one of *words* in any case and return it in lower case; None when something else follows."""
        found = NAME.match(self.text, self.position)
        if not found or found.group().lower() not in words:
            return None
        self.position = found.end()
        self.skip_space()
        return found.group().lower()

    def peek_keyword(self) -> str:
        """Return the next word in lower case without reading it; empty when something else follows."""
        found = NAME.match(self.text, self.position)
        return found.group().lower() if found else ""

    def operator(self) -> Operator | None:
        found = OPERATOR.match(self.text, self.position)
        operator = OPERATORS.get(found.group().lower()) if found else None
        if found and operator:
            self.position = found.end()
            self.skip_space()
        return operator

    def value(self) -> Literal | None:
        """Read a quoted text or a word without quotes; None when something else follows.

        Raises: ParseError, for a quote that is not closed.
        """
        start = self.position
        quoted = QUOTED.match(self.text, start)
        if quoted:
            self.position = quoted.end()
            self.skip_space()
            raw = quoted.group(1) if quoted.group(1) is not None else quoted.group(2)
            return Literal(ESCAPED.sub(r"\1", raw) if "\\" in raw else raw, True, (start, quoted.end()))
        if self.text.startswith(('"', "'"), start):
            raise ParseError(
                f"The text that begins at character {start + 1} has no closing quote.",
                span=(start, len(self.text)),
                hint='Close it with the same quote; write a quote inside as \\".',
            )
        word = WORD.match(self.text, start)
        if not word:
            return None
        self.position = word.end()
        self.skip_space()
        return Literal(word.group(), False, (start, word.end()))

    def _read(self, pattern: re.Pattern[str]) -> tuple[str, Span] | None:
        found = pattern.match(self.text, self.position)
        if not found:
            return None
        self.position = found.end()
        self.skip_space()
        return found.group(), (found.start(), found.end())
