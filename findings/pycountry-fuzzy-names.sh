#!/usr/bin/env bash
# pycountry: the first answer of search_fuzzy for the plain name of a state may be another state.
#
# Expected: for a name that is the whole name of one country that country comes first, and a name that ISO 3166 does not
#   have ends in a LookupError.
# Seen: "Niger" gives Nigeria first. The exact name is worth 50 points, but a subdivision of that name 49, to which other
#   parts of the same name are added: Nigeria has a state called Niger. "Kosovo" gives Serbia, by its subdivisions;
#   "America" gives American Samoa first. "Iran" gives, behind Iran, six countries with these letters inside the name of a
#   subdivision (Tirane, Piran). Code that takes the first answer as the state of an actor miscounts in silence.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --target "$folder" pycountry==26.2.16 2>/dev/null
PYTHONPATH="$folder" python3 - <<'PY'
from importlib.metadata import version

import pycountry

print("pycountry", version("pycountry"))
seen = {}
for name in ("Niger", "Kosovo", "America", "Iran"):
    seen[name] = [country.alpha_2 for country in pycountry.countries.search_fuzzy(name)]
    print(f"  search_fuzzy({name!r}): {', '.join(pycountry.countries.get(alpha_2=code).name for code in seen[name])}")
assert pycountry.countries.lookup("Niger").alpha_2 == "NE"
assert seen["Niger"][0] == "NG" and "NE" in seen["Niger"], seen
assert seen["Kosovo"][0] == "RS", seen
assert seen["America"][0] == "AS", seen
assert seen["Iran"][0] == "IR" and len(seen["Iran"]) == 7, seen
PY
echo "as described"
