"""The languages that LanguageTool can be installed for, and the variant that each is checked in."""

from __future__ import annotations

# LanguageTool checks spelling only in a variant of some languages.
VARIANTS = {
    "de": "de-DE",
    "en": "en-US",
    "es": "es",
    "fr": "fr",
    "it": "it",
    "nl": "nl",
    "pl": "pl-PL",
    "pt": "pt-PT",
    "ru": "ru-RU",
    "uk": "uk-UA",
    "zh": "zh-CN",
}
# Every installation has it: the server does not start without.
ALWAYS = "en"


def primary(tag: str) -> str:
    """The language of a tag, without region and script: `en` of `en-GB`."""
    return tag.replace("_", "-").partition("-")[0].lower()


def variant(tag: str) -> str:
    """What the engine is asked for: `de-DE` for `de`; a tag that names a region stays."""
    tag = tag.replace("_", "-")
    return VARIANTS.get(tag.lower(), tag)
