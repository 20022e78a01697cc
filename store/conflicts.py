"""When a copy that is applied would undo what somebody else did: pure."""

from schemas.base import Record


def differing(one: Record, other: Record) -> tuple[str, ...]:
    """Return the names of the fields in which two records of one type differ."""
    names = type(one).model_fields
    return tuple(name for name in names if getattr(one, name) != getattr(other, name))


def clash(
    base: Record | None, stored: Record, copy: Record, *, from_this_copy: bool
) -> tuple[str, ...]:
    """Return the fields in which applying *copy* would overwrite a later change; empty for none.

    *base* is the record as it was when the copy was made. Where every later revision was applied
    from a copy of the same base (*from_this_copy*), the copy was probably edited again, as people
    do: then only a field that still reads as in *base* shows that it does not know the change.
    """
    fields = differing(stored, copy)
    if not from_this_copy or base is None:
        return fields or ("id",)
    unaware = set(differing(base, stored)) - set(differing(base, copy))
    return tuple(name for name in fields if name in unaware)
