"""The whole of de-spinning for one article: look, weigh, judge, restore."""

from pipeline.language import context
from pipeline.lexicon.personal import NOTHING, Personal
from pipeline.normalise.despin import swap_table
from pipeline.normalise.despin.articles import Sounds
from pipeline.normalise.despin.edits import edits
from pipeline.normalise.despin.gate import Gate
from pipeline.normalise.despin.looking import Looker
from pipeline.normalise.despin.personal import PersonalSwaps
from pipeline.normalise.despin.places import Placer, inside
from pipeline.normalise.despin.ranker import Ranker
from pipeline.record.article import SisterName
from pipeline.record.prose import Block, ProposedEdit, Spin


class Despinner:
    """Loads and compiles the lists once; `judge` keeps nothing between articles. What a `personal` lexicon says is done last.

    >>> text = "BAIC experienced shared the news with men and women acquainted with the matter a 12 months afterwards."
    >>> found, spin = Despinner().judge(text, ())
    >>> spin.verdict, [(text[one.start : one.end], one.after) for one in found][-1]
    ('spun', ('a 12 months afterwards', 'a year later'))
    >>> Despinner().judge("He is not, however, a member.", ())
    ((), Spin(score=0.0, verdict='clean', why=()))
    """

    def __init__(self, personal: Personal = NOTHING) -> None:
        self._sounds = Sounds()
        table = swap_table.shipped()
        self._looker = Looker(self._sounds, table.links)
        self._placer = Placer(table)
        self._ranker = Ranker(context.shipped(), table, self._sounds)
        self._gate = Gate()
        self._personal = PersonalSwaps(personal, self._sounds)

    def judge(self, text: str, blocks: tuple[Block, ...], sisters: tuple[SisterName, ...] = ()) -> tuple[tuple[ProposedEdit, ...], Spin]:
        """Return the restorations, sorted and without overlaps, and the verdict on the article.

        Offsets are of `text`, not yet of the raw text, and no edit spans a line end. Where `blocks` are given, only what stands in one
        of them counts. `sisters` are names that other articles write otherwise. Raises nothing for any text.
        """
        found, words = self._looker.look(text, sisters)
        if blocks:
            found = [one for one in found if any(block.start <= one.start and one.end <= block.end for block in blocks)]
        places = self._placer.places(words, found)
        if blocks:
            places = inside(places, words, [(block.start, block.end) for block in blocks])
        ranked = self._ranker.rank(words, places)
        spin = self._gate.judge(found, words.count, ranked)
        proposed = edits(words, ranked, found, spin, self._sounds)
        return self._personal.over(proposed, text, blocks, spin.verdict), spin
