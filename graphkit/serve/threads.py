"""Run what takes its time beside the event loop, in threads for which the end of the server does not wait."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


async def run_beside(
    function: Callable[_Arguments, _Result], *arguments: _Arguments.args, **named: _Arguments.kwargs
) -> _Result:
    """Call a function in a daemon thread and return its result, or raise its error.

    The threads of a common pool are joined when Python ends, so that a page which is being made would hold it up.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[_Result] = loop.create_future()

    def settle(done: Callable[[Any], None], outcome: object) -> None:
        if not future.done():  # nobody waits any more once the request was cancelled
            done(outcome)

    def work() -> None:
        done: Callable[[Any], None] = future.set_result
        outcome: object
        try:
            outcome = function(*arguments, **named)
        except Exception as error:  # it is raised where the function was called
            done, outcome = future.set_exception, error
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(settle, done, outcome)

    threading.Thread(target=work, daemon=True).start()
    return await future
