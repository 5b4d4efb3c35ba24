"""A small world of our own wording for the views: two articles, every status, a claim and its denial."""

from __future__ import annotations

from graphkit.model import Article, Entity, Event, EventMention, Evidence, Findings, Kind, Mention, Span, Status, When

WIRE = [
    "Antony Blinken will sit down with Foreign Minister Park Jin in Seoul on Thursday to weigh the traffic in weapons "
    "between Pyongyang and Moscow.",
    "Blinken landed in South Korea late on Wednesday, straight from a gathering of G7 foreign ministers in Tokyo.",
    "He is expected to call on President Yoon Suk Yeol and to see National Security Adviser Cho Tae-yong.",
    "The United States, South Korea and Japan have deplored the shipment of munitions that they say North Korea sends "
    "to Russia.",
    "Pyongyang and Moscow denied any arms deal, though Kim Jong-un and Vladimir Putin promised closer military "
    "cooperation when they met in Russia's far east in September.",
    "The G7 foreign ministers urged Israel and Hamas to pause the fighting so that aid can reach the Gaza Strip.",
    "South Korea's spy agency said the North is likely to launch a third spy satellite after two failures this year.",
    "Blinken voiced concern over the technology that Russia gives North Korea in exchange for shells.",
    "Protesters in Seoul plan to meet the secretary with calls for Israel to accept a ceasefire.",
    "From Seoul he flies to India, where Defense Secretary Lloyd Austin joins him for talks with Indian ministers.",
]
DAILY = [
    "Park Jin and US Secretary of State Antony Blinken hold talks on Thursday on the alliance and on North Korea.",
    "The two last met on the margins of the UN General Assembly in New York in September.",
    "The North may have received Russian know-how for its long-range missiles, officials in Seoul believe.",
    "A large stock of shells and rockets went from North Korea to Russia under an accord that was apparently struck at "
    "the Kim-Putin summit.",
    "Blinken is likely to reaffirm the American commitment to the defence of South Korea.",
    "Joe Biden and Xi Jinping could take up the matter at the APEC summit in San Francisco later this month.",
    "Washington has stepped up its diplomacy to keep the Israel-Hamas war from spreading and to get relief into Gaza.",
    "Moscow did not supply combat aircraft to the North, a Kremlin spokesman insisted.",
    "South Korea's military has raised its alert ahead of Missile Industry Day, which Pyongyang marks on 18 November.",
    "Park Jin and Blinken will face the press together after their meeting at the foreign ministry.",
]
ARTICLES = {
    "harbour-wire-2023-11-09": (
        "Blinken heads into Seoul talks with the North's arms trade on the table",
        "Harbour Wire",
        "https://example.org/wire/blinken-seoul",
        WIRE,
    ),
    "han-river-daily-2023-11-09": (
        "Top envoys of South Korea and the US to confer as Pyongyang and Moscow draw closer",
        "Han River Daily",
        "https://example.net/daily/envoys-confer",
        DAILY,
    ),
}
W, D = ARTICLES

PERSON, STATE, ORG, GROUP = Kind.PERSON, Kind.STATE, Kind.ORGANIZATION, Kind.GROUP
PLACE, OFFICE, OCCASION, WEAPON, THING = Kind.PLACE, Kind.OFFICE, Kind.OCCASION, Kind.WEAPON, Kind.THING
ENTITIES: list[tuple[str, Kind, str, tuple[str, ...], tuple[tuple[str, str], ...]]] = [
    ("antony-blinken", PERSON, "Antony Blinken", ("Blinken", "the secretary"), (("wikidata", "Q7821917"),)),
    ("park-jin", PERSON, "Park Jin", (), (("wikidata", "Q16210286"),)),
    ("yoon-suk-yeol", PERSON, "Yoon Suk Yeol", ("Yoon",), ()),
    ("cho-tae-yong", PERSON, "Cho Tae-yong", (), ()),
    ("kim-jong-un", PERSON, "Kim Jong-un", ("Kim",), (("wikidata", "Q56226"),)),
    ("vladimir-putin", PERSON, "Vladimir Putin", ("Putin",), (("wikidata", "Q7747"),)),
    ("joe-biden", PERSON, "Joe Biden", (), (("wikidata", "Q6279"),)),
    ("xi-jinping", PERSON, "Xi Jinping", (), (("wikidata", "Q15031"),)),
    ("lloyd-austin", PERSON, "Lloyd Austin", (), ()),
    ("united-states", STATE, "United States", ("US", "Washington"), (("iso3", "USA"), ("wikidata", "Q30"))),
    ("south-korea", STATE, "South Korea", ("Seoul",), (("iso3", "KOR"), ("wikidata", "Q884"))),
    ("north-korea", STATE, "North Korea", ("Pyongyang", "the North"), (("iso3", "PRK"), ("wikidata", "Q423"))),
    ("russia", STATE, "Russia", ("Moscow", "the Kremlin"), (("iso3", "RUS"), ("wikidata", "Q159"))),
    ("japan", STATE, "Japan", (), (("iso3", "JPN"),)),
    ("china", STATE, "China", (), (("iso3", "CHN"),)),
    ("india", STATE, "India", (), (("iso3", "IND"),)),
    ("israel", STATE, "Israel", (), (("iso3", "ISR"),)),
    ("hamas", ORG, "Hamas", (), ()),
    ("group-of-seven", ORG, "Group of Seven", ("G7",), (("wikidata", "Q1764511"),)),
    ("korean-spy-agency", ORG, "National Intelligence Service of South Korea", ("South Korea's spy agency",), ()),
    ("south-korean-military", ORG, "South Korean military", (), ()),
    ("seoul-protesters", GROUP, "protesters in Seoul", (), ()),
    ("indian-ministers", GROUP, "Indian ministers", (), ()),
    ("seoul", PLACE, "Seoul", (), ()),
    ("tokyo", PLACE, "Tokyo", (), ()),
    ("new-york", PLACE, "New York", (), ()),
    ("gaza-strip", PLACE, "Gaza Strip", ("Gaza",), ()),
    ("un-general-assembly", OCCASION, "UN General Assembly", (), ()),
    ("apec-summit", OCCASION, "APEC summit", (), ()),
    ("kim-putin-summit", OCCASION, "Kim-Putin summit", (), ()),
    ("g7-ministerial", OCCASION, "G7 foreign ministers' meeting", (), ()),
    ("joint-press-conference", OCCASION, "joint press conference", (), ()),
    ("us-secretary-of-state", OFFICE, "Secretary of State of the United States", (), ()),
    ("spy-satellite", WEAPON, "spy satellite", (), ()),
    ("arms-deal-claim", THING, "claims of an arms deal", (), ()),
    ("israel-hamas-war", THING, "Israel-Hamas war", (), ()),
]
LABELS = {row[0]: row for row in ENTITIES}

# predicate, agent, recipient, date, [(article, sentence, agent words, recipient words, trigger, status, speaker)]
Row = tuple[str, str, str, str | None, list[tuple[str, int, str, str, str, str, str | None]]]
ROWS: list[Row] = [
    ("meets", "antony-blinken", "park-jin", "2023-11-09", [
        (W, 0, "Antony Blinken", "Foreign Minister Park Jin", "sit down", "planned", None),
        (D, 0, "US Secretary of State Antony Blinken", "Park Jin", "talks", "planned", None),
    ]),
    ("meets", "antony-blinken", "park-jin", "2023-09", [(D, 1, "The two", "The two", "met", "occurred", None)]),
    ("visits", "antony-blinken", "south-korea", "2023-11-08",
     [(W, 1, "Blinken", "South Korea", "landed", "occurred", None)]),
    ("visits", "antony-blinken", "tokyo", "2023-11-08", [(W, 1, "Blinken", "Tokyo", "from", "occurred", None)]),
    ("attends", "antony-blinken", "g7-ministerial", "2023-11-08",
     [(W, 1, "Blinken", "a gathering of G7 foreign ministers", "gathering", "occurred", None)]),
    ("meets", "antony-blinken", "yoon-suk-yeol", "2023-11-09",
     [(W, 2, "He", "President Yoon Suk Yeol", "call on", "planned", None)]),
    ("meets", "antony-blinken", "cho-tae-yong", "2023-11-09",
     [(W, 2, "He", "National Security Adviser Cho Tae-yong", "see", "planned", None)]),
    ("condemns", "united-states", "north-korea", None,
     [(W, 3, "The United States", "North Korea", "deplored", "occurred", None)]),
    ("condemns", "south-korea", "north-korea", None,
     [(W, 3, "South Korea", "North Korea", "deplored", "occurred", None)]),
    ("condemns", "japan", "north-korea", None, [(W, 3, "Japan", "North Korea", "deplored", "occurred", None)]),
    ("supplies_arms_to", "north-korea", "russia", None, [
        (W, 3, "North Korea", "Russia", "shipment of munitions", "alleged", "united-states"),
        (D, 3, "North Korea", "Russia", "went", "occurred", None),
        (W, 4, "Pyongyang", "Moscow", "arms deal", "denied", "north-korea"),
    ]),
    ("denies", "north-korea", "arms-deal-claim", None,
     [(W, 4, "Pyongyang", "any arms deal", "denied", "occurred", None)]),
    ("denies", "russia", "arms-deal-claim", None, [(W, 4, "Moscow", "any arms deal", "denied", "occurred", None)]),
    ("agrees_with", "north-korea", "russia", "2023-09",
     [(D, 3, "North Korea", "Russia", "accord", "alleged", None),
      (W, 4, "Pyongyang", "Moscow", "deal", "denied", "russia")]),
    ("cooperates_with", "kim-jong-un", "vladimir-putin", "2023-09",
     [(W, 4, "Kim Jong-un", "Vladimir Putin", "promised closer military cooperation", "planned", None)]),
    ("meets", "kim-jong-un", "vladimir-putin", "2023-09",
     [(W, 4, "Kim Jong-un", "Vladimir Putin", "met", "occurred", None)]),
    ("attends", "kim-jong-un", "kim-putin-summit", "2023-09",
     [(D, 3, "Kim", "the Kim-Putin summit", "summit", "occurred", None)]),
    ("attends", "vladimir-putin", "kim-putin-summit", "2023-09",
     [(D, 3, "Putin", "the Kim-Putin summit", "summit", "occurred", None)]),
    ("urges", "group-of-seven", "israel", "2023-11-08",
     [(W, 5, "The G7 foreign ministers", "Israel", "urged", "occurred", None)]),
    ("urges", "group-of-seven", "hamas", "2023-11-08",
     [(W, 5, "The G7 foreign ministers", "Hamas", "urged", "occurred", None)]),
    ("attacks", "israel", "hamas", None, [(W, 5, "Israel", "Hamas", "fighting", "ongoing", None)]),
    ("provides_aid_to", "group-of-seven", "gaza-strip", None,
     [(W, 5, "The G7 foreign ministers", "the Gaza Strip", "aid", "possible", None)]),
    ("tests_weapon", "north-korea", "spy-satellite", "2023-11",
     [(W, 6, "the North", "a third spy satellite", "launch", "planned", "korean-spy-agency")]),
    ("tests_weapon", "north-korea", "spy-satellite", "2023",
     [(W, 6, "the North", "a third spy satellite", "failures", "occurred", "korean-spy-agency")]),
    ("condemns", "antony-blinken", "russia", "2023-11-08",
     [(W, 7, "Blinken", "Russia", "voiced concern", "occurred", None)]),
    ("cooperates_with", "north-korea", "russia", None, [
        (W, 7, "North Korea", "Russia", "gives", "alleged", "antony-blinken"),
        (D, 2, "The North", "Russian", "received", "possible", None),
    ]),
    ("meets", "antony-blinken", "seoul-protesters", "2023-11-09",
     [(W, 8, "the secretary", "Protesters in Seoul", "meet", "planned", None)]),
    ("urges", "seoul-protesters", "israel", "2023-11-09",
     [(W, 8, "Protesters in Seoul", "Israel", "calls", "planned", None)]),
    ("visits", "antony-blinken", "india", "2023-11-09", [(W, 9, "he", "India", "flies", "planned", None)]),
    ("visits", "antony-blinken", "seoul", "2023-11-09", [(W, 9, "he", "Seoul", "From", "occurred", None)]),
    ("visits", "lloyd-austin", "india", None,
     [(W, 9, "Defense Secretary Lloyd Austin", "India", "joins", "planned", None)]),
    ("meets", "antony-blinken", "indian-ministers", None,
     [(W, 9, "him", "Indian ministers", "talks", "planned", None)]),
    ("meets", "lloyd-austin", "indian-ministers", None,
     [(W, 9, "Defense Secretary Lloyd Austin", "Indian ministers", "talks", "planned", None)]),
    ("attends", "antony-blinken", "un-general-assembly", "2023-09",
     [(D, 1, "The two", "the UN General Assembly", "met", "occurred", None)]),
    ("attends", "park-jin", "un-general-assembly", "2023-09",
     [(D, 1, "The two", "the UN General Assembly", "met", "occurred", None)]),
    ("visits", "park-jin", "new-york", "2023-09", [(D, 1, "The two", "New York", "met", "occurred", None)]),
    ("provides_aid_to", "russia", "north-korea", None,
     [(D, 2, "Russian", "The North", "received", "possible", "south-korea")]),
    ("supports", "antony-blinken", "south-korea", "2023-11-09",
     [(D, 4, "Blinken", "South Korea", "reaffirm", "planned", None)]),
    ("meets", "joe-biden", "xi-jinping", "2023-11", [(D, 5, "Joe Biden", "Xi Jinping", "take up", "possible", None)]),
    ("attends", "joe-biden", "apec-summit", "2023-11",
     [(D, 5, "Joe Biden", "the APEC summit", "summit", "planned", None)]),
    ("attends", "xi-jinping", "apec-summit", "2023-11",
     [(D, 5, "Xi Jinping", "the APEC summit", "summit", "planned", None)]),
    ("provides_aid_to", "united-states", "gaza-strip", None,
     [(D, 6, "Washington", "Gaza", "relief", "planned", None)]),
    ("mediates", "united-states", "israel-hamas-war", None,
     [(D, 6, "Washington", "the Israel-Hamas war", "diplomacy", "ongoing", None)]),
    ("supplies_arms_to", "russia", "north-korea", None,
     [(D, 7, "Moscow", "the North", "supply", "negated", "russia")]),
    ("mobilizes_against", "south-korean-military", "north-korea", "2023-11-06",
     [(D, 8, "South Korea's military", "Pyongyang", "raised its alert", "occurred", None)]),
    ("attends", "antony-blinken", "joint-press-conference", "2023-11-09",
     [(D, 9, "Blinken", "press", "face the press", "planned", None)]),
    ("attends", "park-jin", "joint-press-conference", "2023-11-09",
     [(D, 9, "Park Jin", "press", "face the press", "planned", None)]),
    ("represents", "park-jin", "south-korea", None,
     [(W, 0, "Park Jin", "Foreign Minister", "Minister", "ongoing", None)]),
    ("represents", "antony-blinken", "united-states", None,
     [(D, 0, "Antony Blinken", "US", "Secretary", "ongoing", None)]),
    ("holds_position", "antony-blinken", "us-secretary-of-state", None,
     [(D, 0, "Antony Blinken", "Secretary of State", "Secretary", "ongoing", None)]),
    ("represents", "yoon-suk-yeol", "south-korea", None,
     [(W, 2, "Yoon Suk Yeol", "President", "President", "ongoing", None)]),
    ("represents", "kim-jong-un", "north-korea", None, [(W, 4, "Kim Jong-un", "Pyongyang", "and", "ongoing", None)]),
    ("represents", "vladimir-putin", "russia", None, [(W, 4, "Vladimir Putin", "Moscow", "and", "ongoing", None)]),
    ("member_of", "united-states", "group-of-seven", None, [(W, 5, "G7", "G7", "G7", "ongoing", None)]),
    ("member_of", "japan", "group-of-seven", None, [(W, 5, "G7", "G7", "G7", "ongoing", None)]),
]  # fmt: skip
PLOVER = {
    "supplies_arms_to": "AID", "provides_aid_to": "AID", "condemns": "ACCUSE", "denies": "REJECT", "urges": "REQUEST",
    "attacks": "ASSAULT", "agrees_with": "AGREE", "cooperates_with": "COOPERATE", "supports": "SUPPORT",
    "tests_weapon": "MOBILIZE", "mobilizes_against": "MOBILIZE", "represents": "REPRESENTS",
    "holds_position": "POSITION", "member_of": "MEMBER",
}  # fmt: skip


def when(text: str | None) -> When | None:
    if text is None:
        return None
    if len(text) == 4:
        return When(f"{text}-01-01", f"{text}-12-31", "year")
    if len(text) == 7:
        last = {"02": "28", "04": "30", "06": "30", "09": "30", "11": "30"}.get(text[5:], "31")
        return When(f"{text}-01", f"{text}-{last}", "month")
    return When(text, text, "day")


def text_of(article: str) -> str:
    title, publisher, _, sentences = ARTICLES[article]
    return "\n\n".join([title, publisher, *sentences])


def mention(article: str, sentence: int, words: str, entity: str) -> Mention:
    text, inner = text_of(article), ARTICLES[article][3][sentence]
    start = text.index(inner) + inner.index(words)
    _, kind, label, _, _ = LABELS[entity]
    return Mention(Span(start, start + len(words)), words, label, kind, entry=entity)


def event(index: int, row: Row) -> Event:
    predicate, agent, recipient, date, sources = row
    order = list(Status)
    mentions, speakers = [], []
    for article, sentence, agent_words, recipient_words, trigger, status, speaker in sources:
        inner = ARTICLES[article][3][sentence]
        start = text_of(article).index(inner)
        trigger_start = start + inner.index(trigger)
        mentions.append(
            EventMention(
                trigger=Span(trigger_start, trigger_start + len(trigger)),
                predicate=predicate,
                subject=mention(article, sentence, agent_words, agent),
                object=mention(article, sentence, recipient_words, recipient),
                status=Status(status),
                evidence=Evidence(article, Span(start, start + len(inner)), inner, f"{predicate}.sample"),
                confidence=0.6 + 0.05 * (index % 7),
                plover=PLOVER.get(predicate, "CONSULT"),
                date=when(date),
            )
        )
        speakers.append(speaker)
    said = {m.status for m in mentions}
    disputed = bool(said & {Status.DENIED}) and len(said) > 1
    return Event(
        id=f"{predicate}-{index:04d}",
        predicate=predicate,
        plover=mentions[0].plover,
        agent=agent,
        recipient=recipient,
        status=Status.DISPUTED if disputed else min(said, key=order.index),
        confidence=max(m.confidence for m in mentions),
        mentions=tuple(mentions),
        speakers=tuple(speakers),
        date=when(date),
        place="seoul" if date == "2023-11-09" and predicate == "meets" else None,
        topic="alliance and North Korea" if index == 0 else None,
        publishers=len({m.evidence.article for m in mentions}),
    )


def sample_findings() -> Findings:
    """Two articles, about 36 entities and 55 events."""
    articles = tuple(
        Article(id=key, text=text_of(key), title=title, url=url, publisher=publisher, published="2023-11-09")
        for key, (title, publisher, url, _) in sorted(ARTICLES.items())
    )
    entities = tuple(Entity(*row) for row in sorted(ENTITIES))
    events = tuple(sorted((event(i, row) for i, row in enumerate(ROWS)), key=lambda e: e.id))
    return Findings(articles=articles, entities=entities, events=events)
