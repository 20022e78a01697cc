"""The tagger of a workspace: its registry, its model of moves, the spaCy models that its settings name."""

from nlp.learning.scorer import Scorer
from nlp.pretrained import Pretrained
from nlp.tagger import Tagger
from pipeline.learning import scorer_of
from pipeline.workspace import Workspace


def tagger_of(workspace: Workspace, scorer: Scorer | None = None) -> Tagger:
    """Return what tags the documents of *workspace*. *scorer*: another model of moves than its own.

    Raises WrongUseError where the settings name a spaCy model that cannot be used, and
    InvalidRecordError where the files of the workspace's own model are damaged.
    """
    named = workspace.settings.spacy_models.items()
    return Tagger(
        workspace.registry,
        scorer=scorer or scorer_of(workspace),
        pretrained={language: Pretrained(package, language) for language, package in named},
    )
