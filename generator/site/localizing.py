"""All languages of a site in one build of MkDocs: their files, their navigations, and what their templates see."""

from __future__ import annotations

import copy
import json
import logging
from dataclasses import dataclass, field
from functools import cached_property, partial
from html import unescape
from pathlib import Path
from posixpath import basename
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

from mkdocs.commands.build import get_context
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import get_navigation
from mkdocs.utils import get_relative_url, write_file

from generator.messages import gettext as _
from generator.site.awaiting import content_of, generated
from generator.site.defaults import language as material_language
from generator.site.defaults import palette
from generator.site.handwritten import Standing, fallbacks, foreign_note, language_of, parted
from generator.site.languages import COPYRIGHT, DESCRIPTION, NAME, TOGGLE, placed_nav, translated_nav
from generator.site.moulds import squeezed
from generator.site.nav import HOME, build_nav, substitute
from generator.site.search_index import hand_written, index_path, search_address
from generator.site.twins import CONTENTS, add_twins, has_twin, twin

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page as SitePage

    from generator.pages import Page
    from generator.site.awaiting import Content
    from generator.site.languages import Language
    from generator.site.publish import Publication
    from generator.site.search_index import HandWritten, IndexMaker

log: Final = logging.getLogger("mkdocs.plugins.leimu")
ERROR_PAGE: Final = "404.html"


@dataclass(frozen=True, slots=True)
class Versions:
    """A page in all languages."""

    urls: Mapping[str, str]
    """The addresses by the codes of the languages that have the page, fallback or not."""
    real: Sequence[str]
    """The codes of the languages whose page is a translation, or the original."""
    translations: list[dict[str, str]]
    """The addresses of the page and its translations for search engines; none where there is but one."""


class Overlaid:
    """An object as templates see it, with some of its values changed; the object itself stays as it is."""

    def __init__(self, base: Any, values: Mapping[str, Any]) -> None:  # noqa: ANN401 - whatever MkDocs has
        self._base = base
        self._values = values

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        """Return a changed value, or that of the object."""
        return self._values[name] if name in self._values else getattr(self._base, name)

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401
        """Return a changed value, or that of the object."""
        return self._values[key] if key in self._values else self._base[key]


@dataclass
class Localizing:
    """The languages of one build."""

    languages: Sequence[Language]
    publications: Mapping[str, Publication]
    """By the codes of the languages."""
    data: Mapping[str, Sequence[tuple[str, Content]]]
    """Files for programs, their names and contents, by the codes of the languages."""
    nav: Any
    """The nav as the project wrote it."""
    standings: dict[str, Standing] = field(default_factory=dict)
    """Every page of the site by its path."""
    navs: dict[str, Navigation] = field(default_factory=dict)
    """The navigations by the codes of the languages."""
    workers: dict[str, str] = field(default_factory=dict)
    """The addresses of the search by the codes of the languages."""
    hand: dict[str, list[HandWritten]] = field(default_factory=dict)
    """The pages that people wrote, as the search needs them, by the codes of the languages."""
    _steps: dict[str, dict[str, str]] = field(default_factory=dict)
    """Pages as steps of the way to others, by their paths."""
    _versions: dict[str, Versions] = field(default_factory=dict)
    """Pages in all languages, by their paths in the language of the sources."""
    _spoken: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What templates see of MkDocs's configuration in each language, by its code."""

    @cached_property
    def by_code(self) -> dict[str, Language]:
        """The languages by their codes."""
        return {language.code: language for language in self.languages}

    @property
    def by_language(self) -> list[tuple[str, Publication]]:
        """The generated pages of each language, with the directory that they are in."""
        return [(language.prefix, self.publications[language.code]) for language in self.languages]

    @property
    def is_multilingual(self) -> bool:
        """Whether there is another language than that of the sources."""
        return len(self.languages) > 1

    # ------------------------------------------------------------------------------------------------------- files

    def add(self, files: Files, written: Sequence[str], config: MkDocsConfig) -> None:
        """Add the pages and files of all languages but the sources' own, and learn how each page stands."""
        self._forget()
        media = [file for file in files.media_files() if file.src_dir is not None]
        texts = {path: _content(files, path) for path in written}
        for path in written:
            language, base = parted(path, self.languages)
            self.standings[path] = Standing(language.code, language_of(texts[path]) or language.code, base, path)
        for page in self.publications[self.languages[0].code].rendering.pages:
            self._stand(page, self.languages[0])
        for language in self.languages[1:]:
            self._add_language(files, language, config)
            for base in fallbacks(written, language, self.languages):
                origin = self.standings[base]
                file = File.generated(config, language.prefix + base, content=texts[base])
                files.append(file)
                self.standings[file.src_uri] = Standing(language.code, origin.written_in, base, base)
            for file in media:
                _mirror(files, file, language, config)
        for path in self.standings:
            known = files.get_file_from_path(path)
            if known is not None and parted(path, self.languages)[0] is not self.languages[0]:
                # Each language has a navigation of its own.
                known.inclusion = InclusionLevel.NOT_IN_NAV

    def _forget(self) -> None:
        """Forget what an earlier build kept for its pages: a server may show the same publication with other files."""
        self._steps.clear()
        self._versions.clear()
        self._spoken.clear()

    def add_data(self, files: Files, config: MkDocsConfig) -> list[File]:
        """Add the catalogue of each language as files for programs, and return them.

        What people wrote by hand goes before them.
        """
        added = (
            _add_file(files, language.prefix + name, content, config)
            for language in self.languages
            for name, content in self.data[language.code]
        )
        return [file for file in added if file is not None]

    def add_plain(self, files: Files, config: MkDocsConfig) -> None:
        """Add each page as Markdown, and what leads programs to them."""
        plain: dict[str, Page] = {}
        for prefix, publication in self.by_language:
            rendering = publication.rendering
            plain |= {prefix + page.path: page for page in rendering.pages}
            _add_file(files, prefix + CONTENTS, rendering.contents, config)
        add_twins(files, plain, config)

    def add_search(self, files: Files, maker: IndexMaker, config: MkDocsConfig) -> None:
        """Add the index of each language."""
        assets = self.publications[self.languages[0].code].rendering.assets
        for language in self.languages:
            self.hand[language.code] = [
                hand_written(standing.base, _content(files, path), is_foreign=standing.is_fallback)
                for path, standing in self.standings.items()
                if standing.language == language.code and path not in self.generated
            ]
            files.append(generated(config, index_path(language.code), self.search(language, maker, config)))
            self.workers[language.code] = search_address(language.code, assets)

    def search(self, language: Language, maker: IndexMaker, config: MkDocsConfig) -> Callable[[], bytes]:
        """Return what makes the index of a language."""
        titles = [page.title for page in self.publications[language.code].rendering.pages if page.path == HOME]
        home = titles[0] if titles else language.said(NAME, config.site_name)
        return partial(maker.make, language, self.hand[language.code], home=home)

    def succeed(self, last: Localizing) -> None:
        """Take over what MkDocs has made for the same pages with other words."""
        self.nav, self.navs, self.workers, self.hand = last.nav, last.navs, last.workers, last.hand
        self.standings = dict(last.standings)
        for language in self.languages:
            pages, others = (each.publications[language.code].rendering.pages for each in (self, last))
            for page, other in zip(pages, others, strict=True):
                # A translation may have become one, or be none any more.
                if page.is_fallback is not other.is_fallback:
                    self._stand(page, language)

    def _add_language(self, files: Files, language: Language, config: MkDocsConfig) -> None:
        rendering = self.publications[language.code].rendering
        for page in rendering.pages:
            path = language.prefix + page.path
            self._stand(page, language)
            files.append(generated(config, path, content_of(page, "markdown")))
        for asset in rendering.assets:
            files.append(generated(config, language.prefix + asset.path, content_of(asset, "content")))

    def _stand(self, page: Page, language: Language) -> None:
        path = language.prefix + page.path
        written_in = self.languages[0].code if page.is_fallback else language.code
        self.standings[path] = Standing(language.code, written_in, page.path, page.path if page.is_fallback else path)

    # --------------------------------------------------------------------------------------------------- navigations

    def navigate(self, nav: Navigation, files: Files, config: MkDocsConfig) -> None:
        """Make the navigations of the other languages."""
        self.navs[self.languages[0].code] = nav
        for language in self.languages[1:]:
            own = [file for file in files if file.src_uri.startswith(language.prefix)]
            paths = [file.src_uri for file in own]
            generated = self.publications[language.code].nav
            hand = [path for path in paths if path.endswith(".md") and path not in self.generated]
            below = [path.removeprefix(language.prefix) for path in hand]
            own_nav = translated_nav(self.nav, language)
            wanted = build_nav(generated, below) if own_nav is None else substitute(own_nav, generated)
            for file in own:
                # MkDocs has made pages of them already, with no title from a navigation.
                file.page = None
            local = copy.copy(config)
            local["nav"] = placed_nav(wanted, language, frozenset(paths))
            self.navs[language.code] = get_navigation(Files(own), local)

    # ------------------------------------------------------------------------------------------------------ templates

    def prepare(self, page: SitePage, files: Files, config: MkDocsConfig) -> None:
        """Set what a page says of itself before it is made: its address to be found by, and whether it is to be."""
        standing = self.standings.get(page.file.src_uri)
        if standing is None:
            return
        toc = config.mdx_configs.setdefault("toc", {})
        if self.is_multilingual and toc.get("permalink"):
            toc["permalink_title"] = self.by_code[standing.language].link_title
        if standing.is_fallback:
            page.meta["robots"] = "noindex"
        origin = files.src_uris.get(standing.origin) if standing.origin != page.file.src_uri else None
        if origin is not None and origin.page is not None and page.file.src_uri not in self.generated:
            # Its words are mended where they are written; of a generated page that is known already.
            page.edit_url = origin.page.edit_url
        # The site has a search of its own, which is made from the catalogue.
        page.meta["search"] = {**(page.meta.get("search") or {}), "exclude": True}

    def note(self, page: SitePage) -> str:
        """Return the box that stands above the words of another language, as Markdown; empty where there are none."""
        standing = self.standings.get(page.file.src_uri)
        if standing is None or not standing.is_fallback or page.file.src_uri in self.generated:
            return ""
        return foreign_note(self.by_code[standing.language])

    @cached_property
    def generated(self) -> frozenset[str]:
        """Return the paths of the generated pages."""
        return frozenset(
            language.prefix + page.path
            for language in self.languages
            for page in self.publications[language.code].rendering.pages
        )

    def context(self, context: dict[str, Any], page: SitePage | None, files: Files, config: MkDocsConfig) -> None:
        """Let the templates of a page see it in its own language."""
        standing = self.standings.get(page.file.src_uri) if page else None
        language = self.by_code[standing.language] if standing else self.languages[0]
        self._speak(context, language, config)
        context["leimu"] = told = self._told(page, standing, language, files, config)
        if page and standing and standing.is_fallback and told["canonical"]:
            page.canonical_url = told["canonical"]

    def _speak(self, context: dict[str, Any], language: Language, config: MkDocsConfig) -> None:
        if language.words:
            context["nav"] = self.navs[language.code]
        if language.code not in self._spoken:
            self._spoken[language.code] = self._said(language, config)
        # What templates see of MkDocs's configuration; the configuration itself is that of the whole build.
        context["config"] = Overlaid(config, {**self._spoken[language.code], "extra": self._extra(config)})

    def _said(self, language: Language, config: MkDocsConfig) -> dict[str, Any]:
        """Return what all pages of a language see changed in MkDocs's configuration."""
        theme: dict[str, Any] = {"language": material_language(language.code)}
        if language.words:
            theme["palette"] = self._palette(config.theme.get("palette"), language)
        return {
            "theme": Overlaid(config.theme, theme),
            "site_name": language.said(NAME, config.site_name),
            "site_description": language.said(DESCRIPTION, config.site_description or ""),
            "copyright": language.said(COPYRIGHT, config.copyright or ""),
        }

    def _extra(self, config: MkDocsConfig) -> Mapping[str, Any]:
        """Return ``extra`` with a switch of languages where there are several.

        The theme makes links of a list there, the same on every page; anything else that is true only makes it show
        the switch, which is ours.
        """
        return {**config.extra, "alternate": True} if self.is_multilingual else config.extra

    def _palette(self, schemes: object, language: Language) -> object:
        """Return a palette with the names of its toggles in another language."""
        defaults = {default["toggle"]["icon"]: default["toggle"]["name"] for default in palette(language.code)}
        if not isinstance(schemes, list):
            return schemes
        translated = []
        for scheme in schemes:
            toggle = scheme.get("toggle") or {}
            name = str(toggle.get("name", ""))
            said = language.said(TOGGLE, name)
            named = {**toggle, "name": said if said != name else defaults.get(toggle.get("icon"), name)}
            translated.append({**scheme, "toggle": named} if toggle else scheme)
        return translated

    def _told(
        self, page: SitePage | None, standing: Standing | None, language: Language, files: Files, config: MkDocsConfig
    ) -> dict[str, Any]:
        """Return what the templates of this project know besides MkDocs's own."""
        site = config.site_url or ""
        versions = self.versions(standing.base, files, site) if standing else Versions({}, (), [])
        here = page.url if page else ""
        base = urlsplit(site or "/").path
        links = []
        for other in self.languages if self.is_multilingual else ():
            there = versions.urls.get(other.code, other.prefix)
            # The page of an error has the address of whatever was asked for.
            link = get_relative_url(there, here) if page else base + there
            links.append({**self._offers[language.code, other.code], "link": link})
        canonical = versions.urls.get(standing.written_in, here) if standing and standing.is_fallback else here
        return {
            **self._unchanging[language.code],
            "markdown": basename(twin(page.file)) if page and has_twin(page.file, files) else "",
            "languages": links,
            "alternates": versions.translations,
            "canonical": urljoin(site, canonical) if site and page else "",
            "robots": page.meta.get("robots", "") if page else "",
            "open_graph_others": [self.by_code[code].open_graph for code in versions.real if code != language.code],
            "breadcrumbs": self._breadcrumbs(standing, language, files, site) if site and standing else "",
            "written_in": standing.written_in if standing else language.code,
            "missing": [] if page else [self._missing(each, base) for each in self.languages],
        }

    @cached_property
    def _unchanging(self) -> dict[str, dict[str, Any]]:
        """What all pages of a language are told, by its code."""
        return {
            language.code: {
                "language": language.code,
                "worker": self.workers.get(language.code, ""),
                "prefix": language.prefix,
                "feed": self._feed(language),
                "open_graph": language.open_graph,
                "squeezed": squeezed,
            }
            for language in self.languages
        }

    @cached_property
    def _offers(self) -> dict[tuple[str, str], dict[str, Any]]:
        """What a page in one language says of itself in another, by their codes."""
        return {
            (language.code, other.code): {
                "code": other.code,
                "name": other.name,
                "current": other is language,
                "offer": other.say("This page is available in your language"),
                "go": other.say("Read it"),
                "stay": language.say("Stay here"),
            }
            for language in self.languages
            for other in self.languages
        }

    def _feed(self, language: Language) -> dict[str, str] | None:
        """Return the feed in a language: its path in the site, and its title."""
        feed = self.publications[language.code].rendering.feed
        return {"path": language.prefix + feed[0], "title": feed[1]} if feed else None

    def _breadcrumbs(self, standing: Standing, language: Language, files: Files, site: str) -> str:
        """Return the way from the home page to a page as schema.org's BreadcrumbList, in JSON safe for a page."""
        folders = standing.base.split("/")[:-1]
        above = [HOME, *("/".join([*folders[: depth + 1], HOME]) for depth in range(len(folders)))]
        paths = dict.fromkeys((*above, standing.base))
        steps = [step for path in paths if (step := self._step(language.prefix + path, files, site))]
        listed = [{"@type": "ListItem", "position": number, **step} for number, step in enumerate(steps, start=1)]
        data = {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": listed}
        # Nothing in it may end the element that it stands in.
        return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")

    def _step(self, path: str, files: Files, site: str) -> dict[str, str] | None:
        """Return a page as a step of the way to others; None where there is none."""
        if path not in self._steps:
            file = files.src_uris.get(path)
            if file is None or file.page is None:
                return None
            title = self.titles.get(path) or unescape(str(file.page.title or ""))
            self._steps[path] = {"name": title, "item": urljoin(site, file.url)}
        return self._steps[path]

    @cached_property
    def titles(self) -> dict[str, str]:
        """The titles of the generated pages by their paths."""
        return {
            prefix + page.path: page.title
            for prefix, publication in self.by_language
            for page in publication.rendering.pages
        }

    def _missing(self, language: Language, base: str) -> dict[str, str]:
        """Return what the page of an error says in one language."""
        say = language.say
        return {
            "code": language.code,
            "prefix": base + language.prefix,
            "title": say("This page does not exist"),
            "text": say("It may have moved. Search for what you need, or begin at the home page."),
            "home": say("Home"),
        }

    def versions(self, base: str, files: Files, site: str) -> Versions:
        """Return a page in all languages, by its path in that of the sources."""
        if base not in self._versions:
            self._versions[base] = self._find_versions(base, files, site)
        return self._versions[base]

    def _find_versions(self, base: str, files: Files, site: str) -> Versions:
        paths = {language.code: language.prefix + base for language in self.languages}
        urls = {code: files.src_uris[path].url for code, path in paths.items() if path in files.src_uris}
        others = (self.standings.get(path) for path in paths.values())
        real = [other.language for other in others if other and not other.is_fallback]
        if not site or len(real) < 2:  # noqa: PLR2004 - itself and another
            return Versions(urls, real, [])
        default = self.languages[0].code
        codes = {**{code: code for code in real}, **({"x-default": default} if default in real else {})}
        absolute = {code: urljoin(site, urls[code]) for code in real}
        return Versions(urls, real, [{"code": name, "link": absolute[code]} for name, code in codes.items()])

    def write_error_pages(self, env: jinja2.Environment, files: Files, config: MkDocsConfig) -> None:
        """Write the error page of each language, for servers that can have one a directory."""
        for language in self.languages[1:]:
            base = urlsplit(config.site_url or "/").path
            context: dict[str, Any] = dict(get_context(self.navs[language.code], files, config, base_url=base))
            self._speak(context, language, config)
            context["leimu"] = self._told(None, None, language, files, config)
            text = env.get_template(ERROR_PAGE).render(context)
            write_file(text.encode("utf-8"), str(Path(config.site_dir) / language.prefix / ERROR_PAGE))

    def sitemap(self, files: Files, config: MkDocsConfig) -> list[dict[str, Any]]:
        """Return the pages that search engines are to find, each with its translations."""
        site = config.site_url
        listed = []
        for file in files.documentation_pages():
            standing = self.standings.get(file.src_uri)
            if not site or (standing and standing.is_fallback):
                continue
            links = self.versions(standing.base, files, site).translations if standing else []
            listed.append({"link": urljoin(site, file.url), "alternates": links})
        return listed


def _add_file(files: Files, path: str, content: Content, config: MkDocsConfig) -> File | None:
    """Add a file for programs, and return it; what people wrote by hand goes before it, and the build says so."""
    known = files.get_file_from_path(path)
    if known is not None and known.dest_uri == path:
        said = _("{path} is published instead of the generated file: rename it to have both")
        log.warning("%s", said.format(path=path))
        return None
    if known is not None:
        # Only the way from a translation to a file of the original's: this language has a file of its own.
        files.remove(known)
    added = generated(config, path, content)
    files.append(added)
    return added


def _content(files: Files, path: str) -> str:
    file = files.get_file_from_path(path)
    return file.content_string if file else ""


def _mirror(files: Files, file: File, language: Language, config: MkDocsConfig) -> None:
    """Let the pages of a language find a picture where the original has it; the file itself is there once."""
    path = language.prefix + file.src_uri
    if file.src_uri.startswith(language.prefix) or files.get_file_from_path(path) is not None:
        return
    twin = File(path, file.src_dir, config.site_dir, use_directory_urls=False, dest_uri=file.dest_uri)
    twin.abs_src_path = file.abs_src_path
    files.append(twin)
