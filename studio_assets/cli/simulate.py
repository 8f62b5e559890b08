"""`studio simulate`: the providers' wire protocols on this machine, with play money and chosen failures."""

from __future__ import annotations

import asyncio
import fcntl
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from resources.errors import NotConfigured
from resources.money import ZERO, dollars
from resources.project import studio_home
from resources.providers.live import LiveProvider
from resources.providers.registry import found
from resources.simulator.far_side import FarSide
from resources.simulator.parts import check_providers, parts
from resources.simulator.scenario import Scenario, names, scenario, shows
from resources.simulator.server import address, bound, serve
from studio_assets.cli.home import check_home
from studio_assets.cli.mistake import Mistake, nearest

__all__ = ["simulate"]


@click.command()
@click.option("--port", default=8400, show_default=True, help="Of the providers' API, on loopback.")
@click.option("--media-port", default=8401, show_default=True, help="Of finished media, on loopback.")
@click.option(
    "--latency", default=2.0, show_default=True, type=click.FloatRange(min=0), help="Seconds per generation."
)
@click.option(
    "--limit",
    default=10,
    show_default=True,
    type=click.IntRange(min=1),
    help="Generations at once for each key and provider.",
)
@click.option(
    "--scenario", "word", default="calm", show_default=True, help="What goes wrong: NAME or FILE.yaml."
)
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of its state; in STUDIO_HOME by default.",
)
@click.option("--thumbnail", is_flag=True, help="Clips at most 128 pixels long, to be quick.")
@click.option("--list", "listing", is_flag=True, help="Say what there is to go wrong, and end.")
def simulate(
    port: int,
    media_port: int,
    latency: float,
    limit: int,
    word: str,
    home: Path | None,
    thumbnail: bool,
    listing: bool,
) -> None:
    """Stand in for all providers until Ctrl-C: nothing is real and nothing is billed."""
    if listing:
        width = max(len(name) for name in names())
        for name in names():
            click.echo(f"{name:{width}}  {shows(name)}")
        return
    chosen = _chosen(word)
    if home is None:
        check_home()
    folder = (home or studio_home() / "simulator").resolve()
    with _alone(folder), bound(port) as api, bound(media_port) as media:
        far = FarSide(folder, scenario=chosen, latency=latency, limit=limit, thumbnail=thumbnail)
        _say(address(api), address(media), word, folder)
        asyncio.run(_until_told(far, api, media))
        charges = [job.charged(far.clock.now()) for job in far.jobs()]
        money = dollars(sum(charges, ZERO))
        click.echo(f"Stopped. {len(charges)} generations on its invoice, {money} of play money.")


def _chosen(word: str) -> Scenario:
    if word not in names() and not word.endswith(".yaml"):
        raise Mistake(f"There is no scenario {word!r}.", mend=nearest(word, names()))
    found_one = scenario(word)
    try:
        check_providers(found_one, [f"{part.kind}/{part.name}" for part in parts()])
    except ValueError as wrong:
        raise Mistake(f"The scenario {word} does not fit: {wrong}.", mend="Mend its `provider`.") from wrong
    return found_one


async def _until_told(far: FarSide, api: socket.socket, media: socket.socket) -> None:
    task = asyncio.ensure_future(serve(far, api, media))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, task.cancel)
    with suppress(asyncio.CancelledError):
        await task


def _say(api: str, media: str, word: str, folder: Path) -> None:
    click.echo(f"API       {api}  (also /invoice and /requests)")
    click.echo(f"Media     {media}")
    click.echo(f"Scenario  {word}")
    click.echo(f"State     {folder}")
    click.echo("Nothing here is real: no provider is asked and nothing is billed. Elsewhere, set")
    click.echo(f"  export STUDIO_ENV=live STUDIO_SIMULATOR_URL={api}")
    click.echo("and the keys of the providers that you use; any words will do:")
    variables = {
        f"{kind}/{name}": cls.key_variable
        for (kind, name), cls in sorted(found().items())
        if issubclass(cls, LiveProvider)
    }
    width = max((len(offer) for offer in variables), default=0)
    for offer, variable in variables.items():
        click.echo(f"  {offer:{width}}  {variable}")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two simulators in one folder would each forget what the other one took."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "simulator.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise NotConfigured(
                "A simulator runs already for this folder.",
                mend="Use that one, end it first, or choose another folder with --home.",
                where=str(folder),
            ) from None
        yield
