"""A fitted rhythm: the five numbers of a population, and how they came about."""

from dataclasses import dataclass

MODELS = ("mbg", "bg", "pareto")


@dataclass(frozen=True, slots=True)
class Params:
    """A population's rhythm, in the time unit of the Summary it was fitted on.

    Gaps are Gamma(k, rate λ) with λ ~ Gamma(r, rate alpha) over relationships. With "mbg" a relationship may
    end after each touch, with "bg" after each repeat touch, with a probability ~ Beta(a, b). With "pareto" it
    ends at a rate μ ~ Gamma(a, rate b): a and b stand for the literature's s and β. `spread` is the standard
    deviation of ln k between relationships, `own` the share that keep a clock of their own (`regularity`);
    both 0 where no gaps were known. `grain` is Summary's. `log_likelihood` is of the data alone,
    without the prior. `n` relationships were fitted. `fallback` is empty, or the sentence that says why these
    are the prior's figures and not the data's.
    """

    model: str
    r: float
    alpha: float
    a: float
    b: float
    k: float = 1.0
    log_likelihood: float = float("nan")
    n: int = 0
    grain: float = 0.0
    spread: float = 0.0
    own: float = 0.0
    fallback: str = ""
