"""Every message has a sentence in each language, with the same values; the catalogues are those of the code."""

from __future__ import annotations

from string import Formatter

import pytest
from babel.messages.pofile import read_po

from dagplan.words.catalogue import DOMAIN, LOCALES
from dagplan.words.message import Message
from dagplan.words.messages import FAMILIES
from dagplan.words.registry import every_message
from tools.catalogues import LANGUAGES, as_po, brought_up_to_date, compiled, gathered, lacking

PO = {language: LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po" for language in LANGUAGES}


def places(template):
    return {(name, kind) for _, name, kind, _ in Formatter().parse(template) if name is not None}


def names(template):
    return {name for name, _ in places(template)}


def families_of(family):
    below = [one for one in family.__subclasses__() if one.__module__.startswith("dagplan.words.messages.")]
    return {*below, *(deeper for one in below for deeper in families_of(one))}


def test_every_family_is_known():
    every_message()
    assert families_of(Message) == set(FAMILIES)


def test_no_two_messages_have_one_code():
    assert len(every_message()) == sum(len(family.__members__) for family in FAMILIES)
    assert all(len(family.__members__) == len(list(family)) for family in FAMILIES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_has_a_translation_with_the_same_values(language):
    with PO[language].open("rb") as file:
        catalogue = read_po(file, locale=language)
    assert not lacking(catalogue)
    for message in catalogue:
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, list | tuple) else (message.id,)
        strings = message.string if isinstance(message.string, list | tuple) else (message.string,)
        wanted = set().union(*(names(one) for one in ids))
        kinds = {kind for one in ids for _, kind in places(one)}
        assert names(strings[-1]) == wanted, strings
        for one in strings:
            assert names(one) | {"n"} == wanted | {"n"}, one
            assert {kind for _, kind in places(one)} <= kinds | {""}, one


def test_every_message_is_in_the_catalogues():
    known = {
        one for message in gathered() for one in (message.id if isinstance(message.id, tuple) else (message.id,))
    }
    for message in every_message().values():
        assert {message.one, message.many or message.one} <= known, message.value


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogues_are_those_of_the_code(language):
    """Otherwise: ``python -m tools.catalogues``."""
    po = PO[language].read_bytes()
    assert as_po(brought_up_to_date(po, language)) == po
    assert PO[language].with_suffix(".mo").read_bytes() == compiled(po, language)
    assert (LOCALES / f"{DOMAIN}.pot").read_bytes() == as_po(gathered())
