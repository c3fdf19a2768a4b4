"""``applies_if``: a tokenizer and a recursive-descent parser over a closed little language.

    any   := term (("&&" | "||") term)*, && before ||
    term  := "!"* ( "(" any ")" | criterion [operator answer] )

``!`` binds tightest, so ``!a == yes`` is refused with the cure ``!(a == yes)``. At most 500 tokens keep the
recursion far from Python's limit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
import re
from typing import Literal, cast

from cxmaturity.domain.expression import AllOf, AnyOf, Comparison, Expression, Holds, Not
from cxmaturity.domain.reading import did_you_mean, plain_number, shown
from cxmaturity.domain.rubric import Scale
from cxmaturity.rubrics.scales import UNKNOWN, answers_of

MOST_TOKENS = 500
TOKEN = re.compile(
    r"\s*(?:(?P<id>[A-Za-z][A-Za-z0-9._-]*)|(?P<number>[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))"
    r"|(?P<text>\"[^\"]*\"|'[^']*')|(?P<compare>==|!=|<=|>=|<|>)|(?P<sign>&&|\|\||[!()]))"
)

Operator = Literal["==", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Token:
    """One word of an expression; ``kind`` is id, number, text, compare, sign or end."""

    kind: str
    text: str


END = Token("end", "the end")


class _SyntaxProblem(Exception):  # noqa: N818 - never leaves this module; it only unwinds the parser
    pass


def parse_expression(
    text: str, scales: Mapping[str, Scale], *, suggests: bool = True
) -> tuple[Expression | None, tuple[str, ...]]:
    """Return the expression, or None and every sentence that says what is wrong.

    ``scales`` maps the criteria that may be named to their scales. ``suggests`` looks for the word that may
    have been meant, which takes time where many are unknown.
    """
    try:
        parser = _Parser(_tokens(text), scales, suggests=suggests)
        expression = parser.whole()
    except _SyntaxProblem as problem:
        return None, (str(problem),)
    return (None if parser.problems else expression), tuple(parser.problems)


def _tokens(text: str) -> list[Token]:
    tokens: list[Token] = []
    place, end = 0, len(text.rstrip())
    while place < end:
        match = TOKEN.match(text, place)
        if match is None:
            raise _SyntaxProblem(
                f"{shown(text[place:].strip()[:20])} cannot be read; use criteria, == && || ! ( )"
            )
        kind = match.lastgroup or ""
        tokens.append(Token(kind, match[kind]))
        if len(tokens) > MOST_TOKENS:
            raise _SyntaxProblem(f"more than {MOST_TOKENS} words and signs; split the question up")
        place = match.end()
    if not tokens:
        raise _SyntaxProblem('it is empty; write for example "cloud == yes", or leave the key out')
    return tokens


@dataclass(slots=True)
class _Parser:
    tokens: list[Token]
    scales: Mapping[str, Scale]
    suggests: bool = True
    problems: list[str] = field(default_factory=list)
    place: int = 0

    def whole(self) -> Expression:
        expression = self._any()
        if self._next() is not END:
            raise _SyntaxProblem(self._misplaced())
        return expression

    def _next(self) -> Token:
        return self.tokens[self.place] if self.place < len(self.tokens) else END

    def _takes(self, text: str) -> bool:
        token = self._next()
        found = token.kind == "sign" and token.text == text
        self.place += found
        return found

    def _any(self) -> Expression:
        """Read operands joined by ``&&`` and ``||``; the rows of ``&&`` are the operands of ``||``."""
        rows = [[self._term()]]
        while True:
            if self._takes("&&"):
                rows[-1].append(self._term())
            elif self._takes("||"):
                rows.append([self._term()])
            else:
                break
        alternatives = [row[0] if len(row) == 1 else AllOf(tuple(row)) for row in rows]
        return alternatives[0] if len(alternatives) == 1 else AnyOf(tuple(alternatives))

    def _term(self) -> Expression:
        """Read one operand; pairs of ``!`` cancel out, so a long row of them stays flat."""
        signs = 0
        while self._takes("!"):
            signs += 1
        if self._takes("("):
            operand = self._any()
            if not self._takes(")"):
                raise _SyntaxProblem(self._misplaced('a ")"'))
        else:
            operand = self._criterion(negated=signs > 0)
        return Not(operand) if signs % 2 else operand

    def _criterion(self, *, negated: bool) -> Expression:
        token = self._next()
        if token.kind != "id":
            raise _SyntaxProblem(self._misplaced("a criterion's id"))
        self.place += 1
        scale = self._scale_of(token.text)
        if self._next().kind != "compare":
            return Holds(token.text)
        operator = self._next().text
        if negated:
            cure = f"write !({token.text} {operator} …)"
            raise _SyntaxProblem(f'"!" stands before {shown(token.text)} alone; {cure}')
        self.place += 1
        return Comparison(token.text, cast("Operator", operator), self._answer(scale))

    def _scale_of(self, criterion: str) -> Scale:
        scale = self.scales.get(criterion)
        if scale is None:
            near = did_you_mean(criterion, self.scales) if self.suggests else ""
            hint = near or "; name a criterion of this file that is asked"
            self.problems.append(f"there is no criterion {shown(criterion)}{hint}")
        return scale or UNKNOWN

    def _answer(self, scale: Scale) -> float:
        token = self._next()
        if token.kind not in {"id", "number", "text"}:
            raise _SyntaxProblem(self._misplaced("a level or a number"))
        self.place += 1
        if scale is UNKNOWN:
            return 0.0
        points = _points(token, scale)
        if points is None:
            self.problems.append(
                f"there is no answer {shown(token.text)} here; it must be {answers_of(scale)}"
            )
        return points or 0.0

    def _misplaced(self, wanted: str = "&& or ||") -> str:
        return f"{wanted} is missing before {shown(self._next().text)}"


def _points(token: Token, scale: Scale) -> float | None:
    """Return the raw points of an answer: a level's id, a quoted label or id, or a number of the scale."""
    if token.kind == "number":
        number = plain_number(token.text)
        return number if number is not None and scale.minimum <= number <= scale.maximum else None
    word = token.text[1:-1].strip() if token.kind == "text" else token.text
    for level in scale.levels:
        if word == level.id or (token.kind == "text" and word == level.label.strip()):
            return level.points
    return None
