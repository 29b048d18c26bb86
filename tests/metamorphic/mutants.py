"""Mutants of an inquiry: the same in other clothes. Each takes an event and gives another, or None where it has none.

They are the same on every machine: what is random comes from the hash of the event's id.
"""
import hashlib
import html.entities
import re

import texts

WORDS_PER_TYPO = 12
CHARACTERS_PER_TYPO = 24  # where words have no blanks between them
SIGNATURE_LINES_MAX = 6
SIGNATURE_COLUMNS_MAX = 50


class Dice:
    """Numbers that depend on a text alone."""

    def __init__(self, seed):
        self.seed, self.throws = seed, 0

    def below(self, n):
        self.throws += 1
        digest = hashlib.sha256(f"{self.seed}/{self.throws}".encode()).digest()
        return int.from_bytes(digest[:8], "big") % n


def with_body(event, body):
    return dict(event, body=body)


def with_buyer(event, **fields):
    return dict(event, buyer={k: v for k, v in dict(event.get("buyer", {}), **fields).items() if v is not None})


def is_html(event):
    return re.search(r"<(html|body|p|br|div|span|table)\b[^>]*>", event["body"], re.IGNORECASE) is not None


def language(row):
    return row["labels"].get("lang", "en")


def in_language(table, row):
    return table.get(language(row), table["en"])


# --- case and spacing -------------------------------------------------------------------------------------------------

def of_body(change):
    """A mutant that changes plain text: HTML has blanks and letters that are not text."""
    return lambda event: None if is_html(event) else with_body(event, change(event["body"]))


CASES = {"upper case": of_body(str.upper), "lower case": of_body(str.lower), "title case": of_body(str.title)}


def between_letters(body, mark):
    """The mark in every third gap between two letters."""
    return re.sub(r"(?<=\w\w\w)(?=\w)", mark, body)


# Blanks that normalisation takes away without a trace.
SPACINGS = {
    "double blanks": of_body(lambda body: body.replace(" ", "  ")),
    "tabs": of_body(lambda body: body.replace(" ", "\t")),
    "blank lines": of_body(lambda body: body.replace("\n", "\n\n")),
    "Windows line ends": of_body(lambda body: body.replace("\n", "\r\n")),
    "trailing blanks": of_body(lambda body: "\n  " + body.replace("\n", "   \n\t") + "  \n\n"),
    "non-breaking blanks": of_body(lambda body: body.replace(" ", "\u00a0")),
    "ideographic blanks": of_body(lambda body: body.replace(" ", "\u3000")),
    "zero-width blanks": of_body(lambda body: between_letters(body, "\u200b")),
    "soft hyphens": of_body(lambda body: between_letters(body, "\u00ad")),
}


def glued_commas(event):
    """No blank behind a comma; numbers stay as they are."""
    body = re.sub(r"(?<!\d)([,;]) (?=\S)", r"\1", event["body"])
    return None if body == event["body"] else with_body(event, body)


# --- typos ------------------------------------------------------------------------------------------------------------

def mistype(word, dice):
    at = 1 + dice.below(len(word) - 2)
    kind = dice.below(3)
    if kind == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2:]
    if kind == 1:
        return word[:at] + word[at + 1:]
    return word[:at] + word[at] + word[at:]


def typos(event):
    """Swapped, missing and doubled letters: one in about twelve words, at least one."""
    dice = Dice("typos " + event["id"])
    body = event["body"]
    words = [m for m in re.finditer(r"(?<![\w@./:-])[^\W\d_]{4,}(?![\w@/:-]|\.\w)", body)]
    runs = re.findall(r"\S+", body)
    wanted = max(1, len(runs) // WORDS_PER_TYPO)
    if sum(len(run) for run in runs) > 12 * len(runs):
        wanted = max(1, len(body) // CHARACTERS_PER_TYPO)
    chosen = {}
    for _ in range(4 * wanted):
        if words and len(chosen) < wanted:
            match = words[dice.below(len(words))]
            chosen[match.start()] = match
    for start in sorted(chosen, reverse=True):
        word = chosen[start].group()
        # In a run without blanks a typo concerns a few characters of it.
        at = dice.below(len(word) - 3) if len(word) > 30 else 0
        size = 4 if len(word) > 30 else len(word)
        place = start + at
        body = body[:place] + mistype(word[at:at + size], dice) + body[place + size:]
    return None if body == event["body"] or is_html(event) else with_body(event, body)


# --- HTML -------------------------------------------------------------------------------------------------------------

STYLE = ("<style type=\"text/css\">p.MsoNormal {margin:0cm; font-size:11.0pt; font-family:\"Calibri\",sans-serif;}\n"
         "a:link {color:#0563C1;} .free {price:0} </style>")


def named(character):
    name = html.entities.codepoint2name.get(ord(character))
    return f"&{name};" if name else character


def numeric(character):
    return character if ord(character) < 128 and character not in "<>&" else f"&#{ord(character)};"


def office_mail(event):
    """Paragraphs with styles as office programs write them, letters beyond ASCII by their names."""
    if is_html(event):
        return None
    lines = "".join(named(c) for c in event["body"]).split("\n")
    paragraphs = "\n".join(f"<p class=\"MsoNormal\" style=\"margin:0\"><span style='color:#1F497D'>{line or '&nbsp;'}"
                           "<o:p></o:p></span></p>" for line in lines)
    return with_body(event, f"<html xmlns=\"http://www.w3.org/TR/REC-html40\"><head><meta charset=\"utf-8\">{STYLE}"
                            f"</head>\n<body lang=\"EN-US\">\n{paragraphs}\n</body></html>\n")


def web_mail(event):
    """Line breaks in one block, and numbers for letters beyond ASCII, as web mail and telephones write."""
    if is_html(event):
        return None
    text = "".join(numeric(c) for c in event["body"]).replace("\n", "<br>\r\n")
    return with_body(event, f"<html><body><p dir=\"auto\" style=\"font-family: sans-serif; color: black;\">{text}</p>"
                            "</body></html>")


HTML = {"office mail": office_mail, "web mail": web_mail}


# --- thread and signature ---------------------------------------------------------------------------------------------

def reply_above(event):
    mail = in_language(texts.SELLER_MAIL, event)
    quoted = "\n".join("> " + line for line in mail.split("\n"))
    return with_body(event, f"{event['body']}\n\n{in_language(texts.WROTE, event)}\n{quoted}\n")


def original_message(event):
    return with_body(event, f"{event['body']}\n\n-----Original Message-----\n{texts.HEAD['en']}\n\n"
                            f"{texts.SELLER_MAIL['en']}\n")


def local_head(event):
    return with_body(event, f"{event['body']}\n\n________________________________\n{in_language(texts.HEAD, event)}\n\n"
                            f"{in_language(texts.SELLER_MAIL, event)}\n")


THREADS = {"reply above": reply_above, "original message": original_message, "head in the buyer's language": local_head}


def split_signature(event):
    """The lines above the signature and those of it: short ones at the end that ask nothing; the second is empty where
    no line is left for the text."""
    lines = event["body"].rstrip().split("\n")
    first = len(lines)
    while first > 0 and len(lines) - first < SIGNATURE_LINES_MAX:
        line = lines[first - 1].strip()
        if not line or len(line) > SIGNATURE_COLUMNS_MAX or line[-1] in ".?!。?!؟:":
            break
        first -= 1
    return (lines[:first], lines[first:]) if any(line.strip() for line in lines[:first]) else (lines, [])


def signature_first(event):
    above, signature = split_signature(event)
    return with_body(event, "\n".join(signature + [""] + above)) if signature else None


def signature_reversed(event):
    above, signature = split_signature(event)
    return with_body(event, "\n".join(above + signature[::-1])) if len(signature) > 1 else None


SIGNATURES = {"signature first": signature_first, "signature in another order": signature_reversed}


# --- who and where ----------------------------------------------------------------------------------------------------

def local_number(phone):
    """Without the prefix of the country."""
    return re.sub(r"^\s*(\+|00)\d{1,3}[\s.-]*", "", phone) if phone else phone


def from_country(country):
    """Another country, and the IP address with it; one that pointed elsewhere goes on pointing elsewhere."""
    def mutant(event):
        stated, ip = (event.get("buyer", {}).get(key) for key in ("country", "ip_country"))
        if stated is None or country in (stated, ip):
            return None
        return with_buyer(event, country=country, ip_country=country if ip == stated else ip)
    return mutant


def at_home_in(country):
    """The country, the IP address and the telephone's prefix are of one country, whatever they were."""
    def mutant(event):
        phone = event.get("buyer", {}).get("phone")
        phone = f"{texts.COUNTRIES[country]} {local_number(phone)}" if phone else None
        return with_buyer(event, country=country, ip_country=country, phone=phone)
    return mutant


def called(name):
    return lambda event: with_buyer(event, name=name) if event.get("buyer", {}).get("name") else None


def signed_as(name):
    """The name in the text as well."""
    def mutant(event):
        old = event.get("buyer", {}).get("name", "")
        if len(old) < 4 or old not in event["body"]:
            return None
        return with_buyer(with_body(event, event["body"].replace(old, name)), name=name)
    return mutant


NATION_OF = {word: kind for nation in texts.NATIONS for kind, word in enumerate(nation)}
NATION_WORDS = re.compile(r"\b(" + "|".join(sorted(NATION_OF, key=len, reverse=True)) + r")s?\b")


def from_nation(nation):
    """Another country where the text names one."""
    def mutant(event):
        if language(event) != "en":
            return None
        body = NATION_WORDS.sub(lambda match: nation[NATION_OF[match.group(1)]], event["body"])
        return None if body == event["body"] else with_body(event, body)
    return mutant


# --- words of another kind of mail ------------------------------------------------------------------------------------

def with_advert(table_of, i):
    return lambda event: with_body(event, f"{event['body'].rstrip()}\n\n{table_of(event)[i]}\n")


ADVERTS = {f"advert {i + 1} {where}": with_advert(table_of, i) for i in range(3)
           for where, table_of in (("in English", lambda event: texts.ADVERTS["en"]),
                                   ("in the buyer's language", lambda event: in_language(texts.ADVERTS, event)))}


def polite_request(event):
    greeting, request = in_language(texts.POLITE_REQUEST, event)
    product = event.get("product", {}).get("name", texts.ANY_PRODUCT)
    return with_body(event, f"{greeting}\n\n{event['body'].rstrip()}\n\n{request.format(product)}\n")
