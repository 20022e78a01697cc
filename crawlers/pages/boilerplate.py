"""The closing words of press releases, which say the same each time: about us, press contact."""

import re

_HEADING = re.compile(
    r"^\W*(?:about (?:the )?(?-i:[A-Z0-9])[\w&.,'’ -]{1,60}|(?:media|press|investor)s?(?: relations)? (?:contacts?|enquiries|inquiries)|contacts?(?: for (?:the )?(?:media|press))?|"
    r"notes? (?:to|for) editors|forward[- ]looking statements?|safe harbou?r.{0,40}|cautionary (?:note|statement).{0,60}|"
    r"关于(?!(?:召开|举办|公布|调整|发布|聘任|变更|终止|签署|收购|对|进一步|开展|修订|公司|本次))[\w\u4e00-\u9fff（）() ·-]{2,24}|(?:媒体|新闻|投资者)(?:联系人?|联络|垂询|咨询|关系)?(?:方式)?|联系方式|前瞻性(?:陈述|声明).{0,20})\W*$",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"^\W*(?:about [A-Z][\w&. -]{1,40}\s*[:：—–]|关于[\w\u4e00-\u9fff]{2,16}\s*[:：]|(?:media|press) (?:contact|enquiries)\s*[:：]|媒体(?:联系|垂询|联络)\w{0,4}\s*[:：])",
    re.IGNORECASE,
)


def boilerplate_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return the spans of *text* (paragraphs parted by an empty line) that are boilerplate.

    It begins in the second half, and from such a heading all that follows belongs to it.
    """
    position = 0
    for index, paragraph in enumerate(text.split("\n\n")):
        late = index > 0 and position >= 0.3 * len(text)
        if late and (_HEADING.match(paragraph) or _INLINE.match(paragraph)):
            return ((position, len(text)),)
        position += len(paragraph) + 2
    return ()
