"""What is a person's name, in Latin letters and in Chinese, and what is a role."""

import re

_CHINESE_NAME = re.compile(r"^[\u4e00-\u9fff]{2,4}(?:[·•][\u4e00-\u9fff]{1,6})*$")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单裴霍"
    "涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑"
    "景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
_DOUBLE_SURNAMES = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "司徒",
    "夏侯",
)
_NOT_NAMES = frozenset(
    (
        "公司", "团队", "管理", "高管", "关于", "首页", "产品", "联系", "加入", "董事", "职务", "姓名", "时间",
        "金融", "文化", "安全", "成长", "和谐", "明确",
    )
)  # fmt: skip
_LATIN_NAME = re.compile(
    r"^(?:(?:Dr|Prof|Mr|Ms|Mrs|Sir|Dame)\.?\s+)?[A-ZÀ-ÖØ-ÞŁŚŽČ][\w'’.-]*(?:\s+(?:[A-ZÀ-ÖØ-ÞŁŚŽČ][\w'’.-]*|de|van|von|der|den|da|di|la|le|bin|al|ten|ter|y|dos|del)){1,4}"
    r"(?:,?\s+(?:PhD|Ph\.D\.|MBA|CFA|CPA|Jr\.?|Sr\.?|III?|OBE|CBE))?$"
)
ROLE = re.compile(
    r"\b(?:chief|officer|c[eftomipdrs]o|cmo|chro|ciso|president|chair(?:man|woman|person)?|director|head of|vice|vp|svp|evp|founder|"
    r"co-?founder|partner|manager|managing|lead(?:er)?|general counsel|counsel|secretary|treasurer|board member|member of the board|"
    r"non-executive|principal|advis[eo]r|controller|architect|engineer)\b"
    r"|董事|总裁|总经理|经理|监事|首席|创始人|合伙人|负责人|主席|主任|副总|总监|财务官|执行官|技术官|秘书|总工程师|工程师|顾问|院长|CEO|CTO|CFO|COO",
    re.IGNORECASE,
)
_PREFIX = re.compile(r"^(?:written )?by\s+|^(?:作者|文|记者|撰文|编辑)\s*[:：/|]\s*", re.IGNORECASE)
_PARTS = re.compile(r"\s*(?:,|;|\band\b|&|/|、|，|；|\|)\s*")
_NOT_AUTHOR = re.compile(
    r"https?:|www\.|@|\d{3}|admin|editor|staff|newsroom|小编|编辑部|本站|来源|记者站", re.IGNORECASE
)


def looks_like_name(text: str) -> bool:
    """Say whether *text* is a person's name and nothing else."""
    if _CHINESE_NAME.match(text):
        bare = text.split("·", maxsplit=1)[0]
        if "·" in text:
            return True
        if bare in _NOT_NAMES or ROLE.search(text):
            return False
        return bare.startswith(_DOUBLE_SURNAMES) or (bare[0] in _SURNAMES and len(bare) <= 3)
    return bool(_LATIN_NAME.match(text)) and len(text) <= 50 and not ROLE.search(text)


def looks_like_role(text: str) -> bool:
    """Say whether *text* names a position."""
    return 1 < len(text) <= 120 and bool(ROLE.search(text))


def clean_authors(names: list[str]) -> tuple[str, ...]:
    """Return names out of bylines, without *by*, addresses and departments."""
    found: dict[str, None] = {}
    for raw in names[:10]:
        line = _PREFIX.sub("", " ".join(raw.split()))
        if len(line) > 160:
            continue
        for part in _PARTS.split(line):
            name = part.strip(" .·")
            if 2 <= len(name) <= 50 and not _NOT_AUTHOR.search(name) and len(name.split()) <= 5:
                found[name] = None
    return tuple(found)[:8]
