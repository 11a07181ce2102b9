"""On real mail the rhythm must beat plain recency out of time, and the blend must not lose to the model."""

import gzip
import os
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import rankdata

from sapwood.measures.rhythm import blended, fit, learn, p_touch, summarise

DATA = Path(os.environ.get("SAPWOOD_DATA", Path(__file__).parents[3] / "shared" / "data"))


def auc(score, happened):
    above = rankdata(score)[happened].sum() - happened.sum() * (happened.sum() + 1) / 2
    return above / (happened.sum() * (~happened).sum())


@pytest.mark.real
def test_touches_between_pairs_at_a_manufacturer():
    file = DATA / "edge_lists" / "radoslaw_edges.csv.gz"
    if not file.exists():
        pytest.skip("The real data is not here; SAPWOOD_DATA names its folder.")
    with gzip.open(file, "rt") as lines:
        source, target, when = np.loadtxt(lines, delimiter=",", skiprows=1, dtype=np.int64).T
    pair = np.minimum(source, target) * 1000 + np.maximum(source, target)
    days = when // 86400
    gain, better, sharper = [], [], []
    for cut in days.min() + np.array([90, 130, 170, 210]):
        found = summarise(pair, days, cut)
        happened = np.isin(found.ids, pair[(days > cut) & (days <= cut + 30)])
        params = fit(found)
        model = p_touch(params, found.x, found.t_x, found.T, 30)
        mixed, number, *_ = blended(*learn(pair, days, cut, 30))
        chance = p_touch(fit(found, k=1.0), found.x, found.t_x, found.T, 30)
        assert np.all(mixed <= number)
        gain.append(auc(model, happened) - auc(found.t_x - found.T, happened))
        better.append(auc(mixed, happened) - auc(model, happened))
        sharper.append(((chance - happened) ** 2).mean() - ((model - happened) ** 2).mean())
    assert np.mean(gain) > 0.04
    assert np.mean(better) > 0
    assert np.mean(sharper) > 0
