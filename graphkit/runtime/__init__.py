"""Many articles: supervised worker processes, results kept between runs, one build per output.

Runs functions it is given and knows no stage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphkit.lazy_imports import import_lazily

if TYPE_CHECKING:
    from graphkit.runtime.cache_folder import find_cache_folder, hash_parts
    from graphkit.runtime.codec import Raw, Record, RecordError, decode, encode, encode_text
    from graphkit.runtime.dask_pool import connect_scheduler, map_executor
    from graphkit.runtime.external_sort import SpillStorage
    from graphkit.runtime.lock import lock_output
    from graphkit.runtime.process_pool import Done, count_cores, end_kept, map_supervised
    from graphkit.runtime.result_cache import ResultStore, StoreSummary
    from graphkit.runtime.row_file import SpillError
    from graphkit.runtime.worker_process import WorkerFailedError, WorkerProcess

__all__ = [
    "Done",
    "Raw",
    "Record",
    "RecordError",
    "ResultStore",
    "SpillError",
    "SpillStorage",
    "StoreSummary",
    "WorkerFailedError",
    "WorkerProcess",
    "connect_scheduler",
    "count_cores",
    "decode",
    "encode",
    "encode_text",
    "end_kept",
    "find_cache_folder",
    "hash_parts",
    "lock_output",
    "map_executor",
    "map_supervised",
]

__getattr__ = import_lazily(
    __name__,
    {
        "codec": ("Raw", "Record", "RecordError", "decode", "encode", "encode_text"),
        "dask_pool": ("connect_scheduler", "map_executor"),
        "external_sort": ("SpillStorage",),
        "lock": ("lock_output",),
        "process_pool": ("Done", "count_cores", "end_kept", "map_supervised"),
        "result_cache": ("ResultStore", "StoreSummary"),
        "row_file": ("SpillError",),
        "cache_folder": ("find_cache_folder", "hash_parts"),
        "worker_process": ("WorkerFailedError", "WorkerProcess"),
    },
)
