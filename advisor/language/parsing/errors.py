"""The one error of the condition language."""

from __future__ import annotations


class ConditionError(Exception):
    """A condition that cannot be read.

    `token` is the text at fault; `line` and `column` count from 0 inside the condition's own text.
    """

    def __init__(
        self, code: str, message: str, suggestion: str | None = None, *, token: str = "", line: int = 0, column: int = 0
    ):
        super().__init__(message)
        self.code = code
        self.message = message
        self.suggestion = suggestion
        self.token = token
        self.line = max(line, 0)
        self.column = max(column, 0)
