"""Keys and values against the model, with the nearest name and the exact place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Faults = Callable[[str], list[str]]


def test_all_faults_of_a_file_are_shown_at_once_in_file_order(faults: Faults) -> None:
    """One look at a spec shows every mistake in it, structural or not, from top to bottom."""
    expected = [
        "1:13: `Hello World` is not a name. "
        "Use a-z, 0-9 and single _, beginning with a letter, at most 63 characters.",
        "2:1: unknown key `ownr`. Did you mean `owner`?",
        "4:11: the duration 15 has no unit. Write `15s`.",
        '5:9: the amount 3 has no currency. Write "$3".',
        "6:1: `memory` is not implemented yet. Remove it.",
        "8:3: the key `tier` is missing. Add it, such as `tier: animated`.",
        "9:5: unknown key `teir`. Did you mean `tier`?",
        "10:13: there is no tier `animatd`. Did you mean `animated`?",
        "15:18: there is no scene `won` to continue. Did you mean `one`?",
        "17:3: the key `pick` is written twice. Keep one; the first is at line 16.",
    ]
    assert expected == faults(
        """
        production: Hello World
        ownr: team:studio
        concept: A paper boat.
        duration: 15
        budget: 3
        memory: {user: ada}
        pilots:
          drawn:
            teir: animated
          b: {tier: animatd}
        script:
          scenes:
            - id: one
            - id: two
              continues: won
        edit: {pick: auto,
          pick: auto}
        """
    )


def test_missing_keys_are_named_with_an_example(faults: Faults) -> None:
    """A file that lacks what it must have says what to add."""
    expected = [
        "1:1: the key `budget` is missing. Add it: What may be spent: an amount, or a mapping.",
        "1:1: the key `concept` is missing. Add it: What the film is about, a paragraph.",
        "1:1: the key `duration` is missing. Add it, such as `duration: 5s`.",
        "1:1: the key `production` is missing. Add it, such as `production: desk_at_night`.",
    ]
    assert expected == faults("fps: 24\n")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("xyz: 2", "5:1: unknown key `xyz`. Use one of: production, owner,"),
        (
            "pilots: {a: {tier: animated, alotment: 40%}}",
            "5:30: unknown key `alotment`. Did you mean `allotment`?",
        ),
        (
            "script: {scenes: [{id: a, durration: 5s}]}",
            "5:27: unknown key `durration`. Did you mean `duration`?",
        ),
        ("edit: {pick: automatic}", "5:14: `automatic` is no word for `pick`. Did you mean `auto`?"),
        ("captions: {burn_in: yes}", "5:21: `burn_in` must be `true` or `false`, not `yes`."),
        ("captions: false", "5:11: `captions` must be `off` or a mapping of keys, not `false`."),
        ("captions:", "5:10: `captions` must be `off` or a mapping of keys, not `nothing`."),
        ("titles: Hello", "5:9: `titles` must be a mapping of keys, not `Hello`."),
        ("poster: {}", "5:1: the key `scene` is missing. Add it, such as `scene: desk_at_night`."),
        ("metadata: {year: 2026}", "5:18: `year` must be text, not `2026`. Write it in quotes,"),
        ("audio: {music: warm}", "5:16: `music` must be a list, not `warm`."),
        ("audio: {music: {moodd: x}}", "5:17: unknown key `moodd`. Did you mean `mood`?"),
        (
            "audio: {effects: [{scene: scene_1}]}",
            "5:19: the key `file` is missing. Add it, such as `file: sounds/bell.wav`.",
        ),
        (
            "deliverables: [{fit: crop}]",
            "5:16: the key `name` is missing. Add it, such as `name: vertical`.",
        ),
        ("edit: {exports: [fcp7]}", "5:18: `fcp7` is no export format. Did you mean `fcp7xml`?"),
        ("fps: 24.5", "5:6: `fps` must be a whole number, not `24.5`. Write a whole number, such as `1`."),
        ("fps: 0", "5:6: `0` is too little for `fps`. Write 1 or more."),
        ("fps: 120", "5:6: `120` is too much for `fps`. Write 60 or less."),
        ("script: storyboard", "5:9: `script` must be a mapping of keys, not `storyboard`."),
        ("script:", "5:8: `script` must be a mapping of keys, not `nothing`."),
        ("script: {scenes: {id: a}}", "5:18: `scenes` must be a list, not"),
        ("script: {scenes: [one]}", "5:19: `scenes` must be a mapping of keys, not `one`."),
        (
            "script: {scenes: [{description: x}]}",
            "5:19: the key `id` is missing. Add it, such as `id: desk_at_night`.",
        ),
        ("script: {scenes: [{id: a, narration: 5}]}", "5:38: `narration` must be text, not `5`."),
        ("script: {scenes: [{id: a, narration: ''}]}", "5:38: `narration` is empty. Write something,"),
        ("script: {scenes: [{id: a, keep: 0}]}", "5:33: `0` is too little for `keep`. Write 1 or more."),
        ("pilots: {}", "5:9: `pilots` is empty. Write at least 1, or remove the key."),
        ("pilots: {A: {tier: animated}}", "5:10: `A` is not a name."),
        (
            "edit: {cuts: [safe, bold]}",
            "5:21: `bold` is no word for `cuts`. Use one of: safe, balanced, creative.",
        ),
        ("qa: {threshold: 80%}", "5:17: `80%` is not a score. Write a number from 0 to 100."),
        ("5: x", "5:1: unknown key `5`."),
        ("? [a]\n: x", "5:3: a key must be a word. Write the key as plain text."),
    ],
)
def test_a_misfit_is_named_at_its_place(small_faults: Faults, more: str, expected: str) -> None:
    """An unknown key or wrong value is shown with its line, column and the nearest valid name."""
    found = small_faults(more)
    wanted = (1, True)
    assert wanted == (len(found), found[0].startswith(expected)), found


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ("matrix: {language: [en, de]}", "5:1: `matrix`"),
        ("memory: {user: ada}", "5:1: `memory`"),
        ("competition: {policy: halving}", "5:23: `halving`"),
        ("competition: {policy: thompson}", "5:23: `thompson`"),
        ("competition: {winners: 2}", "5:24: `2`"),
        ("seed_assets: [{id: a, file: film.yaml, role: sound}]", "5:46: `sound`"),
    ],
)
def test_what_is_not_implemented_yet_is_refused_as_such(small_faults: Faults, more: str, place: str) -> None:
    """A key or word that the language has and this version lacks is refused, never read and ignored."""
    found = small_faults(more)
    expected = 1
    assert expected == len(found), found
    assert found[0].startswith(f"{place} is not implemented yet. "), found
