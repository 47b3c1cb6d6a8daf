#!/usr/bin/env python3
"""read-back.py BOOK.xlsx TABLE.csv... - is every number of a workbook one of its tables?

Reads the workbook with openpyxl and the tables as text.  Numbers in cells have
to be numbers of the tables, to the last digit that a double holds.  Formulas
(totals, bands of charts) are left out, and so are days that an alarm has been
open and the rows of the sheet of sources, which the workbook counts itself.
Prints how many it has seen; status 1: some are none of the tables.
"""
import csv
import sys
import warnings

import openpyxl

COUNTED = ("已持续天数", "Days open", "行数", "Rows")


def numbers(paths):
    known = set()
    for path in paths:
        with open(path, newline="", encoding="utf-8") as f:
            for row in csv.reader(f):
                for cell in row:
                    try:
                        known.add(float(cell))
                    except ValueError:
                        pass
    return known


def main():
    warnings.simplefilter("ignore")  # data bars, which openpyxl leaves out
    known = numbers(sys.argv[2:])
    book = openpyxl.load_workbook(sys.argv[1])
    seen = bad = 0
    for sheet in book.worksheets:
        counted = set()
        for row in sheet.iter_rows():
            for cell in row:
                v = cell.value
                if isinstance(v, str) and v.startswith(COUNTED):
                    counted.add(cell.column)
                if isinstance(v, bool) or not isinstance(v, (int, float)):
                    continue
                seen += 1
                if float(v) not in known and cell.column not in counted:
                    bad += 1
                    if bad <= 20:
                        print("%s!%s: %r is in no table" % (sheet.title, cell.coordinate, v))
    print("%s: %d numbers, %d of no table" % (sys.argv[1], seen, bad))
    return bad > 0


sys.exit(main())
