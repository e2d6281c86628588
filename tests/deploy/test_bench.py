"""What a measurement says about a target."""

from __future__ import annotations

import pytest

from deploy.bench.verdict import verdict_on


@pytest.mark.parametrize(
    ("ratios", "word", "told"),
    [
        ([1.2, 1.9, 1.4], "pass", " 1.40 [1.20-1.90] pass"),
        ([2.0, 2.0], "pass", " 2.00 [2.00-2.00] pass"),
        ([1.9, 2.1, 1.8], "not shown", " 1.90 [1.80-2.10] not shown"),
        ([2.01, 7.5, 3.0], "fail", " 3.00 [2.01-7.50] fail"),
    ],
)
def test_a_target_is_met_when_every_round_kept_to_it_and_missed_when_none_did(ratios: list[float], word: str, told: str) -> None:
    verdict = verdict_on(ratios, limit=2.0)

    assert verdict.word == word
    assert str(verdict) == told
