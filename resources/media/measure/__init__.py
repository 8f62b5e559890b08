"""Technical quality of a clip: one decode, numpy only, one file per family of measures."""

from resources.media.measure.measurement import Measurement, measure
from resources.media.measure.order import Order
from resources.media.measure.scales import Part
from resources.media.measure.stills import Still

__all__ = ["Measurement", "Order", "Part", "Still", "measure"]
