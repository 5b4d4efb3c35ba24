"""Real clients work against the server."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore

GK = rdflib.Namespace("https://w3id.org/graphkit/ns#")
MEETS = "PREFIX gk: <https://w3id.org/graphkit/ns#> SELECT ?a ?b WHERE { ?a gk:meets ?b }"


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_rdflib_asks_it(address: str, method: str, form: str) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{address}sparql", method=method, returnFormat=form))
    assert len(list(graph.query(MEETS))) == 2
    assert len(list(graph.triples((None, GK.meets, None)))) == 2


def test_sparqlwrapper_asks_it(address: str) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper")
    client = wrapper.SPARQLWrapper(f"{address}sparql")
    client.setQuery(MEETS)
    for form in (wrapper.JSON, wrapper.XML):
        client.setReturnFormat(form)
        assert client.queryAndConvert()
    client.setReturnFormat(wrapper.JSON)
    client.setMethod(wrapper.POST)
    assert len(client.queryAndConvert()["results"]["bindings"]) == 2


def test_curl_asks_it(address: str) -> None:
    if not shutil.which("curl"):
        pytest.skip("there is no curl here")
    asked = ["curl", "-sf", f"{address}sparql", "--data-urlencode", f"query={MEETS}"]
    done = subprocess.run(asked, capture_output=True, text=True, check=True)
    assert len(json.loads(done.stdout)["results"]["bindings"]) == 2
    entity = ["curl", "-sf", "-H", "Accept: text/turtle", f"{address}id/norway"]
    done = subprocess.run(entity, capture_output=True, text=True, check=True)
    assert len(rdflib.Graph().parse(data=done.stdout, format="turtle")) > 5
