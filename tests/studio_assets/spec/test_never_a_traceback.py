"""Whatever is written, the answer is a production or faults."""

from __future__ import annotations

import copy
import re
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from resources.project import package_folder
from studio_assets.spec.source import KeyPath

FULL: dict[str, Any] = {
    "production": "hello",
    "owner": "team:studio",
    "concept": "A boat.",
    "duration": "15s",
    "aspect_ratio": "16:9",
    "budget": {"limit": "$3", "contingency": "10%", "on_limit": "pause"},
    "seed_assets": [{"id": "hero", "file": "hero.png", "role": "first_frame"}],
    "defaults": {"takes": 1, "transition": "cut"},
    "pilots": {
        "a": {"tier": "animated", "allotment": "40%", "video": {"provider": "simulated"}, "timeout": "5m"}
    },
    "script": {
        "count": 3,
        "scenes": [
            {
                "id": "x",
                "duration": "5s",
                "seed_asset": "hero",
                "overlay": {"text": "t", "from": "1s", "to": "3s"},
                "card": "One",
                "chapter": "One",
            },
            {"id": "y", "continues": "x", "takes": 2, "keep": 1},
        ],
    },
    "competition": {"test_scenes": 1, "rubric": {90: "100%", 0: "cancel"}, "winners": 1},
    "qa": {"threshold": 80, "reshoots": 1},
    "audio": {
        "narration": {
            "provider": "simulated",
            "model": "simulated",
            "fallback": ["elevenlabs", {"provider": "openai_tts", "voice": "nova"}],
        },
        "music": {"mood": "warm", "from": "x", "to": "y", "gain": "-3dB", "fallback": ["mubert"]},
        "effects": [{"file": "bell.wav", "scene": "x", "at": "1s", "gain": "0dB"}],
        "fit": "stretch",
        "loudness": -16,
    },
    "captions": {"burn_in": True, "formats": ["srt"], "style": "karaoke"},
    "titles": {"opening": "Hi", "closing": {"text": "Bye", "duration": "2s", "background": "#102030"}},
    "poster": {"scene": "x", "at": "1s"},
    "metadata": {"artist": "Ada"},
    "language": "en",
    "deliverables": [{"name": "vertical", "aspect_ratio": "9:16"}, {"name": "sound", "sound_only": True}],
    "edit": {"cuts": ["safe"], "pick": "auto", "exports": ["otio", "cmx3600"]},
    "automation": {"on_change": "run", "auto_approve_under": "$5", "schedule": "0 6 * * 1"},
}

JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.just([]),
    st.just({}),
    st.just([{}]),
    st.just({1: 2}),
    st.sampled_from(["simulated", "x", "y", "hero", "5s", "$1", "{{ duration }}", "{{", "unwritten", "99%"]),
    st.sampled_from(["../x", "off", "bell.wav", "-3dB"]),
)


def paths(value: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Every path in a value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in items:
        yield (*path, step)
        yield from paths(inner, (*path, step))


ALL = list(paths(FULL))


@pytest.fixture(autouse=True)
def _picture(write: Callable[[str], Path]) -> None:
    """The picture and the sound that the spec names."""
    Image.new("RGB", (4, 4), (200, 40, 40)).save(write("x: y").with_name("hero.png"))
    with wave.open("bell.wav", "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(1600))


@given(st.lists(st.tuples(st.sampled_from(ALL), st.sampled_from(["put", "drop", "add"]), JUNK), max_size=5))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_mangled_spec_is_sound_or_has_faults(
    faults: Callable[[str], list[str]], edits: list[tuple[KeyPath, str, object]]
) -> None:
    """A spec with anything anywhere is a production, or faults with a place, a message and a mend."""
    data: Any = copy.deepcopy(FULL)
    for path, what, junk in edits:
        place = data
        try:
            for step in path[:-1]:
                place = place[step]
            if what == "drop":
                del place[path[-1]]
            elif what == "put":
                place[path[-1]] = junk
            else:
                place[path[-1]]["novel"] = junk
        except (KeyError, IndexError, TypeError):
            continue
    for line in faults(yaml.safe_dump(data, sort_keys=False, allow_unicode=True)):
        assert re.match(r"[0-9]+:[0-9]+: .+\. .+", line, re.DOTALL), line


def test_the_unmangled_spec_is_sound(faults: Callable[[str], list[str]]) -> None:
    """The spec that is mangled above has no fault of its own."""
    assert not faults(yaml.safe_dump(FULL, sort_keys=False))


def test_random_bytes_are_faults(write: Callable[[str], Path], faults: Callable[[str], list[str]]) -> None:
    """A shipped spec cut off at any byte is sound or has faults."""
    text = (package_folder("specs") / "make_it_rain_coffee.yaml").read_text(encoding="utf-8")
    for end in range(0, len(text), 97):
        for line in faults(text[:end]):
            assert re.match(r"[0-9]+:[0-9]+: ", line), line
