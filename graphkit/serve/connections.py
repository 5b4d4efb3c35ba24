"""Limit how many connections are open, and how long one may stay open without saying or taking anything."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

#: Seconds within which the head of a request must be here, counted from the connection or from its first byte.
HEAD_SECONDS = 10.0
#: Seconds after which a client that takes nothing of its answer is given up.
TAKE_SECONDS = 30.0
#: Connections above which a new one is closed at once; well above those that get a polite answer.
MOST_OPEN = 400


class LimitedProtocol(H11Protocol):
    """HTTP/1.1 as uvicorn speaks it, but a connection is closed that does not come to the point.

    uvicorn itself waits for ever once a byte of a request has come, or an answer is not taken.
    """

    head_timer: asyncio.TimerHandle | None = None
    take_timer: asyncio.TimerHandle | None = None
    waiting_bytes = 0

    def connection_made(self, transport: Any) -> None:
        """Begin to count, or close it at once where too many are open."""
        super().connection_made(transport)
        if len(self.connections) > MOST_OPEN:
            transport.abort()
        else:
            self._await_head()

    def data_received(self, data: bytes) -> None:
        """Take bytes; outside of a request that is being answered, they must come to a whole head in time."""
        super().data_received(data)
        if self._is_answering():
            self._stop(self.head_timer)
            self.head_timer = None
        elif self.head_timer is None:
            self._await_head()

    def pause_writing(self) -> None:
        """Begin to watch whether the client takes its answer."""
        super().pause_writing()
        self._await_taking()

    def resume_writing(self) -> None:
        """Stop to watch."""
        self._stop(self.take_timer)
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop to count."""
        self._stop(self.head_timer)
        self._stop(self.take_timer)
        super().connection_lost(exc)

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _await_head(self) -> None:
        self.head_timer = self.loop.call_later(HEAD_SECONDS, self._close_without_head)

    def _close_without_head(self) -> None:
        self.head_timer = None
        if not self._is_answering() and not self.transport.is_closing():
            self.transport.close()

    def _await_taking(self) -> None:
        self.waiting_bytes = self.transport.get_write_buffer_size()
        self.take_timer = self.loop.call_later(TAKE_SECONDS, self._give_up_unless_taken)

    def _give_up_unless_taken(self) -> None:
        if self.transport.get_write_buffer_size() < self.waiting_bytes:
            self._await_taking()
        else:
            self.transport.abort()

    @staticmethod
    def _stop(timer: asyncio.TimerHandle | None) -> None:
        if timer is not None:
            timer.cancel()
