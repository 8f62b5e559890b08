"""Scripts without spaces: long runs are parted between syllables, short ones and other scripts never."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.media.unspaced import parted

THAI = "ในตอนเช้าของวันที่อากาศสดใสชายคนหนึ่งเดินออกจากบ้านพร้อมกับถ้วยกาแฟร้อนในมือ"
KHMER = "ព្រះរាជាណាចក្រកម្ពុជាជាប្រទេសមួយនៅអាស៊ីអាគ្នេយ៍"
BURMESE = "မြန်မာနိုင်ငံသည်အရှေ့တောင်အာရှတွင်တည်ရှိသောနိုင်ငံဖြစ်သည်"


@pytest.mark.parametrize("text", [THAI, KHMER, BURMESE], ids=["thai", "khmer", "burmese"])
def test_a_long_run_is_parted_and_no_mark_loses_its_letter(text: str) -> None:
    """Pieces fit, keep every letter, and none begins with a mark or with a letter that ends a syllable."""
    pieces = parted(text, len, 20)
    assert text == "".join(pieces)
    assert max(map(len, pieces)) <= 20 and len(pieces) > 1
    assert not [piece for piece in pieces if unicodedata.category(piece[0])[0] == "M" or piece[0] in "ะาำ"]
    assert not [piece for piece in pieces if piece[-1] in "เแโใไ\u17d2\u1039"]


def test_a_writer_says_where_words_end() -> None:
    """A space of no width parts a run, is not seen, and spares guessing."""
    assert parted("สวัสดี\u200bชาว\u200bโลก", len, 10) == ["สวัสดี", "ชาว", "โลก"]
    assert parted("\u200b", len, 10) == []


@given(st.text("abé,中שは", min_size=1, max_size=60))
def test_other_scripts_are_left_alone(text: str) -> None:
    """A long word of a script that writes spaces stays one word."""
    assert [text] == parted(text, len, 5)


@given(st.text("กเาิ่ 1a(ំ្က\u1039\u200b", max_size=40).map(lambda text: text.replace(" ", "")))
def test_no_letter_is_lost(text: str) -> None:
    """Whatever is parted, every letter is there in its order."""
    assert text.replace("\u200b", "") == "".join(parted(text, len, 4))
