"""The call sheet: what is made today, for which run, and with whom.

A stage gets one call sheet and yields what it made, each thing as soon as it is there.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from resources.artifacts.port import ArtifactStore
from resources.claude.desk import Desk
from resources.clock import Clock, SystemClock
from resources.errors import NotConfigured
from resources.ledger.ledger import Ledger
from resources.media.resource import Media
from resources.memory.library import Memory
from resources.providers.port import Kind as ProviderKind
from resources.providers.port import Provider
from resources.runs.runs import Runs
from resources.takes.journal import Takes
from studio_assets.crew import Cast, Crew
from studio_assets.document import Document
from studio_assets.graph import Graph, Key, Kind, Node
from studio_assets.greenlight.override import Said
from studio_assets.limits import Limits
from studio_assets.spec.production import Production

__all__ = ["CallSheet", "Check", "Doers", "Made", "Stage"]

D = TypeVar("D", bound=Document)


@dataclass(frozen=True)
class Doers:
    """Everybody outside the film that a stage may ask."""

    crew: Crew
    ledger: Ledger
    takes: Takes
    runs: Runs
    artifacts: ArtifactStore
    media: Media
    memory: Memory
    limits: Limits
    providers: Mapping[tuple[ProviderKind, str], Provider]
    clock: Clock = field(default_factory=SystemClock)

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Doers:
        """The doers among Dagster's resources: the providers by their kind and name, the others by theirs.

        Args:
            given: resource key -> resource, as `definitions.py` names them.
        """
        providers = {(one.kind, one.name): one for one in given.values() if isinstance(one, Provider)}
        fixed = {one.name: given[one.name] for one in fields(cls) if one.name in given}
        return cls(**fixed, providers=providers)

    @property
    def simulated(self) -> bool:
        """Whether everybody outside is simulated, so that no number is real money."""
        return all(provider.simulated for provider in self.providers.values())

    @property
    def claude(self) -> Provider | None:
        """Who answers questions; None in the simulated environment and where no key is set."""
        found = self.providers.get(("answer", "claude"))
        if found is None:
            return None
        try:
            found.check_configured()
        except NotConfigured:
            return None
        return found

    def provider(self, kind: ProviderKind, name: str) -> Provider:
        """The provider of that kind and name.

        Raises:
            NotConfigured: there is none in this environment; the mend names those that there are.
        """
        found = self.providers.get((kind, name))
        if found is None:
            known = ", ".join(sorted(one for of, one in self.providers if of == kind)) or "none"
            raise NotConfigured(
                f"There is no {kind} provider {name!r} in this environment.",
                mend=f"Use one of: {known}, or set STUDIO_ENV for the environment that has it.",
            )
        return found


@dataclass(frozen=True)
class Check:
    """A word on what was made, red where a person should look.

    Args:
        name: the check's name on the asset.
        passed: green or red.
        detail: what was found, in a sentence.
    """

    name: str
    passed: bool
    detail: str = ""


@dataclass(frozen=True)
class Made:
    """One asset, made.

    Args:
        node: which asset.
        document: what it is.
        metadata: what the UI shows of it, as Dagster metadata values or plain ones.
        checks: words on it.
    """

    node: Node
    document: Document
    metadata: Mapping[str, Any] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True)
class CallSheet:
    """What a stage is asked to make.

    Args:
        graph: the assets of the run's snapshot of the production.
        run: the run's key.
        wanted: the assets to make, in an order in which they can be made.
        doers: whom to ask.
        launch: identity of the Dagster run, or of its root when it is a re-execution.
        worker: a name of this process's work that no other has.
        fresh: whether another take is wanted of everything filmed.
        choice: what the launch config of the picture lock says: (cut, reason), or None.
        said: what the launch config of the greenlight says over its rule.
    """

    graph: Graph
    run: str
    wanted: tuple[Node, ...]
    doers: Doers
    launch: str
    worker: str
    fresh: bool = False
    choice: tuple[str, str] | None = None
    said: Said = field(default_factory=Said)

    @property
    def production(self) -> Production:
        """The run's snapshot of the production."""
        return self.graph.production

    @property
    def budget(self) -> str:
        """The ledger's name of the run's budget."""
        return f"{self.production.name}/{self.run}"

    @property
    def created(self) -> datetime:
        """When the run was added, in UTC; now for a run that nothing was made of."""
        record = self.doers.runs.find(self.production.name, self.run)
        return record.created if record else self.doers.clock.now()

    @property
    def desk(self) -> Desk | None:
        """Where the crew asks Claude; None where it cannot be asked."""
        doers, claude = self.doers, self.doers.claude
        if claude is None:
            return None
        # A fresh take is asked about anyway: its frames are others.
        films = any(node.kind == "clip" for node in self.wanted)
        return Desk(
            provider=claude,
            batches=doers.providers.get(("answer", "claude_batches")),
            waits=doers.crew.batches,
            batch_wait=doers.crew.batch_wait,
            takes=doers.takes,
            artifacts=doers.artifacts,
            clock=doers.clock,
            worker=self.worker,
            production=self.production.name,
            run=self.run,
            budget=self.budget,
            limit=self.production.budget.limit,
            fresh=self.launch if self.fresh and not films else "",
        )

    @property
    def cast(self) -> Cast:
        """The people of this run.

        Raises:
            NotConfigured: a trade is set to `claude`, which cannot be asked here.
        """
        return self.doers.crew.cast(self.desk, self.production.quality.judge)

    @property
    def spent(self) -> Decimal:
        """Dollars spent in this run so far."""
        return self.doers.ledger.balance(self.budget).spent

    def path(self, key: Key) -> str:
        """Where an asset's document lies in the artifact store."""
        return "/".join((key[0], self.run, *key[1:]))

    def document(
        self, kind: Kind, model: type[D], pilot: str | None = None, scene: str | None = None
    ) -> D | None:
        """What this run made of an asset last, or None if nothing yet.

        Args:
            kind: what it is.
            model: its document's class.
            pilot: the pilot's name, where it has one.
            scene: the scene's name, where it has one.
        """
        text = self.doers.artifacts.read_document(self.path(self.graph.key(kind, pilot, scene)))
        return model.model_validate_json(text) if text else None

    def need(self, kind: Kind, model: type[D], pilot: str | None = None, scene: str | None = None) -> D:
        """Like `document`, for what must be there.

        Raises:
            NotConfigured: this run has not made it yet; materialise it first.
        """
        found = self.document(kind, model, pilot, scene)
        if found is None:
            name = "/".join(self.graph.key(kind, pilot, scene))
            raise NotConfigured(
                f"Run {self.run} has no {name} yet.",
                mend=f"Materialise {name} in this run first.",
                where=self.production.name,
            )
        return found


Stage = Callable[[CallSheet], AsyncIterator[Made]]
"""A stage makes the wanted assets of its call sheet and yields each as it is there."""
