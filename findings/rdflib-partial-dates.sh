#!/usr/bin/env bash
# rdflib: a FILTER that compares a day with a month or a year compares the names of the datatypes, and keeps or drops all rows.
#
# Expected: SPARQL 1.1 (17.3) knows no order between xsd:date and xsd:gYearMonth or xsd:gYear, so such a comparison is an
#   error and the FILTER drops the row. Months of the same datatype may be compared as XML Schema orders them.
# Seen: every day is "before" every month and every year, since the IRI of xsd:date sorts before theirs: a filter for what
#   was before May 2016 keeps a day of 2031. Texts and numbers are "after" it. No month is before a later month. The same
#   query on the same data in pyoxigraph keeps the month of 2016 only. Besides, rdflib drops the time zone of an xsd:date
#   when it reads it, so that the file that it writes has another literal.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --target "$folder" rdflib==7.6.0 pyoxigraph==0.5.13 2>/dev/null
PYTHONPATH="$folder" python3 - <<'PY'
import pyoxigraph
import rdflib
from pyoxigraph import RdfFormat, Store

DATA = """@prefix e: <urn:e:> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
e:day-2016 e:when "2016-03-21"^^xsd:date . e:day-2031 e:when "2031-01-01"^^xsd:date .
e:month-2016 e:when "2016-03"^^xsd:gYearMonth . e:month-2031 e:when "2031-03"^^xsd:gYearMonth .
e:text e:when "in due course" ."""
QUERY = """PREFIX e: <urn:e:> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?event { ?event e:when ?when FILTER(?when %s "2016-05"^^xsd:gYearMonth) }"""
graph = rdflib.Graph().parse(data=DATA, format="turtle")
store = Store()
store.load(DATA.encode(), format=RdfFormat.TURTLE)
print("rdflib", rdflib.__version__, "and pyoxigraph", pyoxigraph.__version__)
seen = {}
for sign in "<>":
    by_rdflib = sorted(str(row[0]).removeprefix("urn:e:") for row in graph.query(QUERY % sign))
    by_pyoxigraph = sorted(row["event"].value.removeprefix("urn:e:") for row in store.query(QUERY % sign))
    print(f"  when {sign} May 2016: rdflib {by_rdflib}, pyoxigraph {by_pyoxigraph}")
    seen[sign] = (by_rdflib, by_pyoxigraph)
assert seen == {
    "<": (["day-2016", "day-2031"], ["month-2016"]),
    ">": (["text"], ["month-2031"]),
}, seen
day = '<urn:e:a> <urn:e:when> "2016-03-21+09:00"^^<http://www.w3.org/2001/XMLSchema#date> .'
written = rdflib.Graph().parse(data=day, format="nt").serialize(format="nt").strip()
print(f"  read    {day}\n  written {written}")
assert "2016-03-21+09:00" not in written and '"2016-03-21"' in written, written
PY
echo "as described"
