"""How long the rhythm takes to learn: 200,000 simulated relationships, and CDNOW beside lifetimes.

    .venv/bin/python benchmarks/rhythm_fit.py
    uv run --no-sync --with lifetimes==0.11.3 python benchmarks/rhythm_fit.py   # with the peer

Prints one row of a Markdown table for each; times are the best of three, or the only one above two seconds.
"""

import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from sapwood.measures.rhythm import Summary, fit, summarise

CDNOW = Path(__file__).parent.parent / "tests" / "measures" / "samples" / "cdnow_summary.csv"
SIZE, SPAN = 200_000, 1000


def simulate(k: float, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """(id, day) events of SIZE relationships over SPAN days: r 1.2, alpha 20 days, a .8, b 4."""
    rng = np.random.default_rng(seed)
    rate, end = rng.gamma(1.2, 1 / 20.0, SIZE), rng.beta(0.8, 4.0, SIZE)
    when = rng.uniform(0, SPAN - 100, SIZE)
    ids, days = [np.arange(SIZE)], [np.floor(when)]
    on = np.flatnonzero(rng.random(SIZE) > end)
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
    x, t_x, T, _ = np.loadtxt(CDNOW, delimiter=",", skiprows=4).T
    weeks = Summary(x, t_x / 7, T / 7)
    for model in ("bg", "mbg", "pareto"):
        seconds, found = timed(lambda model=model: fit(weeks, model=model, k=1.0, prior=False))
        numbers = ", ".join(f"{v:.3f}" for v in (found.r, found.alpha, found.a, found.b))
        row("CDNOW", model, seconds, numbers, 1, f"{found.log_likelihood:.1f}")
    peer(x, t_x / 7, T / 7)


def peer(x: np.ndarray, t_x: np.ndarray, T: np.ndarray) -> None:
    warnings.filterwarnings("ignore")
    try:
        import lifetimes
    except ImportError:
        print("\nlifetimes is not installed here; the second command above brings it.")
        return
    for name in ("BetaGeoFitter", "ModifiedBetaGeoFitter", "ParetoNBDFitter"):
        try:
            seconds, fitter = timed(lambda name=name: getattr(lifetimes, name)().fit(x, t_x, T))
        except Exception as error:  # a peer may fail on a newer NumPy: say so, and go on
            row("CDNOW", f"lifetimes {name}", "failed", type(error).__name__, "", "")
            continue
        numbers = ", ".join(f"{v:.3f}" for v in fitter.params_)
        row("CDNOW", f"lifetimes {name}", seconds, numbers, 1, "")  # it reports a scaled likelihood


if __name__ == "__main__":
    main()
