"""The registry as YAML: read strictly, every fault with its place, and back again."""

from pathlib import Path
from typing import Any

import pytest

from schemas.errors import InvalidRecordError, WrongUseError
from schemas.registry import Registry
from store.yamlfiles import InvalidFolderError, read_folder, write_folder

VELMORA = """\
id: velmora
role: competitor            # a comment
names: {en: [Velmora, Velmora Group], zh: [维墨]}
domains: [velmora.example]
tier: 1
tickers: [0700, VLM]
products: [{id: velmora-team, names: {en: Team}}]
people: [{name: Annika Brandsma, role: chief executive}]
sources:
  - {id: velmora-news, kind: feed, url: "https://velmora.example/feed.xml", every: 1h}
  - {id: velmora-pricing, kind: page, document: offer, url: "https://velmora.example/p", every: 7d}
"""
READERS = "- {id: petra, name: Petra, email: p@x.example, interests: {companies: [velmora]}}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "companies").mkdir()
    (tmp_path / "companies" / "velmora.yaml").write_text(VELMORA)
    (tmp_path / "readers.yaml").write_text(READERS)
    return tmp_path


def _faults(folder: Path) -> list[str]:
    with pytest.raises(InvalidFolderError) as caught:
        read_folder(folder)
    return [str(fault).removeprefix(f"{folder}/") for fault in caught.value.faults]


def test_a_folder_is_read_whole(folder: Path) -> None:
    registry = read_folder(folder)
    (company,) = registry.companies
    assert company.names == {"en": ("Velmora", "Velmora Group"), "zh": ("维墨",)}
    assert company.products[0].names == {"en": ("Team",)}
    assert (company.tier, company.tickers) == (1, ("0700", "VLM"))
    assert [(one.id, one.company) for one in registry.sources] == [
        ("velmora-news", "velmora"),
        ("velmora-pricing", "velmora"),
    ]
    assert registry.readers[0].interests.companies == ("velmora",)


def test_the_shipped_market_loads_and_survives_the_round_trip(tmp_path: Path) -> None:
    registry = read_folder(Path(__file__).parents[2] / "demo" / "registry")
    assert len(registry.companies) >= 20
    assert len(registry.sources) >= 30
    write_folder(registry, tmp_path)
    assert read_folder(tmp_path) == registry
    written = {file: file.read_text() for file in tmp_path.rglob("*.yaml")}
    write_folder(read_folder(tmp_path), tmp_path)
    assert {file: file.read_text() for file in tmp_path.rglob("*.yaml")} == written


def test_lists_single_files_and_flat_folders_are_read_too(tmp_path: Path) -> None:
    (tmp_path / "velmora.yaml").write_text(VELMORA)
    (tmp_path / "market.yml").write_text(
        "companies:\n- {id: taoyan, names: 桃雁}\nreaders:\n" + READERS
    )
    (tmp_path / "companies.yaml").write_text("- {id: kiln, names: [Kiln, 窑]}\n")
    (tmp_path / "searches").mkdir()
    (tmp_path / "searches" / "p.yaml").write_text("{id: p, name: P, query: q, alert: true}\n")
    (tmp_path / "notes.md").write_text("not read")
    registry = read_folder(tmp_path)
    assert {one.id: one.names for one in registry.companies} == {
        "velmora": {"en": ("Velmora", "Velmora Group"), "zh": ("维墨",)},
        "taoyan": {"zh": ("桃雁",)},
        "kiln": {"en": ("Kiln",), "zh": ("窑",)},
    }
    assert registry.searches[0].alert
    assert read_folder(tmp_path / "velmora.yaml").companies[0].id == "velmora"


def test_windows_files_and_byte_order_marks_are_read(folder: Path) -> None:
    text = VELMORA.replace("\n", "\r\n")
    (folder / "companies" / "velmora.yaml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert read_folder(folder).companies[0].id == "velmora"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id: a\nnames: {en: [A]}\ncolour: red\n", "3:1: unknown key 'colour'"),
        ("id: a\nnames: {en: [A]}\ndomain: a.example\n", "Did you mean 'domains'"),
        ("names: {en: [A]}\n", "1:1: 'id' is missing in this company"),
        ("id: A b\nnames: {en: [A]}\n", "1:1: id: 'A b' is no id. Use small letters"),
        ("id: a\nnames: {}\n", "2:1: a company needs a name"),
        ("id: a\nnames: {en: [A]}\nrole: enemy\n", "3:1: role: 'enemy' is not one of"),
        ("id: a\nnames: {en: [A]}\ntier: banana\n", "3:1: tier"),
        ("id: a\nnames: {en: [A]}\ndomains: a.example\n", "3:1: domains: input should be a valid tuple"),
        ("id: a\nnames: {en: [A]}\nproducts:\n- {id: p, names: {en: [P]}, price: 3}\n", "4:29: unknown key 'products.0.price'"),
        ("id: a\nnames: {en: [A]}\nsources:\n- {id: s, kind: feed, url: ftp://x}\n", "4:23: urls.0: not an absolute http(s) URL: 'ftp://x'"),
        ("id: a\nnames: {en: [A]}\nsources:\n- {id: s, kind: feed, url: 'http://u:p@x/'}\n", "must not carry credentials"),
        ("id: a\nnames: {en: [A]}\nsources:\n- {id: s, kind: feed}\n", "a source needs a url"),
        ("id: a\nnames: {en: [A]}\nsources:\n- {id: s, kind: feed, url: 'http://x/', every: soon}\n", "'soon' is no period"),
        ("id: a\nnames: {en: [A]}\nsources:\n- {id: s, kind: feed, url: 'http://x/', company: b}\n", "names 'b'"),
        ("id: a\nnames: {en: [A]}\nsources: {id: s}\n", "3:1: sources are written as a list"),
        ("id: a\nid: b\nnames: {en: [A]}\n", "2:1: the key 'id' stands in line 1 already"),
        ("id: a\n\tnames: x\n", "2:1: this is no valid YAML"),
        ("id: [a\n", "this is no valid YAML"),
        ("- a\n- b\n", "a company is written as 'name: value' lines"),
        ("just words\n", "a company is written as"),
        ("id: a\nnames: &n {en: [A]}\npeople: [*n]\n", "aliases (*name) are not taken"),
        ("id: a\n<<: {x: 1}\nnames: {en: [A]}\n", "merge keys"),
        ("? [a]\n: b\n", "a key must be a plain word"),
        ("id: a\n---\nid: b\n", "this is no valid YAML"),
        ("id: !!python/object:os.system x\nnames: {en: [A]}\n", ""),
        ("[" * 400, "this is no valid YAML"),
        ("id: a\nnames: {en: [A]}\n_revision: x\n", "3:1: _revision is written by export"),
    ],
)  # fmt: skip
def test_each_fault_has_its_file_line_and_words(folder: Path, text: str, says: str) -> None:
    (folder / "companies" / "a.yaml").write_text(text)
    if not says:  # a tag is only a word here: nothing is made of it
        read_folder(folder)
        return
    faults = _faults(folder)
    assert any("companies/a.yaml" in fault and says in fault for fault in faults), faults


def test_an_alias_bomb_costs_nothing(folder: Path) -> None:
    lines = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    lines += [
        f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    (folder / "companies" / "bomb.yaml").write_text("\n".join(lines))
    assert "companies/bomb.yaml:2:8: aliases" in _faults(folder)[0]


def test_all_faults_of_all_files_are_said_at_once(folder: Path) -> None:
    (folder / "companies" / "a.yaml").write_text("id: a\ncolour: red\n")
    (folder / "searches.yaml").write_text("- {id: p}\n- {id: p, name: P, query: q}\n")
    (folder / "sources.yaml").write_bytes("- {id: s, kind: feed}\n# 寰舟数据".encode("gb18030"))
    faults = _faults(folder)
    assert [fault.split(":")[0] for fault in faults] == [
        "companies/a.yaml", "companies/a.yaml", "searches.yaml", "searches.yaml", "sources.yaml",
    ]  # fmt: skip
    assert faults[-1].startswith("sources.yaml:2:3: this is not UTF-8")
    with pytest.raises(InvalidRecordError, match="5 faults in the registry"):
        read_folder(folder)


def test_an_id_is_one_record_s(folder: Path) -> None:
    (folder / "companies" / "other.yaml").write_text(
        "id: other\nnames: {en: [O]}\nproducts: [{id: velmora-team, names: {en: [T]}}]\n"
        "sources: [{id: velmora-news, kind: page, url: 'http://o.example/'}]\n"
    )
    (folder / "companies.yaml").write_text("- {id: velmora, names: V}\n")
    faults = _faults(folder)
    assert len(faults) == 3
    assert "the company id 'velmora' is taken" in "".join(faults)
    assert "companies/velmora.yaml" in faults[1] + faults[2]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("sources.yaml", "- {id: s, kind: page, url: 'http://x/', company: velmara}\n", "1:41: there is no company 'velmara'. Did you mean velmora?"),
        ("searches.yaml", "- {id: s, name: S, query: q, owner: petro}\n", "1:30: there is no reader 'petro'. Did you mean petra?"),
        ("readers.yaml", "- {id: r, name: R, email: r@x.example, timezone: Europe/Berlino}\n", "'Europe/Berlino' is no time zone"),
        ("readers.yaml", "- id: r\n  name: R\n  email: r@x.example\n  interests:\n    kinds: [pricing, price-rise]\n", "5:22: there is no kind or family of moves 'price-rise'"),
        ("readers.yaml", "- {id: r, name: R, email: nobody}\n", "'nobody' is no mail address"),
    ],
)  # fmt: skip
def test_a_name_of_nothing_is_a_fault(folder: Path, name: str, text: str, says: str) -> None:
    (folder / name).write_text(text)
    assert any(says in fault for fault in _faults(folder)), _faults(folder)


def test_what_the_store_knows_may_be_named(folder: Path, make: Any) -> None:
    (folder / "sources.yaml").write_text("- {id: s, kind: page, url: 'http://x/', company: kiln}\n")
    known = Registry(companies=(make.company("kiln"),))
    assert read_folder(folder, known=known).sources[-1].company == "kiln"


def test_no_folder_no_files_and_huge_files(tmp_path: Path) -> None:
    with pytest.raises(InvalidRecordError, match="no such folder"):
        read_folder(tmp_path / "none")
    with pytest.raises(InvalidRecordError, match="no YAML file"):
        read_folder(tmp_path)
    (tmp_path / "companies.yaml").write_text("# " + "x" * 9_000_000)
    with pytest.raises(InvalidRecordError, match="larger than 8 MB"):
        read_folder(tmp_path)


def test_an_export_carries_revisions_and_shows_short_lists(tmp_path: Path, folder: Path) -> None:
    registry = read_folder(folder).model_copy(update={"revisions": {"company velmora": 7}})
    out = tmp_path / "out"
    write_folder(registry, out)
    text = (out / "companies" / "velmora.yaml").read_text()
    assert "_revision: 7" in text
    assert "en: [Velmora, Velmora Group]" in text
    assert "url: https://velmora.example/feed.xml" in text
    assert read_folder(out).revisions == {"company velmora": 7}


def test_an_export_does_not_go_beside_other_yaml(folder: Path) -> None:
    (folder / "other.yaml").write_text("id: other\nnames: O\n")
    with pytest.raises(WrongUseError, match=r"would not replace: .*other.yaml"):
        write_folder(Registry(), folder)
    assert (folder / "companies" / "velmora.yaml").read_text() == VELMORA
