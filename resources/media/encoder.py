"""How every segment is encoded, so that finished segments can be joined without another encode."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from resources.media.timeline import Format

__all__ = ["Codec", "Encoder", "Preset", "Quality"]

Codec = Literal["h264", "h265", "av1"]
Preset = Literal["ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow"]
Quality = Literal["master", "preview"]

_PREVIEW = 10  # added to the rate factor of a preview
_H265 = 2  # added for x265: VMAF 94.4 at 22 as x264 has at 18, 36 frames of 720p without B-frames
_AV1 = 4  # added for SVT-AV1, whose scale is longer
_AV1_SPEED: dict[Preset, int] = {
    "ultrafast": 10,  # from 11 on, small things that change in one frame were left as they were (crf 32)
    "superfast": 9,
    "veryfast": 8,
    "faster": 7,
    "fast": 6,
    "medium": 5,
    "slow": 4,
}


class Encoder(BaseModel):
    """The encoder's settings; all of them are part of a segment's key.

    Args:
        codec: how the picture is coded.
        quality: `preview` is small and fast whatever the preset says.
        crf: constant rate factor as x264 counts it, 18 looks like the source; other encoders get theirs.
        preset: speed in x264's words.
        threads: of one encode; segments run side by side instead.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    codec: Codec = "h264"
    quality: Quality = "master"
    crf: int = Field(18, ge=0, le=40)
    preset: Preset = "veryfast"
    threads: int = Field(1, ge=1)

    def options(self, form: Format) -> dict[str, object]:
        """Output options of ffmpeg.

        Packets stand in showing order, so that the file needs no edit list. One tick a frame: ffmpeg
        adds up durations in microseconds when it joins, and a finer clock would show it. Set-up bytes
        depend on these settings and the format alone, never on what is seen.

        Args:
            form: the film's format.

        Returns:
            Option name without its dash -> value.
        """
        crf = self.crf + (_PREVIEW if self.quality == "preview" else 0)
        preset: Preset = "ultrafast" if self.quality == "preview" else self.preset
        return {
            **getattr(self, f"_{self.codec}")(crf, preset),
            "g": 2 * form.fps,
            "pix_fmt": "yuv420p",
            "fps_mode": "passthrough",
            "video_track_timescale": form.fps,
            "fflags": "+bitexact",
            "flags:v": "+bitexact+cgop",
            "map_metadata": -1,
        }

    @property
    def tag(self) -> tuple[str, ...]:
        """Output options that a copy needs too: Apple's players know H.265 by this name alone."""
        return ("-tag:v", "hvc1") if self.codec == "h265" else ()

    def _h264(self, crf: int, preset: Preset) -> dict[str, object]:
        # `stitchable`: headers are not fitted to the content.
        return {
            "c:v": "libx264",
            "crf": crf,
            "preset": preset,
            "threads": self.threads,
            "bf": 0,
            "x264-params": "open-gop=0:stitchable=1",
        }

    def _h265(self, crf: int, preset: Preset) -> dict[str, object]:
        fixed = "open-gop=0:bframes=0:info=0:log-level=error:opt-qp-pps=0:opt-ref-list-length-pps=0"
        return {
            "c:v": "libx265",
            "crf": crf + _H265,
            "preset": preset,
            "x265-params": f"{fixed}:frame-threads=1:pools={self.threads}",
            "tag:v": "hvc1",
        }

    def _av1(self, crf: int, preset: Preset) -> dict[str, object]:
        # Its filter over time would mix a frame with its neighbours where the picture changes at once.
        return {
            "c:v": "libsvtav1",
            "crf": crf + _AV1,
            "preset": _AV1_SPEED[preset],
            "svtav1-params": f"lp={self.threads}:enable-tf=0",
        }
