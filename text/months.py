"""Names of months and zones as publishers write them, for reading dates. Data, no logic."""

from datetime import timedelta

# English, German, French, Spanish, Italian, Portuguese, Dutch; Polish, Czech and Russian in the
# genitive that dates take. Abbreviations are read by their first letters, see `month_number`.
_NAMES = (
    (
        "january januar janvier enero gennaio janeiro januari stycznia ledna января jänner jan ene gen"
        " sty"
    ),
    (
        "february februar février febrero febbraio fevereiro februari lutego února февраля feber feb"
        " fév fevr fev lut"
    ),
    "march märz mars marzo março maart marca března марта mar mär mrz mrt mrc",
    "april avril abril aprile kwietnia dubna апреля apr avr abr kwi",
    "may mai mayo maggio maio mei maja května мая mag maj",
    "june juni juin junio giugno junho czerwca června июня jun giu cze",
    "july juli juillet julio luglio julho lipca července июля jul juil lug lip",
    "august août agosto augustus sierpnia srpna августа aug aoû ago aou sie",
    "september septembre septiembre settembre setembro września září сентября sep sept set wrz",
    (
        "october oktober octobre octubre ottobre outubro października října октября oct okt out ott"
        " paź"
    ),
    "november novembre noviembre novembro listopada listopadu ноября nov lis",
    (
        "december dezember décembre diciembre dicembre dezembro decembre grudnia prosince декабря dec"
        " dez déc dic gru"
    ),
)
MONTHS: dict[str, int] = {
    name: number for number, line in enumerate(_NAMES, 1) for name in line.split()
}
# Longest first, so that "june" is not read as "jun" and a rest.
MONTH_PATTERN = "|".join(sorted(MONTHS, key=len, reverse=True))

_HOURS = {
    "z": 0, "gmt": 0, "utc": 0, "ut": 0, "wet": 0, "bst": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2,
    "est": -5, "edt": -4, "et": -5, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "pt": -8, "jst": 9, "kst": 9, "hkt": 8, "sgt": 8, "aest": 10, "aedt": 11,
}  # fmt: skip
# CST is left out: in China it is +08:00, in Chicago -06:00.
ZONES: dict[str, timedelta] = {name: timedelta(hours=hours) for name, hours in _HOURS.items()}
