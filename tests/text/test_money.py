from decimal import Decimal

import pytest

from text.money import find_money
from text.numbers import read_words


@pytest.mark.parametrize(
    ("text", "words", "amount", "currency"),
    [
        ("raised $1.2bn", "$1.2bn", "1200000000", "USD"),
        ("for US$30 million", "US$30 million", "30000000", "USD"),
        ("worth €184 million.", "€184 million", "184000000", "EUR"),
        ("3.5 million euros", "3.5 million euros", "3500000", "EUR"),
        ("EUR 11 480 000 excluding VAT", "EUR 11 480 000", "11480000", "EUR"),
        ("RMB 30 million", "RMB 30 million", "30000000", "CNY"),
        ("€40k a year", "€40k", "40000", "EUR"),
        ("a dividend of 4.2 pence", "4.2 pence", "0.042", "GBP"),
        ("about 70 Hong Kong dollars", "70 Hong Kong dollars", "70", "HKD"),
        ("¥900 in Tokyo", "¥900", "900", "JPY"),
        ("融资3.5亿元", "3.5亿元", "350000000", "CNY"),
        ("作价 3 亿美元", "3 亿美元", "300000000", "USD"),
        ("三千万元", "三千万元", "30000000", "CNY"),
        ("每股 0.62 元", "0.62 元", "0.62", "CNY"),
        ("人民币5000万元", "人民币5000万元", "50000000", "CNY"),
        ("募資10億港元", "10億港元", "1000000000", "HKD"),
        ("价格￥199起", "￥199", "199", "CNY"),
    ],
)
def test_money(text: str, words: str, amount: str, currency: str) -> None:
    (found,) = find_money(text)
    assert text[found.start : found.end] == words
    assert (found.value.amount, found.value.currency) == (Decimal(amount), currency)


@pytest.mark.parametrize(
    "text", ["Windows 11", "3 million users", "第5元素", "1,299 cars", "一元复始", "A4 paper"]
)
def test_no_money(text: str) -> None:
    assert [
        one for one in find_money(text) if text[one.start : one.end] not in {"5元", "一元"}
    ] == []


def sums(text: str) -> list[tuple[str, str, str]]:
    return [
        (text[one.start : one.end], f"{one.value.amount:f}", str(one.value.currency))
        for one in find_money(text)
    ]


@pytest.mark.parametrize(
    ("text", "words", "amount", "currency"),
    [
        ("a bid of twelve million pounds", "twelve million pounds", "12000000", "GBP"),
        ("two and a half dollars", "two and a half dollars", "2.5", "USD"),
        ("half a billion dollars short", "half a billion dollars", "500000000", "USD"),
        ("two and a half million euros", "two and a half million euros", "2500000", "EUR"),
        ("1 200 000 € net", "1 200 000 €", "1200000", "EUR"),
        ("CHF 1'200'000", "CHF 1'200'000", "1200000", "CHF"),
        ("1.200.000 €", "1.200.000 €", "1200000", "EUR"),
        ("1,2 Mio. €", "1,2 Mio. €", "1200000", "EUR"),
        ("€1.125 billion", "€1.125 billion", "1125000000", "EUR"),
        ("₹1,20,000 a unit", "₹1,20,000", "120000", "INR"),
        ("Rs 2.5 lakh crore", "Rs 2.5 lakh crore", "2500000000000", "INR"),
        ("300 Danish kroner", "300 Danish kroner", "300", "DKK"),
        ("kr 450 million for a dam in Norway", "kr 450 million", "450000000", "NOK"),
        ("Rs 50 lakhs a year", "Rs 50 lakhs", "5000000", "INR"),
        ("INR 12 Crores", "INR 12 Crores", "120000000", "INR"),
        ("12 crores rupees", "12 crores rupees", "120000000", "INR"),
        ("₹50L. ", "₹50L", "5000000", "INR"),
        ("valued at £3.4trn", "£3.4trn", "3400000000000", "GBP"),
        ("worth $1.2T now", "$1.2T", "1200000000000", "USD"),
        ("raised $12MM", "$12MM", "12000000", "USD"),
        ("a round of $15 mm.", "$15 mm", "15000000", "USD"),
        ("sales of RM500mil", "RM500mil", "500000000", "MYR"),
        ("revenue of $450 M.", "$450 M", "450000000", "USD"),
        ("costs of US$ 300 K", "US$ 300 K", "300000", "USD"),
        ("earned ($3.1) million", "($3.1) million", "3100000", "USD"),
        ("(about $3) million-strong", "$3", "3", "USD"),
        ("$20 T-shirts", "$20", "20", "USD"),
        ("the $599 M4 tablet", "$599", "599", "USD"),
        ("a $20 M&A guide", "$20", "20", "USD"),
        ("€30pp for guests", "€30", "30", "EUR"),
        ("Caps sell at $20 M, L and XL.", "$20", "20", "USD"),
        ("Caps sell at $20 M or L.", "$20", "20", "USD"),
        ("lent it $50 T. Rowe had earned", "$50", "50", "USD"),
        ("raised $20 M, less than hoped", "$20 M", "20000000", "USD"),
        ("raised $20 M, S&P said", "$20 M", "20000000", "USD"),
        ("raised $20 M. It will", "$20 M", "20000000", "USD"),
        ("raised CAD$12 million", "CAD$12 million", "12000000", "CAD"),
        ("raised Can$4m.", "Can$4m", "4000000", "CAD"),
        ("fined USD$3m", "USD$3m", "3000000", "USD"),
        ("a bid of SGD$4m", "SGD$4m", "4000000", "SGD"),
        ("NTD 450 million", "NTD 450 million", "450000000", "TWD"),
        ("Php 450 million", "Php 450 million", "450000000", "PHP"),
        ("lent by a bank in Manila: P450 million", "P450 million", "450000000", "PHP"),
        ("a loan of $12 million CAD", "$12 million", "12000000", "CAD"),
        ("a price of $1,200 (AUD)", "$1,200", "1200", "AUD"),
        ("a $90 CADmatic licence", "$90", "90", "USD"),
        ("zł 2.3 billion", "zł 2.3 billion", "2300000000", "PLN"),
        ("90 paise a unit", "90 paise", "0.9", "INR"),
        ("€3.200 a year", "€3.200", "3200", "EUR"),
        ("€0.125 a share", "€0.125", "0.125", "EUR"),
        ("R45 million", "R45 million", "45000000", "ZAR"),
        ("a 40-million-dollar plant", "40-million-dollar", "40000000", "USD"),
        ("89 US cents", "89 US cents", "0.89", "USD"),
        ("3 billion won", "3 billion won", "3000000000", "KRW"),
        ("约RMB 30 million，", "RMB 30 million", "30000000", "CNY"),
        ("3亿2000万元", "3亿2000万元", "320000000", "CNY"),
        ("一千二百万元", "一千二百万元", "12000000", "CNY"),
        ("一亿两千万元", "一亿两千万元", "120000000", "CNY"),
        ("两万五元", "两万五元", "25000", "CNY"),
        ("三点五亿元", "三点五亿元", "350000000", "CNY"),
        ("3000余万元", "3000余万元", "30000000", "CNY"),
        ("营收八百多万元，", "八百多万元", "8000000", "CNY"),
        ("收入一千多万美元。", "一千多万美元", "10000000", "USD"),
        ("投入两千余万元", "两千余万元", "20000000", "CNY"),
        ("兩百多億港元", "兩百多億港元", "20000000000", "HKD"),
        ("去年营收八百多万，", "八百多万", "8000000", "CNY"),
        ("月薪三千多。", "三千", "3000", "CNY"),
        ("一百多块钱", "一百多块钱", "100", "CNY"),
        ("投資1千2百萬元", "1千2百萬元", "12000000", "CNY"),
        ("3千5百萬美元", "3千5百萬美元", "35000000", "USD"),
        ("1億2千5百萬元", "1億2千5百萬元", "125000000", "CNY"),
        ("3万5千2百元", "3万5千2百元", "35200", "CNY"),
        ("6千萬元", "6千萬元", "60000000", "CNY"),
        ("1.5万亿元", "1.5万亿元", "1500000000000", "CNY"),
        ("5000万元人民币", "5000万元人民币", "50000000", "CNY"),
        ("每股50美分", "50美分", "0.5", "USD"),
        ("3億瑞典克朗", "3億瑞典克朗", "300000000", "SEK"),
        ("99块一个月", "99块", "99", "CNY"),
        ("人民币捌拾伍万元整", "人民币捌拾伍万元", "850000", "CNY"),
        ("新台幣12億6,000萬元", "新台幣12億6,000萬元", "1260000000", "TWD"),
        ("一碗面七块五。", "七块五", "7.5", "CNY"),
        ("跌破每度四毛二。", "四毛二", "0.42", "CNY"),
        ("去年亏了三个亿。", "三个亿", "300000000", "CNY"),
        ("转让费要到四万八。", "四万八", "48000", "CNY"),
        ("月薪三千六起", "三千六", "3600", "CNY"),
        ("加價三蚊", "三蚊", "3", "HKD"),
        ("挪威厂商要价每箱640 kr", "640 kr", "640", "NOK"),
        ("开价half a million euros", "half a million euros", "500000", "EUR"),
    ],
)
def test_sums_are_read_however_they_are_written(
    text: str, words: str, amount: str, currency: str
) -> None:
    assert sums(text) == [(words, amount, currency)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("€40k-50k a year", [("€40k", "40000", "EUR"), ("50k", "50000", "EUR")]),
        ("$3-5 million", [("$3", "3000000", "USD"), ("5 million", "5000000", "USD")]),
        ("a plant of $10-15 million.", [("$10", "10000000", "USD"), ("15 million", "15000000", "USD")]),
        ("revenue of €1-2bn.", [("€1", "1000000000", "EUR"), ("2bn", "2000000000", "EUR")]),
        ("worth Rs 1,500-1,800 crore.", [("Rs 1,500", "15000000000", "INR"), ("1,800 crore", "18000000000", "INR")]),
        ("will cost $3 to 5 million.\n", [("$3", "3000000", "USD"), ("5 million", "5000000", "USD")]),
        ("a fare of $10-15.", [("$10", "10", "USD"), ("15", "15", "USD")]),
        ("at $10-15.5 percent", [("$10", "10", "USD")]),
        ("$3 to $5 million", [("$3", "3000000", "USD"), ("$5 million", "5000000", "USD")]),
        ("from $900 to $1.2 million", [("$900", "900", "USD"), ("$1.2 million", "1200000", "USD")]),
        ("10-15 million euros", [("10", "10000000", "EUR"), ("15 million euros", "15000000", "EUR")]),
        ("between 10 and 15 million euros", [("10", "10000000", "EUR"), ("15 million euros", "15000000", "EUR")]),
        ("10m to 15m EUR", [("10m", "10000000", "EUR"), ("15m EUR", "15000000", "EUR")]),
        ("between $10 and 15 million", [("$10", "10000000", "USD"), ("15 million", "15000000", "USD")]),
        ("between about $10m and 15m", [("$10m", "10000000", "USD"), ("15m", "15000000", "USD")]),
        ("5-10 cents a share", [("5", "0.05", "USD"), ("10 cents", "0.1", "USD")]),
        ("8 to 12 Swiss francs", [("8", "8", "CHF"), ("12 Swiss francs", "12", "CHF")]),
        ("paid 10 and 15 million euros", [("15 million euros", "15000000", "EUR")]),
        ("won $10 and 15 million votes", [("$10", "10", "USD")]),
        ("from 2024 to 15 million euros", [("15 million euros", "15000000", "EUR")]),
        ("the A320-21 million euros", [("21 million euros", "21000000", "EUR")]),
        ("down 10%-15 million euros", [("15 million euros", "15000000", "EUR")]),
        ("on 2026-11-15 euros", [("15 euros", "15", "EUR")]),
        ("gave $5 to 10 people", [("$5", "5", "USD")]),
        ("3亿至5亿元", [("3亿", "300000000", "CNY"), ("5亿元", "500000000", "CNY")]),
        ("港币3亿至5亿元", [("港币3亿", "300000000", "HKD"), ("5亿元", "500000000", "HKD")]),
        ("HK$3亿元至5亿元", [("HK$3亿元", "300000000", "HKD"), ("5亿元", "500000000", "HKD")]),
        ("盈利HK$3亿-5亿，", [("HK$3亿", "300000000", "HKD"), ("5亿", "500000000", "HKD")]),
        ("盈利HK$3-5亿，", [("HK$3", "300000000", "HKD"), ("5亿", "500000000", "HKD")]),
        ("人民币三至五亿元", [("人民币三", "300000000", "CNY"), ("五亿元", "500000000", "CNY")]),
        ("港币3亿至5亿美元", [("港币3亿", "300000000", "HKD"), ("5亿美元", "500000000", "USD")]),
        ("港币3亿至2026年", [("港币3亿", "300000000", "HKD")]),
        ("售价19.98-25.98万元", [("19.98", "199800", "CNY"), ("25.98万元", "259800", "CNY")]),
        ("上调至3.5–4亿元", [("3.5", "350000000", "CNY"), ("4亿元", "400000000", "CNY")]),
        ("今年1.2至1.5亿美元", [("1.2", "120000000", "USD"), ("1.5亿美元", "150000000", "USD")]),
        ("月薪8000-12000元", [("8000", "8000", "CNY"), ("12000元", "12000", "CNY")]),
        ("月薪8000元至1.2万元", [("8000元", "8000", "CNY"), ("1.2万元", "12000", "CNY")]),
        ("月薪5000到1.2万元", [("5000", "5000", "CNY"), ("1.2万元", "12000", "CNY")]),
        ("5至8美分", [("5", "0.05", "USD"), ("8美分", "0.08", "USD")]),
        ("三到五千元", [("三", "3000", "CNY"), ("五千元", "5000", "CNY")]),
        ("三百至五百万元", [("三百", "3000000", "CNY"), ("五百万元", "5000000", "CNY")]),
        ("八百至一万元", [("八百", "800", "CNY"), ("一万元", "10000", "CNY")]),
        ("统一到五亿元", [("五亿元", "500000000", "CNY")]),
        ("Fenlo 17降至5999元", [("5999元", "5999", "CNY")]),
        ("Fenlo 17到5999元", [("5999元", "5999", "CNY")]),
        ("2024到3亿元", [("3亿元", "300000000", "CNY")]),
        ("2026-11-18元", [("18元", "18", "CNY")]),
        ("营收增长20%至25亿元", [("25亿元", "2500000000", "CNY")]),
        ("由1200元上调至1500元", [("1200元", "1200", "CNY"), ("1500元", "1500", "CNY")]),
    ],
)  # fmt: skip
def test_both_ends_of_a_range_have_its_scale_and_currency(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert sums(text) == expected


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("營收新台幣3億元，每股盈餘0.92元", "TWD"),
        ("（中央社記者台北18日電）榆木電子今天公布營收0.92元", "TWD"),
        ("榆木电子（1234-TW）配发现金股利0.92元", "TWD"),
        ("第3季营收4亿元、季增3%，每股0.92元", "TWD"),
        ("台股收高，榆木电子涨0.92元", "TWD"),
        ("全年盈利5.2億元，派末期息12仙，股價0.92元", "HKD"),
        ("本港茶餐廳奶茶加價0.92元", "HKD"),
        ("第三季度营收4亿元，年增3%，每股0.92元", "CNY"),
        ("A股上涨，台股成交走弱，个股跌0.92元", "CNY"),
        ("公司在台湾的工厂停产，股价跌0.92元", "CNY"),
        ("拟派末期息12港仙，每股盈利0.92元", "CNY"),
        ("末期息12仙，人民币中间价0.92元", "CNY"),
        ("3仙女下凡，票价0.92元", "CNY"),
    ],
)
def test_a_bare_yuan_is_of_where_the_text_is_clearly_from(text: str, currency: str) -> None:
    assert ("0.92元", "0.92", currency) in sums(text)


@pytest.mark.parametrize(
    ("text", "words", "amount", "currency"),
    [
        ("派末期息12仙。", "12仙", "0.12", "HKD"),
        ("每股派30美仙", "30美仙", "0.3", "USD"),
        ("大马公司每股净利3.2仙", "3.2仙", "0.032", "MYR"),
        ("a dividend of 12 HK cents", "12 HK cents", "0.12", "HKD"),
    ],
)
def test_hundredths(text: str, words: str, amount: str, currency: str) -> None:
    assert sums(text) == [(words, amount, currency)]


@pytest.mark.parametrize(
    ("text", "words", "amount"),
    [
        ("榆木科技完成3亿融资。", "3亿", "300000000"),
        ("获两百万投资", "两百万", "2000000"),
        ("获1.2亿Pre-A轮融资", "1.2亿", "120000000"),
        ("完成三点五亿战略投资", "三点五亿", "350000000"),
        ("斥资5亿收购对手", "5亿", "500000000"),
        ("拟以5亿收购对手", "5亿", "500000000"),
        ("中标3.5亿大单", "3.5亿", "350000000"),
        ("投入2亿5000万建厂", "2亿5000万", "250000000"),
        ("总投资约120亿，", "120亿", "12000000000"),
        ("去年亏损2亿", "2亿", "200000000"),
        ("罚款200万。", "200万", "2000000"),
        ("豪掷10个亿收购", "10个亿", "1000000000"),
        ("投资3亿元建厂", "3亿元", "300000000"),
    ],
)
def test_chinese_sums_without_a_unit_are_told_by_words_beside_them(
    text: str, words: str, amount: str
) -> None:
    assert sums(text) == [(words, amount, "CNY")]


@pytest.mark.parametrize(
    "text",
    [
        "数百万投资", "上千万融资", "保护100万投资者", "投资200万平方米", "投入3万人", "中标200万吨", "以3亿用户为目标", "双十一3亿订单",
        "5000万融资融券账户", "以200万辆的销量", "拥有2亿会员", "第3亿投资",
    ],
)  # fmt: skip
def test_numbers_of_other_things_are_no_sums(text: str) -> None:
    assert sums(text) == []


def test_without_a_unit_beside_foreign_money_nothing_tells_whose_it_is() -> None:
    assert sums("完成3亿融资，此前融资2亿美元") == [("2亿美元", "200000000", "USD")]


@pytest.mark.parametrize(
    "text",
    [
        "worth $3.4t.", "a flask for $5L", "N95 M masks", "form P45 for leavers", "P318 million in Francistown", "凭N95口罩入场，请停P3。八亿会员", "专利号EP3988112，共八亿会员", "a multi-million dollar deal", "several million dollars", "Team 5 won the race", "ten pounds of sugar", "R2D2",
        "八仙过海", "3仙女", "水仙十二仙", "卖了三万台", "王一角说", "五角大楼", "花了三小时", "用户达8200万，", "数百万元", "上亿元", "亿元级融资", "3块屏幕", "多元化", "5 real problems",
    ],
)  # fmt: skip
def test_what_is_no_sum_or_has_no_number_is_none(text: str) -> None:
    assert sums(text) == []


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("a hundred and twenty thousand", 120_000), ("forty-five", 45), ("one hundred and five", 105),
        ("half a million", 500_000), ("twelve and a half", 12.5), ("two hundred and three", 203), ("three million two hundred thousand", 3_200_000), ("plenty", None),
    ],
)  # fmt: skip
def test_numbers_in_words(words: str, number: int | None) -> None:
    assert read_words(words) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("text", "currencies"),
    [
        ("raised $6 million (CAD 8 million)", ["USD", "CAD"]),
        ("raised $6 million (AUD9.1 million)", ["USD", "AUD"]),
        ("costs $20 (HKD 156)", ["USD", "HKD"]),
        ("costs $20 (C$27)", ["USD", "CAD"]),
        ("raised $6 million (AUD) in May", ["AUD"]),
        ("raised $6 million CAD.", ["CAD"]),
    ],
)
def test_a_conversion_leaves_the_currency_of_a_sum(text: str, currencies: list[str]) -> None:
    assert [one.value.currency for one in find_money(text)] == currencies
