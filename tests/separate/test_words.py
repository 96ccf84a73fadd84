"""What words say of containers and of short texts."""

from monitor.separate.words import Words

WORDS = Words({"footer": -3.0, "content": 1.0}, {"subscribe": -2.0, "now": -0.5})


def test_a_name_says_what_its_words_say_each_once() -> None:
    assert WORDS.of_name("content site-footer footer") == -2.0


def test_a_text_says_what_its_words_say_each_once_whatever_their_case() -> None:
    assert WORDS.of_texts(["Subscribe now now"]) == {"Subscribe now now": -2.5}


def test_signs_and_digits_stand_between_words() -> None:
    assert WORDS.of_texts(["(Subscribe,now2)"]) == {"(Subscribe,now2)": -2.5}


def test_a_text_of_unknown_words_says_nothing() -> None:
    assert WORDS.of_texts(["Weather", ""]) == {}
