"""When words are spoken: the provider's times first, then pauses, then the letters."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from resources.media.caption import SpokenWord
from studio_assets.captions.align import align, told
from studio_assets.captions.words import split

TEXT = "It was two in the morning. She had $25, and nothing else."


def starts(words: tuple[SpokenWord, ...], *texts: str) -> list[int]:
    """When the words that begin so are spoken."""
    return [next(word.start for word in words if word.text.startswith(text)) for text in texts]


def test_sentences_and_clauses_meet_the_pauses() -> None:
    """The word behind a full stop begins where its pause ends, and the one before ends where it begins."""
    words, how = align(TEXT, 5000, [(1800, 2300), (3500, 3700)], lead=200, tail=300)
    ends = [word.end for word in words if word.text in ("morning.", "$25,", "else.")]
    assert ("pauses", [200, 2300, 3700], [1800, 3500, 4700]) == (how, starts(words, "It", "She", "and"), ends)


def test_a_breath_within_a_clause_moves_no_sentence() -> None:
    """A short pause that no punctuation explains is stepped over."""
    words, _ = align(TEXT, 5000, [(700, 760), (1800, 2300)], lead=200, tail=300)
    assert [2300] == starts(words, "She") and all(not 700 < word.start < 760 for word in words)


def test_one_pause_goes_to_the_end_that_it_is_near() -> None:
    """Of two full stops, the pause belongs to the one where the voice should be by then."""
    text = "One two three four. Five six seven eight. Nine ten eleven twelve."
    first, second = (align(text, 6000, [at])[0] for at in ((1900, 2300), (3800, 4200)))
    assert ([2300], [4200]) == (starts(first, "Five"), starts(second, "Nine"))


def test_without_pauses_words_are_spread_over_the_voice() -> None:
    """Long words take long, and silence at both ends is left out."""
    words, how = align("a bb cccc", 1000, lead=100, tail=200)
    assert ("even", [(100, 200), (200, 400), (400, 800)]) == (how, [(word.start, word.end) for word in words])


def test_the_providers_words_are_found_in_what_is_written() -> None:
    """Words that it writes otherwise share the time of what stands between, and its signs are no words."""
    spoken = "It was two in the morning . She had twenty five dollars and nothing else ."
    given_ = [
        SpokenWord(text=text, start=n * 300, end=n * 300 + 250) for n, text in enumerate(spoken.split())
    ]
    words = told(TEXT, 5000, given_)
    assert words is not None
    by_text = {word.text: (word.start, word.end) for word in words}
    assert ((0, 250), (2700, 3550), (3600, 3850)) == (by_text["It"], by_text["$25,"], by_text["and"])


def test_letters_of_a_providers_word_share_its_time() -> None:
    """Scripts without spaces are timed letter by letter, whatever the provider calls a word."""
    words = told(
        "我们走。",
        900,
        [SpokenWord(text="我们", start=0, end=400), SpokenWord(text="走", start=500, end=900)],
    )
    assert words is not None
    assert [("我", 0, 200), ("们", 200, 400), ("走。", 500, 900)] == [(w.text, w.start, w.end) for w in words]


def test_words_of_another_text_are_not_believed() -> None:
    """A provider that said something else, or nothing, times nothing."""
    other = [SpokenWord(text=text, start=n, end=n + 1) for n, text in enumerate(["good", "night", "all"])]
    assert (None, None) == (told(TEXT, 5000, other), told(TEXT, 5000, ()))


SPANS = st.lists(st.tuples(st.integers(-100, 9000), st.integers(-100, 9000)), max_size=6)


@given(
    st.text("ab ,.我0“", max_size=60), st.integers(0, 9000), SPANS, st.integers(-9, 900), st.integers(-9, 900)
)
def test_any_measures_give_words_in_order(
    text: str, ms: int, pauses: list[tuple[int, int]], lead: int, tail: int
) -> None:
    """Every word once and in order, none over another, none empty, within the sound where it has room."""
    words, _ = align(text, ms, pauses, lead, tail)
    given_ = [
        SpokenWord(text=word.text, start=word.start, end=word.end) for word in words if word.end > word.start
    ]
    for found in (words, told(text, ms, given_) or words):
        assert [word.text for word in split(text)] == [word.text for word in found]
        assert all(word.start < word.end for word in found)
        assert all(a.end <= b.start for a, b in pairwise(found))
        assert not found or found[-1].end <= max(ms, len(found))
