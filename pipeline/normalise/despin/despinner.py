"""The whole of de-spinning for one article: look, weigh, suggest."""

from pipeline.normalise.despin.articles import Sounds
from pipeline.normalise.despin.candidates import suggestions
from pipeline.normalise.despin.gate import Gate
from pipeline.normalise.despin.looking import Looker
from pipeline.record.prose import Block, ProposedEdit, Spin


class Despinner:
    """Loads and compiles the lists once; `judge` keeps nothing between articles.

    >>> text = "BAIC experienced shared the news with men and women acquainted with the matter a 12 months afterwards."
    >>> found, spin = Despinner().judge(text, ())
    >>> spin.verdict, [(text[one.start : one.end], one.after) for one in found][-1]
    ('spun', ('a 12 months afterwards', 'a year later'))
    >>> Despinner().judge("He is not, however, a member.", ())
    ((), Spin(score=0.0, verdict='clean', why=()))
    """

    def __init__(self) -> None:
        self._sounds = Sounds()
        self._looker = Looker(self._sounds)
        self._gate = Gate()

    def judge(self, text: str, blocks: tuple[Block, ...]) -> tuple[tuple[ProposedEdit, ...], Spin]:
        """Return the suggested restorations, sorted and without overlaps, and the verdict on the article.

        Offsets are of `text`, not yet of the raw text, and no suggestion spans a line end. Where `blocks` are given, only what stands in one
        of them counts. Raises nothing for any text.
        """
        found, words = self._looker.look(text)
        if blocks:
            found = [one for one in found if any(block.start <= one.start and one.end <= block.end for block in blocks)]
        spin = self._gate.judge(found, words.count)
        return suggestions(found, words, spin, self._sounds), spin
