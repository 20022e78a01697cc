"""The forms in which a day is written, as patterns; what their parts mean is said in `text.dates`."""

import re

CLOCK = (
    r"(?P<half1>上午|下午|晚上|凌晨|中午|오전|오후|午前|午後)?\s*(?P<hour>\d{1,2})\s*(?:[:：时時点點시.](?=\s?\d{2}(?!\d))\s*(?P<minute>\d{2})"
    r"(?:\s*[:：分분]\s*(?P<second>\d{2}))?(?:[.,]\d{1,9})?[分분]?[秒초]?|h(?P<minute_h>\d{2})|(?=\s*[ap]\.?m))"
    r"(?:\s*(?P<half2>[ap]\.?m\b\.?))?"
    r"(?:\s*\(?(?P<zone>Z\b|[+\-−]\d{2}:?\d{2}(?!\d)|(?:GMT|UTC)[+\-]\d{1,2}(?!\d)|[+\-]\d{2}\b|[A-Za-z]{2,4}T?\b)?\)?)?"
)
OPTIONAL_CLOCK = (
    r"(?:\s*[T,，·|/]?\s*\(?(?:at|um|à|às|a las|alle|ore|om|kl\.?|o|в|saat|星期[一二三四五六日天]|周[一二三四五六日]|[月火水木金土日월화수목금토일]\)?"
    rf"|\([^()\d]{{1,9}}\))?\s*[-–]?\s*{CLOCK})?"
)
YEAR = r"(?P<year>(?:19|20)\d{2})(?!\d)"
DAY = r"(?<![\d:.])(?P<day>\d{1,2})"
NTH = r"(?:st|nd|rd|th|er|º|ª|\.|-?го)?"
NAME = r"(?P<name>[^\W\d_][^\s\d,;:/()|\-–—]{1,19})"


def pattern(text: str) -> re.Pattern[str]:
    """Return *text* compiled, for small and capital letters."""
    return re.compile(text, re.IGNORECASE)


EPOCH = pattern(r"^\s*(\d{10})(?:\d{3}|\.\d+)?\s*$")
ISO = pattern(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)" + OPTIONAL_CLOCK
)
YEAR_FIRST = pattern(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})\s?[年년/.]\s?(?P<month>\d{1,2})\s?[月월/.]\s?(?P<day>\d{1,2})"
    r"(?!\d)\s*[日号號일.]?" + OPTIONAL_CLOCK
)
COMPACT = pattern(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<month>[01]\d)(?P<day>[0-3]\d)"
    r"(?:[T ]?(?P<hour>[0-2]\d):?(?P<minute>[0-5]\d)(?::?(?P<second>[0-5]\d))?(?P<zone>Z|[+\-]\d{4})?)?(?!\d)"
)
DAY_NAME = pattern(
    rf"{DAY}{NTH}[\s\-–]*(?:of\s+|de\s+|d[’']|tháng\s+)?{NAME}\.?,?[\s\-–]*(?:de[l]?\s+)?{YEAR}"
    + OPTIONAL_CLOCK
)
NAME_DAY = pattern(
    rf"{NAME}\.?\s*(?P<day>\d{{1,2}}){NTH}\s*[,،.]?\s+(?:de\s+)?{YEAR}{OPTIONAL_CLOCK}"
)
YEAR_NAME = pattern(
    rf"(?<!\d){YEAR}(?:\s?(?:m|г|р)\.|\.?\s?gada|\s?оны|ko)?[\s.,\-–]{{1,3}}"
    rf"(?:(?P<day0>\d{{1,2}})\.?\s+(?P<name0>[^\W\d_][^\s\d,;:/()|\-]{{2,19}})|{NAME}[\s.\-–]{{1,3}}(?P<day>\d{{1,2}})(?!\d))[.a-z일]?"
    + OPTIONAL_CLOCK
)
VIETNAMESE = pattern(
    r"(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2}),?\s+(?:năm\s+)?(?P<year>(?:19|20)\d{2})(?!\d)"
    r"|(?P<year1>(?:19|20)\d{2})\s+оны\s+(?P<month1>\d{1,2})\D{1,8}(?P<day1>\d{1,2})(?!\d)"
)
UNIX = pattern(
    rf"{NAME}\s+(?P<day>\d{{1,2}})\s+(?P<hour>\d{{2}}):(?P<minute>\d{{2}}):(?P<second>\d{{2}})\s+"
    rf"(?:(?P<zone>[A-Z]{{2,5}}|[+\-]\d{{4}})\s+)?{YEAR}"
)
SHORT_NAME = pattern(rf"{DAY}-{NAME}-(?P<year>\d{{2}})(?!\d){OPTIONAL_CLOCK}")
NUMERIC = pattern(
    r"(?<![\d.,/])(?P<first>\d{1,2})\s?(?P<sep>[./\-])\s?(?P<second_>\d{1,2})\s?(?P=sep)\s?"
    r"(?P<year>(?:19|20)\d{2})(?!\d)" + OPTIONAL_CLOCK
)
SHORT_YEAR = pattern(
    r"(?<![\d.,/])(?P<first>\d{1,2})(?P<sep>[./])(?P<second_>\d{1,2})(?P=sep)(?P<year>\d{2})(?![\d.,/]\d|\d)"
    + OPTIONAL_CLOCK
)
# "19-10-08 12:34": how Chinese portals write the year 2019.
SHORT_YEAR_ZH = pattern(
    r"(?<![\d-])(?P<year>\d{2})-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?=\s+\d{1,2}:\d{2})"
    + OPTIONAL_CLOCK
)
NO_YEAR_ZH = pattern(
    r"(?<![\d年년])(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日号號일]" + OPTIONAL_CLOCK
)
NO_YEAR_DASH = pattern(r"(?<![\d\-/])(?P<month>\d{2})[-/](?P<day>\d{2})(?![\d\-/])\s+" + CLOCK)
NO_YEAR_ALONE = pattern(r"^\s*[\[(（]?(?P<month>\d{2})[-/](?P<day>\d{2})[\])）]?\s*$")
NO_YEAR_NAME = pattern(
    rf"^\W*(?:\w+day,?\s+)?{NAME}\.?\s+(?P<day>\d{{1,2}}){NTH}(?!\w)(?!\s*,?\s*\d)"
)
NO_YEAR_DAY = pattern(rf"^\W*(?:\w+day,?\s+)?(?P<day>\d{{1,2}}){NTH}\s+(?:de\s+)?{NAME}(?!\s*\d)")
MONTH_ZH = pattern(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월](?!\s?\d)"
)
MONTH_NAME = pattern(rf"{NAME}\.?,?\s+{YEAR}")
