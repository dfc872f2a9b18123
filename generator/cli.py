"""The command ``leimu``: it finds the settings, calls the rooms, and says how it went by its exit code."""

from __future__ import annotations

import logging
import os
import sys
from dataclasses import replace
from enum import IntEnum
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from generator import __version__, messages
from generator.config import Overrides, Settings, find_project, load_settings, standalone
from generator.console import ClosedError, counting, in_colour, progress, say, write
from generator.findings import Severity
from generator.forms import CatalogueFormat, DifferenceFormat, ExportFormat, FindingFormat, LinkFormat
from generator.messages import gettext as _
from generator.messages import ngettext


class ExitCode(IntEnum):
    """How a command ends; every command keeps to it."""

    CLEAN = 0
    FINDINGS = 1
    """Of severity error; with --strict of severity warning too."""
    COULD_NOT_RUN = 2
    """Bad usage, or a file that cannot be read or written."""
    INTERRUPTED = 130
    BROKEN_PIPE = 141
    """The reader of standard output has gone: the code of a program that SIGPIPE ends."""


class UsageError(Exception):
    """The command cannot do what it was asked; the text is a whole sentence."""


app = typer.Typer(
    name="leimu",
    help="Read help-centre documents, check them, and publish them as a help centre.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Inside a project, all settings come from the nearest mkdocs.yml. Exit codes: 0 clean, "
    "1 findings of severity error (with --strict also warnings), 2 could not run.",
)


def _path(written: str) -> Path:
    """Return a path; an empty one, which a script's empty variable makes, would else be the working directory."""
    if not written:
        raise typer.BadParameter(_("it is empty."))
    return Path(written)


Sources = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="SOURCE", parser=_path, help="Markdown files or directories; the project's own if none is named."
    ),
]


def _speak(language: str | None) -> None:
    if language is not None:
        try:
            messages.speak(language)
        except ValueError as error:
            raise typer.BadParameter(messages.sentence(str(error))) from None


Language = Annotated[
    str | None,
    typer.Option("--lang", callback=_speak, is_eager=True, help="The language of the messages; that of LANG if none."),
]
Locale = Annotated[str | None, typer.Option(help="The language of the pages, such as zh.")]
Strict = Annotated[bool, typer.Option("--strict", help="Count findings of severity warning as failures.")]


def _version(wanted: bool) -> None:
    if wanted:
        write(f"leimu {__version__}\n")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
    _lang: Language = None,
) -> None:
    pass


@app.command(
    epilog="\b\nExamples:\n  leimu parse rules.md\n  leimu parse catalogue/sources --format json > catalogue.json"
)
def parse(
    sources: Sources = None,
    form: Annotated[CatalogueFormat, typer.Option("--format", help="An outline, or all data.")] = CatalogueFormat.TEXT,
    _lang: Language = None,
) -> int:
    """Read documents and show the catalogue that they hold."""
    from generator.exports.indented import dumps
    from generator.exports.json import to_json
    from generator.exports.text import to_text
    from generator.site.reading import read

    settings = _settings(sources)
    with progress(_("Reading")):
        catalogue = read(settings)
        is_json = form is CatalogueFormat.JSON
        text = dumps(to_json(catalogue)) + "\n" if is_json else to_text(catalogue)
    write(text)
    return ExitCode.CLEAN


@app.command(
    epilog="\b\nExamples:\n  leimu check\n  leimu check rules.md --strict\n  leimu check --format sarif > out.sarif"
    "\n  leimu check --diff\n  leimu check --fix\n  leimu check --write-baseline"
)
def check(
    sources: Sources = None,
    form: Annotated[FindingFormat, typer.Option("--format", help="For people, or for programs.")] = FindingFormat.TEXT,
    strict: Strict = False,
    fix: Annotated[bool, typer.Option("--fix", help="Mend in the documents what has one right answer.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show what --fix would change, and change nothing.")] = False,
    baseline: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", parser=_path, help="Known findings, which are not told; the project's if not given."
        ),
    ] = None,
    update: Annotated[
        bool, typer.Option("--write-baseline", help="Write all findings of today into the baseline.")
    ] = False,
    _lang: Language = None,
) -> int:
    """Judge documents by every rule and tell the findings."""
    from generator.reports import render as report
    from generator.reports.text import render_coloured
    from generator.rules import RULES
    from generator.site import mending
    from generator.site.reading import read_and_judge, tell_baseline, write_baseline

    if fix + diff + update > 1:
        raise UsageError(_("Give one of --fix, --diff and --write-baseline."))
    if diff and form is not FindingFormat.TEXT:
        raise UsageError(_("--diff writes a diff: leave --format out."))
    if baseline is not None and not update and not baseline.is_file():
        raise UsageError(_("{file}: there is no such baseline. Write it with --write-baseline.").format(file=baseline))
    settings = _settings(sources, baseline=baseline)
    if update:
        say(write_baseline(settings))
        return ExitCode.CLEAN
    with progress(_("Checking")):
        mended = mending.mend(settings) if fix or diff else None
        judged = mended.judged if mended else read_and_judge(settings)
    if mended and diff:
        write("".join(change.diff() for change in mended.changes))
        say(mended.summary(done=False))
        return _verdict(mended.before.worst, strict)
    if mended:
        mending.write(mended.changes)
        say(mended.summary(done=True))
    if form is FindingFormat.TEXT and in_colour():
        text = render_coloured(judged.catalogue, judged.findings)
    else:
        text = report(form.value, judged.catalogue, judged.findings, RULES)
    write(text)
    say(tell_baseline(settings, judged))
    return _verdict(judged.worst, strict)


@app.command(
    epilog="\b\nExamples:\n  leimu links\n  leimu links --offline\n  leimu links rules.md --format json > links.json"
    "\n  leimu links --changed-since origin/main\n  leimu links --report sarif=links.sarif --report markdown=links.md"
)
def links(
    sources: Sources = None,
    form: Annotated[LinkFormat, typer.Option("--format", help="For people, or for programs.")] = LinkFormat.TEXT,
    reports: Annotated[
        list[str] | None,
        typer.Option("--report", metavar="FORMAT=FILE", help="Write a further report into a file; repeatable."),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="List the addresses that are well, too.")] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Judge the addresses alone; ask nobody.")] = False,
    site: Annotated[
        Path | None,
        typer.Option("--site", metavar="DIR", parser=_path, help="Check the pages of a built site instead."),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--changed-since", metavar="REV", help="Only links in lines changed since then.")
    ] = None,
    shard: Annotated[str | None, typer.Option(metavar="I/N", help="Only the I-th of N parts.")] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Write the new addresses of what has moved for good.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show what --fix would change, and change nothing.")] = False,
    timeout: Annotated[
        float | None, typer.Option(metavar="SECONDS", min=0.1, help="How long one request may take; 20 if not given.")
    ] = None,
    retries: Annotated[
        int | None, typer.Option(metavar="N", min=0, help="How often to ask again what may pass; 2 if not given.")
    ] = None,
    concurrency: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Requests at once, to all hosts; 128 if not given.")
    ] = None,
    per_host: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Requests at once to one host; 8 if not given.")
    ] = None,
    pause: Annotated[
        float | None,
        typer.Option(metavar="SECONDS", min=0, help="Between two requests to one host; 0.03 if not given."),
    ] = None,
    allow: Annotated[
        list[str] | None, typer.Option("--allow-net", metavar="CIDR", help="Open a network that is not public.")
    ] = None,
    deny: Annotated[
        list[str] | None, typer.Option("--deny-net", metavar="CIDR", help="Close a network, allowed or not.")
    ] = None,
    cache: Annotated[
        Path | None, typer.Option(metavar="FILE", parser=_path, help="Where verdicts are kept for the next run.")
    ] = None,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Keep nothing and remember nothing.")] = False,
    strict: Strict = False,
    _lang: Language = None,
) -> int:
    """Say of every link how it stands with it, and where it is used."""
    from generator.site import link_options, link_reports
    from generator.site.linking import Part, check_offline, check_online

    if fix + diff + offline > 1:
        raise UsageError(_("Give one of --fix, --diff and --offline."))
    if site and (sources or fix or diff or since or shard):
        raise UsageError(
            _("--site checks a built site as a whole: leave sources, --fix, --diff, --changed-since and --shard out.")
        )
    wanted = [link_options.report(each, [form.value for form in LinkFormat]) for each in reports or ()]
    settings = _settings(sources, needed=site is None)
    numbers = {"timeout": timeout, "retries": retries, "concurrency": concurrency, "per_host": per_host, "pause": pause}
    asking = replace(
        link_options.with_numbers(settings.links, numbers),
        allow=settings.links.allow + link_options.networks(allow),
        deny=settings.links.deny + link_options.networks(deny),
        cache=None if no_cache else cache or settings.links.cache,
    )
    settings = replace(settings, links=asking)
    part = Part(since, link_options.shard(shard) if shard else (1, 1))
    with counting(_("Following the links")) as tell:
        if site:
            from generator.site.built_links import check_built

            checked = check_built(settings, site, tell, offline=offline)
        else:
            checked = check_offline(settings, part) if offline else check_online(settings, part, tell)
    if checked.trouble:
        said = _("{file} cannot be used, so this run is not remembered ({reason}).")
        say(said.format(file=settings.links.cache, reason=checked.trouble))
    if fix or diff:
        from generator.site import mending

        mended = mending.mend_once(settings, checked.judged)
        if diff:
            write("".join(change.diff() for change in mended.changes))
        else:
            mending.write(mended.changes)
        say(mended.summary(done=fix))
        checked = replace(checked, judged=mended.judged)
    for name, file in wanted:
        link_reports.write_file(file, link_reports.render(name, checked, everything=everything or offline))
    if not diff:
        write(link_reports.render(form.value, checked, everything=everything or offline))
    if checked.interrupted:
        return ExitCode.INTERRUPTED
    return _verdict(checked.judged.worst, strict)


@app.command(epilog="\b\nExamples:\n  leimu explain\n  leimu explain count-mismatch\n  leimu explain R201 --lang zh")
def explain(
    rule: Annotated[str | None, typer.Argument(metavar="RULE", help="A name or a code; all rules if none.")] = None,
    _lang: Language = None,
) -> int:
    """Say what a rule reports, why, and how to mend it."""
    from generator.rules import rule_named
    from generator.rules.pages import rule_page, rule_table

    try:
        text = rule_page(rule_named(rule)) if rule is not None else rule_table()
    except ValueError as error:
        raise UsageError(messages.sentence(str(error))) from None
    if in_colour():
        from rich.console import Console
        from rich.markdown import Markdown

        Console().print(Markdown(text))
    else:
        write(text)
    return ExitCode.CLEAN


@app.command(
    epilog="\b\nExamples:\n  leimu render tree\n  leimu render ../tree rules.md && mkdocs build -f ../tree/mkdocs.yml"
)
def render(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A new directory, or one that this command wrote before.")],
    sources: Sources = None,
    locale: Locale = None,
    strict: Strict = False,
    _lang: Language = None,
) -> int:
    """Write the site as Markdown with an mkdocs.yml that MkDocs, ProperDocs and Zensical build without a plugin."""
    from generator.reports.text import render as report
    from generator.site.reading import keep_ids, read_and_judge
    from generator.site.tree import write_tree

    settings = _settings(sources, locale)
    with progress(_("Rendering")):
        judged = read_and_judge(settings)
        tree = write_tree(out, settings, judged.catalogue)
        keep_ids(settings, judged)
    if judged.findings:
        say(report(judged.catalogue, judged.findings).rstrip("\n"))
    for generated, written in tree.displaced:
        said = _("{written} is written instead of the generated {generated}.")
        say(said.format(written=written, generated=generated))
    wrote = ngettext("Wrote {count} page to {directory}.", "Wrote {count} pages to {directory}.", tree.pages)
    say(wrote.format(count=tree.pages, directory=tree.directory))
    return _verdict(judged.worst, strict)


@app.command(epilog="\b\nExamples:\n  leimu build\n  leimu build rules.md --site-dir public\n  leimu build --strict")
def build(
    sources: Sources = None,
    site_dir: Annotated[
        Path | None, typer.Option(help="Where to put the site; the project's own directory, else site, if not given.")
    ] = None,
    locale: Locale = None,
    strict: Strict = False,
    _lang: Language = None,
) -> int:
    """Build the help centre as a static site."""
    from generator.findings import Severity
    from generator.reports.text import render as report
    from generator.site import host

    settings = _settings(sources, locale)
    with progress(_("Building")):
        built = host.build(settings, tell=say, site_dir=site_dir, strict=strict)
    made = ngettext("Built {count} page in {directory}.", "Built {count} pages in {directory}.", built.pages)
    say(made.format(count=built.pages, directory=built.directory))
    if built.strict and built.judged.worst is Severity.WARNING:
        # MkDocs keeps what is no error to itself; who asked for strictness wants to know what stopped the build.
        say(report(built.judged.catalogue, built.judged.findings).rstrip("\n"))
    if built.strict and built.warnings:
        return ExitCode.FINDINGS
    return _verdict(built.judged.worst, built.strict)


@app.command(epilog="\b\nExamples:\n  leimu serve\n  leimu serve rules.md --dev-addr 127.0.0.1:8080")
def serve(
    sources: Sources = None,
    dev_addr: Annotated[
        str | None, typer.Option(metavar="IP:PORT", help="Where to listen; 127.0.0.1:8000 if nothing else is set.")
    ] = None,
    locale: Locale = None,
    _lang: Language = None,
) -> int:
    """Show the help centre at a local address, built anew on every save."""
    from generator.site import host

    host.serve(_settings(sources, locale), tell=say, address=dev_addr)
    return ExitCode.CLEAN


@app.command(
    epilog="\b\nExamples:\n  leimu export json > catalogue.json\n  leimu export xlsx --output catalogue.xlsx"
    "\n  leimu export csv rules.md --locale en"
)
def export(
    form: Annotated[ExportFormat, typer.Argument(metavar="FORMAT", help="json, csv, xlsx, wechat or douyin.")],
    sources: Sources = None,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", parser=_path, help="Where to write; standard output if not given.")
    ] = None,
    locale: Annotated[str | None, typer.Option(help="A language of the project; that of the sources if none.")] = None,
    _lang: Language = None,
) -> int:
    """Write the catalogue for another program: data, a table, or the shape of another platform."""
    from generator.reports.text import render as report
    from generator.site import exporting

    if form is ExportFormat.XLSX and output is None:
        raise UsageError(_("A spreadsheet is no text: name a file with --output."))
    with progress(_("Reading")):
        catalogue = exporting.in_language(_settings(sources), locale)
        content, findings = exporting.export(catalogue, form.value)
    if output is None:
        write(content.decode())
    else:
        exporting.write(output, content)
        say(_("Wrote {file}.").format(file=output))
    if findings:
        say(report(catalogue, findings).rstrip("\n"))
    return ExitCode.CLEAN


@app.command(
    epilog="\b\nExamples:\n  leimu diff old.md new.md\n  leimu diff HEAD~1:catalogue/sources catalogue/sources"
    "\n  leimu diff v1:rules.md v2:rules.md --format markdown"
)
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A file, a directory, or REV:path in git.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The same, for what it is now.")],
    form: Annotated[
        DifferenceFormat, typer.Option("--format", help="For people, or for programs.")
    ] = DifferenceFormat.TEXT,
    _lang: Language = None,
) -> int:
    """Say what changed by meaning: categories, options, counts, words, links; exit code 1 where something did."""
    from generator.exports import difference_reports as told
    from generator.exports.differences import differences
    from generator.site.sides import read_sides

    with progress(_("Comparing")):
        changes = differences(*read_sides(old, new, Path.cwd()))
    forms = {
        DifferenceFormat.TEXT: told.to_text,
        DifferenceFormat.JSON: told.to_json,
        DifferenceFormat.MARKDOWN: told.to_markdown,
    }
    write(forms[form](changes))
    return ExitCode.FINDINGS if changes else ExitCode.CLEAN


translations = typer.Typer(
    help="Bring the translations of a project up to date with its sources.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(translations, name="locales")

Codes = Annotated[list[str] | None, typer.Argument(metavar="LOCALE", help="The languages; all of the project if none.")]


@translations.command(epilog="\b\nExamples:\n  leimu locales extract")
def extract(_lang: Language = None) -> int:
    """Write the template of all translations, catalogue/locales/catalogue.pot."""
    from generator.site import translations as job
    from generator.site.reading import read

    settings = _settings(None)
    with progress(_("Reading")):
        written = job.extract(settings, read(settings))
    say((_("Wrote {file}.") if written.changed else _("{file} is up to date.")).format(file=written.file))
    return ExitCode.CLEAN


@translations.command(epilog="\b\nExamples:\n  leimu locales update\n  leimu locales update en --prune")
def update(
    codes: Codes = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="Delete translations that belong to nothing any more.")
    ] = False,
    _lang: Language = None,
) -> int:
    """Put new and changed strings into the PO files, and lose no translation."""
    from generator.site import translations as job
    from generator.site.reading import read

    settings = _settings(None)
    with progress(_("Reading")):
        catalogue = read(settings)
        written = job.update(settings, catalogue, job.chosen(settings, codes or ()), prune=prune)
    for each in written:
        say((_("Wrote {file}.") if each.changed else _("{file} is up to date.")).format(file=each.file))
    write(job.table(each.status for each in written if each.status))
    return ExitCode.CLEAN


@translations.command(epilog="\b\nExamples:\n  leimu locales status\n  leimu locales status en --floor 95")
def status(
    codes: Codes = None,
    floor: Annotated[
        float | None,
        typer.Option(metavar="PERCENT", min=0, max=100, help="Fail below it; each locale's own floor if not given."),
    ] = None,
    _lang: Language = None,
) -> int:
    """Say how far each language is; exit code 1 where one is below its floor."""
    from generator.site import translations as job
    from generator.site.reading import read

    settings = _settings(None)
    with progress(_("Reading")):
        wanted = {locale.code for locale in job.chosen(settings, codes or ())}
        found = [each for each in job.statuses(settings, read(settings)) if each.locale.code in wanted]
    write(job.table(found))
    low = job.below_floor(found, floor)
    for each in low:
        said = _("{locale}: {percent:.1f} % is translated, and {floor:g} % is demanded.")
        demanded = each.locale.floor if floor is None else floor
        say(said.format(locale=each.locale.code, percent=each.percent, floor=demanded))
    return ExitCode.FINDINGS if low else ExitCode.CLEAN


def main() -> NoReturn:
    """Run the command and end the process; whatever happens, the user reads a sentence and no traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # In the C locale Python would write ASCII; what cannot be encoded at all is part of a file's name.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command with these arguments and return its exit code."""
    # Whoever calls this goes on in the language spoken before.
    with messages.speaking(messages.preferred()):
        return _run(arguments)


def _run(arguments: list[str]) -> int:
    try:
        return int(app(args=arguments, prog_name="leimu", standalone_mode=False) or ExitCode.CLEAN)
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except ClosedError:
        return ExitCode.BROKEN_PIPE
    except Exception as error:
        if os.environ.get("LEIMU_DEBUG"):
            logging.getLogger("leimu").exception("LEIMU_DEBUG is set:")
        say(_sentence(error))
        return ExitCode.COULD_NOT_RUN


def _sentence(error: Exception) -> str:
    """Return what to tell a user of an exception."""
    if hasattr(error, "format_message"):  # typer's own, whose classes differ between its versions
        # What typer hands on from the library that reads values says first of what class it was there.
        message = str(error.format_message()).replace(": Value error, ", ": ", 1)
        if message.startswith("Usage:"):  # no command was given, and the help is the answer
            return message
        context = getattr(error, "ctx", None)
        command = context.command_path if context else "leimu"
        # typer speaks English whatever the language; only what it quotes of this module does not.
        stop = "" if {*"?？。"}.intersection(message[-2:]) else "."
        return _("{message} See {command} --help.").format(message=message.rstrip(".") + stop, command=command)
    if type(error).__module__.startswith("generator."):
        return str(error)
    said = _(
        "leimu met something that it was not made for ({trouble}). "
        "Please report it with the command and the document; LEIMU_DEBUG=1 shows where it happened."
    )
    return said.format(trouble=f"{type(error).__name__}: {error}")


def _settings(
    sources: list[Path] | None, locale: str | None = None, baseline: Path | None = None, *, needed: bool = True
) -> Settings:
    """Return the project's settings with what the command line says put in, or settings for the sources alone.

    Without a project sources have to be named, unless none are ``needed``.
    """
    here = Path.cwd()
    overrides = Overrides(sources=tuple(here / source for source in sources or ()), locale=locale, baseline=baseline)
    file = find_project(here)
    settings = load_settings(file) if file else None
    if settings is None:
        if needed and not sources:
            if file:
                said = _(
                    "{file}: the leimu plugin is not in it. Name the documents to read, as in leimu build rules.md."
                )
                raise UsageError(said.format(file=file))
            said = _("{here}: no mkdocs.yml here or above. Name the documents to read, as in leimu build rules.md.")
            raise UsageError(said.format(here=here))
        settings = standalone(overrides.sources, here)
    return overrides.apply(settings)


def _verdict(worst: Severity | None, strict: bool) -> ExitCode:
    limit = Severity.WARNING if strict else Severity.ERROR
    return ExitCode.FINDINGS if worst is not None and worst >= limit else ExitCode.CLEAN
