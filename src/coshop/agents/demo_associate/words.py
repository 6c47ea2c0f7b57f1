"""What words of English and German mean to somebody who sells: colours, sizes, numbers, things, and what is asked for. Data only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Kind = Literal[
    "add", "which", "offer", "remove", "price", "stock", "show", "checkout", "goodbye", "thanks", "no", "help", "hello", "who", "unknown"
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
COLOUR_OPTIONS = frozenset({"colour", "color", "farbe"})
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
    ("add", ("add", "take", "want", "would like", "id like", "ill have", "can i have", "could i have", "may i have", "can i get", "could i get", "may i get", "get me", "buy", "order", "put", "need",
             "give me", "nehme", "nimm", "nehmen", "ich will", "moechte", "haette", "kaufe", "kaufen", "bestelle", "bestellen", "leg", "lege", "legen sie", "packen sie", "pack", "packe", "brauche",
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

BARE = frozenset(
    "the a an one ones of in it that this these those them and also too then for me with just rather instead light dark x times pair piece pieces color colors "
    "colour colours size sizes please yes yep yeah ok okay sure thanks thank you thx great perfect no nope hello hi hey another more same "
    "der die das den dem des ein eine einen einem einer eines eins einmal zweimal dreimal diese diesen dieses und auch noch dann von vom fuer mich mir mit aus nur mal stueck "
    "paar farbe farben groesse gr lieber eher also hell dunkel bitte ja klar gern gerne danke dankeschoen vielen dank super toll perfekt nein nee hallo moin guten tag".split()
)
"""What may stand beside goods, colours, sizes and numbers in a line that is a wish without a verb."""

WISHING = frozenset(
    "i we can could may have get put add take order buy into to my us bag cart basket shopping "
    "ich wir kann koennte koennten koennen kannst darf du sie ihr haben bekommen nehmen legen packen kaufen bestellen hinzufuegen hinzu dazu rein meine meinen tasche "
    "warenkorb korb".split()
)
"""What else a wish may hold that is asked politely: `can I have`, `könnten Sie ... legen`."""

ASKING = frozenset(
    "what whats which how why when where who whose is are was were am does do did has have had should shall can could may might would will "
    "wie warum wieso wann wo wer welche welcher welches welchen ist sind war waren hat hast habe soll sollte sollen kann koennte koennten koennen kannst darf passt "
    "wuerde wuerden wuerdest my he she they his her mein meine er".split()
)
"""How a line begins that asks, or that speaks of somebody else."""

DOUBTS = frozenset(
    "know tell whether if wonder wondering think thinking unsure maybe perhaps see look try wear wearing usually normally always yesterday already before own owned bought "
    "about return exchange back or help explain number next doesnt isnt wont cant didnt everybody everyone people "
    "wissen sag sagen ob wenn falls ueberlege unsicher vielleicht sehen ansehen anschauen probieren anprobieren trage normalerweise meistens sonst immer gestern schon bereits "
    "bevor ueber zurueck zurueckgeben umtauschen oder hilfe erklaeren hand neben passt passen alle viele leute".split()
)
"""With these, a word such as `take` is no wish yet."""

VERBS = frozenset("add take want like have buy order put need get".split())
BEFORE_VERBS = frozenset(
    "i we ill id wed us lets to you please and then ok okay yes yep sure well just also really hi hello hey no thanks now so can could may".split()
)
"""English words that ask for a thing only at the start or after one of these: `the navy one would need ironing` does not."""
WISHERS = frozenset("i we you".split())
"""Who wishes where `would` comes before."""

YES = frozenset(
    "yes yep yeah sure ok okay please do add put take ja jo klar jawohl gern gerne bitte nimm leg lege mach pack tu".split()
)
YES_TOO = frozenset(
    "it that them this one in into the my bag cart basket thanks thank you of course absolutely go ahead es das die den sie rein dazu in meine tasche warenkorb danke doch mal natuerlich".split()
)
"""What says yes to an offer, and what may stand beside it."""

SAYING_NO = frozenset("no nope nein nee".split())
JOINING = frozenset("and und plus sowie".split())
"""Between two wishes."""
