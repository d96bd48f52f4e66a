from pathlib import Path

import pytest
from markupsafe import Markup

from generator.issues import ContentError
from generator.model.money import Money
from generator.render.catalog import Catalog


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    own, bundled = tmp_path / "own", tmp_path / "bundled"
    for theme, text in (
        (own, "greeting: Dear {name}\n"),
        (bundled, "greeting: Hello {name}\ngifts.one: one gift\ngifts.other: '{count} gifts of {sum}'\n"),
    ):
        (theme / "messages").mkdir(parents=True)
        (theme / "messages" / "en.yml").write_text(text, "utf-8")
    return Catalog((own, bundled), ("en",), tmp_path)


def test_the_sites_own_words_come_first(catalog: Catalog) -> None:
    assert catalog.say("en", "greeting", name="Ann") == "Dear Ann"


def test_plural_forms_and_formatted_values(catalog: Catalog) -> None:
    assert catalog.say("en", "gifts", count=1) == "one gift"
    assert catalog.say("en", "gifts", count=1200, sum=Money(150, "USD")) == "1,200 gifts of $1.50"


def test_values_are_escaped_for_templates_and_markup_stands(catalog: Catalog) -> None:
    assert catalog.say_html("en", "greeting", name="<b>") == "Dear &lt;b&gt;"
    assert catalog.say_html("en", "greeting", name=Markup("<bdi>A</bdi>")) == "Dear <bdi>A</bdi>"


def test_a_value_is_not_filled_again(catalog: Catalog) -> None:
    assert catalog.say("en", "greeting", name="{name}") == "Dear {name}"


def test_a_missing_message_names_its_file(catalog: Catalog) -> None:
    with pytest.raises(ContentError, match=r"^own/messages/en.yml: farewell: is missing"):
        catalog.say("en", "farewell")


def test_a_language_without_messages_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"^messages/fr.yml: is not there"):
        Catalog((tmp_path,), ("fr",), tmp_path)
