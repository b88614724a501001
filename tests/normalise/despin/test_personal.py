"""A person's swaps beside the tool's own: whatever the text, the edits stay sorted, apart and within their lines."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.words import LINE_ENDS
from pipeline.lexicon.personal import Name, NoSwap, Personal, Swap
from pipeline.normalise.despin import Despinner
from pipeline.normalise.despin.articles import Sounds
from pipeline.normalise.despin.personal import PersonalSwaps
from pipeline.record.prose import ProposedEdit

PERSONAL = Personal(
    name=(Name("Great Wall Motor", "ORG", ("Wonderful Wall Motor", "Team")),),
    swap=(Swap("motor an", "engine"), Swap("huge yr", "old year"), Swap("for each", ""), Swap("Wall yr", "Wall year"), Swap("yr", "year")),
    no_swap=(NoSwap("for each yr", "per year"), NoSwap("accordance"), NoSwap("Great Wall Team", "Great Wall Group")),
)
PLAIN, HEEDING = Despinner(), Despinner(PERSONAL)
PIECES = [
    "Wonderful",
    "Great",
    "Wall",
    "Motor",
    "Team",
    "motor",
    "an",
    "a",
    "huge",
    "yr",
    "for each",
    "In accordance to",
    "organization",
    "“",
    "”",
    ".",
    "\n",
    "-",
    "/",
]


@given(
    st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from([" ", " ", " ", "", "\u00a0"])), max_size=25).map(
        lambda parts: "".join(map("".join, parts))
    )
)
def test_edits_are_sorted_and_apart(text):
    edits, spin = HEEDING.judge(text, ())
    assert spin == PLAIN.judge(text, ())[1]
    end = 0
    for edit in edits:
        assert end <= edit.start < edit.end <= len(text)
        assert LINE_ENDS.isdisjoint(text[edit.start : edit.end])
        assert text[edit.start : edit.end] != edit.after
        end = edit.end


def test_without_entries_nothing_changes():
    text = "In accordance to Wonderful Wall Motor it builds 300 vans for each yr."
    assert Despinner(Personal()).judge(text, ()) == PLAIN.judge(text, ())


def test_a_phrase_is_applied_in_clean_text_only_where_the_tool_would_apply_its_own():
    swaps = PersonalSwaps(Personal(swap=(Swap("wide web", "net"),)), Sounds())
    found = [edits[0] for status in ("applied", "suggested") if (edits := swaps.over((_own(status),), "A wide web of dots.", (), "clean"))]
    assert [(edit.after, edit.status) for edit in found] == [("net", "applied"), ("net", "suggested")]


def _own(status):
    return ProposedEdit(start=2, end=18, after="grid", kind="spun-phrase", status=status, why=("a find",), confidence=0.9)
