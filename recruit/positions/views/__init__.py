"""Pages of positions: their descriptions, pay bands and signatures."""

from recruit.positions.views import descriptions, positions, signatures
from recruit.positions.views.blueprint import bp

__all__ = ["bp", "descriptions", "positions", "signatures"]
