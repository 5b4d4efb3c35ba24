"""Many articles: supervised worker processes, results kept between runs, one build per output.

Runs functions it is given and knows no stage.
"""

from graphkit.runtime.codec import Raw, Record, RecordError, decode, encode, encode_text
from graphkit.runtime.dask_pool import connect_scheduler, map_executor
from graphkit.runtime.external_sort import SpillError, SpillStorage
from graphkit.runtime.lock import lock_output
from graphkit.runtime.process_pool import Done, count_cores, end_kept, map_supervised
from graphkit.runtime.result_cache import ResultStore, StoreSummary, find_cache_folder, hash_parts
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
