"""Invented wire stories of realistic length, names and structure; the same seed gives the same text."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

STATES = {
    "France": ("French", "Paris"), "Kenya": ("Kenyan", "Nairobi"), "Japan": ("Japanese", "Tokyo"),
    "Brazil": ("Brazilian", "Brasilia"), "Egypt": ("Egyptian", "Cairo"), "Norway": ("Norwegian", "Oslo"),
    "Turkey": ("Turkish", "Ankara"), "India": ("Indian", "New Delhi"), "Chile": ("Chilean", "Santiago"),
    "Poland": ("Polish", "Warsaw"), "Ghana": ("Ghanaian", "Accra"), "Vietnam": ("Vietnamese", "Hanoi"),
    "Canada": ("Canadian", "Ottawa"), "Jordan": ("Jordanian", "Amman"), "Peru": ("Peruvian", "Lima"),
    "Serbia": ("Serbian", "Belgrade"), "Qatar": ("Qatari", "Doha"), "Nepal": ("Nepali", "Kathmandu"),
}  # fmt: skip
FIRST = (
    "Amina",
    "Carlos",
    "Dmitri",
    "Elena",
    "Farid",
    "Grace",
    "Hiro",
    "Ines",
    "Jonas",
    "Karin",
    "Luis",
    "Maya",
    "Nils",
    "Omar",
)
LAST = (
    "Abara", "Bergmann", "Castellan", "Dworak", "Ekström", "Fontaine", "Gashi", "Haddadin", "Ivanescu", "Jovic",
    "Kimathi", "Lindqvist", "Moravec", "Nkosana", "Okafor", "Petridis", "Quispe", "Rahmani", "Sorensen", "Tanabe",
)  # fmt: skip
TITLES = ("Foreign Minister", "President", "Prime Minister", "Defence Minister", "Trade Minister")
TOPICS = (
    "border security",
    "grain exports",
    "a gas pipeline",
    "fishing rights",
    "the return of refugees",
    "missile defence",
)
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
LEADS = (
    "{a_adj} {a_title} {a_name} met {b_adj} {b_title} {b_name} in {b_cap} on {weekday} for talks on {topic}, he said.",
    "{a} and {b} signed an agreement on {topic} on {weekday} after two days of talks in {a_cap}.",
    "{a} condemned {b} on {weekday} over {topic}, and {a_title} {a_name} recalled the ambassador from {b_cap}.",
    "{a_title} {a_name} of {a} arrived in {b_cap} on {weekday} for a visit that diplomats had prepared for months.",
)
SENTENCES = (
    "{a_last} is expected to meet {c_adj} {c_title} {c_name} later this week.",
    '"We are ready to work with {b} on {topic}," {a_last} told reporters in {a_cap}, adding that much was left to do.',
    "{b} denied that it had supplied weapons to {c}, a claim that {a} has made since {month}.",
    "The {c_adj} government urged both sides to return to the table, and the United Nations offered to mediate.",
    "Officials in {b_cap} said the two countries would hold a second round of talks in {c_cap} in {month}.",
    "According to the {a_adj} foreign ministry, {b} accused {c} of violating the ceasefire along the northern road.",
    "{c} imposed sanctions on several companies from {b} last year, which {b_last} called a mistake.",
    "Analysts say that neither {a} nor {b} wants a dispute with {c} while prices for grain and oil keep rising.",
    "{b_last} thanked {a_last} for what he described as a frank exchange, and invited her to {b_cap}.",
    "The agreement, which parliament must still approve, covers {topic} and the exchange of students.",
    "In {month} {year} the {c_adj} army moved two brigades to the frontier, a step that {a} said it would watch.",
    "Protesters gathered in front of the {b_adj} embassy in {a_cap} and demanded the release of three journalists.",
    "{a} will send humanitarian aid worth 40 million dollars to {c}, {a_last} said, without giving a date.",
    "The European Union welcomed the step, while {c} said it saw no reason to change its position.",
)


def make_articles(count: int, seed: int = 1) -> Iterator[dict[str, str]]:
    """Make records with id, title, date, publisher and text; about 380 words each, from 120 to 900."""
    rng = random.Random(seed)
    for number in range(count):
        states = rng.sample(sorted(STATES), 3)
        fill = {"topic": rng.choice(TOPICS), "month": rng.choice(MONTHS), "year": str(rng.randint(2009, 2022))}
        fill["weekday"] = rng.choice(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"))
        for key, state in zip("abc", states, strict=True):
            first, last = rng.choice(FIRST), rng.choice(LAST)
            adjective, capital = STATES[state]
            fill |= {
                key: state, f"{key}_adj": adjective, f"{key}_cap": capital, f"{key}_title": rng.choice(TITLES),
                f"{key}_name": f"{first} {last}", f"{key}_last": last,
            }  # fmt: skip
        paragraphs = [f"{fill['a_cap'].upper()} (Benchmark Wire) - {rng.choice(LEADS).format(**fill)}"]
        for _ in range(max(3, min(26, round(rng.gauss(10, 5))))):
            chosen = rng.sample(SENTENCES, rng.choice((1, 2, 2, 3)))
            paragraphs.append(" ".join(sentence.format(**fill) for sentence in chosen))
        yield {
            "id": f"bench-{number:07}",
            "title": f"{fill['a']} and {fill['b']} at odds over {fill['topic']}",
            "date": f"{rng.randint(2015, 2023)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
            "publisher": "Benchmark Wire",
            "text": "\n\n".join(paragraphs),
        }


def write_articles(path: Path, count: int, seed: int = 1) -> int:
    """Write records as JSON Lines; return the number of words."""
    words = 0
    with path.open("w", encoding="utf-8") as file:
        for record in make_articles(count, seed):
            words += len(record["text"].split())
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return words
