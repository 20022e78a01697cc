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
    "called": ("宁汀保险上线一款名为“安途”的旅行险。", ["安途"]),
    "it is shut down": ("云汀网络说，“树屿邮局”下月停服。", ["树屿邮局"]),
    "a number in a series": ("海汀造船交付首艘双燃料船“岬屿一号”。", ["岬屿一号"]),
    "cards end so": ("沐汀银行的“青屿卡”持卡人可以免费停车。", ["青屿卡"]),
    "without marks, too": ("蔚汀科技发布端侧模型“砚屿”。砚屿已经上车。", ["砚屿", "砚屿"]),
    "a title without its marks": ("《雾屿来信》月底停运，雾屿来信的存档可以导出。", ["《雾屿来信》", "雾屿来信"]),
    "a scare": ("客户说“一切正常”，随后又打来电话。", []),
    "a rating": ("墨汀股份午后涨停，机构维持“买入”评级。", []),
    "a plan": ("墨汀股份启动“归屿”计划，合并七家子公司。", []),
    "an award": ("墨汀股份获“年度雇主”奖。", []),
    "an alliance": ("墨汀股份发起“屿电互认联盟”。", []),
    "a noun of few signs": ("寒屿动力的柴油机“破浪”不再生产。", ["破浪"]),
    "a chip": ("算量引擎落到国产 GPU“赤屿”上。", ["赤屿"]),
    "a code behind": ("底座采用“竹屿”70B，由简屿智能提供。", ["竹屿"]),
    "half a sentence": ("他说：“第四代不会发布给任何人。”", []),
    "a fee": ("9月起改为“按次付费”，机器免费进场。", []),
    "an article": ("本报昨天发表《屿州的一间厂》，引来讨论。", []),
    "a hotel": ("旗下位于屿口的「岚屿雅舍」已结束营业。", []),
    "a company does so": ("“霜屿”宣布上线新网站。", []),
}  # fmt: skip

MADE = {
    "a noun behind the maker's name": ("凌屿软件致歉：凌屿仓储管理系统昨日中断。", ["凌屿仓储管理系统"]),
    "the kind of database": ("栎屿科技开发的栎屿分布式数据库已上线。", ["栎屿分布式数据库"]),
    "a code behind the maker's name": ("望屿汽车发布会上，紧凑型SUV望屿M4正式上市。", ["望屿M4"]),
    "a space before the code": ("鸣屿手机下月要把鸣屿 K40的价格再降两百元。", ["鸣屿 K40"]),
    "a line before the code": ("上一代折叠机Fold N2卖得不好。", ["Fold N2"]),
    "a Latin name behind its kind": ("稷屿软件换上分布式数据库PebbleDB。", ["PebbleDB"]),
    "a rocket": ("长屿航天的长屿二号火箭首飞成功。", ["长屿二号"]),
    "a number behind its kind": ("澜屿科技发布巡检机器人岩屿一号，即日接受订货。", ["岩屿一号"]),
    "a kind and a day": ("数屿云旗下政务云平台磐屿近日拿到测评报告。", ["磐屿"]),
    "a word with a space": ("屿照的新款月屿 Pro从周一起开卖。", ["月屿 Pro"]),
    "it has a version": ("云屿房4.6 更新说明\n本次支持银行回单。账屿科技", ["云屿房"]),
    "a Latin maker": ("Lumavault公司宣布收购屿盘科技。Lumavault网盘没有泄露。", ["Lumavault网盘"]),
    "no line of the bank": ("凌屿银行信用卡中心拟压缩编制。", []),
    "a licence": ("屿桥设计院以GPLv3发布内核。", []),
    "a fare": ("新用户首周打车全单立减八元。", []),
    "whose shares": ("屿阳铜管定价\n首次公开发行价定为每股11.62元。", []),
    "he sues it": ("聚屿地图诉野屿导航一案宣判，野屿导航说要上诉。", []),
    "the company itself": ("望屿汽车收购了凌屿银行。", []),
    "a version": ("自今天起，数据目录改用Apache 2.0许可。", []),
    "a terminal": ("请从T2航站楼出发。", []),
    "a kind of database": ("系统由集中式数据库换成别的。", []),
    "no half word": ("澜屿船舶致各位伙伴。", []),
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
