#!/usr/bin/env python3
"""How well the rhythm foresees touches out of time, beside plain rules and lifetimes, on mail and purchases.

    OMP_NUM_THREADS=1 python benchmarks/rhythm.py
    uv run --no-sync --with lifetimes==0.11.3 python benchmarks/rhythm.py        # with the peer
    python benchmarks/rhythm.py --dates development                             # the dates that choices were made on

At each cut-off everything is learned from what came before; what came in the next 30 or 90 days is the answer. Reads
the edge lists, the list mail and the purchases in `$SAPWOOD_DATA` (by default ../shared/data) and plants populations
of its own. Prints Markdown tables: means over the cut-offs, calibration and totals over all of them together.

Rules beside it: recency (the silence itself), the silence by the own mean gap, and BG/NBD and MBG/NBD as
lifetimes fits them. lifetimes has no P(touch): its parameters are put into the closed form.
"""

import argparse
import gzip
import json
import os
import time
import warnings
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.special import logit
from scipy.stats import rankdata

from sapwood.measures.rhythm import Params, fit, forecast, learn, p_touch, summarise

DATA = Path(os.environ.get("SAPWOOD_DATA", Path(__file__).parents[2] / "shared" / "data"))
# Shares of the span of each set. Features, ridge and share of the blend were chosen on the development dates only.
DATES = {"reported": (0.40, 0.55, 0.70, 0.85), "development": (0.33, 0.475, 0.625, 0.775)}
HORIZONS = (30, 90)
BIG = 100_000  # above any day number
PEERS = {"mbg": "ModifiedBetaGeoFitter", "bg": "BetaGeoFitter"}
Touches = tuple[np.ndarray, np.ndarray]  # (id, day), each pair once


def once(keys, days) -> Touches:
    code = np.unique(np.asarray(keys), return_inverse=True)[1].reshape(-1)
    pair = np.unique(code * BIG + np.asarray(days, np.int64))
    return pair // BIG, pair % BIG


def sets(seed: int) -> Iterator[tuple[str, Touches]]:
    folder = DATA / "edge_lists"
    for name in ("radoslaw", "collegemsg"):
        if (folder / f"{name}_edges.csv.gz").exists():
            with gzip.open(folder / f"{name}_edges.csv.gz", "rt") as lines:
                source, target, when = np.loadtxt(lines, delimiter=",", skiprows=1, dtype=np.int64).T
            yield f"{name}, pairs", once(np.minimum(source, target) * BIG + np.maximum(source, target), when // 86400)
    if (DATA / "linux_s390_mail").exists():
        people, firms = list_mail()
        yield "s390 list mail, pairs of people", people
        yield "s390 list mail, pairs of domains", firms
    if (DATA / "purchase_activity").exists():
        rows = [line.split() for line in (DATA / "purchase_activity" / "CDNOW_sample.txt").read_text().splitlines()]
        days = [date(int(row[2][:4]), int(row[2][4:6]), int(row[2][6:])).toordinal() - 719163 for row in rows if row]
        yield "CDNOW, customers", once([row[1] for row in rows if row], days)
    yield "planted: regular purchases (k = 2.5)", planted(2.5, 1.5, 60, 0.6, 5, 1500, 720, seed)
    yield "planted: bursts (k = 0.6)", planted(0.6, 1.2, 20, 0.8, 6, 3000, 400, seed + 1)


def list_mail() -> tuple[Touches, Touches]:
    """Who wrote to whom (To and Cc), by address and by domain, either way."""
    people, firms = [], []
    with gzip.open(DATA / "linux_s390_mail" / "headers_2019_2020.jsonl.gz", "rt") as lines:
        for line in lines:
            mail = json.loads(line)
            try:
                day = int(datetime.fromisoformat(mail["date"]).timestamp() // 86400)
            except ValueError:
                continue
            writer = next((one.lower() for _, one in mail["from_"] if "@" in one), None)
            if writer is None:
                continue
            for other in {one.lower() for _, one in mail["to"] + mail["cc"] if "@" in one} - {writer}:
                people.append(("|".join(sorted((writer, other))), day))
                ends = sorted((writer.split("@")[1], other.split("@")[1]))
                if ends[0] != ends[1]:
                    firms.append(("|".join(ends), day))
    return once(*zip(*people, strict=True)), once(*zip(*firms, strict=True))


def planted(k, r, alpha, a, b, size, span, seed) -> Touches:
    rng = np.random.default_rng(seed)
    rate, end = rng.gamma(r, 1 / alpha, size), rng.beta(a, b, size)
    shape, when = k * np.exp(0.3 * rng.normal(size=size)), rng.uniform(0, 0.4 * span, size)
    on, ids, days = np.arange(size), [], []
    while len(on):
        ids.append(on)
        days.append(np.floor(when[on]))
        on = on[rng.random(len(on)) > end[on]]
        when[on] += rng.gamma(shape[on], 1 / (rate[on] * k))
        on = on[when[on] < span]
    return once(np.concatenate(ids), np.concatenate(days))


def auc(score, happened) -> float:
    yes, no = happened.sum(), (~happened).sum()
    return (rankdata(score)[happened].sum() - yes * (yes + 1) / 2) / (yes * no)


def peer(model: str, summary, horizon: int) -> np.ndarray | None:
    """P(touch) from the parameters that lifetimes finds, in weeks; None where it is not here or finds none."""
    try:
        import lifetimes
    except ImportError:
        return None
    x, t_x, T = summary.x, summary.t_x / 7, summary.T / 7
    for penalty in (0.0, 0.001, 0.01):
        try:
            found = getattr(lifetimes, PEERS[model])(penalizer_coef=penalty).fit(x, t_x, T)
        except Exception:  # noqa: S112 - it raises its own kinds where the optimum is not found
            continue
        return p_touch(Params(model, *(float(one) for one in found.params_)), x, t_x, T, horizon / 7)
    return None


def ways(ids, days, cut: int, horizon: int) -> tuple[dict[str, np.ndarray | None], np.ndarray, float, float]:
    """Scores by way, what happened, and the expected and the true number of days with a touch."""
    learned, told = learn(ids, days, cut, horizon)
    blend = forecast(learned, told).blend
    plain = summarise(ids, days, cut)
    x, silence = plain.x, plain.T - plain.t_x
    usual = np.median((plain.t_x / np.maximum(x, 1))[x > 0])
    later = (days > cut) & (days <= cut + horizon)
    number = np.bincount(ids[later], minlength=int(ids.max()) + 1)[plain.ids]
    chance = fit(plain, k=1.0, prior=False)
    scores = {
        "recency": -silence,
        "own gap": -silence / np.where(x > 0, np.maximum(plain.t_x / np.maximum(x, 1), 0.5), usual),
        "BG (lifetimes)": peer("bg", plain, horizon),
        "MBG (lifetimes)": peer("mbg", plain, horizon),
        "MBG": p_touch(chance, x, plain.t_x, plain.T, horizon),
        "k": blend.alone,
        "blend": blend.touch,
    }
    return scores, number > 0, float(blend.number.sum()), float(number.sum())


def calibration(chance, happened) -> tuple[float, float]:
    """Intercept and slope of a logistic regression of what happened on the log-odds said: 0 and 1 are perfect."""
    odds = logit(np.clip(chance, 1e-5, 1 - 1e-5))

    def loss(at):
        score = at[0] + at[1] * odds
        return float(np.sum(np.logaddexp(0, score) - happened * score)) / len(odds)

    return tuple(minimize(loss, np.array([0.0, 1.0]), method="BFGS").x)


def log_loss(chance, happened) -> float:
    chance = np.clip(chance, 1e-6, 1 - 1e-6)
    return -float(np.where(happened, np.log(chance), np.log1p(-chance)).mean())


def row(*cells: object) -> None:
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def main() -> None:
    warnings.filterwarnings("ignore")
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--dates", choices=DATES, default="reported")
    given = options.parse_args()
    tables: dict[str, list[list[str]]] = {"ranking": [], "sharpness": [], "calibration": []}
    for name, (ids, days) in sets(21 if given.dates == "reported" else 11):
        first, last = int(np.quantile(days, 0.002)), int(days.max())
        for horizon in HORIZONS:
            cuts = [
                cut for part in DATES[given.dates] if (cut := int(first + (last - first) * part)) + horizon <= last
            ]
            measured = [ways(ids, days, cut, horizon) for cut in cuts]
            add(tables, [f"{name}, {horizon} days ({len(cuts)})"], measured)
    names = list(measured[0][0])
    print("AUC\n")
    row("set, days ahead (cut-offs)", *names)
    row(*["---"] * (1 + len(names)))
    for cells in tables["ranking"]:
        row(*cells)
    print("\nBrier score / log loss\n")
    row("set, days ahead (cut-offs)", *names[2:], "Brier under MBG's")
    row(*["---"] * (len(names)))
    for cells in tables["sharpness"]:
        row(*cells)
    print("\nThe blend's calibration and totals\n")
    row("set, days ahead (cut-offs)", "intercept", "slope", "said / had a touch", "days said / came")
    row(*["---"] * 5)
    for cells in tables["calibration"]:
        row(*cells)
    print()
    speed()


def add(tables, head: list[str], measured) -> None:
    def mean(of: Callable, name: str, digits: int) -> str:
        if any(scores[name] is None for scores, *_ in measured):
            return "–"
        value = np.mean([of(scores[name], happened) for scores, happened, *_ in measured])
        return f"{value:.{digits}f}".lstrip("0")

    def brier(chance, happened):
        return ((chance - happened) ** 2).mean()

    names = list(measured[0][0])
    tables["ranking"].append(head + [mean(auc, name, 3) for name in names])
    both = [f"{mean(brier, name, 4)} / {mean(log_loss, name, 3)}" for name in names[2:]]
    base, ours = (np.mean([brier(scores[way], y) for scores, y, *_ in measured]) for way in ("MBG", "blend"))
    tables["sharpness"].append([*head, *both, f"{1 - ours / base:.1%}"])
    said = np.concatenate([scores["blend"] for scores, *_ in measured])
    happened = np.concatenate([happened for _, happened, *_ in measured])
    line = [f"{one:.2f}" for one in calibration(said, happened)]
    number = sum(one[2] for one in measured) / sum(one[3] for one in measured)
    tables["calibration"].append([*head, *line, f"{said.sum() / happened.sum():.2f}", f"{number:.2f}"])


def speed() -> None:
    """200,000 ids, learned and answered; the populations of rhythm_fit.py."""
    from rhythm_fit import SPAN, simulate

    row("200,000 ids", "events", "seconds", "processor seconds")
    row(*["---"] * 4)
    for k in (0.7, 2.0):
        ids, days = simulate(k)
        start, busy = time.perf_counter(), time.process_time()
        forecast(*learn(ids.astype(np.int64), days, SPAN, 30))
        row(f"k = {k}", f"{len(ids):,}", f"{time.perf_counter() - start:.1f}", f"{time.process_time() - busy:.1f}")


if __name__ == "__main__":
    main()
