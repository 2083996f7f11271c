"""Rule S4: two people's edits of one text are merged, and no word is lost."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modeling.operations.entry_merge import merge_entries
from modeling.operations.text_merge import merge_text

word = st.sampled_from("order paid stock item the a ships 注文 ünï".split())
text = st.lists(word, max_size=8).map(" ".join)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("Order placed", "Order placed twice", "New order placed", "New order placed twice"),
        ("Order placed", "Order shipped", "Order paid", "Order paid shipped"),
        ("", "one", "two", "two one"),
        ("a b c", "a c", "a b c d", "a c d"),
        ("a\nb", "a\nb c", "x a\nb", "x a\nb c"),
        ("same", "same", "theirs", "theirs"),
        ("same", "mine", "same", "mine"),
        ("a b", "a b c", "a b c", "a b c"),
        ("gone", "", "kept gone", "kept"),
    ],
)
def test_merges(base: str, mine: str, theirs: str, merged: str) -> None:
    assert merge_text(base, mine, theirs) == merged


@settings(max_examples=150, deadline=None)
@given(text, text, text)
def test_no_word_that_somebody_added_is_lost(base: str, mine: str, theirs: str) -> None:
    """Added: it stands more often in their text than in the base. Which of two equal words is the new one, a text
    does not tell."""
    merged = Counter(merge_text(base, mine, theirs).split())
    for side in (mine, theirs):
        for word, count in (Counter(side.split()) - Counter(base.split())).items():
            assert merged[word] >= count


@settings(max_examples=100, deadline=None)
@given(text, text)
def test_a_text_that_one_person_changed_is_theirs(base: str, side: str) -> None:
    assert merge_text(base, side, base) == side
    assert merge_text(base, base, side) == side
    assert merge_text(base, side, side) == side


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_any_text_can_be_merged(base: str, mine: str, theirs: str) -> None:
    merged = merge_text(base, mine, theirs)
    assert set(merged.split()) <= set(base.split()) | set(mine.split()) | set(theirs.split())


def test_a_long_text_merges_in_reasonable_time() -> None:
    base = "\n".join(f"line {number} of the text" for number in range(800))
    merged = merge_text(base, base.replace("line 5 ", "LINE 5 "), base + "\nthe end")
    assert "LINE 5 of" in merged
    assert merged.endswith("the end")


def test_lists_of_named_entries_merge_by_name() -> None:
    base = (("a", 1), ("b", 1), ("c", 1))
    mine = (("a", 2), ("c", 1), ("mine", 1))
    theirs = (("a", 1), ("b", 1), ("c", 3), ("theirs", 1))
    assert merge_entries(base, mine, theirs, lambda entry: entry[0]) == (("a", 2), ("c", 3), ("theirs", 1), ("mine", 1))
