"""Parameters of a query that name a visitor, a campaign or a click, never the page. Data, checked 2026-11."""

import re

# Whole names in small letters: counters of visits, advertisements and social networks, mail and
# partner programmes, Chinese portals and sharing, sessions.
_ALWAYS = re.compile(
    r"utm_\w+|mtm_\w+|pk_(?:campaign|kwd|source|medium|content)|piwik_\w+|matomo_\w+|hsa_\w+|"
    r"at_(?:medium|campaign\w*|link\w*|format|ptr_name|bbc_team|custom\d|creation|send_date|recipient_\w+)|"
    r"gclid|gclsrc|dclid|gbraid|wbraid|gad_source|gad_campaignid|srsltid|_ga|_gl|_gac|fbclid|"
    r"fb_action_\w+|fb_source|fb_ref|fbadid|"
    r"msclkid|yclid|ysclid|ymclid|_openstat|twclid|ttclid|li_fat_id|igshid|igsh|epik|rdt_cid|sccid|"
    r"wickedid|s_kwcid|ef_id|__twitter_impression|ref_src|ref_url|"
    r"mc_[ce]id|mkt_tok|_hs(?:enc|mi)|__hs(?:tc|sc|fp)|hsctatracking|vero_(?:id|conv)|"
    r"oly_(?:anon|enc)_id|trk|trkcampaign|trk_\w+|bsft_\w+|sb_referer_host|guccounter|guce_referrer\w*|"
    r"soc_(?:src|trk)|ns_(?:mchannel|source|campaign|linkname|fee)|wt[._]mc(?:_id)?|wt_zmc|xtor|cmpid|"
    r"cmp|intcmp|icid|ncid|ocid|smid|smtyp|taid|mod_?id_?mc|ito|cx_\w+_cid|echobox|sharetype|"
    r"spm|scm|spm_id_from|vd_source|unique_k|pvid|share_\w+|sharer_\w+|shareid|sharefrom|"
    r"isappinstalled|nsukey|wxshare\w*|wx_\w+|wechat_\w+|chksm|mpshare|ivk_sa|bd_vid|bdmsite|hmsr|hmpl|"
    r"hmcu|hmkw|hmci|tdsourcetag|qq-pf-to|tt_from|tt_medium|upstream_biz|ufrom|edtsign|"
    r"edtcode|scene|srcid|clicktime|enterid|sudaref|"
    r"phpsessid|jsessionid|aspsessionid\w*|sessionid|session_id|sessid|cfid|cftoken|osessid|zenid",
    re.IGNORECASE,
)
# Only with such values: the names mean other things too.
_WITH_VALUE: dict[str, re.Pattern[str]] = {
    key: re.compile(values, re.IGNORECASE)
    for key, values in {
        "sid": r"[0-9a-f]{16,}",
        "s": r"[0-9a-f]{32}",
        "from": (
            r"singlemessage|timeline|groupmessage|weibo|wechat|weixin|qq|qzone|rss|feed|mail|"
            r"newsletter|search|share|app|home|homepage|index|hp|push|mobile|pc|wap|m|"
            r"appshare|baidu|toutiao|sogou|so|bing|google"
        ),
        "ref": (
            r"rss|feed|home|homepage|hp|nav|newsletter|mail|twitter|facebook|linkedin|google|"
            r"bing|search|related|footer|header|share|top|producthunt|hackernews|"
            r"[a-z0-9.-]+\.[a-z]{2,}"
        ),
        "source": (
            r"rss|feed|mail|email|newsletter|twitter|facebook|linkedin|google|weibo|wechat|"
            r"share|social|push|app"
        ),
        "src": r"rss|feed|mail|email|newsletter|twitter|facebook|linkedin|google|social|share|app",
        "via": r"rss|feed|mail|email|newsletter|twitter|facebook|linkedin|share",
        "feature": r"share|youtu\.be|emb_\w+",
    }.items()
}
# The same page for phones, printers and search engines.
_FACES: dict[str, re.Pattern[str]] = {
    key: re.compile(values, re.IGNORECASE)
    for key, values in {
        "amp": r"|1|true|amp",
        "outputtype": r"amp|print",
        "output": r"amp|print",
        "print": r"|1|true|yes|y",
        "view": r"print|mobile|printable|amp",
        "format": r"amp|print|mobile",
        "mobile": r"|1|true",
        "m": r"1",
        "nomobile": r"|1",
        "printable": r"|1|true|yes",
    }.items()
}


def is_tracking(name: str, value: str) -> bool:
    """Say whether a parameter tells of the visitor only: without it the same page comes."""
    if _ALWAYS.fullmatch(name):
        return True
    values = _WITH_VALUE.get(name.lower())
    return values is not None and values.fullmatch(value) is not None


def is_face(name: str, value: str) -> bool:
    """Say whether a parameter asks for the same page in another layout."""
    values = _FACES.get(name.lower())
    return values is not None and values.fullmatch(value) is not None
