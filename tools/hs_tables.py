#!/usr/bin/env python3
"""Packs correlation tables between classifications into src/concordance/tables.bin.

    python3 tools/hs_tables.py OUTPUT FROM:TO=FILE [FROM:TO=FILE ...]

FROM and TO are the codes of the classifications in UN Comtrade: H0 to H6, S3, S4, B4. A FILE is

- CSV with a header and the columns from,to and, if there is one, conversion: 1 where the row is the
  one target that the UN's conversion table names for this code;
- a download of the UN Statistics Division (.xlsx with its sheets of correlation and conversion, or
  .txt with tabs). Its first two columns that hold codes are taken.

Only pairs of codes are kept: no titles, no labels. Needs Python 3.9 and nothing else. The form of
the file stands at `pack` below and in src/concordance/packed.rs, which reads it.
"""

import csv
import re
import sys
import zipfile
from xml.etree import ElementTree

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def pairs_of_rows(rows):
    """Rows of text to (from, to, conversion); conversion is None without such a column."""
    rows = [[cell.strip() for cell in row] for row in rows]
    header = [cell.lower() for cell in rows[0]]
    if header[:2] == ["from", "to"]:
        at = header.index("conversion") if "conversion" in header else None
        return [(r[0], r[1], None if at is None else r[at] == "1") for r in rows[1:] if r[:2]]
    code = re.compile(r"^[0-9]{1,6}$|^[0-9]{3}\.[0-9]{1,2}$")
    found = []
    for row in rows:
        codes = [cell.replace(".", "") for cell in row if code.match(cell)]
        if len(codes) >= 2:
            found.append((codes[0], codes[1], None))
    return found


def sheets_of(path):
    """The sheets of an .xlsx file as (name, rows of text)."""
    with zipfile.ZipFile(path) as book:
        names = book.namelist()
        shared = []
        if "xl/sharedStrings.xml" in names:
            for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml")):
                shared.append("".join(t.text or "" for t in item.iter(SHEET + "t")))
        listed = ElementTree.fromstring(book.read("xl/workbook.xml")).iter(SHEET + "sheet")
        for at, sheet in enumerate(listed, 1):
            rows = []
            for row in ElementTree.fromstring(
                book.read(f"xl/worksheets/sheet{at}.xml")
            ).iter(SHEET + "row"):
                cells = []
                for cell in row.iter(SHEET + "c"):
                    text = "".join(t.text or "" for t in cell.iter(SHEET + "t"))
                    value = cell.find(SHEET + "v")
                    if value is not None:
                        text = value.text or ""
                        text = shared[int(text)] if cell.get("t") == "s" else text
                    cells.append(text)
                rows.append(cells)
            yield sheet.get("name", ""), rows


def read(path):
    """The pairs of a file with the set of those that are preferred (None if it names none)."""
    if path.endswith(".xlsx"):
        correlation, conversion = set(), set()
        for name, rows in sheets_of(path):
            if not rows:
                continue
            into = conversion if "conversion" in name.lower() else correlation
            into.update((a, b) for a, b, _ in pairs_of_rows(rows))
        return correlation or conversion, (conversion if correlation and conversion else None)
    with open(path, newline="", encoding="utf-8-sig") as file:
        delimiter = "\t" if path.endswith(".txt") else ","
        found = pairs_of_rows(list(csv.reader(file, delimiter=delimiter)))
    preferred = {(a, b) for a, b, chosen in found if chosen}
    has_column = any(chosen is not None for _, _, chosen in found)
    return {(a, b) for a, b, _ in found}, preferred if has_column else None


def check(name, codes):
    """Codes of the Harmonized System have six digits; a spreadsheet may have lost a zero."""
    for code in codes:
        if name.startswith("H") and len(code) != 6:
            sys.exit(f"{name}:{code} has {len(code)} digits, not 6: save codes as text")


def varint(number):
    out = bytearray()
    while True:
        low, number = number & 0x7F, number >> 7
        out.append(low | (0x80 if number else 0))
        if not number:
            return bytes(out)


def zigzag(number):
    return number * 2 if number >= 0 else -number * 2 - 1


def pack_codes(name, codes):
    """Name, number of codes, then for each code its distance to the one before.

    A code is a number: its digits filled up with zeros to six, times eight, plus its length where
    lengths differ (the first byte after the name says the length, or 0).
    """
    lengths = {len(code) for code in codes}
    fixed = lengths.pop() if len(lengths) == 1 else 0
    out = bytearray(bytes([len(name)]) + name.encode() + bytes([fixed]) + varint(len(codes)))
    before = 0
    for code in codes:
        number = int(code) if fixed else int(code.ljust(6, "0")) * 8 + len(code)
        out += varint(number - before)
        before = number
    return bytes(out)


def pack_list(places):
    """Ascending places as runs: how far after the last run, and how many follow in a row."""
    out, at, end = bytearray(), 0, 0
    while at < len(places):
        run = 1
        while at + run < len(places) and places[at + run] == places[at] + run:
            run += 1
        out += varint(places[at] - end) + varint(run - 1)
        end = places[at] + run + 1
        at += run
    return bytes(out)


def pack_rows(froms, targets, preferred, step):
    """For each code its targets, as places in the list of the other classification.

    The two low bits of a token say what follows: 0 a list of token >> 2 targets (none: no row), 1
    that the next (token >> 2) + 1 codes have one target each, the expected one, 2 one target, as
    far from the expected one as token >> 2 says (zigzag), 3 the list of the code before that has
    one. Expected is the first target of the code before, plus `step`. A lone target of 1 and 2 is
    the preferred one where the table has such; after 0 and 3 stands which one is (0: none of them).
    """
    out, last, run, listed = bytearray(), -step, 0, None
    for code in froms:
        places = targets.get(code, [])
        chosen = preferred.get(code) if preferred is not None else None
        lone = len(places) == 1 and (preferred is None or chosen == places[0])
        if lone and places[0] == last + step:
            run, last = run + 1, places[0]
            continue
        if run:
            out, run = out + varint((run - 1) << 2 | 1), 0
        if lone:
            out += varint(zigzag(places[0] - last - step) << 2 | 2)
        else:
            if places and places == listed:
                out += varint(3)
            else:
                out += varint(len(places) << 2) + pack_list(places)
            if places and preferred is not None:
                out += varint(places.index(chosen) + 1 if chosen in places else 0)
            listed = places or listed
        last = places[0] if places else last
    if run:
        out += varint((run - 1) << 2 | 1)
    return bytes(out)


def pack(tables):
    """Codes of all classifications once, then the tables: from, to, step, preferred, rows."""
    codes = {}
    for (one, two), (pairs, _) in tables.items():
        codes.setdefault(one, set()).update(a for a, _ in pairs)
        codes.setdefault(two, set()).update(b for _, b in pairs)
    names = sorted(codes)
    codes = {name: sorted(codes[name]) for name in names}
    out = bytearray(varint(len(names)))
    for name in names:
        out += pack_codes(name, codes[name])
    out += varint(len(tables))
    for (one, two), (pairs, chosen) in tables.items():
        place = {code: at for at, code in enumerate(codes[two])}
        targets = {}
        for a, b in sorted(pairs):
            targets.setdefault(a, []).append(place[b])
        preferred = None
        if chosen is not None:
            preferred = {a: place[b] for a, b in chosen if (a, b) in pairs}
        ways = [(step, pack_rows(codes[one], targets, preferred, step)) for step in (0, 1)]
        step, rows = min(ways, key=lambda way: len(way[1]))
        head = [names.index(one), names.index(two), step, int(preferred is not None)]
        out += bytes(head) + rows
        print(f"{one}:{two} {len(pairs)} rows, {len(rows)} bytes", file=sys.stderr)
    return bytes(out)


def main(arguments):
    if len(arguments) < 2 or not all("=" in text for text in arguments[1:]):
        sys.exit(__doc__)
    tables = {}
    for text in arguments[1:]:
        names, path = text.split("=", 1)
        one, two = names.split(":")
        tables[one, two] = read(path)
        check(one, (a for a, _ in tables[one, two][0]))
        check(two, (b for _, b in tables[one, two][0]))
    data = pack(tables)
    with open(arguments[0], "wb") as file:
        file.write(data)
    print(f"{len(data)} bytes", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
