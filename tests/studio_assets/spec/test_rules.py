"""Rules that one value alone cannot break."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Faults = Callable[[str], list[str]]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        pytest.param(
            "audio: {narration: {voice: Lilly}}",
            "5:28: `simulated` has no voice `Lilly`. Did you mean `Lily`?",
            id="voice",
        ),
        pytest.param(
            "script: {scenes: [{id: a, duration: 6s}, {id: b, duration: 6s}]}",
            "5:60: the scenes are 12s long, the film 15s. Write `duration: 12s`, or lengthen scenes by 3s.",
            id="too-short",
        ),
        pytest.param(
            "script: {count: 3, scenes: [{id: a, duration: 9s}, {id: b, duration: 9s}]}",
            "5:70: the scenes are 18s long, more than the film of 15s. "
            "Shorten scenes, or write `duration: 18s`.",
            id="too-long",
        ),
        pytest.param(
            "script: {count: 3, scenes: [{id: a, duration: 9s}, {id: b, duration: 6s}]}",
            "5:70: the given scenes fill all 15s; 1 more have no time. Shorten scenes, or give fewer.",
            id="no-time-left",
        ),
        pytest.param(
            "script: {count: 1, scenes: [{id: a}, {id: b}]}",
            "5:17: the count 1 is smaller than the 2 scenes given. Write 2 or more, or remove `count`.",
            id="count",
        ),
        pytest.param(
            "script: {count: 1}\npilots: {ink: {tier: animated}}",
            "5:17: 1 scene cannot fill 15s: `simulated` of pilot `ink` films 1s to 10s. "
            "Ask for at least 1 more scene with `script.count`.",
            id="count-too-small-to-film",
        ),
        pytest.param(
            "script: {scenes: [{id: a}, {id: a}]}",
            "5:33: there are two scenes `a`. Give each its own id.",
            id="duplicate-scene",
        ),
        pytest.param(
            "script: {scenes: [{id: a, seed_asset: hero}, {id: b}]}",
            "5:39: there is no seed asset `hero`. Add it to `seed_assets`.",
            id="no-seed",
        ),
        pytest.param(
            "script: {scenes: [{id: boat}, {id: b, continues: baot}]}",
            "5:50: there is no scene `baot` to continue. Did you mean `boat`?",
            id="no-scene",
        ),
        pytest.param(
            "script: {scenes: [{id: a, continues: b}, {id: b, continues: a}]}",
            "5:38: the scenes continue each other in a circle: a -> b -> a. "
            "Remove `continues` from one of them.",
            id="cycle",
        ),
        pytest.param(
            "script: {count: 3, scenes: [{id: a, continues: a}]}",
            "5:48: the scenes continue each other in a circle: a -> a. Remove `continues` from one of them.",
            id="self-cycle",
        ),
        pytest.param(
            "script: {count: 3, scenes: [{id: a, duration: 5s, overlay: {text: x, from: 1s, to: 6s}}]}",
            "5:84: the overlay ends at 6s, after its scene of 5s. Write at most `5s`.",
            id="overlay-outside",
        ),
        pytest.param(
            "script: {count: 3, scenes: [{id: a, overlay: {text: x, from: 3s, to: 1s}}]}",
            "5:70: the overlay ends at 1s, not after it begins at 3s. Let `to` be later than `from`.",
            id="overlay-backwards",
        ),
        pytest.param(
            "pilots: {a: {tier: animated, allotment: 60%}, b: {tier: animated, allotment: $1.20}}",
            "5:78: the allotments ask for 100% of the budget; 90% is left beside the contingency of 10%. "
            "Let them sum to at most 90%.",
            id="allotments",
        ),
        pytest.param(
            "pilots: {a: {tier: animated, allotment: 0%}}",
            "5:41: an allotment of 0% films nothing. Write more than 0%, or remove the pilot.",
            id="allotment-of-nothing",
        ),
        pytest.param(
            "audio: {narration: {voice: Adam}}\nscript: {scenes: [{id: a}, {id: b}], count: 101}",
            "6:45: `101` is too much for `count`. Write 100 or less.",
            id="count-limit",
        ),
        pytest.param(
            "pilots: {edl: {tier: animated}}",
            "5:10: `edl` is the name of an asset of the production. "
            "Name the pilot otherwise, such as `edl_pilot`.",
            id="pilot-named-as-asset",
        ),
        pytest.param(
            "qa: {threshold: 91}\npilots: {a: {tier: animated}}",
            "5:17: a clip of pilot `a` can never pass 91: tier `animated` reaches 90 at best. "
            "Write at most 90, or choose a better tier.",
            id="threshold",
        ),
        pytest.param(
            "qa: {threshold: 96}",
            "5:17: a clip of tier `static_images` can never pass 96: tier `static_images` reaches 75 "
            "at best. Write at most 75, or choose a better tier.",
            id="threshold-above-all",
        ),
        pytest.param(
            "competition: {test_scenes: 4}",
            "5:28: 4 test scenes are more than the 3 of the film. Write at most 3.",
            id="test-scenes",
        ),
        pytest.param(
            "edit: {cuts: [safe], pick: creative}",
            "5:28: the picked cut `creative` is not made. Add it to `cuts`, or pick: safe.",
            id="pick",
        ),
        pytest.param(
            "competition: {rubric: {90: 50%, 80: 75%, 0: cancel}}",
            "5:23: the band from 80 keeps more than the one from 90. Let lower scores keep less or the same.",
            id="rubric-order",
        ),
        pytest.param(
            "competition: {rubric: {90: 50%}}",
            "5:23: scores under 90 have no band. Add a band from 0, such as `0: cancel`.",
            id="rubric-open",
        ),
        pytest.param(
            "competition: {rubric: defaults}",
            "5:23: there is no rubric `defaults`. Did you mean `default`?",
            id="rubric-name",
        ),
        pytest.param(
            "pilots: {a: {tier: animated, video: {provider: simulatd}}}",
            "5:48: there is no video provider `simulatd` here. Did you mean `simulated`?",
            id="provider",
        ),
        pytest.param(
            "pilots: {a: {tier: animated, video: {provider: simulated, model: x}}}",
            "5:66: The video provider 'simulated' has no model 'x'. "
            "Use one of: static_images, motion_graphics, animated, photorealistic.",
            id="model",
        ),
        pytest.param(
            "audio: {narration: {provider: sim}}",
            "5:31: there is no speech provider `sim` here. Use one of: elevenlabs, openai_tts, simulated.",
            id="speech-provider",
        ),
    ],
)
def test_what_cannot_be_is_a_fault_at_its_place(small_faults: Faults, more: str, expected: str) -> None:
    """What contradicts itself or cannot be made is one fault that says the figures and the mend."""
    assert [expected] == small_faults(more)


def test_allotments_may_take_all_but_the_contingency(small_faults: Faults) -> None:
    """Shares and dollars together may ask for exactly what the contingency leaves."""
    more = "pilots: {a: {tier: animated, allotment: 60%}, b: {tier: animated, allotment: $0.90}}"
    assert not small_faults(more)


def test_a_provider_that_cannot_film_it_is_named_with_what_it_can(faults: Faults) -> None:
    """Durations, sizes, key frames and directions that a provider cannot take are faults before any money."""
    expected = [
        "5:13: `blind` of pilot `p` cannot film 1920x1080. It films: 1280x720, 720x1280.",
        "12:17: `blind` of pilot `p` cannot film a scene of 10s. It films 4s, 6s; split the scene.",
        "13:18: the direction has 28 characters; `blind` of pilot `p` takes 20. Shorten it by 8.",
        "16:7: `blind` of pilot `p` takes no first frame. Remove `continues`, or choose another provider.",
    ]
    assert expected == faults(
        """
        production: hello
        concept: A paper boat.
        duration: 15s
        budget: $3
        resolution: 1080p
        pilots:
          p: {tier: animated, video: {provider: blind, model: one}}
        competition: {test_scenes: 0}
        script:
          scenes:
            - id: a
              duration: 10s
              direction: slow push in, warm and quiet
            - id: b
              duration: 5s
              continues: a
        """
    )


@pytest.mark.parametrize(
    "name",
    [
        "plan",
        "greenlight",
        "narration",
        "timeline",
        "captions",
        "picture_lock",
        "master",
        "dailies",
        "lessons",
    ],
)
def test_no_pilot_takes_the_name_of_an_asset(small_faults: Faults, name: str) -> None:
    """A pilot is never named like an asset of its production."""
    expected = 1
    assert expected == len(small_faults(f"pilots: {{{name}: {{tier: animated}}}}"))


def test_a_hundred_and_one_scenes_are_too_many(faults: Faults) -> None:
    """A film whose graph would be too large says how to ask for fewer scenes."""
    text = "production: hello\nconcept: A boat.\nduration: 10m\nbudget: $3\n"
    expected = (
        "3:11: 120 scenes of about 5s are more than 100. "
        "Shorten the film, or write `script: {count: 100}` or fewer."
    )
    assert [expected] == faults(text)
