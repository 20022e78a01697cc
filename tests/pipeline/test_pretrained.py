"""A spaCy package that the settings name is used; one that cannot be used is told of in one sentence."""

import importlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import spacy
from spacy.training import Example

from nlp.pretrained import Pretrained
from nlp.tagger import Tagger
from pipeline import services
from pipeline.workspace import open_workspace
from schemas.errors import WrongUseError
from schemas.registry import Registry
from tests.support.site import serving, workspace_for

# Names in small letters: neither the rules nor the project's own models take them for names.
TAUGHT = [
    ("we saw plumbago in the hall", ["plumbago"]),
    ("plumbago came late and left", ["plumbago"]),
    ("nobody but plumbago said so", ["plumbago"]),
    ("we saw nobody in the hall", []),
]
TITLE, TEXT = (
    "A quiet purchase",
    "On Thursday plumbago acquired the carrier Ostrava Freight Ltd for €12 million.",
)


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Build packages as spaCy's own are built: a trained one, a Chinese one without names, a squatter."""
    folder = tmp_path_factory.mktemp("packages")
    spacy.util.fix_random_seed(3)  # else what so little teaches depends on the first weights
    trained = spacy.blank("en")
    recognizer = trained.add_pipe("ner")
    recognizer.add_label("ORG")  # type: ignore[attr-defined]
    taught = [
        Example.from_dict(
            trained.make_doc(text),
            {"entities": [(text.index(o), text.index(o) + len(o), "ORG") for o in names]},
        )
        for text, names in TAUGHT
    ]
    optimizer = trained.initialize(lambda: taught)
    for _ in range(40):
        trained.update(taught, sgd=optimizer)
    nameless = spacy.blank("zh")
    nameless.add_pipe("sentencizer")
    for pipeline, name in ((trained, "stand_in"), (nameless, "nameless")):
        pipeline.meta["name"], pipeline.meta["version"] = name, "1.2.0"
        (folder / name).mkdir()
        pipeline.to_disk(folder / name / "data")
        build = ["-m", "spacy", "package", "--build", "none"]
        where = [str(folder / name / "data"), str(folder / name)]
        subprocess.run([sys.executable, *build, *where], check=True, capture_output=True)
        made = next((folder / name).glob("*-1.2.0"))
        full = made.name.removesuffix("-1.2.0")
        shutil.copy(made / "meta.json", made / full / "meta.json")  # as its wheel has it
    (folder / "squatter").mkdir()
    (folder / "squatter" / "zh_squatter.py").write_text("answer = 42\n", encoding="utf-8")
    added = [str(next((folder / one).glob("*-1.2.0"))) for one in ("stand_in", "nameless")]
    added.append(str(folder / "squatter"))
    sys.path[:0] = added
    importlib.invalidate_caches()
    yield folder
    del sys.path[: len(added)]


def test_a_named_model_finds_names_that_the_projects_own_do_not(packages: Path) -> None:
    plain = Tagger(Registry())
    assert "plumbago" not in [one.text for one in plain.tag(TITLE, TEXT).mentions]
    helped = Tagger(Registry(), pretrained={"en": Pretrained("en_stand_in", "en")})
    tags = helped.tag(TITLE, TEXT)
    assert ("plumbago", "ORG") in [(one.text, one.label) for one in tags.mentions]
    assert [(one.kind, one.actor.text) for one in tags.moves if one.actor] == [
        ("acquisition", "plumbago")
    ]
    assert tags.tagger == f"{plain.version}+en_stand_in-1.2.0"


@pytest.mark.parametrize(
    ("name", "language", "told"),
    [
        ("en_core_web_absent", "en", "is not installed"),
        ("zh_squatter", "zh", "cannot be loaded as a spaCy model"),
        ("en_stand_in", "zh", "reads 'en', not 'zh'"),
        ("zh_nameless", "zh", "finds no names"),
        ("../models", "en", "is not installed"),
    ],
)
def test_a_model_that_cannot_be_used_is_told_of(
    packages: Path, name: str, language: str, told: str
) -> None:
    with pytest.raises(WrongUseError, match=told) as caught:
        Pretrained(name, language)
    assert caught.value.where == f"setting spacy_models.{language}"


def test_the_settings_name_it_and_the_pipeline_uses_it(packages: Path, tmp_path: Path) -> None:
    with serving() as site:
        site.feed(("/news/1", TITLE, "Thu, 12 Nov 2026 10:00:00 GMT"))
        site.article("/news/1", TITLE, f"{TEXT} " * 4)
        folder = workspace_for(site, tmp_path / "market")
        paths = ":".join(sys.path[:3])

        def zhibi(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                [sys.executable, "-m", "cli.main", *words],
                env={"PATH": "", "PYTHONPATH": paths, "ZHIBI_WORKSPACE": str(folder), **more},
                capture_output=True, text=True, check=False,
            )  # fmt: skip

        with closing(open_workspace(folder)) as opened:
            services.apply(opened, folder / "registry", author="test")
        missing = zhibi("run", ZHIBI_SPACY_MODELS__EN="en_core_web_absent")
        assert missing.returncode != 0
        assert "spacy_models.en" in missing.stderr
        assert "Traceback" not in missing.stderr
        done = zhibi("run", ZHIBI_SPACY_MODELS__EN="en_stand_in")
        assert done.returncode == 0, done.stderr
        with closing(open_workspace(folder)) as opened:
            ((_, tags),) = opened.store.tags.recent(opened.now - timedelta(days=3))
        assert "plumbago" in [mention.text for one in tags for mention in one.tags.mentions]
        assert [one.tags.tagger.partition("+")[2] for one in tags] == ["en_stand_in-1.2.0"]
