"""In which year of their age relationships here usually break, as all that is on record tells."""

from sapwood.measures.tenure.breaking import breaking
from sapwood.records.sale.models import BreakingYear
from sapwood.records.trade.models import Sheet

from ..installation import operator
from ..tenure.look import BEST, tenure_for


def save_breaking_year() -> None:
    """After tenures are saved; nothing where no table says that anything was sold."""
    if not Sheet.objects.exists():
        return
    found = breaking(tenure_for(operator())[BEST].table)
    BreakingYear.objects.all().delete()
    BreakingYear.objects.create(year=found.year, looked=found.looked, ended=found.ended)
