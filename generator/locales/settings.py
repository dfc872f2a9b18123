"""The languages of a site, as a project names them in its mkdocs.yml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from generator.messages import gettext as _

if TYPE_CHECKING:
    from pathlib import Path

CODE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""How a locale is written: as in ``<html lang>``."""
PHRASES: Final = "s2twp"
"""OpenCC's configuration for texts: the words of Taiwan too, 網路 for 网络."""
CONFIGURATIONS: Final = {"s2twp": "s2tw", "s2hk": "s2hk", "s2tw": "s2tw", "s2t": "s2t"}
"""The configuration for names, by that for texts: a name is written in other characters, not said in other words."""
_BY_LOCALE: Final = {"zh-Hant": PHRASES, "zh-TW": PHRASES, "zh-HK": "s2hk", "zh-MO": "s2hk"}
_OPTIONS: Final = ("name", "opencc", "floor")
_WHOLE: Final = 100


@dataclass(frozen=True, slots=True)
class Locale:
    """A language of the site, besides that of the sources."""

    code: str
    """As in ``<html lang>``: ``en``, ``zh-Hant``; also the directory of its pages."""
    name: str
    """What it calls itself: 繁體中文."""
    file: Path
    """Its PO file, which need not be there."""
    opencc: str | None = None
    """The configuration by which OpenCC makes what the file does not translate."""
    floor: float | None = None
    """How many of a hundred strings must be translated."""


def read_locales(value: object, directory: Path) -> tuple[Locale, ...]:
    """Return the languages that a project's settings name; PO files lie in ``directory``.

    Raises:
        ValueError: what cannot be used, in words.
    """
    if isinstance(value, list):
        # Pairs and no mapping yet: a list has no place among the keys of one, and is refused by name below.
        given = [pair for item in value for pair in (item.items() if isinstance(item, dict) else [(item, None)])]
    elif isinstance(value, dict):
        given = list(value.items())
    else:
        said = _("expected a list of locales, found {value!r}; write [zh-Hant, en]")
        raise ValueError(said.format(value=value))  # noqa: TRY004 - a setting that cannot be used, whatever its type
    locales = [_locale(code, options, directory) for code, options in given]
    # A locale named twice is as the last says, in the place of the first.
    return tuple({locale.code: locale for locale in locales}.values())


def _locale(code: object, options: object, directory: Path) -> Locale:
    if not isinstance(code, str) or not CODE.fullmatch(code):
        raise ValueError(_("{text!r} is no locale; write it as in zh or zh-TW").format(text=code))
    if options is not None and not isinstance(options, dict):
        raise ValueError(_("{code}: expected options, found {value!r}").format(code=code, value=options))
    options = options or {}
    for key in options:
        if key not in _OPTIONS:
            said = _("{code}: there is no option {name!r}. Use one of {valid}")
            raise ValueError(said.format(code=code, name=str(key), valid=", ".join(_OPTIONS)))
    return Locale(
        code,
        str(options.get("name") or own_name(code)),
        directory / f"{code}.po",
        _opencc(code, options),
        _floor(code, options.get("floor")),
    )


def _opencc(code: str, options: dict[str, Any]) -> str | None:
    """Return the configuration of a locale; ``opencc: off`` is none."""
    if "opencc" not in options:
        return _BY_LOCALE.get(code)
    name = options["opencc"]
    if name is None or name is False:
        return None
    if not isinstance(name, str) or name not in CONFIGURATIONS:
        said = _("{code}: opencc: {name!r} is no configuration. Use one of {valid}")
        raise ValueError(said.format(code=code, name=name, valid=", ".join(CONFIGURATIONS)))
    return name


def _floor(code: str, value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _WHOLE:
        raise ValueError(
            _("{code}: floor: expected a number from 0 to 100, found {value!r}").format(code=code, value=value)
        )
    return float(value)


def own_name(code: str) -> str:
    """Return what a language calls itself: 简体中文, English; its code where nobody knows."""
    import babel  # noqa: PLC0415 - only a site asks

    wanted = {"zh": "zh_Hans", "zh-CN": "zh_Hans", "zh-TW": "zh_Hant"}.get(code, code.replace("-", "_"))
    try:
        locale = babel.Locale.parse(wanted)
    except (ValueError, babel.UnknownLocaleError):
        return code
    name = locale.languages.get(wanted) or locale.get_display_name(wanted) or code
    return name[:1].upper() + name[1:]
