"""Whatever people write, a name comes out of it that every file can hold, and different texts stay different."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen import naming
from codegen.ir import Name

_WORD = re.compile(r"[a-z][a-z0-9]*\Z")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dog admitted", ("dog", "admitted")),
        ("dogId", ("dog", "id")),
        ("HTTPServer error", ("http", "server", "error")),
        ("owner's wish", ("owners", "wish")),
        ("line2", ("line2",)),
        ("123 go", ("n123", "go")),
        ("Größe ändern", ("grosse", "andern")),
        ("заказ", ("zakaz",)),
        ("🎉", ("party", "popper")),
        ("注文", ("u27880", "u25991")),
        ("../../etc/passwd", ("etc", "passwd")),
        ("{{ x }}", ("x",)),
        ("\x00\u202e", ()),
    ],
)
def test_words_are_plain(text: str, words: tuple[str, ...]) -> None:
    assert naming.words(text) == words


@given(st.text(max_size=200))
def test_any_text_becomes_words_that_every_file_can_hold(text: str) -> None:
    name = naming.Scope().name(text, "event")
    assert name.words
    assert all(_WORD.match(word) for word in name.words)
    assert len(naming.snake(name)) <= 60
    assert naming.pascal(name).isidentifier()


@given(st.lists(st.text(alphabet="aA bB-_1é", max_size=4), max_size=12))
def test_names_of_one_scope_differ_even_without_case_and_underscores(texts: list[str]) -> None:
    scope = naming.Scope(["ab"])
    spelled = ["".join(scope.name(text, "event").words) for text in texts]
    assert len(set(spelled) | {"ab"}) == len(texts) + 1


def test_a_taken_name_gets_its_kind_then_a_number() -> None:
    scope = naming.Scope()
    names = [naming.snake(scope.name(text, "event")) for text in ("Bell rung", "bell rung", "bellRung", "")]
    assert names == ["bell_rung", "bell_rung_event", "bell_rung2", "unnamed_event"]


def test_spellings() -> None:
    name = Name("", ("dog", "id2"))
    assert naming.snake(name) == "dog_id2"
    assert naming.kebab(name) == "dog-id2"
    assert naming.screaming(name) == "DOG_ID2"
    assert naming.pascal(name) == "DogId2"
    assert naming.camel(name) == "dogId2"
    assert [naming.plural(Name("", (word,))) for word in ("stay", "city", "box")] == ["stays", "cities", "boxes"]
