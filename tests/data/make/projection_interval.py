"""Intervals of the shrunk share on the series of ytd_backtest.json, by numpy and scipy.

python projection_interval.py ../ytd_backtest.json > ../projection_interval.json

s^2 = (2 p^2 + sum(w e^2)) / (2 + sum(w)) + (d / 4)^2 with p = 0.08, at most eight errors of earlier
years with the same months known, the last one first, w = 1, 1/2, 1/4, ..., and
d = ln(so far / same months a year before) - ln(year before / year before that).
"""

import json
import math
import sys

import numpy
import scipy
from scipy.stats import t


def main():
    file = json.load(open(sys.argv[1]))
    cases = []
    for at, case in enumerate(file["cases"]):
        start, values = case["series"]["start"], case["series"]["values"]
        assert start[1] == 1
        year_of = lambda year: float(numpy.sum(values[(year - start[0]) * 12 :][:12]))
        rows = case["expected"]["rows"]
        for row in rows:
            earlier = [r for r in rows if r["k"] == row["k"] and r["year"] < row["year"]]
            earlier.sort(key=lambda r: -r["year"])
            errors = numpy.array([r["log_rest_error"] for r in earlier[:8]])
            weights = 0.5 ** numpy.arange(len(errors))
            of_errors = (2 * 0.08**2 + weights @ errors**2) / (2 + weights.sum())
            change = math.log(row["ytd"] / row["prior_ytd"]) - math.log(
                row["prior_year"] / year_of(row["year"] - 2)
            )
            scale = math.sqrt(of_errors + (change / 4) ** 2)
            rest = row["shrunk_share"] - row["ytd"]
            ends = lambda level: [
                row["ytd"] + rest * math.exp(sign * scale * t.ppf(0.5 + level / 2, 5))
                for sign in (-1, 1)
            ]
            cases.append(
                {
                    "series": at,
                    "year": row["year"],
                    "known": row["k"],
                    "errors": len(errors),
                    "scale": scale,
                    "break": bool((change / 4) ** 2 > of_errors),
                    "80": ends(0.80),
                    "95": ends(0.95),
                }
            )
    software = f"numpy {numpy.__version__}, scipy {scipy.__version__}"
    json.dump({"file": "projection_interval", "software": software, "cases": cases}, sys.stdout)


main()
