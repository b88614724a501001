"""How likely is each reading of each doubtful wording: evidence as numbers, weighed by what annotated spun articles taught.

Every place where a swapped wording may stand gets the probability that it is as written, and of each reading: a conditional logit
(McFadden, "Conditional logit analysis of qualitative choice behavior", 1974). What is known of a swap before any text is looked at
is weighed when the table is compiled (`STATIC`), the rest here (`FEATURES`). It is asked twice: how much of the article seems
swapped the first time is evidence the second time.
"""

from collections.abc import Iterator, Sequence
from itertools import compress

import msgspec
import numpy as np
import numpy.typing as npt

from pipeline.language.context import BOUNDARY_ID, REACH, ContextModel, Ids, Numbers
from pipeline.language.words import BOUNDARY, Words
from pipeline.lexicon.loader import load
from pipeline.normalise.despin.articles import Sounds
from pipeline.normalise.despin.places import Place, Said
from pipeline.normalise.despin.swap_table import LONGEST_READING, SwapTable

STATIC = (
    "one",
    "listed",  # how often spinners write this for the reading, by the wide list
    "prior",
    "spun_share",  # how frequent the wording is anyway
    "reading_share",
    "kinship",  # of what the two mean
    "unknown",
    "phrase",
    "length",
    "words_fewer",
    "shorter",
)
FEATURES = (
    "certain",
    "strong",
    "context",
    "wide_only",
    "rank",  # place among the readings of a curated row
    "rarity",  # of the curated wording, with its conditions, in clean text
    "own_family",  # the article's other swaps are of the same spinner
    "other_family",
    "spun_fit",
    "reading_fit",
    "phrase_gain",
    "left_pair",
    "right_pair",
    "left_web",
    "right_web",
    "triples",
    "topic_gain",
    "article_topic_gain",
    "article_fits",
    "article_misfits",
    "stands_elsewhere",
    "rare_elsewhere",
    "article_mass",  # how much else of the article seems swapped
    "article_peaks",
    "echo",  # how likely the same swap is where else the article has it
    "echoes",
)
OF_ARTICLE = FEATURES[-4:]
"""The features that are known at the second look only."""
DOUBTFUL = 0.4
"""From which probability on a place is told of at all."""
_COLUMN = {name: number for number, name in enumerate(FEATURES)}
_TOPIC_REACH = 12
_RARE = -8.0
_FIT_BOUND, _GAIN_BOUND = 8.0, 12.0
_LOST = 0.01
_SURE = 0.6
_DIGITS = 4
_HOPELESS = -5.0
"""A reading that stands so low once its neighbours are asked is left out; nothing else lifts it to where it would be told of."""
_USUAL_RATE, _FEWEST_WORDS = 0.05, 40
_MOST_WORDS = 6000


class WeightRow(msgspec.Struct, frozen=True):
    """A row of `spin_ranker`: what a feature counts when the article is not yet known (`first`) and when it is."""

    feature: str
    first: float
    second: float


class Option(msgspec.Struct, frozen=True):
    """A reading with its probability; `gain` is how much better it fits its neighbours, as a logarithm."""

    text: str
    chance: float
    gain: float
    said: Said | None


class Ranked(msgspec.Struct, frozen=True):
    """A doubtful place, words `first` to `last` (not included), and its readings, likeliest first.

    What their probabilities lack to 1 is that the wording stands as it was.
    """

    first: int
    last: int
    spun: str
    doubt: float
    options: tuple[Option, ...]


class Ranker:
    """Gives probabilities to readings; keeps nothing between articles."""

    def __init__(self, context: ContextModel, table: SwapTable, sounds: Sounds) -> None:
        self._context, self._table, self._sounds = context, table, sounds
        weights = load_weights()
        self._first, self._second = (np.array([weights[name][look] for name in FEATURES], dtype=np.float32) for look in (0, 1))

    def rank(self, words: Words, places: Sequence[Place]) -> tuple[Ranked, ...]:
        """Return the doubtful ones of `places`, which are sorted, in their order, with the probabilities of their readings.

        A very long text is weighed in parts, each as an article of its own, so that memory stays bounded.
        """
        return tuple(one for start, part, inside in _parts(words, places) for one in self._rank(part, inside, start))

    def _rank(self, words: Words, places: Sequence[Place], start: int) -> tuple[Ranked, ...]:
        evidence = Evidence(words, places, self._context, self._table, self._sounds)
        evidence.narrow(self._utility(evidence) + evidence.most_that_fits_add(self._first) > _HOPELESS)
        if not len(evidence.rows):
            return ()
        evidence.fits()
        evidence.narrow(self._utility(evidence) > _HOPELESS)
        if not len(evidence.rows):
            return ()
        evidence.complete()
        static = self._table.static[evidence.rows]
        evidence.heed_article(chances(evidence, static[:, 0] + evidence.features @ self._first))
        return told(words, evidence, self._table, chances(evidence, static[:, 1] + evidence.features @ self._second), start)

    def _utility(self, evidence: "Evidence") -> Numbers:
        """Return what the evidence so far counts for each row at the first look."""
        utility: Numbers = self._table.static[evidence.rows, 0] + evidence.features @ self._first
        return utility


def _parts(words: Words, places: Sequence[Place]) -> Iterator[tuple[int, Words, list[Place]]]:
    """Yield the number of the first word of each part of a text, its words, and the places in it, counted from that word."""
    if places and len(words.lower) <= _MOST_WORDS:
        yield 0, words, list(places)
        return
    start, place = 0, 0
    while start < len(words.lower):
        end = _part_end(words, start)
        inside: list[Place] = []
        while place < len(places) and places[place].first < end:
            if places[place].last <= end:
                inside.append(msgspec.structs.replace(places[place], first=places[place].first - start, last=places[place].last - start))
            place += 1
        if inside:
            yield start, words.part(start, end), inside
        start = end


def _part_end(words: Words, start: int) -> int:
    """Return where the part that begins at `start` ends: behind a sentence, where the text has some."""
    end = min(start + _MOST_WORDS, len(words.lower))
    if end < len(words.lower):
        for at in range(end, start + _MOST_WORDS // 2, -1):
            if words.lower[at - 1] in (".", BOUNDARY):
                return at
    return end


def load_weights() -> dict[str, tuple[float, float]]:
    """Return what each feature counts at the first and at the second look."""
    return {row.feature: (row.first, row.second) for row in load("spin_ranker", WeightRow)}


def chances(evidence: "Evidence", utility: Numbers) -> Numbers:
    """Return the probability of each row; those of a place and of its being as written make 1."""
    highest = np.maximum(np.maximum.reduceat(utility, evidence.starts), 0)
    odds = np.exp(utility - highest[evidence.place_of])
    whole = np.add.reduceat(odds, evidence.starts) + np.exp(-highest)
    # Rounded, so that the last bits of a sum, which differ from processor to processor, decide nothing.
    shares: Numbers = np.round(odds / whole[evidence.place_of], _DIGITS)
    return shares


def told(words: Words, evidence: "Evidence", table: SwapTable, found: Numbers, start: int = 0) -> tuple[Ranked, ...]:
    """Return what the probabilities say of the doubtful places; the words of the text begin with number `start`."""
    doubts = np.add.reduceat(found, evidence.starts)
    ranked = []
    for number in np.flatnonzero(doubts >= DOUBTFUL).tolist():
        place, first = evidence.places[number], int(evidence.starts[number])
        rows = range(first, first + int(evidence.sizes[number]))
        options = [
            Option(
                table.reading(int(evidence.rows[row])),
                float(found[row]),
                float(evidence.gains[row]),
                place.said.get(int(evidence.rows[row])),
            )
            for row in rows
        ]
        options.sort(key=lambda option: (-option.chance, option.text))
        spun = " ".join(words.lower[place.first : place.last])
        ranked.append(Ranked(start + place.first, start + place.last, spun, float(doubts[number]), tuple(options)))
    return tuple(ranked)


class Evidence:
    """What an article says of all readings of all its places.

    `rows` are the rows of the table, place by place; `starts` and `sizes` say which are a place's, `place_of` the other way round.
    `features` has a row for each of them and a column for each of FEATURES. What is said of the wording that stands in the text is
    entered at once, how well the readings fit by `fits`, the rest by `complete`, so that hopeless readings can be left out in between.
    """

    def __init__(self, words: Words, places: Sequence[Place], context: ContextModel, table: SwapTable, sounds: Sounds) -> None:
        self._text_words, self._context, self._table, self._sounds = words, context, table, sounds
        self.places = list(places)
        self.rows: Ids
        self.gains: Numbers
        self._spun_fit: Numbers
        self._gather()
        margin = [BOUNDARY_ID] * REACH
        self._text = np.array([*margin, *context.ids(words.lower), *margin])
        self.features = np.zeros((len(self.rows), len(FEATURES)), dtype=np.float32)
        self._curated()
        self._stands()

    def most_that_fits_add(self, weights: Numbers) -> Numbers:
        """Return the most that `fits` can add to the utility of each row, and a little for what sums lose by rounding."""
        reading, phrase = (abs(float(weights[_COLUMN[name]])) for name in ("reading_fit", "phrase_gain"))
        phrases = np.array([place.last - place.first > 1 for place in self.places])
        most: Numbers = (reading * _FIT_BOUND + phrase * _GAIN_BOUND * phrases + _LOST).astype(np.float32)[self.place_of]
        return most

    def narrow(self, kept: npt.NDArray[np.bool_]) -> None:
        """Leave out the rows that are not `kept`, and the places of which no row is."""
        place_of = self.place_of[kept]
        with_rows = np.zeros(len(self.places), dtype=np.bool_)
        with_rows[place_of] = True
        self.places = list(compress(self.places, with_rows.tolist()))
        self._spun_fit = self._spun_fit[with_rows]
        self.rows, self.gains, self.features = self.rows[kept], self.gains[kept], self.features[kept]
        self._number((np.cumsum(with_rows) - 1)[place_of])

    def complete(self) -> None:
        """Enter all but what is known of the article at the second look only."""
        self._read_words()
        self._joints()
        self._topics()
        self._articles()
        self._elsewhere()

    def heed_article(self, found: Numbers) -> None:
        """Enter how much of the rest of the article seems swapped, by a first look's probabilities."""
        swapped = np.add.reduceat(found, self.starts)
        sure = swapped > _SURE
        usual = max(self._text_words.count, _FEWEST_WORDS) * _USUAL_RATE + 0.5
        self._set("article_mass", np.log((swapped.sum() - swapped + 0.5) / usual)[self.place_of])
        self._set("article_peaks", np.log((sure.sum() - sure + 0.5) / usual)[self.place_of])
        _, swap = np.unique(self.rows, return_inverse=True)
        others = np.bincount(swap)[swap] - 1
        self._set("echo", (np.bincount(swap, found)[swap] - found) / np.maximum(others, 1))
        self._set("echoes", others > 0)

    def _gather(self) -> None:
        """Take the rows of each place: the listed ones, and those that the curated table names."""
        table, wordings = self._table, np.array([place.wording for place in self.places])
        first, sizes = table.starts[wordings], table.starts[wordings + 1] - table.starts[wordings]
        starts = np.cumsum(sizes) - sizes
        place_of = np.repeat(np.arange(len(self.places)), sizes)
        rows = np.arange(len(place_of)) + (first - starts)[place_of]
        wanted = table.listed[rows]
        for number, place in enumerate(self.places):
            if place.said:
                wanted[[int(starts[number]) + row - int(first[number]) for row in place.said]] = True
        self.rows = rows[wanted]
        self._number(place_of[wanted])

    def _number(self, place_of: Ids) -> None:
        self.place_of = place_of
        self.sizes = np.bincount(place_of, minlength=len(self.places))
        self.starts = np.cumsum(self.sizes) - self.sizes

    def _set(self, name: str, values: npt.NDArray[np.generic]) -> None:
        self.features[:, _COLUMN[name]] = values

    def _curated(self) -> None:
        self._set("wide_only", np.ones(len(self.rows)))
        for place, start, size in zip(self.places, self.starts.tolist(), self.sizes.tolist(), strict=True):
            for at in range(start, start + size) if place.said else ():
                if said := place.said.get(int(self.rows[at])):
                    row = self.features[at]
                    row[_COLUMN["wide_only"]] = 0
                    row[_COLUMN[("certain", "strong", "context")[said.level]]] = 1
                    row[_COLUMN["rank"]] = said.rank
                    row[_COLUMN["rarity"]] = said.rarity
                    row[_COLUMN["own_family"]] = said.family > 0
                    row[_COLUMN["other_family"]] = said.family < 0

    def _stands(self) -> None:
        """Enter how well the wording that stands at each place fits between its neighbours."""
        first, last = self._ends()
        self._expected = self._context.sides(self._text)
        standing = self._context.fit_expected(self._expected[0] + self._expected[1], self._text[REACH:-REACH])
        sums = np.concatenate((np.zeros(1, dtype=np.float32), np.cumsum(standing)))
        self._spun_fit = sums[last] - sums[first]
        self._set("spun_fit", np.clip(self._spun_fit, -_FIT_BOUND, _FIT_BOUND)[self.place_of])
        self.gains = np.zeros(len(self.rows), dtype=np.float32)

    def _ends(self) -> tuple[Ids, Ids]:
        """Return the first and last word of each place."""
        return np.array([place.first for place in self.places]), np.array([place.last for place in self.places])

    def _read_words(self) -> None:
        """Take the ids of what stands at each place, of its neighbours to the left and to the right, and of the reading of each row."""
        self._first, self._last = self._ends()
        reach = np.arange(REACH)
        self._left, self._right = self._text[self._first[:, None] + reach], self._text[self._last[:, None] + REACH + reach]
        self._spun = Wordings(self._table.wording_ids[[place.wording for place in self.places]])
        self._read = Wordings(self._table.reading_ids[self._table.reading_of[self.rows]])

    def fits(self) -> None:
        """Enter how well each reading fits between its neighbours.

        Each of several words is asked between the others: a pseudo-likelihood.
        """
        self._read_words()
        spun, read, of, spun_fit = self._spun, self._read, self.place_of, self._spun_fit
        before, behind = self._expected
        fit = read.fit_phrases(self._left, self._right, of, self._context)
        single = np.flatnonzero(read.lengths == 1)
        place = of[single]
        fit[single] = self._context.fit_expected(before[self._first[place]] + behind[self._last[place] - 1], read.heads[single])
        self.gains = np.where(spun.unknown[of] | read.unknown, 0, np.clip(fit - spun_fit[of], -_GAIN_BOUND, _GAIN_BOUND))
        self._set("phrase_gain", self.gains * (spun.lengths[of] > 1))
        self._set("reading_fit", np.clip(fit, -_FIT_BOUND, _FIT_BOUND))

    def _joints(self) -> None:
        """Enter how usual each wording is beside its neighbours, against the one that stands there."""
        left, right, of = self._left, self._right, self.place_of
        for name, mine, theirs in zip(
            ("left_pair", "right_pair", "left_web", "right_web", "triples"),
            self._read.joints(left, right, of, self._context),
            self._spun.joints(left, right, np.arange(len(self.places)), self._context),
            strict=True,
        ):
            self._set(name, mine - theirs[of])

    def _topics(self) -> None:
        """Enter how near each wording is to what the words around, and the whole article, are about."""
        first, last = self._first, self._last
        text, of = self._text[REACH:-REACH], self.place_of
        weighed = self._context.meanings(text) * self._context.topic_weight(text)[:, None]
        sums = np.concatenate((np.zeros((1, weighed.shape[1]), dtype=np.float32), np.cumsum(weighed, axis=0)))
        own = sums[last] - sums[first]
        around = unit(sums[np.minimum(last + _TOPIC_REACH, len(text))] - sums[np.maximum(first - _TOPIC_REACH, 0)] - own)
        whole = unit(sums[-1] - own)
        meant, stands = self._read.meanings(self._context), self._spun.meanings(self._context)
        self._set("topic_gain", dots(meant, around[of]) - dots(stands, around)[of])
        self._set("article_topic_gain", dots(meant, whole[of]) - dots(stands, whole)[of])

    def _articles(self) -> None:
        """Enter whether “a” or “an” before the place fits the reading, where it was left by the word that is lost."""
        lower = self._text_words.lower
        for place, start, size in zip(self.places, self.starts.tolist(), self.sizes.tolist(), strict=True):
            article = lower[place.first - 1] if place.first else ""
            if article in ("a", "an"):
                stands = _fitting(article, lower[place.first], self._sounds)
                for at in range(start, start + size):
                    reads = _fitting(article, self._table.reading(int(self.rows[at])).split(" ", 1)[0], self._sounds)
                    self.features[at, _COLUMN["article_misfits"]] = stands < 0
                    self.features[at, _COLUMN["article_fits"]] = (reads - stands) / 2

    def _elsewhere(self) -> None:
        """Enter whether the reading stands elsewhere in the article, and whether it is a rare one."""
        present, whole = frozenset(self._text_words.lower), f" {' '.join(self._text_words.lower)} "
        readings, which = np.unique(self._table.reading_of[self.rows], return_inverse=True)
        stands = np.zeros(len(self._table.readings), dtype=np.bool_)
        stands[[number for word in present if (number := self._table.single_readings.get(word)) is not None]] = True
        for number in readings[self._table.phrases[readings]].tolist():
            text = self._table.readings[number]
            stands[number] = text.partition(" ")[0] in present and f" {text} " in whole
        rare = Wordings(self._table.reading_ids[readings]).least_share(self._context) < _RARE
        self._set("stands_elsewhere", stands[readings][which])
        self._set("rare_elsewhere", (stands[readings] & rare)[which])


class Wordings:
    """Wordings as ids, a row each, filled up with -1: what is asked of each, for all of them at once."""

    def __init__(self, ids: Ids) -> None:
        self._inside = ids >= 0
        self.lengths = self._inside.sum(axis=1)
        self._ids = np.where(self._inside, ids, 0)
        self.heads, self._tail = self._ids[:, 0], self._ids[np.arange(len(ids)), self.lengths - 1]
        self.unknown: npt.NDArray[np.bool_] = (ids == 0).any(axis=1)

    def least_share(self, context: ContextModel) -> Numbers:
        """Return the logarithm of the share of each wording's rarest word."""
        shares: Numbers = np.where(self._inside, context.log_share[self._ids], 0).min(axis=1)
        return shares

    def meanings(self, context: ContextModel) -> Numbers:
        """Return a vector of unit length of what each wording means."""
        return unit(context.meanings(self._ids).sum(axis=1))

    def fit_phrases(self, left: Ids, right: Ids, place_of: Ids, context: ContextModel) -> Numbers:
        """Return the summed fits of the words of each wording of several words; 0 for those of one.

        `left` and `right` have a row a place; `place_of` says at which each wording stands.
        """
        found = np.zeros(len(self.lengths), dtype=np.float32)
        for length in range(2, self._ids.shape[1] + 1):
            these = np.flatnonzero(self.lengths == length)
            if not len(these):
                continue
            row = np.concatenate((left[place_of[these]], self._ids[these, :length], right[place_of[these]]), axis=1)
            for at in range(length):
                around = np.concatenate((row[:, at : at + REACH], row[:, at + REACH + 1 : at + 2 * REACH + 1]), axis=1)
                found[these] += context.fit(around, row[:, at + REACH])
        return found

    def joints(self, left: Ids, right: Ids, place_of: Ids, context: ContextModel) -> tuple[Numbers, ...]:
        """Return how usual each wording is beside its neighbours: pairs left and right, web pairs left and right, triples."""
        before, after = left[place_of, -1], right[place_of, 0]
        single = self.lengths == 1
        second = np.where(single, after, self._ids[:, 1])
        last_but_one = np.where(single, before, self._ids[np.arange(len(single)), np.maximum(self.lengths - 2, 0)])
        triples = (
            context.triple(left[place_of, -2], before, self.heads)
            + context.triple(before, self.heads, second)
            + context.triple(last_but_one, self._tail, after)
            + context.triple(self._tail, after, right[place_of, 1])
        )
        return (
            context.pair(before, self.heads),
            context.pair(self._tail, after),
            context.web_pair(before, self.heads),
            context.web_pair(self._tail, after),
            triples,
        )


def unit(vectors: Numbers) -> Numbers:
    """Return the vectors with the length 1; what has none stays 0."""
    found: Numbers = vectors / (np.linalg.norm(vectors, axis=-1, keepdims=True) + 1e-6)
    return found


def dots(left: Numbers, right: Numbers) -> Numbers:
    """Return the scalar product of each row with the same row of the other."""
    found: Numbers = np.einsum("nd,nd->n", left, right)
    return found


def padded(ids: Sequence[int], width: int = LONGEST_READING) -> list[int]:
    """Return the ids of a wording as `Wordings` takes them."""
    return [*ids, *[-1] * (width - len(ids))]


def _fitting(article: str, word: str, sounds: Sounds) -> int:
    """Return 1 where the article fits the word's first sound, -1 where it does not, 0 where that cannot be told."""
    sound = sounds.of(word)
    if sound not in ("vowel", "consonant"):
        return 0
    return 1 if (sound == "vowel") == (article == "an") else -1
