"""What is known of single sites and platforms, each with the date it was last seen to hold.

A layout that changed keeps its old page object, so that old snapshots stay readable; the new one
subclasses it. BeautifulSoup reads them: a fact of a site should be readable at a glance.
"""

from crawlers.pages.base import PageObject
from crawlers.pages.page import Page
from crawlers.pages.sites.wechat import WeChatArticle
from schemas.ids import url_host
from schemas.kinds import DocumentKind

_SITES: dict[tuple[str, DocumentKind], type[PageObject]] = {
    ("mp.weixin.qq.com", "article"): WeChatArticle,
}


def site_page(page: Page, kind: DocumentKind) -> type[PageObject] | None:
    """Return the page object made for the site of *page*, None where the general one serves."""
    return _SITES.get((url_host(page.url), kind))
