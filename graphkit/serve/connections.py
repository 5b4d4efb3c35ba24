"""Limit how long a connection may stay open without a whole request head."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

#: Seconds within which the head of the first request must be here.
HEAD_SECONDS = 10.0


class LimitedProtocol(H11Protocol):
    """HTTP/1.1 as uvicorn speaks it, but a connection whose first request head is not whole in time is closed.

    Later requests of a connection fall under uvicorn's own limit of idle connections.
    """

    head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to count."""
        super().connection_made(transport)
        self.head_timer = self.loop.call_later(HEAD_SECONDS, self._close_without_head)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop to count."""
        if self.head_timer is not None:
            self.head_timer.cancel()
        super().connection_lost(exc)

    def _close_without_head(self) -> None:
        if self.cycle is None and not self.transport.is_closing():
            self.transport.close()
