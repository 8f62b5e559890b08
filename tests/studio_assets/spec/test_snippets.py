"""Prompt snippets."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from studio_assets.spec.production import Production
from studio_assets.spec.snippets import SnippetFault, rendered

NAMES = {"production": "hello", "duration": "15s"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A film of {{ duration }}.", "A film of 15s."),
        ("{{ production | upper }}", "HELLO"),
        ("{% if duration == '15s' %}short{% else %}long{% endif %}", "short"),
        ("100% plain {text}", "100% plain {text}"),
    ],
)
def test_a_snippet_is_filled_in(text: str, expected: str) -> None:
    """A text can name its production and the film's measures."""
    assert expected == rendered(text, NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "{{ production.__class__.__mro__ }}",
        "{{ production['__class__'] }}",
        "{{ ''.__class__ }}",
        "{{ self }}",
        "{{ production | attr('__class__') }}",
        "{{ cycler.__init__.__globals__ }}",
        "{% for a in range(999999999) %}x{% endfor %}",
        "{{ range(999999999) }}",
        "{{ 'a' * 999999999 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
        "{% include 'x' %}",
        "{% set a = 1 %}",
        "{{ 'a' ~ 'b' }}",
        "{{ nowhere }}",
        "{{ duration",
        "{% if duration %}",
        "{{ production | nofilter }}",
        "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
        "{{ " + "not " * 3000 + "1 }}",
    ],
)
def test_a_snippet_that_reaches_too_far_is_refused(text: str) -> None:
    """No snippet reaches Python, loops, calls, or names what is not there."""
    with pytest.raises(SnippetFault) as found:
        rendered(text, NAMES)
    assert found.value.mend


def test_a_snippet_fault_stands_at_its_text(small_faults: Callable[[str], list[str]]) -> None:
    """A snippet's mistake is shown at the line and column of its text."""
    more = 'script: {count: 3, scenes: [{id: a, narration: "{{ duratoin }}"}]}'
    expected = "5:48: the snippet names `duratoin`, which is not there. Did you mean `duration`?"
    assert [expected] == small_faults(more)


def test_snippets_are_filled_in_everywhere_they_may_stand(small: Callable[[str], Production]) -> None:
    """Description, direction and narration hold the filled-in text."""
    scene = small(
        """
        script:
          count: 3
          scenes:
            - id: a
              description: "{{ scene }} of {{ production }}"
              direction: "{{ aspect_ratio }} at {{ resolution }}"
              narration: "{{ duration }}"
        """
    ).scenes[0]
    expected = ("a of hello", "16:9 at 720p", "15s")
    assert expected == (scene.description, scene.direction, scene.narration)


@pytest.mark.parametrize("text", ['{{ "\\0" }}', '{{ "\\x1b" }}', '{{ "\\ud800" }}'])
def test_a_snippet_renders_nothing_that_cannot_be_shown(text: str) -> None:
    """What a text may not hold, a snippet may not put into it either."""
    with pytest.raises(SnippetFault, match="which nothing can show"):
        rendered(text, NAMES)
