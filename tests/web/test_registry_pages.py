"""Companies and customers on the pages of administration: added, changed, refused, removed, taken back."""

import html
import re
from typing import Any

import httpx
import pytest

from schemas.registry import Company
from tests.support.pages import chromium, looking

FORM = re.compile(r'<(?:input|textarea|select)[^>]* name="([^"]+)"')


def company(served: Any, company_id: str) -> Company:
    found = served.workspace.store.registry.company(company_id)
    assert found is not None
    return Company.model_validate(found)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def flash(client: httpx.Client, answer: httpx.Response) -> str:
    assert answer.status_code == 303, answer.text
    page = client.get(answer.headers["location"]).text
    found = re.search(r'class="flash"[^>]*>(.*?)</div>', page, re.DOTALL)
    assert found
    return found[1]


def add(served: Any, name: str, **fields: Any) -> str:
    """Add a company and return its id."""
    admin = served.as_("administrator")
    answer = served.post(admin, "/admin/add/company", names_en=name, role="competitor", **fields)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"].rpartition("/")[2])


def test_a_company_is_added_changed_and_taken_back(served: Any) -> None:
    admin = served.as_("administrator")
    made = add(
        served, "Kestrowyn Freight\nKestrowyn", names_zh="凯斯物流", tier="2", reason="new rival",
        product_en=["Tideway; Tideway 2", ""], product_zh=["潮路", ""], product_id=["", ""],
        person_name=["Ida Brook"], person_role=["chief executive"], person_also=["艾达·布鲁克"],
    )  # fmt: skip
    assert made == "kestrowyn-freight"
    kept = company(served, made)
    assert kept.names == {"en": ("Kestrowyn Freight", "Kestrowyn"), "zh": ("凯斯物流",)}
    assert (kept.tier, kept.products[0].id) == (2, "kestrowyn-freight-tideway")
    assert kept.products[0].names == {"en": ("Tideway", "Tideway 2"), "zh": ("潮路",)}
    assert kept.people[0].names == {"zh": ("艾达·布鲁克",)}
    page = admin.get(f"/admin/companies/{made}").text
    assert "new rival" in page
    fields = dict.fromkeys(FORM.findall(page))
    assert {"names_en", "names_zh", "domains", "brands", "subsidiaries", "tickers", "reason"} <= set(fields)  # fmt: skip
    answer = served.post(
        admin, f"/admin/companies/{made}", base=hidden(page, "base"), names_en="Kestrowyn\nKW",
        names_zh="凯斯物流", role="competitor", tier="1",
    )  # fmt: skip
    said = flash(admin, answer)
    assert "Kestrowyn is changed." in said
    assert company(served, made).products == (), "what was taken out of the form is out"
    undo = re.search(r'action="(/admin/log/\d+/undo)"', said)
    assert undo
    assert "as it was before" in flash(admin, served.post(admin, undo[1]))
    assert company(served, made) == kept
    log = admin.get(f"/admin/log?kind=company&record={made}").text
    assert log.count('id="n') == 3
    assert "new rival" in log
    assert "taken back" in log


def test_a_company_with_a_name_of_another_is_added_only_under_an_id_that_was_typed(
    served: Any,
) -> None:
    add(served, "Pellrow Lines", names_zh="佩罗")
    admin, given = served.as_("administrator"), {"names_zh": "佩罗", "role": "competitor"}
    for _ in range(2):  # shown again, the form has no id of its own making
        refused = served.post(admin, "/admin/add/company", names_en="Pellrow", id="", **given)
        assert refused.status_code == 400
        assert "'佩罗' is a name of pellrow-lines." in html.unescape(refused.text)
        assert "give it an id of its own." in refused.text
        assert value_of(refused.text, "id") == ""
    assert add(served, "Pellrow", names_zh="佩罗", id="pellrow-spain") == "pellrow-spain"


def value_of(page: str, name: str) -> str:
    found = re.search(rf'<input[^>]* name="{name}"[^>]*>', page)
    assert found
    value = re.search(r' value="([^"]*)"', found[0])
    return value[1] if value else ""


def test_what_is_not_touched_stays_exactly_as_it_is(served: Any) -> None:
    made = add(served, "Odd Names", brands="a\nb")
    workspace = served.workspace
    odd = company(served, made).model_dump(mode="json") | {
        "names": {"en": ["Odd Names", "A; B"], "ja": ["オッド"]},
        "people": [{"name": "李薇", "role": "", "names": {"en": ["李薇薇"], "ja": ["リー"]}}],
        "note": "two\nlines",
        "subsidiaries": ["Odd & Sons"],
    }
    from pipeline import registering  # noqa: PLC0415
    from pipeline.auditing import Caller  # noqa: PLC0415

    caller = Caller("test", served.clock.now)
    registering.save(workspace, "company", odd, base=1, caller=caller)
    with (
        chromium() as browser,
        looking(browser, served.url, served.session("administrator"), script=False) as look,
    ):
        page = look.open(f"/admin/companies/{made}")
        page.get_by_role("button", name="Save").click()
        page.get_by_text("Nothing differs: Odd Names is as it was.").wait_for()
        page.get_by_label("Subsidiaries").fill("Odd & Sons\n奇名子公司")
        page.get_by_role("button", name="Save").click()
        page.get_by_text("Odd Names is changed.").wait_for()
    kept = company(served, made)
    assert kept.subsidiaries == ("Odd & Sons", "奇名子公司")
    assert kept.model_dump(mode="json") | {"subsidiaries": ["Odd & Sons"]} == odd


def test_a_mistake_stands_beside_its_field_and_what_was_typed_is_kept(served: Any) -> None:
    admin = served.as_("administrator")
    typed = {
        "id": "Bad Id", "names_en": "<b>Bold</b> Lines", "role": "competitor", "tier": "9",
        "product_en": ["", ""], "product_id": ["no id", ""], "domains": "bold.example",
    }  # fmt: skip
    answer = served.post(admin, "/admin/add/company", **typed)
    assert answer.status_code == 400
    for said in (
        "&#39;Bad Id&#39; is no id",
        'id="id-wrong"',
        'id="tier-wrong"',
        'id="products-0-wrong"',
    ):
        assert said in answer.text, said
    assert "&lt;b&gt;Bold&lt;/b&gt; Lines" in answer.text
    assert "bold.example</textarea>" in answer.text
    chinese = admin.post(
        "/admin/add/company?lang=zh", data={"csrf": served.csrf(admin), **typed, "names_en": ""}
    )
    assert "编号" in chinese.text
    assert "请用小写字母" in chinese.text
    nameless = served.post(admin, "/admin/add/company", role="competitor")
    assert "Give it a name in at least one language." in nameless.text
    taken = served.post(admin, "/admin/add/company", id="velmora", names_en="V", role="competitor")
    assert "There is a company &#39;velmora&#39; already" in taken.text
    more = served.post(admin, "/admin/add/company", names_en="Later", more="products", reason="r")
    assert more.status_code == 200
    assert more.text.count('name="product_en"') == 3
    assert "Later</textarea>" in more.text


def test_nobody_overwrites_what_another_changed_meanwhile(served: Any) -> None:
    admin = served.as_("administrator")
    made = add(served, "Two Hands", note="before")
    where = f"/admin/companies/{made}"
    base = hidden(admin.get(where).text, "base")
    form = {"base": base, "names_en": "Two Hands", "role": "competitor", "note": "before"}
    served.post(admin, where, **form | {"tier": "2"})
    joined = served.post(admin, where, **form | {"brands": "Mine"})
    assert joined.status_code == 303
    assert (company(served, made).tier, company(served, made).brands) == (2, ("Mine",))
    refused = served.post(admin, where, **form | {"tier": "3"})
    assert refused.status_code == 409
    assert "Not saved: The administrator changed Tier on 16 Nov" in refused.text
    assert "There now: <b>tier 2</b>" in refused.text
    assert company(served, made).tier == 2
    again = served.post(admin, where, **form | {"tier": "3", "over": hidden(refused.text, "over")})
    assert again.status_code == 303
    assert (company(served, made).tier, company(served, made).brands) == (3, ("Mine",))
    late = served.post(admin, f"{where}/remove", base=base)
    assert late.status_code == 409
    assert "Not saved" in late.text


def test_removing_says_what_it_concerns_and_deletes_nothing_that_was_collected(served: Any) -> None:
    admin = served.as_("administrator")
    asked = admin.get("/admin/companies/velmora/remove").text
    assert "rival-news" in asked
    assert "rival-pricing" in asked
    assert re.search(r"[1-9]\d* documents</a>, [1-9]\d* stor", asked)
    made = add(served, "Short Lived")
    base = hidden(admin.get(f"/admin/companies/{made}/remove").text, "base")
    said = flash(
        admin, served.post(admin, f"/admin/companies/{made}/remove", base=base, reason="gone")
    )
    assert "Short Lived is removed." in said
    assert admin.get(f"/admin/companies/{made}").status_code == 404
    undo = re.search(r'action="(/admin/log/\d+/undo)"', said)
    assert undo
    served.post(admin, undo[1])
    assert company(served, made).name() == "Short Lived"


def test_customers_have_tier_and_team_and_whoever_is_told(served: Any) -> None:
    admin = served.as_("administrator")
    made = add(served, "Fennhavn Lines")
    base = hidden(admin.get(f"/admin/companies/{made}").text, "base")
    served.post(
        admin, f"/admin/companies/{made}", base=base, names_en="Fennhavn Lines", role="customer"
    )
    listed = admin.get("/admin/companies?role=customer").text
    assert "Nobody, it has no team" in listed
    base = hidden(listed, "base")
    where = f"/admin/customers/{made}"
    wrong = served.post(admin, where, base=base, tier="golden", team="North")
    assert wrong.status_code == 400
    assert "is not one of" in wrong.text
    said = flash(admin, served.post(admin, where, base=base, tier="strategic", team="North"))
    assert "Fennhavn Lines is changed." in said
    assert "Nobody, no reader is in team North" in admin.get("/admin/companies?role=customer").text
    assert served.post(admin, where, base=base, tier="key", team="East").status_code == 400
    assert (company(served, made).tier, company(served, made).team) == ("strategic", "North")
    assert served.post(admin, "/admin/customers/none", base="1").status_code == 404


def test_companies_are_found_by_any_name(served: Any) -> None:
    admin = served.as_("administrator")
    for q in ("velm", "维墨"):
        found = admin.get("/admin/companies", params={"q": q}).text
        assert 'href="/admin/companies/velmora"' in found
        assert 'href="/admin/companies/portulan"' not in found
    nobody = admin.get("/admin/companies", params={"q": "<i>nobody</i>"}).text
    assert "No company is called “&lt;i&gt;nobody&lt;/i&gt;”" in nobody
    assert admin.get("/admin/companies?role=friend").status_code == 400


@pytest.mark.service("chromium")
@pytest.mark.parametrize(("lang", "width", "scheme"), [("en", 1280, "light"), ("zh", 375, "dark")])
def test_an_administrator_adds_and_removes_a_company_in_a_browser(
    served: Any, lang: str, width: int, scheme: str
) -> None:
    words = {
        "en": ("Names in English", "Names in Chinese", "Add the company", "is added.", "Remove", "Remove it", "is removed.", "Undo", "as it was before"),
        "zh": ("英文名称", "中文名称", "新增公司", "已新增", "删除", "删除", "已删除", "撤销", "已恢复到之前的状态"),
    }[lang]  # fmt: skip
    with (
        chromium() as browser,
        looking(
            browser,
            served.url,
            served.session("administrator"),
            width=width,
            scheme=scheme,
            lang=lang,
        ) as look,
    ):
        page = look.open("/admin/add/company")
        assert look.faults() == []
        page.get_by_label(words[0]).first.fill(f"Brookline {lang}")
        page.get_by_label(words[1]).first.fill({"en": "布鲁克林", "zh": "布鲁克兰"}[lang])
        page.get_by_role("button", name=words[2]).click()
        page.get_by_text(words[3]).wait_for()
        assert look.faults() == []
        page.get_by_role("link", name=words[4], exact=True).click()
        page.wait_for_url("**/remove")
        assert look.faults() == []
        page.get_by_role("button", name=words[5], exact=True).click()
        page.get_by_text(words[6]).wait_for()
        page.get_by_role("button", name=words[7]).click()
        page.get_by_text(words[8]).wait_for()
        for path in (
            "/admin/companies",
            "/admin/companies?role=customer",
            "/admin/log?kind=company",
        ):
            look.open(path)
            assert look.faults() == [], path
