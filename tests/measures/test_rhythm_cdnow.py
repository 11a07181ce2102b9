"""The published CDNOW figures, in weeks, calibrated on 39 and held out for 39."""

from pathlib import Path

import numpy as np
import pytest

from sapwood.measures.rhythm import Params, Summary, expected_touches, fit, p_touch

SAMPLE = Path(__file__).parent / "samples" / "cdnow_summary.csv"


@pytest.fixture(scope="module")
def cdnow():
    x, t_x, T, held = np.loadtxt(SAMPLE, delimiter=",", skiprows=4).T
    return Summary(x, t_x / 7, T / 7), held


@pytest.mark.parametrize(
    ("model", "expected", "log_likelihood", "error"),
    [
        ("bg", (0.243, 4.414, 0.793, 2.426), -9582.4, 0.7855),
        ("mbg", (0.525, 6.183, 0.891, 1.614), -9582.1, 0.7648),
        ("pareto", (0.553, 10.578, 0.606, 11.669), -9595.0, 0.7545),
    ],
)
def test_the_published_fit_and_its_error_in_the_hold_out(cdnow, model, expected, log_likelihood, error):
    summary, held = cdnow
    found = fit(summary, model=model, k=1.0, prior=False)
    assert (found.r, found.alpha, found.a, found.b) == pytest.approx(expected, rel=2e-3)
    assert found.log_likelihood == pytest.approx(log_likelihood, abs=0.06)
    predicted = expected_touches(found, summary.x, summary.t_x, summary.T, 39)
    assert np.abs(predicted - held).mean() == pytest.approx(error, abs=6e-5)


def test_the_prior_has_faded_at_this_size(cdnow):
    summary, _ = cdnow
    found = fit(summary, model="bg", k=1.0)
    assert (found.r, found.alpha, found.a, found.b) == pytest.approx((0.243, 4.414, 0.793, 2.426), rel=2e-3)


def test_customers_bought_1882_times_in_the_hold_out(cdnow):
    summary, held = cdnow
    assert (len(summary), summary.x.sum(), held.sum()) == (2357, 2457, 1882)


def test_the_papers_customer():
    """Fader, Hardie & Lee (2005): x = 2, t_x = 30.43, T = 38.86 is expected to buy 1.226 times in 39 weeks."""
    published = Params("bg", 0.243, 4.414, 0.793, 2.426)
    assert expected_touches(published, 2, 30.43, 38.86, 39)[0] == pytest.approx(1.226, abs=1e-3)


def test_nothing_is_promised_for_no_time(cdnow):
    summary, _ = cdnow
    for model in ("bg", "mbg", "pareto"):
        params = Params(model, 0.5, 6.0, 0.8, 2.0)
        assert p_touch(params, summary.x, summary.t_x, summary.T, 0).max() == pytest.approx(0, abs=1e-12)
        assert expected_touches(params, summary.x, summary.t_x, summary.T, 0).max() == 0
