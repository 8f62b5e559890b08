"""How many films a property test makes: a few fixed ones each time, many at random in `make proof`."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings

__all__ = ["films"]


def films(most: int) -> settings:
    """The settings of a test whose every example is a film or more.

    Args:
        most: examples without the profile `proof`; always the same ones, so that `make test` takes as long
            each time and fails for a change only.
    """
    proof = settings.get_profile("proof")
    if settings.default is proof:
        return proof
    return settings(
        max_examples=most,
        deadline=None,
        derandomize=True,
        phases=(Phase.explicit, Phase.generate),  # a smaller example would be sought with hundreds of renders
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
