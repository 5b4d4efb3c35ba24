"""Many articles: supervised worker processes, results kept between runs, one build per output.

Runs functions it is given and knows no stage.
"""

from graphkit.scale.child import Child, ChildFailed
from graphkit.scale.codec import decode, encode
from graphkit.scale.executors import connect_scheduler, map_executor
from graphkit.scale.lock import lock_output
from graphkit.scale.pool import Done, count_cores, end_kept, map_supervised
from graphkit.scale.spool import Spool, SpoolError
from graphkit.scale.store import ResultStore, StoreSummary, find_cache_folder, hash_parts

__all__ = [
    "Child",
    "ChildFailed",
    "Done",
    "ResultStore",
    "Spool",
    "SpoolError",
    "StoreSummary",
    "connect_scheduler",
    "count_cores",
    "decode",
    "encode",
    "end_kept",
    "find_cache_folder",
    "hash_parts",
    "lock_output",
    "map_executor",
    "map_supervised",
]
