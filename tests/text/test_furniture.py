"""What stands around a text is found in whatever words, and a text of short lines is left whole."""

import pytest

from text.furniture import furniture_spans

ENGLISH = (
    "Corvane Systems has opened a depot in Brno, its first in the Czech Republic.",
    "The site employs forty people and serves the south of the country, the company said on Tuesday.",
    "Managing director Olga Tesar said a second depot would follow next spring.",
)
CHINESE = (
    "柏川控股周二宣布，以2.4亿元收购瑞沣包装全部股权，交易已经完成。",
    "公司表示，瑞沣包装在合肥的两座工厂将继续运营，现有员工全部留任。",
    "董事长顾行远说，未来一年不会再有同等规模的收购。",
)
TWO = "Halden loses appeal over patents\nSorrel sells tea brand to Tarnwick Group"
ZWEI = "宜朗家居宣布破产\n拓野智能推出新款扫地机器人"

BEFORE = {
    ENGLISH: [
        "By Owen Carrick and Priya Nandakumar\nTuesday 4 March 2025 09:14 GMT\n5-minute read",
        "Owen Carrick, Logistics Correspondent\nPublished: 4 March 2025\nUpdated: 5 March 2025, 08:10",
        "Written by\nOwen Carrick\nShare on LinkedIn",
        "Markets | Companies | Opinion | Podcasts | Log in",
        "Home > Logistics > Warehousing",
        "World\nBusiness\nTechnology\nOpinion\nSign up",
        "Skip to content\nMenu\nSearch\nMy account\nBasket",
        "by Owen Carrick | Mar 4, 2025 | Logistics | 0 comments",
        "Font size: A A A\nPrint Email",
    ],
    CHINESE: [
        "2025-03-04 09:14 来源：东岸财经 作者：林峤\n阅读 3.2万",
        "林峤 · 2025年3月4日 09:14\n收藏 分享 打印",
        "首页 > 财经 > 公司 > 正文",
        "您所在的位置：网站首页 > 公司新闻",
        "要闻 股票 基金 港股 登录",
        "导航\n财经\n股票\n科技\n注册",
        "本报记者 林峤 上海报道",
        "文 | 林峤\n编辑 | 苏合\n题图 | 视觉中国",
        "来源丨东岸财经（ID：dongan）",
    ],
}
BETWEEN = {
    ENGLISH: [
        "Read also: Tarnwick Group buys rival Pickford Brothers for £90m",
        "(See also: Halden loses appeal over patents)",
        "» Read our full coverage: Halden loses appeal over patents",
        "ADVERTISEMENT\n\nStory continues below",
        "Image credit: Lena Moritz",
        "A forklift at the new depot in Brno (Photo: Corvane Systems)",
        "A view of the depot. Picture: Lena Moritz",
    ],
    CHINESE: [
        "延伸阅读：昊域股份拟10亿元收购青禾云",
        "【相关报道】远岚集团关闭成都工厂 裁员四百人",
        "（相关链接：宜朗家居宣布破产）",
        "（图源：柏川控股官网）",
        "图为瑞沣包装合肥工厂生产线。",
        "▲瑞沣包装合肥工厂 图片来自网络",
        "瑞沣包装合肥工厂。东岸财经 方宁 摄",
    ],
}
AFTER = {
    ENGLISH: [
        f"More on logistics\n{TWO}",
        f"Other stories you might have missed\n{TWO}",
        f"Also from this author\n{TWO}",
        f"Dig deeper\n{TWO}",
        f"Latest from Packwire\n{TWO}",
        f"WHAT TO READ NEXT\n\n{TWO}\n\nFive charts on the state of retail",
        "Most viewed this week\n1. Quantessa Holdings files for bankruptcy\n2. Brightlane.ai raises $80 million",
        f"From our partners\nThis one trick halves your heating bill\n{TWO}",
        "Previous article\nSorrel appoints head of design\nNext article\nMeridale recalls 4,000 kettles",
        (
            "Halden shuts its Lisbon studio after nine years\nSorrel to raise subscription prices from May\n"
            "Meridale wins three-year rail contract in Ghent"
        ),
        (
            "Keep reading\n\nNuvoGrid sues former partner\nThe firm wants damages of $20 million and an end to sales.\n\n"
            "Halden closes its studio\nThe games maker will let forty people go by June."
        ),
        "Photograph: Lena Moritz/Corvane\n\n© 2025 The Packwire. All rights reserved.",
        "Owen Carrick is a reporter covering transport and logistics for the Packwire.",
        "Reporting by Owen Carrick; additional reporting by Ines Duarte; editing by Tom Vance",
        "Like what you read? Get our Freight Friday newsletter delivered to your inbox every week.",
        "Subscribe to the Packwire to keep reading\nAlready have an account? Log in",
        "We use cookies to improve your experience. By continuing to browse you agree to our cookie policy.",
        "You are receiving this email because you signed up at packwire.example.\nUnsubscribe | View in browser",
        "Topics: Logistics, Czech Republic, Warehousing\n12 comments",
    ],
    CHINESE: [
        f"热点推荐\n{ZWEI}",
        f"看过本文的还看过\n{ZWEI}",
        f"本站热门推荐\n{ZWEI}",
        f"同主题阅读\n{ZWEI}",
        f"大家都在看\n\n{ZWEI}\n\n一图看懂新能源补贴",
        "猜你喜欢\n1. 拓野智能裁员三成\n2. 宜朗家居宣布破产\n3. 春天适合去的十个古镇",
        "上一篇：禾沐科技完成3亿元融资\n下一篇：远岚集团关闭成都工厂",
        "禾沐科技完成三亿元B轮融资 估值翻番\n远岚集团关闭成都工厂并裁撤四百人\n麦帆任命前阿斯特高管出任首席财务官",
        "编辑推荐\n昊域股份拟收购青禾云\n交易作价10亿元，双方已签署意向书。\n星泊手机全系降价\n最高降幅达到五百元，即日起生效。",
        "（编辑：苏合 校对：方宁）",
        "责编：苏合\n审核：方宁",
        "本文来自微信公众号“东岸财经”，作者：林峤，经授权发布。",
        "扫描下方二维码，关注东岸财经公众号，获取更多资讯。",
        "点击“在看”，分享给更多朋友\n阅读原文",
        "免责声明：本文内容仅供参考，不构成任何投资建议，投资者据此操作，风险自担。",
        "标签：包装 收购 柏川控股\n评论（12）",
        "Copyright © 2025 东岸财经 版权所有 沪ICP备12345678号",
    ],
}


def bare(text: str) -> str:
    """Return *text* without its furniture."""
    kept, last = "", 0
    for start, end in furniture_spans(text):
        kept += text[last:start]
        last = end
    return (kept + text[last:]).strip()


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_furniture_goes_and_paragraphs_stay(place: int, gap: str) -> None:
    for paragraphs, several in (BEFORE, BETWEEN, AFTER)[place].items():
        first, *others = paragraphs
        for said in several:
            parts = [[said, first, *others], [first, said, *others], [*paragraphs, said]][place]
            assert bare(gap.join(parts)) == gap.join(paragraphs), said


def test_a_credit_at_the_end_of_a_paragraph_goes_alone() -> None:
    text = f"{CHINESE[0]}\n\n{CHINESE[1]}（责任编辑：苏合）"
    assert bare(text) == f"{CHINESE[0]}\n\n{CHINESE[1]}"


@pytest.mark.parametrize(
    "text",
    [
        "Quillmark pricing\n\nStarter\n€9 a month\nTeam\n€29 a month\nEnterprise\nContact us\n\nPrices exclude VAT.",
        ("Quillmark changes its plans from 1 May. The free plan ends for new customers.\n\nStarter rises from €9 to €12\n"
        "Team falls from €29 to €25\nEnterprise stays at €90"),
        (f"{ENGLISH[0]}\n\nThe update is free for subscribers.\n\nOffline editing for large documents\n"
        "Single sign-on with Halden ID\nA new search across all projects"),
        f"{ENGLISH[0]}\n\nWhat's new\n- Offline editing for large documents\n- Single sign-on with Halden ID",
        "Halden to close Lisbon studio\nForty jobs go by June\nWork moves to Porto",
        ("Good morning. Here is what matters today in logistics.\n\nTop stories\nHalden shuts its Lisbon studio\n"
        "Sorrel to raise subscription prices from May\nMeridale wins three-year rail contract"),
        ("Dear customers,\n\nFrom 1 June we will raise the price of home delivery to £4.\n\nYours sincerely,\n"
        "Martha Ellery\nManaging Director, Sorrel Foods"),
        ("Meridale reported its half-year results on Tuesday. Sales rose.\n\nThe board proposed a dividend of 12 pence.\n\n"
        "Revenue up 8% to £310 million\nNet profit up 12% to £41 million\nFull-year guidance raised to £640 million"),
        "Sign up for Halden Cloud before 1 March and get three months free.\n\nThe offer ends on Sunday.",
        "Get Smart Media, publisher of 40 newsletters, will close its London office.\n\nNo date was given for it.",
        ("Copyright holders have sued NuvoGrid over its model, which they say read their books.\n\n"
        "Share buy-backs of $40 million were announced by Halden on the same day."),
        ("Halden said on Monday it would buy Sorrel. The price is £300 million.\n\nMore on the deal\n\n"
        "The board of Sorrel backs the offer. Halden plans to close twelve shops."),
        "Corvane reported a loss, its third in a row, of 12 cents a\nshare.\nIt pays no dividend for the year, and none is\nplanned.",
        "记者：年初您说今年要开300家店。\n蒋一帆：现在看180家比较实在。\n记者：会不会错过窗口？\n蒋一帆：茶又不会过期。",
        "禾沐科技完成3亿元B轮融资\n远岚集团关闭成都工厂\n麦帆任命新任首席财务官\n昊域股份拟收购青禾云",
        "星泊手机今日起全系调价，即刻生效。\n\nS1 2999元\nS1 Pro 3999元\nS1 Max 4999元",
        ("青禾云今日发布6.0版本，面向所有客户开放。\n\n新版本带来多项改进，现有客户可免费升级。\n\n支持离线编辑超大文档\n"
        "新增与麦帆账号的单点登录\n全新的跨项目搜索功能"),
        "关注公众号用户权益的星泊宣布下调会员价格。\n\n下载量突破一亿次的青禾笔记将于五月停止服务。",
        "宜朗家居将于六月关闭佛山工厂，员工获得安置。\n\n宜朗家居　2026年5月8日",
        "",
    ],
)  # fmt: skip
def test_lists_that_are_the_news_stay(text: str) -> None:
    said = [text[start:end] for start, end in furniture_spans(text)]
    assert [one.strip() for one in said] in ([], ["Contact us"])
