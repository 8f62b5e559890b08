"""How every segment is encoded, so that finished segments can be joined without another encode."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from resources.media.timeline import Format

__all__ = ["Encoder", "Preset"]

Preset = Literal["ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow"]


class Encoder(BaseModel):
    """x264's settings; all of them are part of a segment's key.

    Args:
        crf: constant rate factor, 18 looks like the source.
        preset: x264's speed.
        threads: of one encode; segments run side by side instead.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    crf: int = Field(18, ge=0, le=40)
    preset: Preset = "veryfast"
    threads: int = Field(1, ge=1)

    def options(self, form: Format) -> dict[str, object]:
        """Output options of ffmpeg.

        No B-frames, so that packets stand in showing order and the file needs no edit list. One tick a
        frame: ffmpeg adds up durations in microseconds when it joins, and a finer clock would show it.

        Args:
            form: the film's format.

        Returns:
            Option name without its dash -> value.
        """
        return {
            "c:v": "libx264",
            "crf": self.crf,
            "preset": self.preset,
            "threads": self.threads,
            "bf": 0,
            "g": 2 * form.fps,
            "x264-params": "open-gop=0",
            "pix_fmt": "yuv420p",
            "fps_mode": "passthrough",
            "video_track_timescale": form.fps,
            "fflags": "+bitexact",
            "flags:v": "+bitexact+cgop",
            "map_metadata": -1,
        }
