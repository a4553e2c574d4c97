#!/usr/bin/env python3
"""The bulk workloads in other engines and in this crate, alternately on one machine: one table of ratios.

    python -m venv venv && venv/bin/pip install -r benches/compare/requirements.txt
    venv/bin/python benches/compare/compare.py make DATA [--rows 20000000] [--countries 226]
    venv/bin/python benches/compare/compare.py table DATA [--rounds 5] [--threads 2] [--workloads W1 W2 W3 W4 W5 W6 W7 W8 W8all]

`make` writes DATA/bin/*.bin (raw columns, for this crate), DATA/*.parquet (the same rows, for the others) and DATA/baci.csv (the
first quarter of the annual rows, in the form of BACI, for W6: the file in the page cache becomes typed columns). `table` starts
every program in a process of its own, one after the other, round by round. Each has its data in memory, in its own form, before
the clock starts and its result complete when it stops; the first of three runs in a process warms up. The median over rounds of
the process medians is compared. W7 is additive Holt-Winters over 100,000 histories of five years: the others are so slow that they get the
first few, on one processor, and their time is scaled up to all histories and divided by the threads. W8 joins the exports of all senders with
the imports of all receivers, flows of one side included, and has one measure of the gap (`W8`) or eight (`W8all`). A row whose checksum differs from this crate's is marked with an exclamation mark.
"""
import argparse, json, os, platform, statistics, subprocess, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
REPS = 2


def make(folder, rows, countries, seed):
    import numpy as np, pyarrow as pa, pyarrow.parquet as pq
    os.makedirs(folder + "/bin", exist_ok=True)
    rng = np.random.default_rng(seed)

    def weights(n, power):
        w = (1.0 / np.arange(1, n + 1) ** power)[rng.permutation(n)]
        return w / w.sum()

    def cells(n, areas, goods, flatness):
        """n different cells (reporter, partner, good), sorted; large traders and goods have more of them"""
        w = [weights(areas, flatness), weights(areas, 0.8 * flatness), weights(goods, 0.6)]
        found = np.empty(0, np.int64)
        for _ in range(60):
            r, p, k = (np.searchsorted(np.cumsum(x), rng.random(n), side="right").clip(0, len(x) - 1) for x in w)
            found = np.unique(np.concatenate([found, ((r * areas + p) * goods + k)[r != p]]))
            if len(found) >= n:
                break
        found = np.sort(rng.choice(found, min(n, len(found)), replace=False))
        return found // (areas * goods), found // goods % areas, found % goods

    def table(prefix, name, when, of_period, areas, goods, share, n, with_quantity):
        r, p, k = cells(int(n / share / len(when)), areas, goods, 1.0 if areas < 1000 else 0.5)
        level, price = rng.normal(5, 2.3, len(r)), rng.normal(-0.7, 1.6, goods)[k]
        out = {c: [] for c in (name, "reporter", "partner", "product", "v", "q")}
        for at, period in enumerate(when):
            on = np.flatnonzero(rng.random(len(r)) < share)
            value = level[on] + 0.01 * at + rng.normal(0, 0.4, len(on))
            v = np.rint(np.exp(value) * 1000).clip(1, 4e11).astype(np.int64)
            q = np.rint(np.exp(value - price[on] + rng.normal(0, 0.2, len(on))) * 1000).clip(1, 4e11).astype(np.int64)
            q[rng.random(len(on)) < 0.03] = 0
            for column, data in zip(out, (np.full(len(on), period), r[on], p[on], k[on], v, q)):
                out[column].append(data)
        out = {column: np.concatenate(parts) for column, parts in out.items()}
        good = "chapter" if prefix == "m" else "product"
        files = {name: of_period, "reporter": np.uint16, "partner": np.uint16, "product": np.uint16, "v": np.int64}
        for column, kind in {**files, **({"q": np.int64} if with_quantity else {})}.items():
            out[column].astype(kind).tofile(f"{folder}/bin/{prefix}_{good if column == 'product' else column}.bin")
        np.arange(areas, dtype=np.uint16).tofile(f"{folder}/bin/{prefix}_country_codes.bin")
        columns = {name: out[name].astype(np.int32), "reporter": out["reporter"].astype(np.uint16),
                   "partner": out["partner"].astype(np.uint16), good: out["product"].astype(np.uint16), "v": out["v"]}
        pq.write_table(pa.table({**columns, **({"q": out["q"]} if with_quantity else {})}), f"{folder}/{'monthly' if prefix == 'm' else 'annual'}.parquet")
        print(prefix, len(out["v"]), "rows")
        if with_quantity:
            first = len(out["v"]) // 4
            thousandths = lambda n: np.char.add(np.char.add((n // 1000).astype(str), "."), np.char.zfill((n % 1000).astype(str), 3))
            with open(folder + "/baci.csv", "w") as csv:
                csv.write("t,i,j,k,v,q\n")
                for start in range(0, first, 500_000):
                    part = {column: out[column][start:min(start + 500_000, first)] for column in out}
                    quantity = np.where(part["q"] > 0, thousandths(part["q"]), "")
                    rows = zip(part[name], part["reporter"] + 1, part["partner"] + 1, part["product"] + 100100, thousandths(part["v"]), quantity)
                    csv.writelines(f"{t},{i},{j},{k:06d},{v},{q}\n" for t, i, j, k, v, q in rows)

    np.arange(100100, 105122, dtype=np.uint32).tofile(folder + "/bin/a_product_codes.bin")
    table("a", "year", range(2020, 2024), np.int16, countries, 5022, 0.75, rows, True)
    months = [y * 100 + m for y in (2021, 2022, 2023) for m in range(1, 13)]
    table("m", "period", months, np.int32, min(countries, 200), 97, 0.7, rows // 2, False)
    make_mirror(folder, rows, countries, seed)
    x, n = np.arange(60), 100_000   # level, trend, one wave a year, noise
    level, wave = np.exp(rng.normal(6, 1.5, (n, 1))), np.sin(2 * np.pi * (x + rng.integers(0, 12, (n, 1))) / 12)
    shape = 1 + 0.004 * rng.normal(1, 1, (n, 1)) * x + rng.uniform(0, 0.3, (n, 1)) * wave + rng.normal(0, 0.06, (n, 60))
    np.maximum(np.round(level * shape, 3), 0.001).astype("<f8").tofile(folder + "/bin/series.bin")


def make_mirror(folder, rows, countries, seed):
    """Exports as their senders report them and imports as the receivers do: 15 % of the flows on one side only. The others have two tables,
    DATA/mirror_x.parquet and DATA/mirror_m.parquet; this crate has DATA/bin/x_*.bin, with the flow of each row (0 export, 1 import)."""
    import numpy as np, pyarrow as pa, pyarrow.parquet as pq
    os.makedirs(folder + "/bin", exist_ok=True)
    rng, goods, flows = np.random.default_rng(seed + 8), 5022, int(rows / 1.85 / 4)
    weights = lambda n, power: (lambda w: w / w.sum())((1.0 / np.arange(1, n + 1) ** power)[rng.permutation(n)])
    w = [weights(countries, 1.0), weights(countries, 0.8), weights(goods, 0.6)]
    sides = {"x": [], "m": []}
    for year in range(2020, 2024):
        found = np.empty(0, np.int64)
        while len(found) < flows:
            i, j, k = (np.searchsorted(np.cumsum(x), rng.random(flows), side="right").clip(0, len(x) - 1) for x in w)
            found = np.unique(np.concatenate([found, ((i * countries + j) * goods + k)[i != j]]))
        found = np.sort(rng.choice(found, flows, replace=False))
        level, side = rng.normal(5, 2.3, flows), rng.random(flows)
        thousandths = lambda v: np.rint(np.exp(v) * 1000).clip(1, 4e11).astype(np.int64)
        sold, bought = thousandths(level), thousandths(level + 0.05 + rng.normal(0, 0.3, flows))
        i, j, k = found // (countries * goods), found // goods % countries, found % goods
        x, m = np.flatnonzero(side < 0.925), np.flatnonzero(side >= 0.075)
        m = m[np.lexsort((k[m], i[m], j[m]))]   # as importers list them
        sides["x"].append((np.full(len(x), year), i[x], j[x], k[x], sold[x]))
        sides["m"].append((np.full(len(m), year), j[m], i[m], k[m], bought[m]))
    sides = {side: [np.concatenate(column) for column in zip(*parts)] for side, parts in sides.items()}
    for side, (year, reporter, partner, product, v) in sides.items():
        pq.write_table(pa.table({"year": year.astype(np.int32), "reporter": reporter.astype(np.uint16), "partner": partner.astype(np.uint16),
                                 "product": product.astype(np.uint16), "v": v}), f"{folder}/mirror_{side}.parquet")
    kinds = (np.int16, np.uint16, np.uint16, np.uint16, np.int64)
    for name, kind, *both in zip(("year", "reporter", "partner", "product", "v"), kinds, sides["x"], sides["m"]):
        np.concatenate(both).astype(kind).tofile(f"{folder}/bin/x_{name}.bin")
    np.repeat([0, 1], [len(sides["x"][0]), len(sides["m"][0])]).astype(np.uint16).tofile(folder + "/bin/x_flow.bin")
    np.arange(countries, dtype=np.uint16).tofile(folder + "/bin/x_country_codes.bin")
    np.arange(100100, 105122, dtype=np.uint32).tofile(folder + "/bin/x_product_codes.bin")
    print("mirror", sum(len(side[0]) for side in sides.values()), "rows")


# ---------------------------------------------------------------- one run of one engine
def sql(workload, engine, dtype):
    real = (lambda x: x) if dtype == "f64" else (lambda x: f"CAST({x} AS DOUBLE)")
    cell = "c.reporter = p.reporter AND c.partner = p.partner AND c.product = p.product AND c.year = p.year + 1"
    if workload == "W1":
        return [f"SELECT c.reporter, c.partner, c.product, c.year, c.v - p.v AS delta, {real('c.v')} / {real('p.v')} - 1 AS growth FROM a c JOIN a p ON {cell}"]
    if workload == "W2":
        return ["""WITH g AS (SELECT reporter, partner, year, SUM(v) AS s FROM a GROUP BY 1, 2, 3),
            x AS (SELECT * FROM g WHERE reporter < partner), m AS (SELECT * FROM g WHERE reporter > partner)
            SELECT COALESCE(x.reporter, m.partner) AS one, COALESCE(x.partner, m.reporter) AS two, COALESCE(x.year, m.year) AS year,
              COALESCE(x.s, 0) AS ab, COALESCE(m.s, 0) AS ba, COALESCE(x.s, 0) - COALESCE(m.s, 0) AS balance
            FROM x FULL JOIN m ON x.reporter = m.partner AND x.partner = m.reporter AND x.year = m.year"""]
    if workload == "W3":
        year = "period // 100" if engine == "duckdb" else "period / 100"
        return [f"""WITH y AS (SELECT reporter, partner, chapter, period,
              SUM(v) OVER (PARTITION BY reporter, partner, chapter, {year} ORDER BY period ROWS UNBOUNDED PRECEDING) AS ytd FROM m)
            SELECT c.reporter, c.partner, c.chapter, c.period, c.ytd, {real('c.ytd')} / {real('p.ytd')} - 1 AS yoy FROM y c LEFT JOIN y p
            ON c.reporter = p.reporter AND c.partner = p.partner AND c.chapter = p.chapter AND c.period = p.period + 100"""]
    if workload == "W4":
        temp = "CREATE OR REPLACE TEMP TABLE" if engine == "duckdb" else "CREATE OR REPLACE TABLE"
        return [f"{temp} x AS SELECT reporter, product, year, SUM(v) AS x FROM a GROUP BY 1, 2, 3",
                f"""WITH r AS (SELECT reporter, year, SUM(x) AS s FROM x GROUP BY 1, 2), k AS (SELECT product, year, SUM(x) AS s FROM x GROUP BY 1, 2),
                  t AS (SELECT year, SUM(x) AS s FROM x GROUP BY 1)
                SELECT x.reporter, x.product, x.year, x.x, {real('x.x')} / {real('r.s')} / ({real('k.s')} / {real('t.s')}) AS rca FROM x
                JOIN r ON x.reporter = r.reporter AND x.year = r.year JOIN k ON x.product = k.product AND x.year = k.year JOIN t ON x.year = t.year""",
                f"""WITH i AS (SELECT partner AS reporter, product, year, SUM(v) AS m FROM a GROUP BY 1, 2, 3),
                  j AS (SELECT COALESCE(x.reporter, i.reporter) AS reporter, COALESCE(x.year, i.year) AS year,
                    COALESCE({real('x.x')}, 0) AS x, COALESCE({real('i.m')}, 0) AS m
                    FROM x FULL JOIN i ON x.reporter = i.reporter AND x.product = i.product AND x.year = i.year)
                SELECT reporter, year, SUM(x * x) / (SUM(x) * SUM(x)) AS hhi, 1 - SUM(ABS(x - m)) / SUM(x + m) AS gl FROM j GROUP BY 1, 2"""]
    if workload.startswith("W8"):
        x, m = real("x.v"), real("m.v")
        measures = f", 2 * ({m} - {x}) / ({m} + {x}) AS to_mean"
        if workload == "W8all":
            measures += f""", m.v - x.v AS delta, ({m} - {x}) / {m} AS to_importer, ({m} - {x}) / {x} AS to_exporter, ABS({m} - {x}) / ({m} + {x}) AS normalized,
              {m} / {x} AS ratio, ABS(LN({m} / {x})) AS log, LEAST({x}, {m}) / GREATEST({x}, {m}) AS min_over_max"""
        return [f"""SELECT COALESCE(x.year, m.year) AS year, COALESCE(x.reporter, m.partner) AS exporter, COALESCE(x.partner, m.reporter) AS importer,
              COALESCE(x.product, m.product) AS product, x.v AS sold, m.v AS bought{measures}
            FROM x {'' if workload.endswith('inner') else 'FULL'} JOIN m
            ON x.year = m.year AND x.reporter = m.partner AND x.partner = m.reporter AND x.product = m.product"""]
    v0, q0, v1, q1 = map(real, ("p.v", "p.q", "c.v", "c.q"))
    return [f"""SELECT reporter, partner, year, SQRT(SUM(v1 * q0 / q1) / SUM(v0) * SUM(v1) / SUM(v0 * q1 / q0)) AS fisher, COUNT(*) AS n
        FROM (SELECT c.reporter, c.partner, c.year, {v0} AS v0, {q0} AS q0, {v1} AS v1, {q1} AS q1 FROM a c JOIN a p ON {cell} AND c.q > 0 AND p.q > 0)
        GROUP BY 1, 2, 3"""]


def polars_query(workload, frame, dtype):
    import polars as pl
    c, key = pl.col, ["reporter", "partner", "product"]
    real = (lambda e: e) if dtype == "f64" else (lambda e: e.cast(pl.Float64))
    lf = None if workload.startswith("W8") else frame.lazy()
    if workload == "W1":
        before = lf.select(*key, c("year") + 1, pv="v")
        return [lf.select(*key, "year", "v").join(before, on=key + ["year"]).select(*key, "year", delta=c("v") - c("pv"), growth=real(c("v")) / real(c("pv")) - 1)]
    if workload == "W2":
        g = lf.group_by("reporter", "partner", "year").agg(s=c("v").sum())
        x = g.filter(c("reporter") < c("partner")).select(one="reporter", two="partner", year="year", ab="s")
        m = g.filter(c("reporter") > c("partner")).select(one="partner", two="reporter", year="year", ba="s")
        both = x.join(m, on=["one", "two", "year"], how="full", coalesce=True).with_columns(c("ab").fill_null(0), c("ba").fill_null(0))
        return [both.with_columns(balance=c("ab") - c("ba"))]
    if workload == "W3":
        cell = c("reporter").cast(pl.UInt64) * (1 << 32) + c("partner").cast(pl.UInt64) * (1 << 16) + c("chapter").cast(pl.UInt64)
        y = lf.with_columns(cell=cell).with_columns(year=c("cell") * 8 + (c("period") // 100 - 2020).cast(pl.UInt64))
        y = y.with_columns(ytd=c("v").cum_sum().over("year"))
        y = y.with_columns(at=c("cell") * 256 + ((c("period") // 100 - 2020) * 16 + c("period") % 100).cast(pl.UInt64))
        before = y.select(at=c("at") + 16, base="ytd")
        return [y.join(before, on="at", how="left").select("reporter", "partner", "chapter", "period", "ytd", yoy=real(c("ytd")) / real(c("base")) - 1)]
    if workload == "W4":
        x = lf.group_by("reporter", "product", "year").agg(x=c("v").sum()).collect().lazy()
        r, k = x.group_by("reporter", "year").agg(xr=c("x").sum()), x.group_by("product", "year").agg(xk=c("x").sum())
        t = x.group_by("year").agg(xt=c("x").sum())
        rca = x.join(r, on=["reporter", "year"]).join(k, on=["product", "year"]).join(t, on="year").select(
            "reporter", "product", "year", "x", rca=real(c("x")) / real(c("xr")) / (real(c("xk")) / real(c("xt"))))
        m = lf.group_by("partner", "product", "year").agg(m=c("v").sum()).rename({"partner": "reporter"})
        j = x.join(m, on=["reporter", "product", "year"], how="full", coalesce=True).with_columns(real(c("x")).fill_null(0), real(c("m")).fill_null(0))
        return [rca, j.group_by("reporter", "year").agg(hhi=(c("x") ** 2).sum() / c("x").sum() ** 2, gl=1 - (c("x") - c("m")).abs().sum() / (c("x") + c("m")).sum())]
    if workload.startswith("W8"):
        exports, imports = (side.lazy() for side in frame)
        exports = exports.rename({"reporter": "exporter", "partner": "importer", "v": "sold"})
        imports = imports.rename({"reporter": "importer", "partner": "exporter", "v": "bought"})
        both = exports.join(imports, on=["year", "exporter", "importer", "product"], how="full", coalesce=True)
        x, m = real(c("sold")), real(c("bought"))
        measures = dict(to_mean=2 * (m - x) / (m + x))
        if workload == "W8all":
            measures |= dict(delta=c("bought") - c("sold"), to_importer=(m - x) / m, to_exporter=(m - x) / x, normalized=(m - x).abs() / (m + x),
                             ratio=m / x, log=(m / x).log().abs(), min_over_max=pl.min_horizontal(x, m) / pl.max_horizontal(x, m))
        return [both.with_columns(**measures)]
    known = lf.filter(c("q") > 0).select(*key, "year", v1=real(c("v")), q1=real(c("q")))
    j = known.join(known.select(*key, c("year") + 1, v0="v1", q0="q1"), on=key + ["year"])
    fisher = ((c("v1") * c("q0") / c("q1")).sum() / c("v0").sum() * c("v1").sum() / (c("v0") * c("q1") / c("q0")).sum()).sqrt()
    return [j.group_by("reporter", "partner", "year").agg(fisher=fisher, n=pl.len())]


def pandas_query(workload, d):
    import pandas as pd
    key = ["reporter", "partner", "product"]
    if workload == "W1":
        p = d[key + ["year", "v"]].rename(columns={"v": "pv"}).assign(year=lambda t: t.year + 1)
        o = d[key + ["year", "v"]].merge(p, on=key + ["year"])
        return [o.assign(delta=o.v - o.pv, growth=o.v / o.pv - 1).drop(columns=["v", "pv"])]
    g = d.groupby(["reporter", "partner", "year"], sort=False)["v"].sum().reset_index()
    x = g[g.reporter < g.partner].rename(columns={"reporter": "one", "partner": "two", "v": "ab"})
    m = g[g.reporter > g.partner].rename(columns={"reporter": "two", "partner": "one", "v": "ba"})
    o = x.merge(m, on=["one", "two", "year"], how="outer").fillna(0)
    return [o.assign(balance=o.ab - o.ba)]


def one(folder, workload, engine, dtype, threads):
    for name in ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "TOKIO_WORKER_THREADS"):
        os.environ[name] = str(threads)
    import numpy as np, pyarrow as pa, pyarrow.compute as pc, pyarrow.parquet as pq
    if workload == "W6":
        return report(read_csv(folder + "/baci.csv", engine, dtype, threads), dtype)
    def load(file):
        t = pq.read_table(f"{folder}/{file}.parquet").combine_chunks()
        for column in ("v", "q"):
            if column in t.column_names:
                n = t[column].to_numpy()
                if dtype == "f64":
                    n = pa.array(n / 1000.0)
                elif dtype == "dec":   # mantissas become 128-bit decimals without a detour over text
                    words = np.stack([n, n >> 63], axis=1)
                    n = pa.Array.from_buffers(pa.decimal128(18, 3), len(n), [None, pa.py_buffer(words)])
                t = t.set_column(t.column_names.index(column), column, n if isinstance(n, pa.Array) else pa.array(n))
        return t
    names = {"W3": {"m": "monthly"}, "W8": {"x": "mirror_x", "m": "mirror_m"}}.get(workload[:2], {"a": "annual"})
    tables = {name: load(file) for name, file in names.items()}
    t = list(tables.values())[0]
    if engine == "duckdb":
        import duckdb
        con = duckdb.connect()
        con.execute(f"SET threads={threads}")
        for name, table in tables.items():
            con.register("src", table)
            con.execute(f"CREATE TABLE {name} AS SELECT * FROM src")
            con.unregister("src")
        def work():
            results = []
            for q in sql(workload, engine, dtype):
                if q.startswith("CREATE"): con.execute(q)
                else: results.append(con.sql(q).to_arrow_table())
            return results
    elif engine == "datafusion":
        from datafusion import SessionConfig, SessionContext
        ctx = SessionContext(SessionConfig().with_target_partitions(threads))
        batches = t.to_batches(max_chunksize=65536)
        half = (len(batches) + threads - 1) // threads
        ctx.register_record_batches("m" if workload == "W3" else "a", [batches[i * half:(i + 1) * half] for i in range(threads)])
        def work():
            results = []
            for q in sql(workload, engine, dtype):
                if q.startswith("CREATE"): ctx.sql(q).collect()
                else: results.append(ctx.sql(q).to_arrow_table())
            return results
    elif engine == "polars":
        import polars as pl
        frame = pl.from_arrow(t).rechunk()
        if workload.startswith("W8"):
            frame = [pl.from_arrow(table).rechunk() for table in tables.values()]
        work = lambda: [lf.collect() for lf in polars_query(workload, frame, dtype)]
    else:
        frame = t.to_pandas()
        work = lambda: pandas_query(workload, frame)
    report(work, dtype)


def read_csv(file, engine, dtype, threads):
    """The job of W6: every column typed, values as 64-bit floats or exact decimals"""
    if engine == "polars":
        import polars as pl
        real = pl.Float64 if dtype == "f64" else pl.Decimal(18, 3)
        schema = {"t": pl.Int16, "i": pl.UInt16, "j": pl.UInt16, "k": pl.UInt32, "v": real, "q": real}
        return lambda: [pl.read_csv(file, schema=schema)]
    if engine == "duckdb":
        import duckdb
        con, real = duckdb.connect(), "DOUBLE" if dtype == "f64" else "DECIMAL(18,3)"
        con.execute(f"SET threads={threads}")
        columns = f"{{'t':'SMALLINT','i':'USMALLINT','j':'USMALLINT','k':'UINTEGER','v':'{real}','q':'{real}'}}"
        return lambda: [con.sql(f"SELECT * FROM read_csv('{file}', header=true, columns={columns})").to_arrow_table()]
    import pyarrow as pa, pyarrow.csv as csv
    pa.set_cpu_count(threads)
    real = pa.float64() if dtype == "f64" else pa.decimal128(18, 3)
    types = {"t": pa.int16(), "i": pa.uint16(), "j": pa.uint16(), "k": pa.uint32(), "v": real, "q": real}
    return lambda: [csv.read_csv(file, convert_options=csv.ConvertOptions(column_types=types))]


def report(work, dtype):
    seconds, check = [], None
    for rep in range(REPS + 1):
        start = time.perf_counter()
        result = work()
        took = time.perf_counter() - start
        if rep: seconds.append(took)
        else: check = [summary(r, dtype) for r in result]
        del result
    print(json.dumps({"median_s": statistics.median(seconds), "check": check}, default=str))


def summary(r, dtype):
    """rows, and sums of result columns; whole numbers count thousandths"""
    import pyarrow as pa, pyarrow.compute as pc
    if hasattr(r, "to_arrow"): r = r.to_arrow()
    if not isinstance(r, pa.Table): r = pa.Table.from_pandas(r)
    out = {"rows": r.num_rows}
    for column in ("delta", "balance", "ytd", "x", "growth", "yoy", "rca", "hhi", "gl", "fisher", "n", "v", "q", "to_mean", "to_importer", "to_exporter",
                   "normalized", "ratio", "log", "min_over_max"):
        if column in r.column_names:
            values = r[column]
            if pa.types.is_floating(values.type): values = values.filter(pc.is_finite(values))
            total = float(pc.sum(values).as_py())
            if column in ("delta", "balance", "ytd", "x") and dtype == "i64": total /= 1000
            out[column] = total
    return out


# ---------------------------------------------------------------- W7
SMOOTHERS = {"fixed": [("statsmodels fixed", 300)],
             "fitted": [("statsmodels fitted", 100), ("statsforecast AutoETS AAA", 400), ("statsforecast HoltWinters", 300)]}


def smooth(folder, engine, count):
    """Seconds a history of one engine, and the mean logarithm of its sums of squares."""
    import warnings, numpy as np
    warnings.filterwarnings("ignore")
    histories = np.fromfile(folder + "/bin/series.bin", "<f8").reshape(-1, 60)[:count]
    if engine.startswith("statsmodels"):
        from statsmodels.tsa.holtwinters import ExponentialSmoothing
        given = dict(smoothing_level=0.3, smoothing_trend=0.1, smoothing_seasonal=0.2, optimized=False) if engine.endswith("fixed") else {}
        first = "heuristic" if given else "estimated"
        def one(y):
            fit = ExponentialSmoothing(y, trend="add", seasonal="add", seasonal_periods=12, initialization_method=first).fit(**given)
            return fit.forecast(12), fit.sse
    else:
        from statsforecast.models import AutoETS, HoltWinters
        def one(y):
            model = AutoETS(season_length=12, model="AAA", damped=False) if "AutoETS" in engine else HoltWinters(season_length=12, error_type="A")
            fit = model.fit(y)
            return fit.predict(12)["mean"], np.sum(fit.model_["residuals"] ** 2)
    one(histories[0])
    start = time.perf_counter()
    results = [one(y) for y in histories]
    seconds = (time.perf_counter() - start) / len(histories)
    print(json.dumps({"median_s": seconds, "mean_log_sse": float(np.mean(np.log([sse for _, sse in results])))}))


def smoothing_table(run, crate, folder, rounds, threads):
    print("\n| W7 | histories | bilateral, s | us a history | other, us a history on one processor | ratio on as many threads | sum of squares, ours to theirs |")
    print("|---|---|---|---|---|---|---|")
    for variant, others in SMOOTHERS.items():
        ours, theirs = [], {}
        for _ in range(rounds):
            ours.append(crate("W7", "--variant", variant))
            for engine, count in others:
                theirs.setdefault(engine, []).append(run([sys.executable, __file__, "smooth", folder, engine, str(count)]))
        mine, histories = statistics.median(r["median_s"] for r in ours), ours[0]["rows_in"]
        for engine, count in others:
            other = statistics.median(r["median_s"] for r in theirs[engine])
            same = crate("W7", "--variant", variant, "--rows", str(count))["check"]["mean_log_sse"]
            quality = f"{2.718281828 ** (same - theirs[engine][0]['mean_log_sse']):.3f}" if variant == "fitted" else "other first states"
            print(f"| {variant} | {histories:,} | {mine:.4f} | {mine * 1e6 / histories:.3f} | {engine} {other * 1e6:,.0f} "
                  f"| {other * histories / threads / mine:,.0f} | {quality} |", flush=True)


# ---------------------------------------------------------------- the table
PEERS = {w: [("duckdb", "f64"), ("duckdb", "dec"), ("duckdb", "i64"), ("polars", "f64"), ("polars", "dec"), ("polars", "i64")] for w in ("W1", "W2", "W3", "W4", "W5")}
for w in ("W1", "W2"): PEERS[w] += [("datafusion", "f64"), ("datafusion", "dec"), ("pandas", "f64")]
for w in ("W4", "W5"): PEERS[w] += [("datafusion", "f64"), ("datafusion", "dec")]
for w in ("W8", "W8all"): PEERS[w] = [("duckdb", "f64"), ("duckdb", "dec"), ("duckdb", "i64"), ("polars", "f64"), ("polars", "i64")]
PEERS["W6"] = [(engine, dtype) for engine in ("polars", "duckdb", "pyarrow") for dtype in ("f64", "dec")]
PEERS["W3"].remove(("polars", "dec"))


def agrees(ours, theirs):
    ours = ours if isinstance(ours, list) else [ours]
    return all(a["rows"] == b["rows"] and all(abs(float(a[k]) - b[k]) <= 2e-6 * max(1.0, abs(b[k])) for k in b if k in a)
               for a, b in zip(ours, theirs))


def table(folder, rounds, threads, workloads):
    root = os.path.join(HERE, "..", "..")
    def run(command):
        done = subprocess.run(command, capture_output=True, text=True, cwd=root)
        lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
        if not lines: print("failed:", " ".join(command), done.stderr[-300:], file=sys.stderr)
        return json.loads(lines[-1]) if lines else None
    subprocess.run(["cargo", "bench", "--bench", "workloads", "--no-run"], cwd=root, check=True, capture_output=True)
    folder = os.path.abspath(folder)
    bench = lambda w, *more: run(["cargo", "bench", "-q", "--bench", "workloads", "--", "--data", folder, "--workload", w,
                                  "--threads", str(threads), "--reps", "3", *more])
    crate = lambda w, order: bench(w, "--order", order)
    if workloads == ["W7"]: return smoothing_table(run, bench, folder, rounds, threads)
    import datafusion, duckdb, pandas, polars
    names = [line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")] if os.path.exists("/proc/cpuinfo") else []
    print(f"{(names or [platform.processor() or platform.machine()])[0]}, {os.cpu_count()} processors, {threads} threads, {rounds} rounds; "
          f"polars {polars.__version__}, duckdb {duckdb.__version__}, datafusion {datafusion.__version__}, pandas {pandas.__version__}\n")
    version = subprocess.run(["rustc", "--version"], capture_output=True, text=True).stdout.strip()
    print(version + "\n")
    print("| workload | rows | bilateral, s | best of any type | ratio | best decimal | ratio | times one read of its bytes | all others, s |")
    print("|---|---|---|---|---|---|---|---|---|")
    for w in workloads:
        if w == "W7": continue
        ours, shuffled, theirs, checks = [], [], {}, {}
        for number in range(rounds):
            ours.append(crate(w, "natural"))
            if w == "W1": shuffled.append(crate(w, "shuffled"))
            for engine, dtype in PEERS[w]:
                if number and theirs.get((engine, dtype), [0])[0] > 8: continue   # slow ones run once
                got = run([sys.executable, __file__, "one", folder, w, engine, dtype, str(threads)])
                if got:
                    theirs.setdefault((engine, dtype), []).append(got["median_s"])
                    checks[engine, dtype] = agrees(ours[0]["check"], got["check"])
        peers = sorted((statistics.median(times), f"{e} {d}{'' if checks[e, d] else ' !'}") for (e, d), times in theirs.items())
        decimal = [peer for peer in peers if " dec" in peer[1]]
        for name, runs in ((w, ours), (w + ", any order", shuffled)):
            if runs:
                mine = statistics.median(run["median_s"] for run in runs)
                best, exact = peers[0], (decimal or [(float("nan"), "none")])[0]
                others = ", ".join(f"{label} {seconds:.2f}" for seconds, label in peers)
                print(f"| {name} | {runs[0]['rows_in']:,} | {mine:.3f} | {best[1]} | {best[0] / mine:.1f} | {exact[1]} | {exact[0] / mine:.1f} "
                      f"| {statistics.median(r['times_the_read'] for r in runs):.1f} | {others} |", flush=True)
    if "W7" in workloads: smoothing_table(run, bench, folder, rounds, threads)


if __name__ == "__main__":
    if sys.argv[1:2] == ["one"]:
        one(*sys.argv[2:6], int(sys.argv[6]))
    elif sys.argv[1:2] == ["smooth"]:
        smooth(sys.argv[2], sys.argv[3], int(sys.argv[4]))
    else:
        parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
        parser.add_argument("what", choices=["make", "table"])
        parser.add_argument("data")
        parser.add_argument("--rows", type=int, default=20_000_000)
        parser.add_argument("--countries", type=int, default=226)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--rounds", type=int, default=5)
        parser.add_argument("--threads", type=int, default=2)
        parser.add_argument("--workloads", nargs="*", default=["W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8", "W8all"])
        a = parser.parse_args()
        make(a.data, a.rows, a.countries, a.seed) if a.what == "make" else table(a.data, a.rounds, a.threads, a.workloads)
