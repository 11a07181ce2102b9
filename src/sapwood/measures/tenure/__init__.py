"""Tenure: how long relationships last, what a forecast says, whether there is an itch. docs/measures/tenure.md."""

from .curve import Curve, curve
from .fit import Lasting, fit
from .forecast import Forecast, forecast
from .itch import Itch, itch
from .life_table import LifeTable, life_table

__all__ = ["Curve", "Forecast", "Itch", "Lasting", "LifeTable", "curve", "fit", "forecast", "itch", "life_table"]
