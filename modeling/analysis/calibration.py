"""What answers teach: how much affinity it takes, on this board, to belong together.

The chance that two atoms belong together is logistic in their affinity. Before any answer the curve is the same for
every board; each answer on a pair moves it (maximum a posteriori, Gaussian prior on both parameters, Newton's method;
Bishop, Pattern Recognition and Machine Learning, 4.4). So "Order and Kitchen are separate" also speaks against
merging pairs that are as close as these two, and "A and B are the same" for them. But little: people answer for reasons
that the board does not show, and what they were not asked about should not change much.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

#: Affinity at which two atoms are as likely together as apart: more than one and less than two of the half-weight
#: signals in full.
HALF_WAY = 0.6
#: From 5 % to 95 % within one unit of affinity, about the range that one strong signal spans.
STEEPNESS = 6.0
#: Variance of both parameters: a surprising answer moves the half-way point by about 0.04, ten by about 0.2. On systems
#: with known contexts anything from 0.1 to 1 does equally well.
_FREEDOM = 0.25
_GENTLEST = 1.0
_ROUNDS = 30
_TOLERANCE = 1e-10


@dataclass(frozen=True, slots=True)
class Calibration:
    """P(same context | affinity) = 1 / (1 + exp(-(slope · affinity + offset))), learnt from so many answers."""

    slope: float = STEEPNESS
    offset: float = -STEEPNESS * HALF_WAY
    same: int = 0
    separate: int = 0

    def logit(self, affinity: float) -> float:
        return self.slope * affinity + self.offset

    def chance(self, affinity: float) -> float:
        """The chance, 0–1, that two atoms of this affinity belong together."""
        return logistic(self.logit(affinity))

    @property
    def half_way(self) -> float:
        """The affinity at which the chance is one half."""
        return -self.offset / self.slope


def logistic(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, value))))


def calibrate(observed: Iterable[tuple[float, bool]]) -> Calibration:
    """The curve after these answers: (affinity of the pair, whether they belong together), in any order."""
    pairs = sorted(observed)
    slope, offset = STEEPNESS, -STEEPNESS * HALF_WAY
    loss = _loss(slope, offset, pairs)
    for _ in range(_ROUNDS if pairs else 0):
        to_slope, to_offset = _newton_step(slope, offset, pairs)
        reach = 1.0
        # Far from the optimum a full step may overshoot: halve it until it helps.
        while (
            then := _loss(slope - reach * to_slope, offset - reach * to_offset, pairs)
        ) > loss and reach > _TOLERANCE:
            reach /= 2
        if loss - then < _TOLERANCE:
            break
        slope, offset, loss = slope - reach * to_slope, offset - reach * to_offset, then
    same = sum(together for _, together in pairs)
    return Calibration(max(_GENTLEST, slope), offset, same, len(pairs) - same)


def _loss(slope: float, offset: float, pairs: list[tuple[float, bool]]) -> float:
    """Negative log posterior, up to a constant."""
    prior = Calibration()
    far = ((slope - prior.slope) ** 2 + (offset - prior.offset) ** 2) / (2 * _FREEDOM)
    return far - math.fsum(
        math.log(logistic((slope * affinity + offset) * (1 if same else -1))) for affinity, same in pairs
    )


def _newton_step(slope: float, offset: float, pairs: list[tuple[float, bool]]) -> tuple[float, float]:
    """Gradient of the loss over its Hessian."""
    prior = Calibration()
    to_slope, to_offset = (slope - prior.slope) / _FREEDOM, (offset - prior.offset) / _FREEDOM
    both, twice_slope, twice_offset = 0.0, 1 / _FREEDOM, 1 / _FREEDOM
    for affinity, same in pairs:
        chance = logistic(slope * affinity + offset)
        spread = chance * (1 - chance)
        to_slope += (chance - same) * affinity
        to_offset += chance - same
        twice_slope += spread * affinity * affinity
        twice_offset += spread
        both += spread * affinity
    determinant = twice_slope * twice_offset - both * both
    return (
        (twice_offset * to_slope - both * to_offset) / determinant,
        (twice_slope * to_offset - both * to_slope) / determinant,
    )
