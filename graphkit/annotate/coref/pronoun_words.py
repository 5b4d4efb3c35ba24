"""List the pronouns of English by whom they stand for."""

from __future__ import annotations

#: What each pronoun tells of whom it stands for.
_FEATURES = {
    "he": "person male",
    "him": "person male",
    "his": "person male",
    "himself": "person male reflexive",
    "she": "person female",
    "her": "person female",
    "hers": "person female",
    "herself": "person female reflexive",
    "it": "thing",
    "its": "thing",
    "itself": "thing reflexive",
    "they": "many",
    "them": "many",
    "their": "many",
    "theirs": "many",
    "themselves": "many reflexive",
    "i": "speaker",
    "me": "speaker",
    "my": "speaker",
    "mine": "speaker",
    "myself": "speaker",
    "we": "speakers",
    "us": "speakers",
    "our": "speakers",
    "ours": "speakers",
    "ourselves": "speakers",
}


def _list_pronouns(feature: str) -> frozenset[str]:
    return frozenset(word for word, features in _FEATURES.items() if feature in features.split())


PERSON, MALE, FEMALE = map(_list_pronouns, ("person", "male", "female"))
THING, MANY, REFLEXIVE = map(_list_pronouns, ("thing", "many", "reflexive"))
#: Of the first person, in the singular and in the plural.
SPEAKER, SPEAKERS = map(_list_pronouns, ("speaker", "speakers"))
#: The tags of personal and possessive pronouns.
TAGS = frozenset({"PRP", "PRP$"})
