"""
* FeedError                  what may go wrong with a feed; `reason` is for an operator
  + FetchError               no usable answer; `outcome` says how it is counted
    - UnreachableError         no connection, no name, no TLS, or an end before the answer
      - EarlyEndError            an end before the body's; what came before is good
    - OverdueError             a wall-time limit has passed
    - BadAnswerError           not HTTP, or headers without end
    - AddressError             an address, port or scheme that must not be asked
    - UrlError                 not a URL that can be asked for
    - RedirectError            in a circle, or too many
    - CodingError              an unknown, nested or broken content coding
    - TooLargeError            more bytes than allowed
    - BombError                far more content than bytes sent
  + ScriptError              a replay script that cannot be played

`feeds.fetch` turns every FetchError into a FetchResult; it leaves this package only where pieces are used alone.
"""

from __future__ import annotations

from typing import ClassVar

from feeds.answer import Outcome


class FeedError(Exception):
    """Carries its only argument, so that it can be pickled."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class FetchError(FeedError):
    outcome: ClassVar[Outcome] = Outcome.UNREACHABLE


class UnreachableError(FetchError):
    outcome = Outcome.UNREACHABLE


class EarlyEndError(UnreachableError):
    pass


class OverdueError(FetchError):
    outcome = Outcome.TIMEOUT


class BadAnswerError(FetchError):
    outcome = Outcome.BAD_ANSWER


class AddressError(FetchError):
    outcome = Outcome.FORBIDDEN_ADDRESS


class UrlError(FetchError):
    outcome = Outcome.BAD_URL


class RedirectError(FetchError):
    outcome = Outcome.REDIRECT_LOOP


class CodingError(FetchError):
    outcome = Outcome.BAD_CODING


class TooLargeError(FetchError):
    outcome = Outcome.TOO_LARGE


class BombError(FetchError):
    outcome = Outcome.BOMB


class ScriptError(FeedError):
    pass
