"""What words of English and German mean to somebody who sells: colours, sizes, numbers, things, and what is asked for. Data only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Kind = Literal[
    "add", "which", "remove", "price", "stock", "show", "checkout", "goodbye", "thanks", "no", "help", "hello", "who", "unknown"
]  # fmt: skip

# A colour as people call it -> the names that stores give to such colours, the likeliest first.
COLOURS: Mapping[str, tuple[str, ...]] = {
    "blue": ("navy", "blue", "denim", "sky", "marine", "indigo", "azure"),
    "green": ("green", "forest", "moss", "sage", "olive", "khaki"),
    "red": ("red", "rust", "burgundy", "crimson"),
    "yellow": ("yellow", "mustard", "gold"),
    "brown": ("brown", "walnut", "tan", "chestnut"),
    "black": ("black", "ink", "charcoal"),
    "grey": ("grey", "gray", "stone", "charcoal", "silver"),
    "white": ("white", "ecru", "cream", "ivory"),
    "beige": ("beige", "sand", "ecru", "tan"),
    "pink": ("pink", "rose"),
    "orange": ("orange", "rust"),
    "dark blue": ("navy", "indigo"),
    "light blue": ("sky", "azure"),
    "dark green": ("forest",),
    "dark grey": ("charcoal",),
}
COLOURS_DE: Mapping[str, str] = {
    "blau": "blue", "gruen": "green", "rot": "red", "gelb": "yellow", "braun": "brown", "schwarz": "black", "grau": "grey",
    "weiss": "white", "beige": "beige", "rosa": "pink", "orange": "orange", "dunkelblau": "dark blue", "marineblau": "dark blue",
    "hellblau": "light blue", "dunkelgruen": "dark green", "dunkelgrau": "dark grey", "anthrazit": "charcoal", "senf": "mustard",
    "senfgelb": "mustard", "rost": "rust", "rostrot": "rust", "moos": "moss", "moosgruen": "moss", "sandfarben": "sand",
    "gray": "grey", "jeansblau": "denim", "walnuss": "walnut", "natur": "ecru", "creme": "ecru", "meergruen": "sea green",
    "seegruen": "sea green", "marine": "navy", "tinte": "ink", "wald": "forest",
}  # fmt: skip
ENDINGS = ("", "e", "en", "er", "es", "em")

SIZES: Mapping[str, str] = {
    "small": "s", "medium": "m", "large": "l", "klein": "s", "mittel": "m", "gross": "l", "extrasmall": "xs", "extralarge": "xl",
    "mittelgross": "m",
}  # fmt: skip
SIZE_SIGNS = frozenset({"size", "sizes", "groesse", "gr", "in"})

NUMBERS: Mapping[str, int] = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "couple": 2, "dozen": 12,
    "zwei": 2, "zwo": 2, "drei": 3, "vier": 4, "fuenf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "beide": 2,
    "both": 2, "dutzend": 12,
}  # fmt: skip

# Things as Germans call them, and as this trade calls them in English.
THINGS_DE: Mapping[str, tuple[str, ...]] = {
    "jacke": ("jacket",), "regenjacke": ("rain", "jacket"), "weste": ("gilet",), "mantel": ("coat",), "parka": ("parka",),
    "pullover": ("jumper",), "pulli": ("jumper",), "sweater": ("jumper",), "strickjacke": ("cardigan",),
    "rollkragenpullover": ("rollneck",), "hemd": ("shirt",), "leinenhemd": ("linen", "shirt"), "tshirt": ("tee",), "hose": ("trousers",),
    "jeans": ("jeans",), "pants": ("trousers",), "badehose": ("swimming", "shorts"), "schuh": ("shoe",), "stiefel": ("boot",),
    "gummistiefel": ("rubber", "boot"), "hausschuh": ("slipper",), "tasche": ("bag", "tote"), "rucksack": ("rucksack",), "backpack": ("rucksack",),
    "muetze": ("cap",), "schal": ("scarf",), "guertel": ("belt",), "regenschirm": ("umbrella",), "schirm": ("umbrella",),
    "handschuh": ("gloves",), "becher": ("mug",), "tasse": ("mug",), "decke": ("blanket",), "kissen": ("cushion",), "laterne": ("lantern",),
    "kerze": ("candle",), "krug": ("jug",), "raincoat": ("rain", "jacket"),
}  # fmt: skip

# Words and runs of words, as they are after `plain`. The first kind that fits is what is meant.
SIGNS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    ("who", ("are you real", "are you human", "are you a", "you a robot", "you a bot", "a real person", "wer bist du", "wer sind sie", "bist du ein", "bist du echt",
             "sind sie ein", "sind sie echt", "who are you", "what are you")),
    ("remove", ("remove", "take it off", "take it out", "take them off", "take them out", "take that off", "take that out", "take off", "take out", "delete", "undo", "put it back",
                "put back", "changed my mind", "dont want it", "do not want it", "dont want", "do not want", "not that one", "doch nicht", "raus", "heraus", "entfernen", "entferne", "loeschen", "loesche",
                "zuruecklegen", "wieder weg", "rausnehmen", "nimm es weg", "nicht mehr")),
    ("checkout", ("checkout", "check out", "pay", "paying", "the till", "to till", "ready to buy", "kasse", "bezahlen", "zahlen", "bezahle", "zahle", "place the order")),
    ("price", ("how much", "price", "prices", "cost", "costs", "expensive", "was kostet", "was kosten", "kostet", "kosten", "preis", "preise", "wie viel", "wieviel",
               "teuer")),
    ("stock", ("do you have", "have you got", "do you stock", "is there", "are there", "available", "in stock", "any left", "habt ihr", "haben sie", "hast du", "gibt es",
               "gibts", "ist das noch da", "verfuegbar", "lieferbar", "vorraetig", "auf lager", "does it come", "what sizes", "which sizes", "what colours",
               "which colours", "what colors", "which colors", "welche groessen", "welche farben", "comes in")),
    ("show", ("show", "something else", "anything else", "others", "different", "more", "alternatives", "similar", "zeig", "zeige", "zeigen", "andere", "anderes",
              "anderen", "noch was", "mehr", "aehnliches", "alternativen", "looking for", "suche", "recommend", "empfehlen", "do you sell", "verkaufen sie", "verkauft ihr")),
    ("add", ("add", "take", "want", "would like", "id like", "ill have", "can i have", "could i have", "may i have", "get me", "buy", "order", "put", "need",
             "give me", "nehme", "nimm", "nehmen", "ich will", "moechte", "haette", "kaufe", "kaufen", "bestelle", "bestellen", "leg", "lege", "pack", "packe", "brauche",
             "rein", "dazu", "hinzufuegen", "hinzu", "the same", "another")),
    ("goodbye", ("bye", "goodbye", "good bye", "tschuess", "ciao", "auf wiedersehen", "thats all", "that is all", "das wars", "das war alles", "see you", "hang up")),
    ("thanks", ("thanks", "thank you", "thx", "danke", "dankeschoen", "vielen dank", "great", "perfect", "super", "toll", "perfekt")),
    ("no", ("no", "nope", "nein", "nee", "not now", "nothing", "nichts")),
    ("help", ("help", "what can you", "what can i", "what now", "how does", "hilfe", "was kannst", "was koennen", "was kann ich", "wie geht")),
    ("hello", ("hi", "hello", "hey", "hallo", "moin", "guten tag", "guten morgen", "good morning", "good afternoon", "good evening", "servus")),
)  # fmt: skip
NEGATIONS = frozenset({"not", "dont", "never", "nicht", "kein", "keine", "keinen"})
"""Something that is not to be done is asked about, never done."""

GERMAN = frozenset(
    "ich die der das den dem ein eine einen einmal und ist bitte danke hallo moin nehme nimm moechte haette gern gerne noch kasse bezahlen zahlen was wie "
    "viel kostet gibt es habt ihr haben sie in groesse blaue blauen rote gruene schwarze wieder raus doch nicht zeig mir andere nein ja tschuess zwei "
    "drei vier dazu auf auch jacke hose hemd hilfe wer bist du".split()
)
"""Words by which German is told from English, those of both left in: what counts is which language has more."""

ENGLISH = frozenset(
    "i the a an it of and is please thanks hello hi take add like would to pay checkout what how much do you have in size blue red green black one again off "
    "show me other others no yes bye two three four too also jacket help are want does there who".split()
)

PRONOUNS = frozenset(
    "it this that one ones them these another es das die den diese diesen dieses einen eine eins".split()
)
"""What points at a thing in view."""

FILLERS = frozenset(
    "show me something else anything others other different more please zeig zeige zeigen mir noch was andere anderes anderen mehr bitte i am im a an the for "
    "looking do you have sell got any ich suche habt ihr haben sie gibt es ein eine einen in some can could und and to like would id want need add take "
    "recommend empfehlen also auch it that this one of sie is there are der die das den du hast verkauft verkaufen of with mit similar aehnliches hello hi "
    "hallo thanks danke nehme moechte haette gern gerne".split()
)
"""What is said around the thing that is looked for."""
