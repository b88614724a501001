"""`unspun review`: open findings one after another in the terminal, each decided with a key."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.faults import told_plainly
from pipeline.record.parts import PARTS

if TYPE_CHECKING:
    from pipeline.engine.reviewing import Change, Queue, Shown
    from pipeline.record.article_record import Finding, Record

Said = tuple[str | None, str | None]
"""A decision and a note, None for what stays as it is."""

_PROMPT = "o ok, w wrong, {digits}e edit, s skip, u undo, ? help, q quit: "
_HELP = """
  o    ok: it is right; a wording that is offered (marked ?) goes into the text
  w    wrong: it is no finding; an edit is undone, or not offered again
  e    write a correction or a note in your editor
  1-9  take that one of the corrections listed
  s    skip: decide it another time
  u    undo the last decision of this session
  q    quit; what you decided is in the files already
"""
_EXPLAINED = """\
# The first line is the decision, the lines after it are a note.
#   ok       it is right as it stands
#   wrong    it is no finding
#   =...     {correction}
# Lines that begin with # are left out. If nothing is left or changed, nothing is decided."""
_CORRECTIONS = {
    "entity": "its right name, its label, or both: =Lei Jun, =PERSON, =Lei Jun [PERSON]",
    "figure": "its right value; what you do not say stays: =$1.2bn, =300,000 EVs per year",
    "date": "the right time: =2024-03, =2024-01/2024-06, =first half of 2024",
    "edit": "the right wording, put into the text",
}


@click.command("review")
@click.argument("path", type=click.Path(exists=True, path_type=Path), metavar="PATH")
@click.option("--all", "everything", is_flag=True, help="Go through every finding, not only through those that are open.")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(PARTS), help="Only findings of this list; may be given several times.")
def command(path: Path, kinds: tuple[str, ...], *, everything: bool) -> None:
    """Go through the open findings of PATH and decide each with one key.

    PATH is the output folder of a run, or an article's file in it. The file that `unspun status` would
    name comes first, and in a file the most doubtful finding. Each decision is written into the file at
    once, and nothing else of the file is changed. A correction is written in your editor (EDITOR).

    Where the standard input is no terminal, keys are read from it.

    \b
    Examples:
      unspun review outputs/
      unspun review outputs/a-year-without-a-car.json --kind figures --kind dates

    Exit status: 0 done, 1 some record cannot be read or changed meanwhile, 2 wrong use, 74 a file
    cannot be written.
    """
    with told_plainly():
        from pipeline import errors
        from pipeline.engine.reviewing import queue

        if sys.stdin is None:
            raise errors.no_keys()
        waiting = queue(path, kinds or PARTS, everything=everything)
        for fault in waiting.faults:
            click.echo(f"unspun: {fault}", err=True)
        if not waiting.turns and not waiting.faults:
            click.echo("nothing is open")
        session = _Session(waiting, everything=everything)
        try:
            session.run()
        finally:
            if session.decided:
                click.echo(f"{session.decided:,} decided; run again to put them into effect: unspun run ...")
        if waiting.faults or session.lost:
            raise SystemExit(1)


class _Session:
    """One person's way through a queue: where they are, and what they decided, the last one last."""

    def __init__(self, waiting: "Queue", *, everything: bool) -> None:
        self._turns = waiting.turns
        self._everything = everything
        self._at = 0
        # Colours and bold print are for a terminal, and for nobody who asks that there be none (no-color.org).
        self._styled = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        self._changes: list[tuple[int, str | None, Change]] = []
        self.lost = 0

    @property
    def decided(self) -> int:
        """How many decisions were written and stand."""
        return sum(bool(decision) for _, decision, _ in self._changes)

    def run(self) -> None:
        """Go through the turns until they or the keys end."""
        from pipeline import errors
        from pipeline.engine.reviewing import look_up
        from pipeline.record.doubts import is_open

        while self._at < len(self._turns):
            try:
                shown = look_up(self._turns[self._at])
                if not self._everything and not is_open(shown.finding):
                    self._at += 1
                    continue
                self._show(shown)
                if not self._decided(shown):
                    return
            except errors.ArticleError as fault:
                click.echo(f"unspun: {fault}", err=True)
                self.lost += 1
                self._at += 1

    def _show(self, shown: "Shown") -> None:
        click.echo(f"\n{self._at + 1:,} of {len(self._turns):,}  {shown.turn.file}:{shown.place.line}")
        for line in _lines(shown, styled=self._styled):
            click.echo(line)

    def _decided(self, shown: "Shown") -> bool:
        """Take keys until one leads on to another finding; return false where the person has enough."""
        choices = len(_choices(shown.finding))
        digits = "" if not choices else "1 as listed, " if choices == 1 else f"1-{choices} as listed, "
        while True:
            click.echo(_PROMPT.format(digits=digits), nl=False)
            key = _key()
            if key in ("q", ""):
                click.echo("quit")
                return False
            if key == "s":
                click.echo("skipped")
                self._at += 1
                return True
            if key == "u":
                if self._undone():
                    return True
            elif key == "?":
                click.echo(_HELP)
            elif (said := self._said(key, shown)) is not None:
                self._decide(shown, *said)
                return True

    def _said(self, key: str, shown: "Shown") -> Said | None:
        """Return the decision and the note that a key stands for, None where it stands for none."""
        if key in ("o", "w"):
            return {"o": "ok", "w": "wrong"}[key], None
        if key == "e":
            return _edited(shown)
        choices = dict(zip("123456789", _choices(shown.finding), strict=False))
        if key in choices:
            return choices[key], None
        click.echo("there is no such key here; ? tells what there is")
        return None

    def _decide(self, shown: "Shown", decision: str | None, note: str | None) -> None:
        from pipeline.engine.reviewing import decide

        change = decide(shown, decision, note)
        click.echo(decision or "noted")
        if change.before != change.after:
            self._changes.append((self._at, decision, change))
        self._at += 1

    def _undone(self) -> bool:
        from pipeline.engine.reviewing import undo

        if not self._changes:
            click.echo("there is nothing to undo")
            return False
        at, _, change = self._changes.pop()
        undo(change)
        click.echo("undone")
        self._at = at
        return True


def _key() -> str:
    """Return the next key, an empty text where there are no more."""
    if sys.stdin.isatty():
        try:
            # Keys that were pressed before the finding was seen do not count.
            return click.getchar()[:1]
        except EOFError:
            return ""
    while (key := sys.stdin.buffer.read(1)).isspace():
        pass
    return key.decode("ascii", "replace")


def _edited(shown: "Shown") -> Said | None:
    """Return the decision and the note that a person wrote in their editor, None where they wrote nothing new."""
    from pipeline.engine.reviewing import unusable

    finding = shown.finding
    note = finding.note if isinstance(finding.note, str) else ""
    page = _page(finding, finding.decision or _proposal(finding), note)
    first = latest = _parts(page)
    while True:
        said = _parts(_in_editor(page))
        if said in (latest, ("", "")):
            click.echo("nothing changed")
            return None
        decided, noted = (now if now != before else None for now, before in zip(said, first, strict=True))
        complaint = unusable(shown, decided, _read_alone) if decided else None
        if complaint is None:
            return decided, noted
        click.echo(complaint)
        latest = said
        page = _page(finding, *said, complaint)


def _read_alone(text: str, published: str | None) -> "Record":
    # What reads figures and dates takes a second to load: only when there is one to read.
    from pipeline.engine.checking import read_alone

    return read_alone(text, published)


def _in_editor(page: str) -> str:
    """Return the text as a person left it, an empty one where they did not save it or have no editor."""
    from pipeline import errors

    try:
        return (click.edit(page.encode()) or b"").decode("utf-8-sig")
    except (click.ClickException, UnicodeDecodeError) as fault:
        click.echo(f"unspun: {errors.no_editor(str(fault))}", err=True)
        return ""


def _page(finding: "Finding", decision: str, note: str, complaint: str | None = None) -> str:
    from pipeline.write.wording import quoted, reading

    about = [complaint, f"{quoted(finding)} {reading(finding)}", _context(finding)]
    explained = _EXPLAINED.format(correction=_CORRECTIONS[type(finding).__name__.lower()])
    return "\n".join([decision, note, *(f"# {_plain(line)}" for line in about if line), explained, ""])


def _parts(text: str) -> tuple[str, str]:
    """Return the decision and the note in a text."""
    decision, *note = [line for line in text.splitlines() if not line.startswith("#")] or [""]
    return decision.strip(), "\n".join(note).strip()


def _proposal(finding: "Finding") -> str:
    """Return the decision that would say what the finding says: what is wrong in it is quickly changed."""
    from pipeline.record.article_record import Date, Edit, Entity
    from pipeline.write.wording import one_line

    match finding:
        case Entity():
            return f"={one_line(finding.name)} [{finding.label}]"
        case Date():
            return f"={finding.value or one_line(finding.text)}"
        case Edit():
            return f"={one_line(finding.after)}"
        case _:
            return f"={one_line(finding.text)}"


def _lines(shown: "Shown", *, styled: bool) -> Iterator[str]:
    from pipeline.record.article_record import Edit, Entity
    from pipeline.write.wording import quoted, reading, reasons

    finding = shown.finding
    line = finding.mentions[0].line if isinstance(finding, Entity) else finding.line
    arrow = " → " if isinstance(finding, Edit) else " "
    what = _plain(f"{quoted(finding)}{arrow}{reading(finding)}")
    yield f"{click.style(what, bold=True) if styled else what} ({finding.confidence:.2f}){_plain(_details(finding))}"
    if context := _plain(_context(finding)):
        yield f"    {_set_off(context, styled=styled)}"
    yield f"    {_plain(shown.record.source)}:{line}"
    for reason in reasons(finding):
        yield f"    - {_plain(reason)}"
    if isinstance(finding.stale, str):
        yield f"    stale: {_plain(finding.stale)}"
    if finding.decision:
        yield f"    decision: {_plain(finding.decision)}"
    if isinstance(finding.note, str) and finding.note:
        yield f"    note: {_plain(finding.note)}"
    for number, choice in enumerate(_choices(finding), 1):
        yield f"    {number}  {_plain(choice)}"


def _details(finding: "Finding") -> str:
    from pipeline.record.article_record import Edit, Entity, Figure

    if isinstance(finding, Edit):
        return ""
    if isinstance(finding, Entity):
        told = [f"{len(finding.mentions):,} times"] if len(finding.mentions) > 1 else []
        told += [f"also {', '.join(finding.aliases)}"] if finding.aliases else []
    else:
        told = [f"of {finding.of}"] if isinstance(finding, Figure) and finding.of else []
        told += [f"{finding.stance}{f' by {finding.said_by}' if finding.said_by else ''}"] if finding.stance != "stated" else []
    return "".join(f", {each}" for each in told)


def _choices(finding: "Finding") -> list[str]:
    """Return the corrections that a digit takes: the one that does not hold any more, the rivals of an edit's wording."""
    from pipeline.record.article_record import Edit
    from pipeline.record.doubts import is_stale

    earlier = [finding.decision] if is_stale(finding) and finding.decision.startswith("=") else []
    return [*earlier, *(f"={wording}" for wording in (finding.alternatives if isinstance(finding, Edit) else ()))][:9]


def _context(finding: "Finding") -> str:
    return finding.context if isinstance(finding.context, str) else ""


def _set_off(context: str, *, styled: bool) -> str:
    """Return the context with its span in reverse print instead of between marks."""
    from pipeline.language.contexts import MARKS

    before, _, rest = context.partition(MARKS[0])
    span, _, after = rest.partition(MARKS[1])
    return f"{before}{click.style(span, reverse=True, bold=True)}{after}" if styled and span else context


def _plain(text: str) -> str:
    """Return the text on one line, with what a terminal would obey or not show as its escape."""
    from pipeline.write.wording import one_line

    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in one_line(text))
