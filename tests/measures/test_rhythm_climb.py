"""The fit finds the top: its derivatives are right, it gets there from anywhere, and folding changes nothing."""

from pathlib import Path

import numpy as np
import pytest

from sapwood.measures.rhythm import Summary, belief, chance, climb, fit, likelihood
from sapwood.measures.rhythm.rows import fold

SAMPLE = Path(__file__).parent / "samples" / "cdnow_summary.csv"
TOPS = {"mbg": -9582.135716, "bg": -9582.429207, "pareto": -9594.976177}  # lifetimes 0.11.3 reaches the same
PLACES = [(0.0, 0.0, -0.7, 1.1), (1.0, 4.0, 3.0, -2.0), (-2.0, -1.0, -3.0, 4.0)]


@pytest.fixture(scope="module")
def cdnow():
    x, t_x, T, _ = np.loadtxt(SAMPLE, delimiter=",", skiprows=4).T
    return Summary(x, t_x / 7, T / 7)


def gamma_population(n: int, k: float, seed: int = 3) -> Summary:
    """Whole days; rates, ends and spans differ."""
    rng = np.random.default_rng(seed)
    rate, end, T = rng.gamma(1.2, 1 / 20, n), rng.beta(0.8, 4, n), rng.integers(100, 700, n).astype(float)
    when, x, t_x, s = (np.zeros(n) for _ in range(4))
    on = np.arange(n)[rng.random(n) > end]
    while len(on):
        gap = np.ceil(rng.gamma(k, 1 / rate[on]))
        on, gap = on[when[on] + gap <= T[on]], gap[when[on] + gap <= T[on]]
        when[on] += gap
        x[on] += 1
        t_x[on] = when[on]
        s[on] += np.log(gap)
        on = on[rng.random(len(on)) > end[on]]
    return Summary(x, t_x, T, s, None, 1.0)


@pytest.mark.parametrize("model", ["mbg", "bg", "pareto"])
def test_cdnow_reaches_the_same_top_as_the_peer(cdnow, model):
    assert fit(cdnow, model=model, k=1.0, prior=False).log_likelihood == pytest.approx(TOPS[model], rel=1e-9)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("model", ["mbg", "bg"])
def test_slope_and_bend_are_those_of_the_likelihood(cdnow, model, place):
    rows, theta = fold(cdnow, np.zeros(len(cdnow)), 1.0), np.array(place)
    at = chance.log_likelihood(model, rows)
    value, slope, bend = at(theta)
    general = likelihood.log_likelihood(model, np.append(theta, 0.0), rows)
    assert value == pytest.approx(general[0], rel=1e-10)
    assert slope == pytest.approx(general[1][:4], rel=1e-4, abs=1e-3)
    steps = 1e-5 * np.eye(4)
    assert slope == pytest.approx([(at(theta + e)[0] - at(theta - e)[0]) / 2e-5 for e in steps], rel=1e-5, abs=1e-3)
    around = np.stack([(at(theta + e)[1] - at(theta - e)[1]) / 2e-5 for e in steps])
    assert bend == pytest.approx(around, rel=1e-5, abs=1e-4)


@pytest.mark.parametrize("model", ["mbg", "bg"])
def test_folding_equal_histories_changes_nothing(cdnow, model):
    theta = np.array([-0.5, 1.5, 0.2, 0.6, -0.3])
    together = likelihood.log_likelihood(model, theta, fold(cdnow, np.zeros(len(cdnow)), 1.0))[0]
    alone = 0.0
    for i in range(0, len(cdnow), 40):
        part = Summary(cdnow.x[i : i + 40], cdnow.t_x[i : i + 40], cdnow.T[i : i + 40])
        for j in range(len(part)):
            one = Summary(part.x[j : j + 1], part.t_x[j : j + 1], part.T[j : j + 1])
            alone += likelihood.log_likelihood(model, theta, fold(one, np.zeros(1), 1.0))[0]
    assert together == pytest.approx(alone, rel=1e-12)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("model", ["mbg", "bg"])
def test_newton_arrives_from_anywhere_and_never_steps_down(cdnow, model, place):
    at = chance.log_likelihood(model, fold(cdnow, np.zeros(len(cdnow)), 1.0))
    _, value, reached = climb.newton(at, np.array(place))
    assert reached
    assert value == pytest.approx(TOPS[model], rel=1e-9)


def test_newton_says_so_when_it_cannot_arrive():
    def nowhere(theta):
        return float("nan"), np.full(2, np.nan), np.full((2, 2), np.nan)

    assert climb.newton(nowhere, np.zeros(2))[2] is False


def test_where_newton_gives_up_the_slower_way_finds_the_top(cdnow, monkeypatch):
    monkeypatch.setattr(climb, "ROUNDS", 1)
    found = fit(cdnow, model="mbg", k=1.0, prior=False)
    assert found.log_likelihood == pytest.approx(TOPS["mbg"], rel=1e-8)


@pytest.mark.parametrize("n", [1, 2, 5])
@pytest.mark.parametrize("model", ["mbg", "bg"])
def test_no_data_to_speak_of_stays_in_the_box(model, n):
    for x, t_x in ((0.0, 0.0), (3.0, 10.0)):
        few = Summary(np.full(n, x), np.full(n, t_x), np.full(n, 20.0))
        for prior in (True, False):
            found = fit(few, model=model, k=1.0, prior=prior)
            assert np.isfinite(found.log_likelihood)
            assert np.all(np.isfinite([found.r, found.alpha, found.a, found.b]))


@pytest.mark.parametrize("k", [0.7, 2.0])
def test_a_large_population_is_fitted_as_if_there_were_no_samples(k, monkeypatch):
    many = gamma_population(6_000, k)
    monkeypatch.setattr("sapwood.measures.rhythm.top.SAMPLES", (200, 1_000))
    sampled = fit(many)
    monkeypatch.setattr("sapwood.measures.rhythm.top.SAMPLES", ())
    whole = fit(many)
    assert sampled.log_likelihood == pytest.approx(whole.log_likelihood, rel=1e-9)
    numbers = [(p.r, p.alpha, p.a, p.b, p.k) for p in (sampled, whole)]
    assert numbers[0] == pytest.approx(numbers[1], rel=1e-3)


def test_the_prior_is_on_the_mean_gap():
    off = np.array([0.3, -0.2, 0.1, 0.5, 0.4])
    mean_gap = off[1] + off[4] - off[0]
    expected = ((np.array([off[0], mean_gap, *off[2:]]) / belief.WIDTH) ** 2).sum()
    assert off @ belief.PRECISION @ off == pytest.approx(expected)
