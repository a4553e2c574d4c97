"""The rest of a year by level and drift on the series of ytd_backtest.json, by numpy and scipy.

python level_and_drift.py ../ytd_backtest.json > ../level_and_drift.json
"""

import json
import sys

import numpy as np
import scipy
from scipy.optimize import minimize_scalar
from scipy.signal import lfilter

DESCRIPTION = (
    "the rest of a year by level and drift: classical multiplicative factors drawn to one by their"
    " variance, simple exponential smoothing (alpha from 0.0001 to 0.9999 and first level by least"
    " squares), slope of the least-squares line; at most eight full years; January and February one"
    " piece at its monthly mean unless January alone is known. Series: the cases of"
    " ytd_backtest.json by position"
)
TOLERANCE = (
    "relative 1e-5 of the rest: alpha is searched for, and the sum of squares is flat near its"
    " least value"
)


def smoothing(x):
    """alpha and the last level."""
    n = len(x)

    def run(alpha):
        level = lfilter([alpha], [1, -(1 - alpha)], x)
        error = x - np.r_[0, level[:-1]]
        of_first = (1 - alpha) ** np.arange(n)
        first = (of_first @ error) / (of_first @ of_first)
        error = error - of_first * first
        return error @ error, level[-1] + (1 - alpha) ** n * first

    grid = np.linspace(1e-4, 0.9999, 400)
    sums = [run(alpha)[0] for alpha in grid]
    at = int(np.argmin(sums))
    bounds = (grid[max(at - 1, 0)], grid[min(at + 1, 399)])
    found = minimize_scalar(
        lambda alpha: run(alpha)[0], bounds=bounds, method="bounded", options={"xatol": 1e-12}
    )
    alpha = found.x if found.fun < sums[at] else grid[at]
    return alpha, run(alpha)[1]


def factors(y, s):
    kernel = np.ones(s) / s if s % 2 else np.r_[0.5, np.ones(s - 1), 0.5] / s
    half = len(kernel) // 2
    trend = np.full(len(y), np.nan)
    trend[half : len(y) - half] = np.convolve(y, kernel, "valid")
    ratios = y / trend
    groups = [ratios[i::s][np.isfinite(ratios[i::s])] for i in range(s)]
    f = np.array([group.mean() for group in groups])
    f /= f.mean()
    within = sum(((g - g.mean()) ** 2).sum() for g in groups) / (sum(map(len, groups)) - s)
    variance = within * np.mean([1 / len(group) for group in groups])
    return 1 + max(0, 1 - variance / (((f - 1) ** 2).sum() / (s - 1))) * (f - 1)


def forecast(y, s, h):
    y = np.array(y)
    n = len(y)
    g = factors(y, s)
    x = y / g[np.arange(n) % s]
    alpha, level = smoothing(x)
    slope = np.polyfit(np.arange(n), x, 1)[0]
    steps = np.arange(h)
    return (level + slope * (steps + (1 - (1 - alpha) ** n) / alpha)) * g[(n + steps) % s], alpha


def main():
    file = json.load(open(sys.argv[1]))
    cases = []
    for at in (0, 1):
        series = file["cases"][at]["series"]
        (first, month), values = series["start"], series["values"]
        assert month == 1
        for year, known in (
            (first + 3, 4), (first + 5, 1), (first + 8, 2), (first + 8, 9), (first + 12, 6)
        ):
            end = (year - first) * 12
            months = values[end - 12 * min(8, year - first) : end + known]
            if known == 1:
                history, season = months, 12
            else:
                years = [months[i : i + 12] for i in range(0, len(months), 12)]
                history = [x for y in years for x in [(y[0] + y[1]) / 2, *y[2:]]]
                season = 11
            points, alpha = forecast(history, season, 12 - known)
            cases.append(
                {
                    "id": f"ld_{at}_{year}_{known}",
                    "series": at,
                    "year": year,
                    "known": known,
                    "alpha": alpha,
                    "rest": float(points.sum()),
                }
            )
    python = sys.version.split()[0]
    out = {
        "file": "level_and_drift",
        "description": DESCRIPTION,
        "tolerance": TOLERANCE,
        "software": f"Python {python}, numpy {np.__version__}, scipy {scipy.__version__}",
        "cases": cases,
    }
    json.dump(out, sys.stdout, indent=1)


main()
