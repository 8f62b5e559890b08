"""The stages of a run, by name: what makes the assets of each node."""

from __future__ import annotations

from studio_assets.audio.assets import narrate
from studio_assets.audio.score import score
from studio_assets.call_sheet import Stage
from studio_assets.captions.assets import caption
from studio_assets.clips.assets import shoot
from studio_assets.critique.assets import critique
from studio_assets.edl.assets import edit, lock
from studio_assets.greenlight.assets import greenlight
from studio_assets.lessons.assets import learn
from studio_assets.planning.assets import plan
from studio_assets.render.assets import deliver, render
from studio_assets.render.dailies_assets import show
from studio_assets.script.assets import write
from studio_assets.seeds.assets import analyse
from studio_assets.timeline.assets import lay_out

__all__ = ["STAGES"]

STAGES: dict[str, Stage] = {
    "analyse": analyse,
    "plan": plan,
    "write": write,
    "shoot_tests": shoot,
    "greenlight": greenlight,
    "shoot": shoot,
    "critique": critique,
    "edit": edit,
    "lock": lock,
    "narrate": narrate,
    "score": score,
    "fit": lay_out,
    "caption": caption,
    "render": render,
    "deliver": deliver,
    "learn": learn,
    "dailies": show,
}
"""Stage name -> what makes it. The names stand in Dagster's op names: renaming one breaks history."""
