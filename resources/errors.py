"""Every error that Studio raises: what happened, where, and the mend.

StudioError
├── SpecFaults            a user's mistakes in a spec, all of them at once
├── NotConfigured         the environment lacks something that the mend names
├── BudgetReached         the cap refused a reservation; nothing was sent
├── StoreFailed           a disk, database or artifact store did not take or give a thing
│   └── DamagedArtifact   stored bytes no longer have their hash
├── MediaFailed           ffmpeg or a decoder could not make or read a file
└── ProviderFailure       something outside said no, or said nothing
    ├── TransientFailure  asking again is free
    │   ├── RateLimited     turned away for now: the same request is sent again after a while
    │   ├── Unreachable     no connection: nothing was sent
    │   └── AccountRefused  the account, not the request, was turned away; a person mends it
    ├── Refused           asking again is useless
    │   └── Moderated       the provider's rules forbid it; says which input
    └── OutcomeUnknown    asking again may pay twice: look first, never resubmit
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = [
    "AccountRefused",
    "BudgetReached",
    "DamagedArtifact",
    "MediaFailed",
    "Moderated",
    "NotConfigured",
    "OutcomeUnknown",
    "ProviderFailure",
    "RateLimited",
    "Refused",
    "SpecFaults",
    "StoreFailed",
    "StudioError",
    "TransientFailure",
    "Unreachable",
]


class StudioError(Exception):
    """What happened, where, and how a person mends it.

    Args:
        what: one sentence on what happened.
        mend: one sentence on what to do about it; never empty.
        where: file, slate, asset or address that it happened at; may be empty.
    """

    def __init__(self, what: str, *, mend: str, where: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.mend = mend
        self.where = where

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.what} {self.mend}"

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions cross process borders in Dagster's run workers; keyword arguments need help there.
        return (_rebuild, (type(self), self.args, self.__dict__))


def _rebuild(kind: type[StudioError], args: tuple[object, ...], state: dict[str, object]) -> StudioError:
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(state)
    return error


class SpecFaults(StudioError):
    """All mistakes of one or more spec files, each a printed line `file:line:column: message. mend`.

    Args:
        lines: the printed faults, at least one.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        count = len(lines)
        super().__init__(
            f"{count} fault{'' if count == 1 else 's'} in the spec:\n" + "\n".join(lines),
            mend="Mend the lines above and run `studio check` again.",
        )
        self.lines = tuple(lines)

    def __str__(self) -> str:
        return f"{self.what}\n{self.mend}"


class NotConfigured(StudioError):
    """The environment lacks something; the mend names the variable or package."""


class BudgetReached(StudioError):
    """The cap refused a reservation. Nothing was sent and nothing was spent."""


class StoreFailed(StudioError):
    """A disk, database or artifact store did not take or give a thing."""


class DamagedArtifact(StoreFailed):
    """Stored bytes no longer have the hash that they are named by."""


class MediaFailed(StudioError):
    """ffmpeg or a decoder could not make or read a media file."""


class ProviderFailure(StudioError):
    """A provider said no, or said nothing. One of its three kinds is always meant."""


class TransientFailure(ProviderFailure):
    """Nothing was accepted, or waiting ran out: asking again is free."""


class RateLimited(TransientFailure):
    """The provider explicitly took nothing because it is busy: wait, then send the same again.

    Args:
        what: one sentence on what happened.
        mend: one sentence on what to do about it.
        where: slate or address; may be empty.
        retry_after: seconds that the provider asks to wait; None where it does not say.
    """

    def __init__(self, what: str, *, mend: str, where: str = "", retry_after: float | None = None) -> None:
        super().__init__(what, mend=mend, where=where)
        self.retry_after = retry_after


class Unreachable(TransientFailure):
    """No connection was made, so nothing was sent: the same may be sent again at once."""


class AccountRefused(TransientFailure):
    """The account was turned away: its key, its balance or its rights. Nothing was accepted.

    The request itself is not judged, so it is asked again once a person has mended the account.
    """


class Refused(ProviderFailure):
    """The provider judged the request and said no: asking the same again is useless."""


class Moderated(Refused):
    """The provider's rules on content forbid it.

    Args:
        what: one sentence on what happened; names the input.
        mend: one sentence on what to do about it.
        where: slate or address; may be empty.
        about: which input is meant: `direction`, `first_frame`, `last_frame`, `reference`, `text`,
            `result`, or empty where the provider does not say.
    """

    def __init__(self, what: str, *, mend: str, where: str = "", about: str = "") -> None:
        super().__init__(what, mend=mend, where=where)
        self.about = about


class OutcomeUnknown(ProviderFailure):
    """The answer to a submit was lost: asking again may pay twice. Look first, never resubmit."""
