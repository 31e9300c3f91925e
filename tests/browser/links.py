"""One link to each page with something chosen and open; {} is the language."""

LINKS = {
    "overview": "/?lang={}",
    "membership": "/membership?lang={}&time=calendar&cell=members~st-union-thanh-hoa",
    "branches": "/branches?lang={}&measure=member_associations&years=2010-",
    "leadership": "/leadership?lang={}&level=province",
    "awards": "/awards?lang={}&cell=received~",
    "limitations": "/limitations?lang={}&province=ha-tinh&cell=low_commitment~st-union-hong-linh",
    "compare": "/compare?lang={}&compare=st-union-thanh-hoa,st-union-nghe-an,it-association-long-an",
    "compare provinces": "/compare?lang={}&compare=thanh-hoa,nghe-an",
    "map": "/map?lang={}&place=ho-chi-minh",
    "organization": "/organization?lang={}&about=st-union-hong-linh",
    "province": "/province?lang={}&place=tay-ninh",
    "sources": "/sources?lang={}&province=thanh-hoa&cell=members~it-association-thanh-hoa",
    "changes": "/changes?lang={}",
}
