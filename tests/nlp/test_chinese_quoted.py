"""Products whose name is in quotation marks, their maker's with a noun or a code, or stands again, in Chinese."""

import pytest

from nlp.tagger import Tagger
from schemas.registry import Registry


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger(Registry())


MARKED = {
    "a noun before": ("松汀软件旗下记账应用“豆荚”将于明年3月停止服务。", ["豆荚"]),
    "a noun behind, words between": ("青汀乳业召回两批次“朝露”婴幼儿奶粉。", ["朝露"]),
    "launched": ("茉汀咖啡门店上新“山雾拿铁”，定价19元。", ["山雾拿铁"]),
    "a number in a series": ("海汀造船交付首艘双燃料船“岬屿一号”。", ["岬屿一号"]),
    "cards end so": ("沐汀银行的“青屿卡”持卡人可以免费停车。", ["青屿卡"]),
    "without marks, too": ("蔚汀科技发布端侧模型“砚屿”。砚屿已经上车。", ["砚屿", "砚屿"]),
    "a scare": ("客户说“一切正常”，随后又打来电话。", []),
    "a rating": ("墨汀股份午后涨停，机构维持“买入”评级。", []),
    "a plan": ("墨汀股份启动“归屿”计划，合并七家子公司。", []),
    "an award": ("墨汀股份获“年度雇主”奖。", []),
    "an alliance": ("墨汀股份发起“屿电互认联盟”。", []),
    "a noun of few signs": ("寒屿厨具的蒸箱机“鹤屿”不再生产。", ["鹤屿"]),
    "a chip": ("渲染全靠一块 GPU“烛屿”来做。", ["烛屿"]),
    "a code behind": ("翻译时用的是“鲸屿”8B，小而快。", ["鲸屿"]),
    "half a sentence": ("她说：“下一代不会发布给外人看。”", []),
    "a fee": ("健身房说，以后“按次付费”就行。", []),
    "a hotel": ("集团旗下开在屿湾的「澄屿客舍」换了招牌。", []),
    "a company does so": ("“霜屿”宣布上线新网站。", []),
}  # fmt: skip

MADE = {
    "the kind of database": ("栎屿科技免费送栎屿分布式数据库一年。", ["栎屿分布式数据库"]),
    "a space before the code": ("鸣屿手机下月要把鸣屿 K40的价格再降两百元。", ["鸣屿 K40"]),
    "a line before the code": ("两年前的折叠机Flip Q7卖得不好。", ["Flip Q7"]),
    "a rocket": ("长屿航天的长屿二号火箭要等天气。", ["长屿二号"]),
    "a word with a space": ("店里的新款月屿 Pro断货了。", ["月屿 Pro"]),
    "no line of the bank": ("沐屿银行信用卡中心搬进了新楼。", []),
    "a licence": ("这段代码按GPLv3给人用。", []),
    "a fare": ("老用户半年打车能省不少钱。", []),
    "the company itself": ("望屿汽车收购了凌屿银行。", []),
    "a version": ("自今天起，数据目录改用Apache 2.0许可。", []),
    "a terminal": ("请从T2航站楼出发。", []),
    "a kind of database": ("系统由集中式数据库换成别的。", []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "products"), MARKED.values(), ids=MARKED)
def test_names_in_marks_are_products_where_something_tells(
    tagger: Tagger, text: str, products: list[str]
) -> None:
    assert _products(tagger, text) == products


@pytest.mark.parametrize(("text", "products"), MADE.values(), ids=MADE)
def test_products_are_told_by_their_makers_name(
    tagger: Tagger, text: str, products: list[str]
) -> None:
    assert _products(tagger, text) == products


def _products(tagger: Tagger, text: str) -> list[str]:
    mentions = tagger.tag("", text, language="zh").mentions
    return [one.text for one in mentions if one.label == "PRODUCT"]
