#!/usr/bin/env python3
"""Two builds of the bulk workloads, alternately on one machine: what a change costs.

    git worktree add OLDTREE COMMIT, then in both trees: cargo bench --bench workloads --no-run
    python benches/compare/alternate.py OLD NEW DATA [--rounds 15] [--threads 2] [--reps 5] [--workloads W1 W2 W3 W4 W5 W6]

OLD and NEW are the executables that cargo names, DATA what `compare.py make` wrote. Who begins changes from round to round. Printed is the
median over rounds of the ratio NEW / OLD of both medians, with its least and greatest value; a workload whose checksums differ is marked
with an exclamation mark.
"""
import argparse, json, statistics, subprocess, sys


def run(program, data, workload, threads, reps):
    words = [program, "--data", data, "--workload", workload, "--threads", str(threads), "--reps", str(reps)]
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode: sys.exit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("data")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--reps", type=int, default=5)
    parser.add_argument("--workloads", nargs="*", default=["W1", "W2", "W3", "W4", "W5", "W6"])
    a = parser.parse_args()
    print(f"{a.rounds} rounds of {a.reps} runs, {a.threads} threads\n")
    print("| workload | old, s | new, s | ratio | least | greatest |\n|---|---|---|---|---|---|")
    for workload in a.workloads:
        olds, news = [], []
        for number in range(a.rounds):
            turns = [(a.old, olds), (a.new, news)]
            for program, into in turns if number % 2 == 0 else turns[::-1]:
                into.append(run(program, a.data, workload, a.threads, a.reps))
        ratios = [new["median_s"] / old["median_s"] for old, new in zip(olds, news)]
        old, new = (statistics.median(r["median_s"] for r in runs) for runs in (olds, news))
        mark = "" if olds[0]["check"] == news[0]["check"] else " !"
        print(f"| {workload}{mark} | {old:.4f} | {new:.4f} | {statistics.median(ratios):.3f} | {min(ratios):.3f} | {max(ratios):.3f} |", flush=True)


main()
