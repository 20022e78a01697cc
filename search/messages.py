"""What is said about a query that cannot be read as typed, in English and in Chinese."""

from text.display import Lang

_MESSAGES: dict[str, dict[Lang, str]] = {
    "too-long": {
        "en": "the query has {0:,} characters; {1:,} is the limit",
        "zh": "查询有 {0:,} 个字符，最多 {1:,} 个",
    },
    "unclosed-quote": {"en": "the quotation mark is not closed", "zh": "引号没有闭合"},
    "close-quote": {"en": 'End the phrase with "', "zh": '请在短语末尾加上 "'},
    "never-opened": {"en": "this parenthesis was never opened", "zh": "这个括号没有对应的左括号"},
    "remove": {"en": "Remove it", "zh": "请删去"},
    "both-sides": {"en": "{0} needs something on both sides", "zh": "{0} 两边都要有内容"},
    "after-it": {"en": "{0} needs something after it", "zh": "{0} 后面要有内容"},
    "empty-group": {
        "en": "there is nothing between the parentheses",
        "zh": "括号里没有内容",
    },
    "too-deep": {"en": "the query is nested too deep", "zh": "查询嵌套太深"},
    "too-many-groups": {
        "en": "more than {0} parentheses within one another",
        "zh": "括号嵌套超过 {0} 层",
    },
    "unclosed-group": {"en": "this parenthesis is not closed", "zh": "这个括号没有闭合"},
    "add-bracket": {"en": "Add )", "zh": "请补上 )"},
    "field-in-field": {
        "en": "a field within {0}:( … ) cannot be",
        "zh": "{0}:( … ) 里面不能再写字段",
    },
    "needs-value": {"en": "{0}: needs a value", "zh": "{0}: 后面要有值"},
    "after-colon": {"en": "Write it after the colon", "zh": "请写在冒号后面"},
    "no-field": {"en": "there is no field '{0}:'", "zh": "没有“{0}:”这个字段"},
    "fields-are": {
        "en": "Fields are {0}; quote words with a colon",
        "zh": "可用字段：{0}；含冒号的词请加引号",
    },
    "meant": {"en": "Did you mean {0} ?", "zh": "您是不是要找 {0} ？"},
    "too-many-parts": {"en": "more than {0} parts", "zh": "查询超过 {0} 个部分"},
    "ask-less": {"en": "Ask for less at once", "zh": "请分几次查询"},
    "small-operator": {
        "en": "'{0}' is read as a word: write {1}",
        "zh": "“{0}”按普通词处理；作运算符请写 {1}",
    },
    "most-words": {
        "en": "no document has all the words: these have some of them",
        "zh": "没有资料含全部词，以下含其中一部分",
    },
    "name-only": {
        "en": "no document has these words: these name the company",
        "zh": "没有资料含这些词，以下提到该公司",
    },
    "no-word": {"en": "'{0}' holds no word to look for", "zh": "“{0}”里没有可查的词"},
    "no-word-quoted": {
        "en": "there is no word between the quotation marks",
        "zh": "引号里没有词",
    },
    "star-at-end": {
        "en": "* may stand at the end of a word only",
        "zh": "* 只能放在词尾",
    },
    "letters-before-star": {
        "en": "{0} letters at least must stand before *",
        "zh": "* 前面至少要有 {0} 个字符",
    },
    "no-company": {"en": "no company is called '{0}'", "zh": "没有名为“{0}”的公司"},
    "no-source": {"en": "no source is called '{0}'", "zh": "没有名为“{0}”的来源"},
    "no-language": {"en": "'{0}' is no language code", "zh": "“{0}”不是语言代码"},
    "languages": {"en": "write lang:en or lang:zh", "zh": "请写 lang:en 或 lang:zh"},
    "no-amount": {"en": "'{0}' is no amount", "zh": "“{0}”不是金额"},
    "amounts": {
        "en": "write amounts in euros: amount:>1m, amount:<=2.5bn, amount:1m..5m",
        "zh": "金额以欧元计：amount:>1m、amount:<=2.5亿、amount:1m..5m",
    },
    "ends-below": {"en": "'{0}' ends below its start", "zh": "“{0}”的终点小于起点"},
    "one-of": {"en": "one of {0}", "zh": "可用：{0}"},
    "not-a-move": {
        "en": "'{0}' is no kind or family of moves",
        "zh": "“{0}”不是动向的种类或大类",
    },
    "not-a-kind": {"en": "'{0}' is no kind of document", "zh": "“{0}”不是资料类型"},
    "not-a-status": {"en": "'{0}' is no status", "zh": "“{0}”不是状态"},
    "no-day": {
        "en": "'{0}' is no day; write 2026, 2026-11, 2026-11-23, today, yesterday or 7d (seven days ago)",
        "zh": "“{0}”不是日期；请写 2026、2026-11、2026-11-23、今天、昨天 或 7d（七天前）",
    },
    "no-span": {
        "en": "'{0}' is no span of time; write a number and h, d, w, m (months) or y, such as last:30d",
        "zh": "“{0}”不是时间段；请写数字加 h、d、w、m（月）或 y，如 last:30d、最近:3个月",
    },
    "before-calendar": {
        "en": "'{0}' reaches back before the calendar",
        "zh": "“{0}”早于历法的起点",
    },
    "not-in-calendar": {"en": "'{0}' is not in the calendar", "zh": "日历上没有“{0}”"},
}


def say(lang: Lang, code: str, *values: object) -> str:
    """Return the message *code* about *values* in *lang*."""
    return _MESSAGES[code][lang].format(*values)
