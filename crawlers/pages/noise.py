"""Lines that stand in the body of articles and are not of it, in both languages. Data mostly."""

import re

from crawlers.pages.dom import CJK

# After such a heading nothing of the article follows.
_TAIL = re.compile(
    r"^\W*(?:related (?:articles?|stories|posts|news|content|topics|links|coverage)|more (?:from|on|stories|news|in)\b.{0,40}|"
    r"read (?:next|more|also)|you (?:may|might) also (?:like|be interested).{0,30}|recommended(?: for you| stories)?|see also|"
    r"most (?:read|popular|viewed)|trending(?: now)?|top stories|latest (?:news|stories)|popular (?:posts|stories)|"
    r"(?:leave a|post a|add a) (?:comment|reply)|\d* ?comments?(?: \(\d+\))?|share this(?: article| story| post)?|"
    r"相关(?:阅读|新闻|文章|推荐|链接|报道|资讯)|延伸阅读|推荐阅读|猜你喜欢|更多(?:新闻|精彩|阅读|资讯)|热门(?:文章|推荐|新闻|评论)|为您推荐|大家都在看|"
    r"今日热搜|网友评论|我要评论|(?:最新|发表|全部)评论|上一篇.{0,60}|下一篇.{0,60}|点击排行|图片新闻|新闻排行|相关专题)\s*[:：»>]*\s*$",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"^\W*(?:advertisement|ad|sponsored(?: content)?|story continues below.{0,40}|article continues below.{0,40}|continue reading.{0,60}|"
    r"(?:click|tap) (?:here )?to .{0,60}|sign up (?:for|to|now|here)\b.{0,140}|subscribe (?:to|now|here|today)\b.{0,120}|follow (?:us|him|her|@).{0,80}|"
    r"share (?:on|via|this).{0,60}|(?:photo|image|picture|credit|photograph)s?(?: by| credit)?\s*[:/].{0,120}|getty images.{0,40}|\(?(?:ap|reuters|afp) photo.{0,100}|"
    r"(?:read|see|watch|also|related|more)(?: more| also| next| related)?\s*[:：].{3,160}|(?:this (?:story|article) )?(?:was )?(?:originally )?published (?:on|at).{0,50}|"
    r"(?:last )?updated\b.{0,60}|\d+ min(?:ute)?s? read|now reading.{0,60}|\d+ (?:people|readers).{0,40}reading.{0,20}|all rights reserved.{0,60}|"
    r"(?:copyright|©).{0,120}|print|email|e-mail|tweet|facebook|twitter|linkedin|whatsapp|pinterest|reddit|flipboard|share|save|comments?|"
    r"loading.{0,10}|skip to .{0,30}|close|menu|search|play|pause|mute|video|gallery|photos?|"
    r"(?:we|this site) (?:and our .{0,40} )?uses? cookies.{0,200}|"
    r"(?:责任)?编辑[:：].{0,30}|[\(（\[【]?(?:责任编辑|责编|编辑|校对|审核|值班编辑|实习编辑|作者|来源|文章来源|稿源|原标题|原题|本文来源|图片来源|图源|记者|通讯员|排版|监制)[:：].{0,60}|"
    r"(?:点击|阅读|浏览|访问|评论|点赞|转发|收藏)(?:数|量|次数)?\s*[:：]?\s*[\d,.万]*\s*(?:次)?|"
    r"(?:分享到|分享至|分享|打印|关闭|收藏|复制链接|微信扫一扫|扫一扫|微博|微信|朋友圈|QQ空间|字号|大\s*中\s*小|字体|返回顶部|举报|点赞|展开全文|阅读全文|查看原文|阅读原文).{0,30}|"
    r"(?:扫描|长按|扫码|识别).{0,20}二维码.{0,40}|关注.{0,20}(?:公众号|微信|微博).{0,30}|(?:版权(?:声明|所有)|免责声明|特别声明|声明)[:：].{0,400}|"
    r"(?:本文|文章)(?:仅代表|系|为|由|转自|来自|首发于).{0,80}(?:观点|立场|转载|所有|发布)?.{0,60}|未经.{0,12}(?:授权|许可|允许).{0,80}|"
    r"(?:更多|精彩)(?:内容|资讯|新闻|精彩).{0,30}(?:关注|点击|请|下载).{0,60}|(?:现在|当前)?有?\s*\d+\s*人(?:正在|在)(?:阅读|看|浏览).{0,20}|"
    r"广告|\[?\s*\d+\s*(?:\]|/\s*\d+)|首页\s*[>》].{0,60}|(?:您|你)?(?:当前|现在)?的?(?:所在)?位置[:：].{0,80})\s*$",
    re.IGNORECASE,
)


# Captions that no class marks, calls to subscribe, bylines and page numbers: short lines only.
_SHORT = re.compile(
    r"\((?:image|photo|picture|pic|credit|source)s?\s*:[^)]{0,60}\)\s*$|^don[’']?t miss\b|^(?:follow|like) .{1,60} on (?:twitter|facebook|x|instagram|linkedin)\b|"
    r"\b(?:sign up|subscribe)\b.{0,80}\bnewsletter|\bnewsletter\b.{0,60}\b(?:sign up|subscribe|inbox)|in your inbox\b|"
    r"第\s*\d+\s*页\s*/?\s*共\s*\d+\s*页|上一页.{0,12}下一页|^[（(]?(?:本报|本刊|本网|新华社|[\u4e00-\u9fff]{2,6}(?:日报|晚报|网|社))?(?:特约|实习)?(?:记者|通讯员|实习生)[ \u3000:：][^。，！？]{2,60}$",
    re.IGNORECASE,
)
# The line under a title: date, source, author, counters.
_DATELINE = re.compile(
    r"(?:19|20)\d{2}\s?[年/.\-]\s?\d{1,2}\s?[月/.\-]\s?\d{1,2}|\d{1,2}[./]\d{1,2}[./](?:19|20)\d{2}|"
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]{2,8}\.?|[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:st|nd|rd|th)?),?\s+(?:19|20)\d{2}",
)
_SENTENCE_END = re.compile(r"[.!?。！？]$")


def starts_tail(text: str) -> bool:
    """Say whether a line is the heading of what follows articles: related stories, comments."""
    return len(text) < 80 and bool(_TAIL.match(text))


def is_noise(text: str, tag: str, link_share: float, *, first: bool) -> bool:
    """Say whether a block inside the body is not of the article.

    *first* says that nothing of the article came before it, where menus and bylines stand.
    """
    short = len(text) + 2 * len(CJK.findall(text)) < 120
    if link_share > 0.8 and (short or tag in {"li", "td", "div"}):
        return True
    if link_share > 0.5 and tag == "li":
        return True
    if first and short and _is_byline(text):
        return True
    if len(text) < 200 and _SHORT.search(text):
        return True
    return bool(_NOISE.match(text)) and len(text) < 460


def _is_byline(text: str) -> bool:
    if re.match(r"^(?:by|von|par|por)\s+[A-Z]", text) and len(text.split()) < 9:
        return True
    return bool(_DATELINE.search(text)) and not _SENTENCE_END.search(text)
