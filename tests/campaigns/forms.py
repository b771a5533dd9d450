"""Forms made by chance, of everything that is supported: for writing, reading back and asking pyxform."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from samspil.delivery.instruments.forbidden import forbidden, forbidden_in_name
from samspil.delivery.instruments.shape import Choice, Choices, FreeText, Kind, Number, Scale
from samspil.delivery.instruments.xlsform import expressions as ex
from samspil.delivery.instruments.xlsform.form import PLAIN, About, Form, Group, Note, Part, Question

LANGUAGES = (
    ((PLAIN,), ""),
    (("Dansk (da)",), ""),
    (("Dansk (da)",), "Dansk (da)"),
    (("Dansk (da)", "English (en)", "العربية (ar)"), "Dansk (da)"),
    (("English (en)", "Türkçe (tr)"), ""),
    ((PLAIN, "Soomaali (so)"), ""),
)
CODES = ("yes", "no", "1", "2", "3", "a-b", "b.c", "x_y", "often")
LETTERS = "abcdeæøåüışلغة ,.?!&<>\"'-;:=+0123456789\n"


def texts() -> st.SearchStrategy[str]:
    """A text as a sheet keeps it, that is not forbidden by chance."""
    drawn = st.text(LETTERS, min_size=1, max_size=40).map(lambda one: " ".join(one.split(" ")).strip())
    return drawn.filter(lambda one: one not in ("", "-") and "  " not in one and not forbidden(one))


@st.composite
def in_languages(draw: Any, languages: tuple[str, ...], *, optional: bool = False) -> dict[str, str]:
    """A text in some of the languages, in at least one unless it may be left out."""
    chosen = [one for one in languages if draw(st.booleans())] or ([] if optional else [languages[0]])
    return {one: draw(texts()) for one in chosen}


@st.composite
def kinds(draw: Any, languages: tuple[str, ...]) -> Kind:
    """How a question is answered."""
    which = draw(st.sampled_from(("scale", "choices", "choices", "whole", "decimal", "text")))
    if which == "scale":
        low = draw(st.integers(0, 9))
        ends = in_languages(languages, optional=True)
        return Scale(low, draw(st.integers(low + 1, 10)), draw(ends), draw(ends))
    if which == "choices":
        codes = draw(st.lists(st.sampled_from(CODES), min_size=1, unique=True))
        value = st.none() | st.integers(-5, 9)
        return Choices(tuple(Choice(one, draw(in_languages(languages)), draw(value)) for one in codes))
    if which == "text":
        return FreeText(draw(st.sampled_from((300, 80, 1000))))
    return Number(whole=which == "whole")


@st.composite
def comparisons(draw: Any, answer: ex.Answer, kind: Kind, *, own: bool) -> ex.Expression:
    """A comparison that this kind of answer allows."""
    mark = draw(st.sampled_from(("=", "!=")))
    order = draw(st.sampled_from(("=", "!=", "<", "<=", ">", ">=")))
    if isinstance(kind, Choices):
        code = draw(st.sampled_from([one.code for one in kind.options]))
        if draw(st.booleans()):
            return ex.Selected(answer, ex.Text(code))
        number = code.isdigit() and draw(st.booleans())
        return ex.Compare(answer, mark, ex.Number(code) if number else ex.Text(code))
    if isinstance(kind, FreeText):
        text = ex.Text(draw(st.text("abø '<&12", max_size=8)).replace('"', "").strip())
        return ex.Compare(answer, mark, ex.Text(" ".join(text.text.split())))
    numbers = st.integers(0, 10) if isinstance(kind, Scale) else st.integers(-20, 120)
    written = str(draw(numbers)) + ("" if draw(st.booleans()) else ".5")
    if isinstance(kind, Scale):
        assert own
    sides = (answer, ex.Number(written))
    return ex.Compare(*((sides[0], order, sides[1]) if draw(st.booleans()) else (sides[1], order, sides[0])))


@st.composite
def conditions(draw: Any, asked: list[Question], own: Question | None = None) -> ex.Expression | None:
    """What earlier answers, and perhaps the own one, must be; None where nothing can be said."""
    open_: list[tuple[ex.Answer, Kind, bool]] = [
        (ex.Field(one.name), one.kind, False) for one in asked if not isinstance(one.kind, Scale)
    ]
    if own is not None:
        open_.append((ex.Own(), own.kind, True))
    if not open_:
        return None

    def leaf() -> ex.Expression:
        answer, kind, is_own = draw(st.sampled_from(open_))
        return draw(comparisons(answer, kind, own=is_own))

    def grown(depth: int) -> ex.Expression:
        shape = draw(st.sampled_from(("leaf", "leaf", "not", "and", "or"))) if depth else "leaf"
        if shape == "leaf":
            return leaf()
        if shape == "not":
            return ex.Not(grown(depth - 1))
        return ex.Joined(shape, tuple(grown(depth - 1) for _each in range(draw(st.integers(2, 3)))))

    found = grown(3)
    return found if len(str(found)) <= ex.LONGEST else leaf()


@st.composite
def forms(draw: Any) -> Form:
    """A whole form."""
    languages, default_language = draw(st.sampled_from(LANGUAGES))
    asked: list[Question] = []
    count = iter(range(1, 1000))

    def name() -> str:
        stem = draw(st.text("abcdxyz_-.", max_size=6))
        whole = f"q{stem}{next(count)}"
        return whole if not forbidden_in_name(whole) else f"q{next(count)}"

    def when(own: Question | None = None) -> ex.Expression | None:
        return draw(conditions(list(asked), own)) if draw(st.booleans()) else None

    def part(depth: int) -> Part:
        which = draw(st.sampled_from(("question",) * 5 + ("note",) + (("group",) if depth else ())))
        if which == "group":
            relevant, label = when(), draw(in_languages(languages, optional=True))
            called = name()
            return Group(
                called, label, tuple(part(depth - 1) for _each in range(draw(st.integers(1, 3)))), relevant
            )
        label, hint = draw(in_languages(languages)), draw(in_languages(languages, optional=True))
        if which == "note":
            return Note(name(), label, hint, when())
        bare = Question(name(), draw(kinds(languages)), label)
        one = Question(
            bare.name,
            bare.kind,
            label,
            hint,
            draw(st.booleans()),
            when(),
            when(bare),
            draw(in_languages(languages, optional=True)),
        )
        asked.append(one)
        return one

    parts = [part(2) for _each in range(draw(st.integers(1, 5)))]
    if not asked:
        parts.append(Question(name(), FreeText(), draw(in_languages(languages))))
    codes = st.text("abc_12", min_size=1, max_size=8).map(lambda one: f"f{one}")
    about = About(
        draw(st.sampled_from(("", "own wording"))),
        draw(st.sampled_from(("", "CC0-1.0"))),
        draw(st.sampled_from(("", "da en"))),
        draw(in_languages(languages, optional=True)),
        {one.name: draw(in_languages(languages)) for one in asked if draw(st.booleans())},
    )
    version = draw(st.sampled_from(("", "1", "12", "2014020501", "1.5", "v2")))
    return Form(draw(codes), draw(texts()), version, default_language, tuple(parts), about)
