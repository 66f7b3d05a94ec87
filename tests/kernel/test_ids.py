"""Ids: which parts they share, and that they differ."""

from bot.kernel.ids import derive, one_of, paired


def test_of_many_each_has_an_id_of_its_own_beside_the_others() -> None:
    families = [derive("prompts", day) for day in ("2026-09-17", "2026-09-18")]
    ids = [one_of(family, f"p{number}") for family in families for number in range(500)]

    assert ids == [one_of(family, f"p{number}") for family in families for number in range(500)]
    assert len(set(ids)) == len({each[10:] for each in ids}) == 1000, "whatever the others have in common"
    assert [each[:10] for each in ids] == [family[:10] for family in families for _ in range(500)]
    assert {len(each) for each in ids} == {len(families[0])}


def test_what_is_paired_lies_among_its_own_and_ends_like_the_other() -> None:
    prompts, shares = derive("prompts"), [one_of(derive("shares"), f"p{number}") for number in range(3)]
    keys = [paired(prompts, each) for each in shares]
    assert [(each[:10], each[10:]) for each in keys] == [(prompts[:10], each[10:]) for each in shares]
