"""The tagger of a workspace: its registry, its model of moves, the spaCy models that its settings name."""

from nlp.learning.model import SHIPPED
from nlp.learning.scorer import Scorer
from nlp.names.model import shipped
from nlp.pretrained import Pretrained
from nlp.tagger import Tagger
from pipeline.learning import LANGUAGES, model_path, scorer_of
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


def models_in_use(workspace: Workspace) -> list[str]:
    """Load every model that tags texts and say which they are. Raises as :func:`tagger_of` does."""
    tagger_of(workspace)
    for language in LANGUAGES:
        shipped(language)
    path = model_path(workspace)
    return [
        "moves as shipped" if path == SHIPPED else f"moves of {path}",
        "names as shipped",
        *workspace.settings.spacy_models.values(),
    ]
