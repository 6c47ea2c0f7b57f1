"""Every line that the demo assistant says, in English and German. Data and filling-in only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Language = Literal["en", "de"]

_EN: Mapping[str, str] = {
    "greeting": "Hello, welcome to {store}! I am the demo assistant: a program, not a person. I read what you write in the chat.",
    "greeting_name": "Hello {name}, welcome to {store}! I am the demo assistant: a program, not a person. I read what you write in the chat.",
    "spoken": "Hello, welcome to {store}. I am a demonstration, a program, not a person. I cannot hear you, but I read what you write in the chat.",
    "no_speech": "I have no voice on this machine, so I write.",
    "try": "Try: {example}",
    "try_page": "add the {colour} one in {size}",
    "try_plain": "add the {colour} one",
    "try_more": "Or ask: how much is it? – do you have it in {size}? – show me something else – checkout.",
    "showing": "These two may suit you, too: {titles}.",
    "showing_one": "This may suit you, too: {titles}.",
    "found": "Here is what I found: {titles}.",
    "found_none": "I found nothing for \u201c{query}\u201d here.",
    "no_more": "That is all I have of this kind.",
    "adding": "Of course: {quantity}{title}, {variant}.",
    "added": "It is in your bag. Say \u201ctake it off again\u201d or \u201ccheckout\u201d whenever you like.",
    "added_part": "Only {count} could be had; they are in your bag.",
    "not_added": "The store did not take it: {reason}.",
    "sold_out": "{title}, {variant} is sold out. There is: {others}.",
    "all_sold_out": "{title} is sold out.",
    "ask_colour": "Which colour of {title} would you like? There is: {values}.",
    "ask_size": "Which size of {title} would you like? There is: {values}.",
    "ask_both": "{title}: in which colour and size? There is {colours}; sizes {sizes}.",
    "ask_option": "{title}: which one? There is: {values}.",
    "ask_quantity": "I can put 1 to 99 into the bag at a time. How many shall it be?",
    "ask_product": "Which product do you mean? Name one on your screen, or say \u201cshow me jackets\u201d.",
    "ask_each": "One after the other, please: which one shall I put into your bag first?",
    "offer": "I am only a demonstration and cannot say more about it. Shall I put {thing} into your bag? Write \u201cyes\u201d and I do.",
    "not_that": "I do not have {title} in {wanted}. There is: {others}.",
    "price": "{title} is {price}.",
    "price_range": "{title} is {low} to {high}, depending on the variant.",
    "in_stock": "Yes, {title}, {variant} is there.",
    "stock_of": "{title}: there is {values}.",
    "taken_off": "I take it out of the bag again.",
    "bag_empty": "There is nothing of mine to take out of the bag.",
    "off_done": "It is out of the bag.",
    "checkout": "I have opened the way to the till. Press Checkout: you pay on the store's own page, and I stay here.",
    "checkout_empty": "Your bag is still empty. Say for example \u201c{example}\u201d, then we go to the till.",
    "paid": "Thank you for your order! Hang up whenever you like.",
    "pay_failed": "The payment did not go through; you can try again. It is a play till, no money moves.",
    "goodbye": "Thank you for trying coshop. Press the red button to hang up. Goodbye!",
    "thanks": "You are welcome.",
    "no": "All right, I change nothing.",
    "hello": "Hello! What may I show you?",
    "who": "I am a program that plays the associate in this demonstration. To answer calls yourself, open the console and go available.",
    "help": "I can show goods (\u201cshow me shoes\u201d), put them into your bag (\u201c{example}\u201d), take them out (\u201ctake it off again\u201d), tell prices and sizes, and open the checkout.",
    "unknown": "I am only a demonstration and did not understand that. {help}",
    "failed": "That did not work just now. Please say it again.",
    "still_there": "Are you still there? I hang up in a minute if I hear nothing.",
    "silence": "I have heard nothing for a while, so I end the call. Call again whenever you like!",
    "card": "Write to me in the chat",
    "and": " and ",
}  # fmt: skip
_DE: Mapping[str, str] = {
    "greeting": "Hallo, willkommen bei {store}! Ich bin der Demo-Assistent: ein Programm, kein Mensch. Ich lese, was Sie in den Chat schreiben.",
    "greeting_name": "Hallo {name}, willkommen bei {store}! Ich bin der Demo-Assistent: ein Programm, kein Mensch. Ich lese, was Sie in den Chat schreiben.",
    "spoken": "Hallo, willkommen bei {store}. Ich bin eine Vorführung, ein Programm, kein Mensch. Ich höre Sie nicht, aber ich lese, was Sie in den Chat schreiben.",
    "no_speech": "Auf diesem Rechner habe ich keine Stimme, darum schreibe ich.",
    "try": "Versuchen Sie: {example}",
    "try_page": "ich nehme {colour} in {size}",
    "try_plain": "ich nehme {colour}",
    "try_more": "Oder fragen Sie: Was kostet das? – Gibt es das in {size}? – Zeig mir andere – zur Kasse.",
    "showing": "Diese beiden könnten Ihnen auch gefallen: {titles}.",
    "showing_one": "Das könnte Ihnen auch gefallen: {titles}.",
    "found": "Das habe ich gefunden: {titles}.",
    "found_none": "Zu \u201e{query}\u201c habe ich hier nichts gefunden.",
    "no_more": "Mehr davon habe ich nicht.",
    "adding": "Gern: {quantity}{title}, {variant}.",
    "added": "Es liegt in Ihrer Tasche. Sagen Sie \u201enimm es wieder raus\u201c oder \u201ezur Kasse\u201c, wann immer Sie mögen.",
    "added_part": "Nur {count} waren noch zu haben; sie liegen in Ihrer Tasche.",
    "not_added": "Der Laden hat es nicht angenommen: {reason}.",
    "sold_out": "{title}, {variant} ist ausverkauft. Es gibt noch: {others}.",
    "all_sold_out": "{title} ist ausverkauft.",
    "ask_colour": "In welcher Farbe möchten Sie {title}? Es gibt: {values}.",
    "ask_size": "In welcher Größe möchten Sie {title}? Es gibt: {values}.",
    "ask_both": "{title}: in welcher Farbe und Größe? Es gibt {colours}; Größen {sizes}.",
    "ask_option": "{title}: welches davon? Es gibt: {values}.",
    "ask_quantity": "Ich kann 1 bis 99 auf einmal in die Tasche legen. Wie viele sollen es sein?",
    "ask_product": "Welches Stück meinen Sie? Nennen Sie eines auf Ihrem Bildschirm, oder sagen Sie \u201ezeig mir Jacken\u201c.",
    "ask_each": "Eins nach dem anderen, bitte: Was soll ich zuerst in Ihre Tasche legen?",
    "offer": "Ich bin nur eine Vorführung und kann dazu nicht mehr sagen. Soll ich {thing} in Ihre Tasche legen? Schreiben Sie \u201eja\u201c, dann tue ich es.",
    "not_that": "{title} habe ich nicht in {wanted}. Es gibt: {others}.",
    "price": "{title} kostet {price}.",
    "price_range": "{title} kostet {low} bis {high}, je nach Ausführung.",
    "in_stock": "Ja, {title}, {variant} ist da.",
    "stock_of": "{title}: es gibt {values}.",
    "taken_off": "Ich nehme es wieder aus der Tasche.",
    "bag_empty": "Es liegt nichts von mir in der Tasche.",
    "off_done": "Es ist aus der Tasche.",
    "checkout": "Der Weg zur Kasse ist offen. Drücken Sie auf Zur Kasse: Sie zahlen auf der Seite des Ladens, und ich bleibe da.",
    "checkout_empty": "Ihre Tasche ist noch leer. Sagen Sie zum Beispiel \u201e{example}\u201c, dann gehen wir zur Kasse.",
    "paid": "Danke für Ihre Bestellung! Legen Sie auf, wann immer Sie mögen.",
    "pay_failed": "Die Zahlung hat nicht geklappt; Sie können es noch einmal versuchen. Die Kasse ist gespielt, es fließt kein Geld.",
    "goodbye": "Danke, dass Sie coshop ausprobiert haben. Mit dem roten Knopf legen Sie auf. Auf Wiedersehen!",
    "thanks": "Gern geschehen.",
    "no": "Gut, ich ändere nichts.",
    "hello": "Hallo! Was darf ich Ihnen zeigen?",
    "who": "Ich bin ein Programm, das in dieser Vorführung bedient. Um selbst zu antworten, öffnen Sie die Konsole und melden sich bereit.",
    "help": "Ich kann Waren zeigen (\u201ezeig mir Schuhe\u201c), sie in Ihre Tasche legen (\u201e{example}\u201c), wieder herausnehmen (\u201enimm es wieder raus\u201c), Preise und Größen nennen und die Kasse öffnen.",
    "unknown": "Ich bin nur eine Vorführung und habe das nicht verstanden. {help}",
    "failed": "Das hat gerade nicht geklappt. Bitte sagen Sie es noch einmal.",
    "still_there": "Sind Sie noch da? Ich lege in einer Minute auf, wenn ich nichts höre.",
    "silence": "Ich habe eine Weile nichts gehört und beende den Anruf. Rufen Sie gern wieder an!",
    "card": "Schreiben Sie mir im Chat",
    "and": " und ",
}  # fmt: skip
PHRASES: Mapping[Language, Mapping[str, str]] = {"en": _EN, "de": _DE}


def say(language: Language, key: str, **words: object) -> str:
    """A line with its words filled in."""
    return PHRASES[language][key].format(**words)


def listed(language: Language, words: list[str]) -> str:
    """`a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + PHRASES[language]["and"] + words[-1]


def money(minor: int, currency: str, language: Language) -> str:
    """An amount in minor units as people write it. Currencies without cents are written as they come."""
    if currency in _WHOLE:
        return f"{minor} {currency}"
    whole, cents = divmod(minor, 100)
    sign = {"EUR": "€", "GBP": "£", "USD": "$"}.get(currency)
    if language == "de":
        return f"{whole},{cents:02d} {sign or currency}"
    return f"{sign}{whole}.{cents:02d}" if sign else f"{whole}.{cents:02d} {currency}"


_WHOLE = frozenset({"JPY", "KRW", "ISK", "CLP", "VND"})
