"""A forest gives the sum of the leaves that each block's answers lead to."""

import numpy as np

from monitor.separate.trees import CHUNK, Forest

MODEL = {
    "bias": 0.5,
    "trees": [
        {"splits": [["words", 10.0], ["depth", 3.0]], "leaves": [0.0, 1.0, 2.0, 3.0]},
        {"splits": [["depth", 5.0], ["words", 2.0]], "leaves": [-10.0, 0.0, 20.0, 40.0]},
    ],
}


def test_answers_spell_the_leaf_lowest_question_first() -> None:
    forest = Forest(MODEL, ("depth", "words"))
    features = np.array([[1.0, 4.0, 9.0], [1.0, 11.0, 50.0]], np.float32)
    # depth 1, 1 word: leaves 0 and 0; depth 4, 11 words: 3 and 2; depth 9, 50 words: 3 and 3.
    assert forest.ask(features).tolist() == [0.5 + 0.0 - 10.0, 0.5 + 3.0 + 20.0, 0.5 + 3.0 + 40.0]


def test_many_blocks_are_asked_piece_by_piece_with_the_same_answers() -> None:
    forest = Forest(MODEL, ("depth", "words"))
    features = np.random.default_rng(1).uniform(0, 20, (2, 2 * CHUNK + 7)).astype(np.float32)
    alone = [forest.ask(features[:, [column]])[0] for column in range(features.shape[1])]
    assert forest.ask(features).tolist() == alone
