"""How long the rhythm takes to learn: 200,000 simulated relationships, and CDNOW beside lifetimes.

    .venv/bin/python benchmarks/rhythm_fit.py
    uv run --no-sync --with lifetimes==0.11.3 python benchmarks/rhythm_fit.py   # with the peer

Prints Markdown tables. Simulated populations: the best of three, or the only one above two seconds. CDNOW: the same
model on both sides, the same arrays, in one process, turn and turn about; the first call of each (cold), then the
best and the median of TURNS more (warm). The peer runs with its defaults; neither is told where the optimum lies.
"""

import time
import warnings
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from sapwood.measures.rhythm import (
    Summary,
    expected_touches,
    fit,
    likelihood,
    p_touch,
    pareto,
    silence_rank,
    summarise,
    usual_gap,
)
from sapwood.measures.rhythm.rows import fold

CDNOW = Path(__file__).parent.parent / "tests" / "measures" / "samples" / "cdnow_summary.csv"
SIZE, SPAN = 200_000, 1000
TURNS = 15
FASTER = "times faster: cold, best, median, processor"
PEERS = {"mbg": "ModifiedBetaGeoFitter", "bg": "BetaGeoFitter", "pareto": "ParetoNBDFitter"}


def simulate(k: float, seed: int = 1, size: int = SIZE) -> tuple[np.ndarray, np.ndarray]:
    """(id, day) events of `size` relationships over SPAN days: r 1.2, alpha 20 days, a .8, b 4."""
    rng = np.random.default_rng(seed)
    rate, end = rng.gamma(1.2, 1 / 20.0, size), rng.beta(0.8, 4.0, size)
    when = rng.uniform(0, SPAN - 100, size)
    ids, days = [np.arange(size)], [np.floor(when)]
    on = np.flatnonzero(rng.random(size) > end)
    while len(on):
        when[on] += rng.gamma(k, 1 / rate[on])
        on = on[when[on] < SPAN]
        ids.append(on)
        days.append(np.floor(when[on]))
        on = on[rng.random(len(on)) > end[on]]
    return np.concatenate(ids), np.concatenate(days).astype(np.int64)


def timed(work: Callable[[], Any]) -> tuple[str, Any]:
    """Elapsed and processor seconds, and what the work gave."""
    best = (float("inf"), 0.0)
    for _ in range(3):
        start, busy = time.perf_counter(), time.process_time()
        result = work()
        best = min(best, (time.perf_counter() - start, time.process_time() - busy))
        if best[0] > 2:
            break
    return f"{best[0]:.3f} ({best[1]:.3f})", result


def row(*cells: object) -> None:
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def main() -> None:
    row("population", "model", "seconds (processor)", "r, alpha, a, b", "k", "log-likelihood")
    row(*["---"] * 6)
    for k in (0.7, 2.0):
        ids, days = simulate(k)
        seconds, summary = timed(lambda ids=ids, days=days: summarise(ids, days, SPAN))
        row(f"{len(ids):,} events summarised", "", seconds, "", "", "")
        seconds, found = timed(lambda summary=summary: fit(summary))
        numbers = ", ".join(f"{v:.3f}" for v in (found.r, found.alpha, found.a, found.b))
        name = f"{len(summary):,} simulated, k = {k}"
        row(name, "MBG/CNBD-k", seconds, numbers, f"{found.k:.3f}", f"{found.log_likelihood:.1f}")
    print()
    predictions()
    x, t_x, T, _ = np.loadtxt(CDNOW, delimiter=",", skiprows=4).T
    beside(x, t_x / 7, T / 7)


def predictions() -> None:
    """What a standing asks of the rhythm, for 20,000 relationships."""
    row("relationships", "summarise", "fit", "usual_gap", "silence_rank", "p_touch", "expected_touches", "last four")
    row(*["---"] * 8)
    for k in (0.7, 2.0):
        ids, days = simulate(k, size=20_000)
        summary = summarise(ids, days, SPAN)
        p = fit(summary)
        x, t_x, T, s = summary.x, summary.t_x, summary.T, summary.s
        works: list[Callable[[], Any]] = [
            lambda ids=ids, days=days: summarise(ids, days, SPAN),
            lambda summary=summary: fit(summary),
            lambda p=p, x=x, t_x=t_x, s=s: usual_gap(p, x, t_x, s),
            lambda p=p, x=x, t_x=t_x, T=T, s=s: silence_rank(p, x, t_x, T - t_x, s),
            lambda p=p, x=x, t_x=t_x, T=T: p_touch(p, x, t_x, T, 30),
            lambda p=p, x=x, t_x=t_x, T=T: expected_touches(p, x, t_x, T, 30),
        ]
        seconds = [timed(work)[0] for work in works]
        four = np.array([taken.replace("(", "").replace(")", "").split() for taken in seconds[2:]], float).sum(axis=0)
        row(f"{len(summary):,} simulated, k = {k}", *seconds, f"{four[0]:.3f} ({four[1]:.3f})")


def beside(x: np.ndarray, t_x: np.ndarray, T: np.ndarray) -> None:
    """CDNOW fitted by us and by the peer; both log-likelihoods are ours, at each side's parameters."""
    warnings.filterwarnings("ignore")
    try:
        import lifetimes
    except ImportError:
        lifetimes = None
    weeks = Summary(x, t_x, T)
    print()
    row(
        "CDNOW", "side", "cold ms", "best ms", "median ms", "processor ms", "r, alpha, a, b", "log-likelihood", FASTER
    )
    row(*["---"] * 9)
    for model, peer in PEERS.items():
        sides: dict[str, Callable[[], Any]] = {"sapwood": lambda model=model: fit(weeks, model, k=1.0, prior=False)}
        if lifetimes:
            fitter = getattr(lifetimes, peer)
            sides[f"lifetimes {peer}"] = lambda fitter=fitter: fitter().fit(x, t_x, T)
        seconds: dict[str, list[tuple[float, float]]] = {side: [] for side in sides}
        found: dict[str, Any] = {}
        for _ in range(1 + TURNS):
            for side, work in sides.items():
                start, busy = time.perf_counter(), time.process_time()
                found[side] = work()
                seconds[side].append((time.perf_counter() - start, time.process_time() - busy))
        figures = {}
        for side, (cold, *warm) in seconds.items():
            wall, busy_each = zip(*warm, strict=True)
            figures[side] = 1000 * np.array([cold[0], min(wall), median(wall), min(busy_each)])
        for side, four_times in figures.items():
            at = found[side]
            four = (at.r, at.alpha, at.a, at.b) if side == "sapwood" else tuple(at.params_)
            lead = figures[f"lifetimes {peer}"] / four_times if lifetimes and side == "sapwood" else []
            row(
                model, side, *(f"{ms:.2f}" for ms in four_times), ", ".join(f"{v:.4f}" for v in four),
                f"{likelihood_at(model, four, weeks):.5f}", ", ".join(f"{times:.0f}" for times in lead),
            )  # fmt: skip
    if not lifetimes:
        print("\nlifetimes is not installed here; the second command above brings it.")


def likelihood_at(model: str, four: tuple[float, ...], weeks: Summary) -> float:
    if model == "pareto":
        return float(pareto.log_likelihood(*four, weeks.x, weeks.t_x, weeks.T).sum())
    rows = fold(weeks, np.zeros(len(weeks)), 1.0)
    return likelihood.log_likelihood(model, np.log([*four, 1.0]), rows)[0]


if __name__ == "__main__":
    main()
