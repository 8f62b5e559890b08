"""What is refused before anything is sent."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from resources.errors import Refused
from resources.providers.able import check, checked, of_kind
from resources.providers.port import Capabilities, VideoRequest
from resources.providers.request import Words
from resources.providers.video.luma import Luma
from resources.providers.video.simulated import SimulatedVideo


@pytest.mark.parametrize("kind", ["video", "image", "music", "speech", "answer"])
@pytest.mark.parametrize("words", ["", " \n"])
def test_a_wish_without_words_is_refused(requests: dict[str, Any], kind: str, words: str) -> None:
    """An empty direction, line or question is refused here, for nothing, whatever its provider would say."""
    empty = {"speech": {"text": words}, "answer": {"content": (Words(text=words),)}}
    told = {"speech": "nothing to say", "answer": "nothing is asked"}
    check(requests[kind], Capabilities(), "acme 1")
    with pytest.raises(Refused, match=told.get(kind, "no direction")):
        wish = requests[kind].model_copy(update=empty.get(kind, {"direction": words}))
        check(wish, Capabilities(), "acme 1")


def test_every_reason_is_told_at_once(video: Any) -> None:
    """Who asks for several things that cannot be made reads of all of them."""
    wish = video(direction="A kite.", width=64, height=36, last_frame="f" * 64)
    with pytest.raises(Refused) as caught:
        check(wish, Capabilities(sizes=((1280, 720),), prompt_limit=3), "acme 1")
    assert 3 == len(str(caught.value.what).split("; "))


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        ({"duration": Fraction(4)}, "reference pictures go with 8 s only"),
        ({"duration": Fraction(8), "first_frame": "f" * 64}, "reference pictures go without key frames"),
        ({"duration": Fraction(8)}, ""),
    ],
    ids=["length", "key-frame", "fits"],
)
def test_references_go_only_where_the_model_takes_them(video: Any, wish: dict[str, Any], why: str) -> None:
    """Pictures to resemble are refused at another length or beside a key frame, where a model says so."""
    able = Capabilities(
        first_frame=True,
        references=1,
        reference_durations=(Fraction(8),),
        references_beside_frames=False,
    )
    shown = video(references=("a" * 64,), **wish)
    if not why:
        check(shown, able, "acme 1")
        return
    with pytest.raises(Refused, match=why):
        check(shown, able, "acme 1")


@pytest.mark.parametrize("kind", ["image", "music", "speech", "answer"])
def test_a_request_of_another_kind_is_told_in_one_way(requests: dict[str, Any], kind: str) -> None:
    """Whoever is asked for what it does not make, live or simulated, names itself and the kind to ask for."""
    live, simulated = Luma(), SimulatedVideo()
    for provider, refuse in ((live, checked), (simulated, of_kind)):
        with pytest.raises(Refused) as caught:
            refuse(provider, requests[kind], VideoRequest)
        said = (caught.value.what, caught.value.mend, caught.value.where)
        name = provider.name
        assert said == (
            f"The video provider {name} makes no {kind}.",
            f"Name a provider of {kind}.",
            f"video/{name}",
        )


def test_a_request_comes_back_once_its_model_can_make_it(video: Any) -> None:
    """What fits is given back as it is; what does not is told with the provider's name and the model."""
    wish = video(model="ray-3.2", duration=Fraction(5), width=960, height=540)
    assert checked(Luma(), wish, VideoRequest) is wish
    with pytest.raises(Refused, match=r"luma ray-3\.2 cannot make this: it lasts 7 s"):
        checked(Luma(), wish.model_copy(update={"duration": Fraction(7)}), VideoRequest)
