"""Errors, named for what the caller does about them. Each says what, where and how to mend it."""

from typing import Any, Self


class ZhibiError(Exception):
    """What is wrong (*what*), where (*where*: file and line, source id, URL) and the *remedy*.

    Survives pickling, so a child process can hand it to its parent.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.__dict__.copy())

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}. {self.remedy}" if self.remedy else head

    @classmethod
    def restore(cls, state: dict[str, Any]) -> Self:
        """Make the error again from the attributes it was pickled with."""
        error = cls.__new__(cls)
        Exception.__init__(error, state.get("what", ""))
        error.__dict__.update(state)
        return error


def _rebuild(cls: type[ZhibiError], state: dict[str, Any]) -> ZhibiError:
    return cls.restore(state)


class WrongUseError(ZhibiError):
    """The command or its input cannot be taken as it is: mend the call. Exit code 2."""

    exit_code = 2


class NotConfiguredError(ZhibiError):
    """A part is not set up, or its extra is not installed: configure it, or go on without."""

    exit_code = 2


class InvalidRecordError(WrongUseError):
    """A file or line holds no valid record: mend it there."""


class ConflictError(ZhibiError):
    """A record changed elsewhere since it was read: look at both, then decide."""


class RetryLaterError(ZhibiError):
    """A service is away or busy: the same call may succeed later. *after* is in seconds."""

    def __init__(
        self, what: str, *, where: str = "", remedy: str = "", after: float | None = None
    ) -> None:
        super().__init__(what, where=where, remedy=remedy)
        self.after = after


class StorageFullError(RetryLaterError):
    """The disk is full: free space, then run again. What was acknowledged is kept."""


class QuarantineError(ZhibiError):
    """This one input cannot be read; set it aside under *reason* (a stable word) and go on."""

    def __init__(self, what: str, *, reason: str, where: str = "", remedy: str = "") -> None:
        super().__init__(what, where=where, remedy=remedy)
        self.reason = reason


class SourceBrokenError(ZhibiError):
    """A source no longer gives what its rules expect: an analyst mends the source."""


class EgressDeniedError(ZhibiError):
    """A connection was refused before it was made. *host* and *rule* say which and why."""

    def __init__(
        self, what: str, *, host: str, rule: str, where: str = "", remedy: str = ""
    ) -> None:
        super().__init__(what, where=where, remedy=remedy)
        self.host = host
        self.rule = rule
