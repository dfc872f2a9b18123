"""The reasons for which the meaning of a requirement stays open, each a clause that a message can end with."""

from __future__ import annotations

from typing import Final

from generator.messages import noted

UNSAID: Final = noted("nothing says whether all of these papers are asked for or one of them")
MIXED: Final = noted("words for 'and' and for 'or' stand side by side, and nothing says which binds first")
ROW_AND_LIST: Final = noted("nothing says how this paper and the list below it belong together")
CHOICE_OF_JOINED: Final = noted("a choice is made from papers that a word for 'and' joins")
CHOICE_BUT_JOINED: Final = noted("a choice is asked for, but the papers are joined by a word for 'and'")
CONDITION: Final = noted("a condition changes which papers are asked for")
OPTIONAL_COUNTED: Final = noted("a paper that may be left out is counted all the same")
OPTIONAL_LEFT_OUT: Final = noted("a paper that may be left out is not counted")
NO_PAPER: Final = noted("no paper could be found in it")
NO_KIND: Final = noted("no word of it says what kind of paper it is")
NOT_JOINED: Final = noted("what a connector joins here is no paper that is known")
NO_NAME: Final = noted("a pair of 《》 holds no name")
SEVERAL_ROWS: Final = noted("several rows of the table state requirements, and all are read as required together")
TOO_LONG: Final = noted("the text is too long; the rest of it is not read")
LISTS_TOO_DEEP: Final = noted("lists are nested too deep to follow")
GROUPS_TOO_DEEP: Final = noted("groups are nested too deep to follow")
