"""Letters as strokes on a grid four units wide and six high, for the words in a drawing. It draws nothing itself."""

from __future__ import annotations

import unicodedata

Point = tuple[float, float]
ADVANCE = 5.6
LINE = 9.6

# Each stroke is a run of points, two digits each: x from the left, y from the top.
_STROKES = {
    "A": "062046 1434", "B": "0006 003041423303 333444453606", "C": "4130100105163645", "D": "00062644422000",
    "E": "40000646 0333", "F": "400006 0333", "G": "41301001051636454323", "H": "0006 4046 0343", "I": "2026 1030 1636",
    "J": "4045361605", "K": "0006 400346", "L": "000646", "M": "0600234046", "N": "06004640", "O": "100105163645413010",
    "P": "06003041423303", "Q": "100105163645413010 2446", "R": "06003041423303 2346", "S": "413010010213334445361605",
    "T": "0040 2026", "U": "000516364540", "V": "002640", "W": "0016233640", "X": "0046 4006", "Y": "002340 2326",
    "Z": "00400646", "0": "100105163645413010", "1": "112026 1636", "2": "01103041420646", "3": "004023334445361605",
    "4": "36300444", "5": "400002324345361605", "6": "3011030516364544331304", "7": "004016",
    "8": "13020110304142331304051636454433", "9": "163543413010010213334 2".replace(" ", ""), "-": "1333", ".": "2626", ",": "2627",
    ":": "2222 2525", "'": "2021", "/": "0640", "!": "2024 2626", "?": "011030412324 2626", "+": "2125 0343",
    "&": "46121120312205163644",
}  # fmt: skip
_DOTS = ((1.0, -1.6), (3.0, -1.6))


def strokes(text: str) -> list[list[Point]]:
    """The strokes of one line of text in grid units; what has no letter here leaves a gap. Capitals only."""
    found: list[list[Point]] = []
    left = 0.0
    for character in unicodedata.normalize("NFD", text.replace("ß", "ss").upper()):
        if unicodedata.combining(character):
            if character == "\u0308":
                found += [[(left - ADVANCE + x, y), (left - ADVANCE + x, y)] for x, y in _DOTS]
            continue
        for run in _STROKES.get(character, "").split():
            found.append([(left + int(run[i]), float(run[i + 1])) for i in range(0, len(run), 2)])
        left += ADVANCE
    return found


def lines(text: str, columns: int, rows: int) -> list[str]:
    """The text in at most `rows` lines of at most `columns` letters, broken between words where that is possible."""
    made: list[str] = []
    for word in text.replace("ß", "ss").split():
        while word:
            part, word = word[:columns], word[columns:]
            if made and len(made[-1]) + 1 + len(part) <= columns:
                made[-1] += f" {part}"
            else:
                made.append(part)
    return made[:rows]
