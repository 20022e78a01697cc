"""Changes of one vacancy: title, place, team. That it opened or closed, its list tells."""

from schemas.changes import Change
from schemas.documents import JobPosting


def job_changes(old: JobPosting, new: JobPosting) -> list[Change]:
    """Return the fields of a vacancy that changed."""
    fields = (
        ("title", old.title, new.title),
        ("location", old.location, new.location),
        ("team", old.team, new.team),
        ("employment", old.employment, new.employment),
    )
    return [
        Change(
            kind="job",
            subject=new.title,
            field=name,
            old=before,
            new=after,
            where=new.url,
            significance=0.5,
        )
        for name, before, after in fields
        if before and after and before != after
    ]
