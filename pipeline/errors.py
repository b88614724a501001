"""Every error that a person can meet: a stable code, what is wrong, and what to do about it.

All messages live here so that they can be read, tested and translated in one place. Code inside the
rooms raises one of these; only `cli/` prints them.
"""

from collections.abc import Iterable


class UnspunError(Exception):
    """An error with a code, the place it concerns, what is wrong and what to do.

    >>> print(empty_article("corpus/a.txt"))
    corpus/a.txt: the file holds no text; remove it or add the article's text [empty-article]
    """

    exit_code = 2

    def __init__(self, code: str, where: str, what: str, remedy: str) -> None:
        super().__init__(code, where, what, remedy)
        self.code = code
        self.where = where
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.what}; {self.remedy} [{self.code}]"


class ArticleError(UnspunError):
    """One article cannot be read; the others still come out and the run ends with exit 1."""

    exit_code = 1


class UsageError(UnspunError):
    """The command cannot do what was asked of it; exit 2."""


class OutputError(UnspunError):
    """The results cannot be written; the run stops with exit 74 (EX_IOERR)."""

    exit_code = 74


class LexiconError(UnspunError):
    """A word list is not as it must be: a fault of the installation or of a list that a person changed."""


# --- reading -----------------------------------------------------------------------------------


def empty_article(where: str) -> ArticleError:
    return ArticleError("empty-article", where, "the file holds no text", "remove it or add the article's text")


def binary_file(where: str, sign: str) -> ArticleError:
    return ArticleError("binary-file", where, f"this is no text file ({sign})", "save the article as text (.txt, .md, .html or .jsonl)")


def undecodable(where: str) -> ArticleError:
    return ArticleError("undecodable", where, "the bytes are text in no encoding that could be recognised", "save the file as UTF-8")


def damaged_text(where: str, encoding: str, byte: int) -> ArticleError:
    return ArticleError(
        "damaged-text",
        where,
        f"byte {byte:,} is not valid in {encoding}, the rest is",
        "mend the damaged place or save the file anew as UTF-8",
    )


def half_character(where: str, offset: int) -> ArticleError:
    return ArticleError(
        "half-character",
        where,
        f"the text holds half a character (a lone surrogate) at offset {offset:,}",
        "decode its source without errors='surrogateescape' or 'surrogatepass'",
    )


def too_large(where: str, megabytes: float | None, limit: float) -> ArticleError:
    has = f"{megabytes:.1f} MB" if megabytes else "more"
    return ArticleError(
        "too-large", where, f"the text has {has}, the limit is {limit:g} MB", "split it into articles or raise --max-megabytes"
    )


def unreadable(where: str, reason: str) -> ArticleError:
    return ArticleError("unreadable", where, f"the file cannot be read ({reason})", "check its permissions and that it still exists")


def bad_json_line(where: str, reason: str) -> ArticleError:
    return ArticleError(
        "bad-json-line", where, f"this line is no JSON object ({reason})", 'write one object a line: {"id": "...", "text": "..."}'
    )


def bad_json_field(where: str, reason: str) -> ArticleError:
    return ArticleError(
        "bad-json-field",
        where,
        f"a field of this record is wrong ({reason})",
        'needed is "text", allowed beside it are "id", "published", "title" and "url"',
    )


def damaged_gzip(where: str, reason: str) -> ArticleError:
    return ArticleError("damaged-gzip", where, f"the compressed file is damaged ({reason})", "make it anew from its source")


def bad_quotes(where: str, last: int, reason: str) -> ArticleError:
    return ArticleError(
        "bad-quotes",
        where,
        f"the quotes of this row, which was read as far as line {last:,}, make no sense ({reason})",
        'put cells that hold a quote between quotes and write "" for it',
    )


def endless_row(where: str) -> ArticleError:
    return ArticleError(
        "endless-row",
        where,
        "this row does not end, so this file was read no further",
        "close the quote that opens in it, or raise --max-megabytes",
    )


def lost_rows(where: str) -> ArticleError:
    return ArticleError(
        "lost-rows",
        where,
        "behind quotes that make no sense nobody can tell where the next row begins, so this file was read no further",
        "mend the quotes of the row before",
    )


def bad_row(where: str, cells: int, columns: int) -> ArticleError:
    return ArticleError(
        "bad-row",
        where,
        f"this row has {cells:,} cells, the header {columns:,}",
        "put double quotes around cells that hold the delimiter or a line end",
    )


def no_column(where: str, name: str, columns: list[str], nearest: str | None) -> ArticleError:
    shown = ", ".join(f"“{column}”" for column in columns[:20]) + (", …" if len(columns) > 20 else "")
    guess = f" (“{nearest}”?)" if nearest else ""
    return ArticleError(
        "no-column",
        where,
        f"there is no column “{name}”; there are {shown or 'no columns'}",
        f"name the right one{guess} with --text-column NAME, or --column FIELD=NAME for other fields",
    )


def column_twice(where: str, name: str) -> ArticleError:
    return ArticleError("column-twice", where, f"two columns are called “{name}”", "name each once in the first line")


def nothing_extracted(where: str) -> ArticleError:
    return ArticleError(
        "nothing-extracted", where, "trafilatura finds no article in this page", "leave it out, or read the page whole with --html own"
    )


def extraction_failed(where: str, reason: str) -> ArticleError:
    return ArticleError(
        "extraction-failed", where, f"trafilatura failed on this page ({reason})", "leave it out, or read the page whole with --html own"
    )


def broken_record(where: str, reason: str) -> ArticleError:
    return ArticleError(
        "broken-record", where, f"this record of the archive is broken ({reason})", "fetch the page anew; it was passed over"
    )


def no_pages(where: str, records: int) -> ArticleError:
    return ArticleError(
        "no-pages",
        where,
        f"no page of text is in this archive, of {records:,} records",
        "read are responses with status 200 that are HTML or plain text; leave it out",
    )


def took_too_long(where: str, seconds: float) -> ArticleError:
    return ArticleError(
        "too-slow",
        where,
        f"reading it took more than {seconds:g} seconds of computing",
        "leave it out, or raise --seconds; report it if it is ordinary text",
    )


def killed_worker(where: str) -> ArticleError:
    return ArticleError(
        "killed-worker",
        where,
        "the process that worked on this article died, more than once",
        "leave it out and report it; it may need more memory than there is (--fresh tries it again)",
    )


def internal_fault(where: str, stage: str, reason: str) -> ArticleError:
    return ArticleError(
        "internal-fault",
        where,
        f"a fault of this program in {stage} ({reason})",
        "report it with the article, and leave the article out meanwhile",
    )


# --- use ---------------------------------------------------------------------------------------


def no_such_path(where: str) -> UsageError:
    return UsageError("no-such-path", where, "there is no such file or folder", "check the name")


def no_articles(where: str) -> UsageError:
    return UsageError(
        "no-articles",
        where,
        "no file of a kind that is read was found: .txt, .md, .html, .jsonl, .csv, .tsv or .warc, or one of these with .gz",
        "name a file or a folder that holds some; --include and --exclude choose among the files of folders",
    )


def nothing_named() -> UsageError:
    return UsageError("no-articles", "", "no file or folder is named", "name some, or a list of them with --files-from")


def standard_input_twice() -> UsageError:
    return UsageError("bad-option", "--files-from", "standard input cannot be both the list and an article", "put the list into a file")


def unreadable_list(where: str, reason: str) -> UsageError:
    return UsageError("unreadable", where, f"the list of files cannot be read ({reason})", "name a file with one path a line, or -")


def not_a_column(value: str, fields: str) -> UsageError:
    return UsageError("bad-option", "--column", f"{value!r} names no field and its column", f"write FIELD=NAME; the fields are {fields}")


def no_records(where: str) -> UsageError:
    return UsageError(
        "no-records", where, "no record of an article was found", "name the output folder of a run, or a .jsonl file of records"
    )


def published_needs_date(value: str, where: str = "--published") -> UsageError:
    return UsageError("bad-option", where, f"{value!r} is no date", "write YYYY-MM-DD, YYYY-MM or YYYY")


def output_is_input(where: str) -> UsageError:
    return UsageError(
        "output-is-input", where, "the results would be written over an article that is to be read", "name another --out or --corpus-report"
    )


def not_our_report(where: str) -> UsageError:
    return UsageError("not-our-report", where, "something else than an earlier report stands there", "name another file")


def not_our_output(where: str, reason: str) -> UsageError:
    return UsageError(
        "not-our-output",
        where,
        f"this file holds something else than records, or cannot be understood: {reason}",
        "mend it, or name another --out",
    )


def odd_target(out: str) -> UsageError:
    return UsageError(
        "odd-target",
        "--out",
        f"{out!r} is neither a folder's name nor a .jsonl file's",
        "name a folder, a .jsonl file, or - for standard output",
    )


def not_a_size(value: str) -> UsageError:
    return UsageError("bad-option", "--max-megabytes", f"{value} is no size", "write a number of megabytes")


def not_seconds(value: str) -> UsageError:
    return UsageError("bad-option", "--seconds", f"{value} is no length of time", "write a number of seconds")


def missing_extra(where: str, extra: str, reason: str) -> UsageError:
    return UsageError("missing-extra", where, f"it needs packages that are not installed ({reason})", f"pip install 'unspun[{extra}]'")


def bad_argument(reason: str) -> UsageError:
    return UsageError("bad-option", "", f"an argument is none ({reason})", "docs/python.md says what each may be")


def no_standard_input() -> UsageError:
    return UsageError("no-standard-input", "standard input", "it is closed", "name a file, or pipe one in")


def not_a_record(where: str, reason: str) -> UsageError:
    return UsageError("not-a-record", where, f"this is no article record ({reason})", "name a .json file that `unspun run` wrote")


def unusable_model(where: str, reason: str) -> UsageError:
    return UsageError(
        "unusable-model",
        where,
        f"the model cannot be loaded ({reason})",
        "name small, accurate, the folder of a spaCy model or an installed one, or leave --model out",
    )


# --- settings ----------------------------------------------------------------------------------


def unknown_setting(where: str, name: str, near: str, known: Iterable[str]) -> UsageError:
    return UsageError("unknown-setting", where, f"there is no setting {name}", f"the nearest is {near}; known are {', '.join(known)}")


def bad_setting(where: str, name: str, reason: str, allowed: str) -> UsageError:
    return UsageError("bad-setting", where, f"{name} cannot be this ({reason})", f"write {allowed}")


def settings_no_toml(where: str, reason: str) -> UsageError:
    return UsageError("bad-toml", where, f"the file is no TOML ({reason})", "correct the place; docs/settings.md shows how settings look")


def unreadable_settings(where: str, reason: str) -> UsageError:
    return UsageError(
        "unreadable", where, f"the settings file cannot be read ({reason})", "name another with --config, or go without (--no-config)"
    )


# --- review ------------------------------------------------------------------------------------


def unparsable_record(where: str, reason: str) -> ArticleError:
    return ArticleError(
        "unparsable-record",
        where,
        f"the edited file cannot be understood ({reason}), so it was left as it is",
        "mend it and run again; the new result lies beside it as .json.new",
    )


def unclear_record(where: str, reason: str) -> ArticleError:
    return ArticleError(
        "unclear-record", where, f"the record cannot be understood ({reason})", "mend it, or move it away and run unspun again"
    )


def another_text(where: str, article: str, gold: str) -> ArticleError:
    return ArticleError(
        "another-text", where, f"{article!r} was made from another text than in {gold}", "run both on the same file (sha256 must be equal)"
    )


def article_twice(where: str, article: str) -> ArticleError:
    return ArticleError("article-twice", where, f"a record of {article!r} came before, this one is not counted", "take one of them out")


def nothing_to_score(gold: str, out: str) -> UsageError:
    return UsageError(
        "nothing-to-score", gold, f"none of its articles is in {out} with the same text", "run unspun on the reviewed articles"
    )


def nothing_reviewed(gold: str, articles: int) -> UsageError:
    return UsageError(
        "nothing-reviewed",
        gold,
        f"something waits for a decision, or for a run, in every article that is in both ({articles:,})",
        "decide it (`unspun status` says where) and run again, or give --all",
    )


def not_a_review(where: str) -> UsageError:
    return UsageError(
        "not-a-review", where, "decisions are written into the files of an output folder", "name that folder, or a .json file in it"
    )


def finding_lost(where: str, reason: str) -> ArticleError:
    return ArticleError("finding-lost", where, f"nothing was decided: {reason}", "look at the file, or go on with the next")


def no_keys() -> UsageError:
    return UsageError(
        "no-standard-input", "standard input", "it is closed, so no key can be read", "run this in a terminal, or pipe the keys in"
    )


def no_editor(reason: str) -> UsageError:
    return UsageError("no-editor", "", f"the text could not be edited ({reason})", "set EDITOR to an editor, such as EDITOR=nano")


# --- writing -----------------------------------------------------------------------------------


def cannot_write(where: str, reason: str) -> OutputError:
    return OutputError(
        "cannot-write",
        where,
        f"the results cannot be written ({reason})",
        "make room there, or name a folder that you may write to with --out; what is finished stands",
    )


def in_use(where: str, who: str) -> UsageError:
    return UsageError("in-use", where, f"another run is writing here ({who})", "wait for its end, or name another --out")


def cannot_decide(where: str, what: str) -> OutputError:
    return OutputError("cannot-write", where, f"nothing was decided: {what}", "make the file and its folder writable")


def damaged_ledger(where: str, reason: str) -> UsageError:
    return UsageError(
        "damaged-ledger",
        where,
        f"this file of the tool's own cannot be read ({reason})",
        "mend it, or move it away to start without what it kept",
    )


# --- exports and imports -----------------------------------------------------------------------


def stands_there(where: str) -> UsageError:
    return UsageError("stands-there", where, "something stands there already", "name another --out, or give --replace to write over it")


def not_the_place(where: str, form: str, wanted: str) -> UsageError:
    return UsageError("odd-target", "--out", f"--to {form} writes {wanted}, and {where} is none", f"name {wanted}")


def among_records(where: str) -> UsageError:
    return UsageError(
        "output-is-input", where, "what is written would lie among the records or articles themselves", "name another place with --out"
    )


def no_source(where: str, source: str) -> ArticleError:
    return ArticleError(
        "no-source",
        where,
        f"its text cannot be put together from the record alone, and the article itself ({source}) is not at hand",
        "name the folder that the run has read with --sources, or run again",
    )


def does_not_fit(where: str, form: str, reason: str) -> ArticleError:
    return ArticleError("does-not-fit", where, f"it cannot stand in --to {form} ({reason})", "mend the record, or take another form")


def unknown_form(where: str) -> UsageError:
    return UsageError("unknown-form", where, "its name tells neither WebAnno TSV (.tsv) nor doccano (.jsonl)", "say which with --format")


def nothing_to_import(where: str) -> UsageError:
    return UsageError("nothing-to-import", where, "no .tsv or .jsonl file was found", "name the files that the other program has written")


def not_of_form(where: str, form: str, reason: str) -> ArticleError:
    return ArticleError("not-of-form", where, f"this is not what {form} writes ({reason})", "export it there again")


def no_such_record(where: str, into: str, matching: int) -> ArticleError:
    if matching:
        return ArticleError(
            "no-such-record", where, f"{matching:,} records in {into} were made of this text", "name the file as the one that is meant"
        )
    return ArticleError("no-such-record", where, f"no record in {into} was made of this text", "name the folder that it was exported from")


def not_its_text(where: str, record: str, reason: str) -> ArticleError:
    return ArticleError(
        "another-text", where, f"its text is not that of {record} ({reason})", "export the record as it is now, and mark that"
    )


# --- pages -------------------------------------------------------------------------------------


def not_our_page(where: str) -> UsageError:
    return UsageError("not-our-page", where, "this file was not written by `unspun page` and is left as it is", "name another --out")


def bad_corpus_report(where: str, reason: str) -> ArticleError:
    return ArticleError(
        "bad-corpus-report", where, f"the corpus report cannot be understood ({reason})", "make it anew with `unspun compare`"
    )


# --- word lists --------------------------------------------------------------------------------


def bad_entry(where: str, what: str) -> LexiconError:
    return LexiconError("bad-entry", where, what, "correct the entry")


def bad_toml(where: str, reason: str) -> LexiconError:
    return LexiconError("bad-toml", where, f"the file is no TOML ({reason})", "correct the place; docs/lexicon.md shows how entries look")


def contradiction(where: str, text: str, first: str, second: str) -> LexiconError:
    return LexiconError("contradiction", where, f"“{text}”: {first}, but {second}", "take one of the two entries out")


def closed_lexicon(where: str) -> LexiconError:
    return LexiconError(
        "closed-lexicon", where, "nothing can be added to entries that stand in one list, [{…}]", "write each under a line such as [[name]]"
    )


def unreadable_lexicon(where: str, reason: str) -> UsageError:
    return UsageError("unreadable", where, f"the file cannot be read ({reason})", "name a file that you may read")
