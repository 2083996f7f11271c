"""Just enough English to tell “Order placed” from “Place order”, and never to quarrel with another language.

Every judgement has three answers: True, False and None for “cannot tell”. Callers stay silent on None. Labels may be
written “Order placed”, “OrderPlaced” or “order_placed”.
"""

from __future__ import annotations

import re
from functools import lru_cache

_CAMEL = re.compile(r"(?<=[a-zß-öø-ÿ0-9])(?=[A-ZÀ-Þ])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")

#: Irregular verbs of business English: base form → past forms (past tense and participle).
_IRREGULAR_TEXT = """
be:was,were,been become:became,become begin:began,begun bid:bid bind:bound bring:brought break:broke,broken
build:built buy:bought catch:caught choose:chose,chosen come:came,come cost:cost cut:cut deal:dealt do:did,done
draw:drew,drawn drive:drove,driven fall:fell,fallen feed:fed find:found fly:flew,flown forbid:forbade,forbidden
forget:forgot,forgotten freeze:froze,frozen get:got,gotten give:gave,given go:went,gone grow:grew,grown
have:had hear:heard hide:hid,hidden hit:hit hold:held keep:kept know:knew,known lay:laid lead:led leave:left
lend:lent let:let lose:lost make:made mean:meant meet:met override:overrode,overridden pay:paid prove:proved,proven
put:put quit:quit read:read rebuild:rebuilt redo:redid,redone resend:resent reset:reset rewrite:rewrote,rewritten
ride:rode,ridden ring:rang,rung rise:rose,risen run:ran,run see:saw,seen seek:sought sell:sold send:sent set:set
shake:shook,shaken show:showed,shown shut:shut sign:signed sink:sank,sunk speak:spoke,spoken spend:spent split:split
stand:stood steal:stole,stolen stick:stuck strike:struck swap:swapped take:took,taken teach:taught tell:told
think:thought throw:threw,thrown undo:undid,undone understand:understood undertake:undertook,undertaken
overtake:overtook,overtaken withdraw:withdrew,withdrawn withhold:withheld win:won write:wrote,written
overdraw:overdrew,overdrawn oversell:oversold upset:upset outbid:outbid rerun:reran,rerun arise:arose,arisen
""".split()
IRREGULAR = {entry.split(":")[0]: tuple(entry.split(":")[1].split(",")) for entry in _IRREGULAR_TEXT}
_PAST = frozenset(past for forms in IRREGULAR.values() for past in forms)

#: Base forms that begin a command. Words that are as often nouns (“order”, “stock”) are left out on purpose.
_VERBS = frozenset(
    """
abort accept acknowledge activate add adjust advance allocate amend announce apply appoint approve archive ask assess
assign attach authenticate authorise authorize begin block book borrow bring build buy calculate call cancel capture
change charge check choose claim classify clean clear close collect combine commit compensate complete compute confirm
connect consume convert correct create credit deactivate debit decide decline decrease deduct define delete deliver
deny deposit detach determine disable disconnect dispatch display distribute draft drop edit enable end enrol enroll
ensure enter escalate estimate evaluate execute expire export extend fetch fill find finish fix flag forward freeze
fulfil fulfill generate get give grant handle hire hold identify import include increase inform initiate insert
inspect install invite invoke join keep lend lock log make manage mark merge migrate modify move notify obtain offer
onboard open override pack pause pay perform pick place plan post prepare print process produce propose provide publish
put raise read reassign rebook recalculate receive recommend record redeem reduce refund refuse register reject release
remind remove rename renew reopen repair replace reply report request reschedule reserve reset resolve restart restock
restore resume retrieve retry return reverse revert review revise revoke run save scan schedule search select sell send
set settle ship show sign start stop store submit subscribe suggest suspend switch sync take terminate tell track
transfer trigger try turn undo unlock unsubscribe update upgrade upload use validate verify view void vote withdraw
write
""".split()
)

#: Small words that make a label evidently English (beside the verbs above and the past forms).
_PLAIN = frozenset(
    """
the of to for with by from and not is are has have been was were be a an on at in into than its their
new ready overdue due available unavailable this that these those which when whenever who whose
""".split()
)

_NOT_PARTICIPLES = frozenset("need feed seed speed bed red hundred shed breed weed deed indeed exceed proceed".split())
_AUXILIARIES = frozenset("is are was were has have had been became got".split())
#: Words that tell a state that was reached, as in “Order ready”, “Payment overdue”.
_STATES = frozenset(
    "ready due overdue late available unavailable online offline complete empty full live over below above down".split()
)
_NOUN_ENDINGS = ("ment", "tion", "sion", "ance", "ence", "ness", "ship", "ity")

_FOREIGN_WORDS = frozenset(
    """
der die das den dem des ein eine einen wurde wird ist und nicht von fuer zum zur beim auf aus bei mit
le la les un une des du est pas avec pour dans sur et el los las una es del para por y al
il lo gli della di che het een van niet met voor op en werd o os as um uma do da foi com para det og har blev ble
""".split()
) - {"as", "do", "on", "met", "is", "op"}
#: How other languages end or build the words that our past tense ends with “-ed”.
_FOREIGN_PARTICIPLE = re.compile(
    r"(?:ab|an|auf|aus|be|bei|ein|fest|frei|her|hin|los|mit|nach|um|vor|weg|zu|zurück|zusammen|op|uit|in|aan|af)?ge\w{2,}(?:t|en|d)$"
    r"|\w+(?:iert|iement)$|\w{3,}ad$|\w+(?:ado|ada|ados|adas|ido|ida|idos|idas)$|\w+(?:ato|ata|ati|ate|uto|uta|ito)$|\w+(?:ee|ees)$"
    r"|(?:ver|be|ent|er|zer)\w{3,}(?:t|en)$"
)
_FOREIGN_NOUN = re.compile(r"\w{3,}(?:ung|heit|keit|schaft|ción|ção|zione|ering)$")
_ENGLISH_LOOKALIKES = frozenset(
    """load read lead road thread spread upload download workload payload head ad
    employee employees fee fees coffee committee guarantee guarantees attendee payee referee trustee assignee
    engineering ordering offering metering wandering gathering lettering private update date rate create template
    certificate candidate duplicate estimate state credit deposit debit limit profit unit audit visit permit submit
    commit edit exit recruit transit corporate affiliate mandate rebate delegate aggregate coordinate intermediate
    tornado avocado event want different content represent element agent document best test request berth
    better ending enter entity generate gate gated germ gem gent gift budget beaten eaten essen begun behest
    client patient recent present percent student department environment veto photo auto verify certificates""".split()
)


@lru_cache(maxsize=32_768)
def words(label: str) -> tuple[str, ...]:
    """The words of a label, lower case: “OrderPlaced” and “Order placed” give the same."""
    return tuple(found.casefold() for found in _WORD.findall(_CAMEL.sub(" ", label)))


@lru_cache(maxsize=8_192)
def past_forms(verb: str) -> frozenset[str]:
    """The past forms of a base form: “reserve” → reserved, “cancel” → canceled and cancelled, “pay” → paid."""
    if verb in IRREGULAR:
        return frozenset(IRREGULAR[verb])
    if verb.endswith("e"):
        return frozenset({verb + "d"})
    if re.search(r"[^aeiou]y$", verb):
        return frozenset({verb[:-1] + "ied"})
    forms = {verb + "ed"}
    if re.search(r"[aeiou][bcdfghjklmnpqrstvz]$", verb):
        forms.add(verb + verb[-1] + "ed")
    return frozenset(forms)


def is_past_form(word: str) -> bool:
    """Whether one word can be a past form."""
    return word in _PAST or (word.endswith("ed") and len(word) > 3 and word not in _NOT_PARTICIPLES)


@lru_cache(maxsize=32_768)
def is_english(label: str) -> bool | None:
    """True with evidence of English, False with evidence of another language, None without any."""
    found = words(label)
    if any(not word.isascii() for word in found):
        return False
    foreign = [
        word
        for word in found
        if word not in _ENGLISH_LOOKALIKES
        and word not in _PLAIN
        and word not in _VERBS
        and not is_past_form(word)
        and (word in _FOREIGN_WORDS or _FOREIGN_PARTICIPLE.match(word) or _FOREIGN_NOUN.match(word))
    ]
    if foreign:
        return False
    return True if any(word in _PLAIN or word in _VERBS or is_past_form(word) for word in found) else None


@lru_cache(maxsize=32_768)
def is_past_tense(label: str) -> bool | None:
    """Whether an event's label says that something has happened; None where it is not evidently English."""
    found = words(label)
    if any(is_past_form(word) and not _starts_command(found, at) for at, word in enumerate(found)):
        return True
    if _AUXILIARIES.intersection(found) or _STATES.intersection(found[1:]):
        return True
    return False if is_english(label) else None


def _starts_command(found: tuple[str, ...], at: int) -> bool:
    """“Read meter”, “Set price”: a form that is also a base form, in front of its object, is no past tense."""
    return at == 0 and len(found) > 1 and found[0] in _VERBS


@lru_cache(maxsize=32_768)
def is_imperative(label: str) -> bool | None:
    """Whether a command's label asks for something to be done; None where that cannot be told."""
    found = words(label)
    if not found or is_english(label) is not True:
        return None
    first, last = found[0], found[-1]
    if first in _VERBS or first in IRREGULAR:
        return True
    if first.endswith("ing") and len(first) > 5:
        return False
    if is_past_form(last) and "as" not in found:
        return False
    if any(first == verb + "s" or first == verb + "es" for verb in _VERBS):
        return None if len(found) == 1 else not (len(found) > 1 and first not in _PLAIN)
    return False if last.endswith(_NOUN_ENDINGS) and first in _PLAIN else None


def names_a_thing(label: str) -> bool:
    """Whether a label ends with a word such as “payment” or “registration” and begins with no verb."""
    found = words(label)
    return bool(found) and found[-1].endswith(_NOUN_ENDINGS) and found[0] not in _VERBS and found[0] not in IRREGULAR


@lru_cache(maxsize=32_768)
def answers(event: str, command: str) -> bool:
    """Whether an event's label names the outcome of a command: “Item reserved” for “Reserve item”.

    The command's verb must occur in a past form, or as a word of the same stem of at least five letters
    (“Reservation failed”). Where both name a thing, verb alone is enough: “Payment taken” for “Take payment”.
    """
    asked, told = words(command), words(event)
    if not asked or not told:
        return False
    verb = asked[0]
    if past_forms(verb).intersection(told):
        return True
    stem = verb.rstrip("e")
    return len(stem) >= 5 and any(word.startswith(stem) for word in told)


#: Which verbs usually take back which: for suggestions, never for decisions.
_UNDOES = {
    "reserve": "release free cancel unreserve",
    "take": "refund return give",
    "charge": "refund",
    "pay": "refund",
    "authorise": "reverse void cancel",
    "authorize": "reverse void cancel",
    "book": "cancel release unbook",
    "create": "cancel delete remove reject void undo",
    "place": "cancel withdraw reject",
    "approve": "revoke",
    "lock": "unlock release",
    "hold": "release unhold",
    "add": "remove",
    "deduct": "credit return refund restore",
    "debit": "credit refund",
    "withdraw": "deposit return",
    "ship": "recall return",
    "allocate": "deallocate release free",
    "assign": "unassign release",
    "schedule": "unschedule cancel",
    "start": "stop abort cancel",
    "open": "close",
    "issue": "revoke withdraw cancel",
    "grant": "revoke",
    "subscribe": "unsubscribe cancel",
    "register": "unregister cancel remove",
    "lend": "return take",
    "enrol": "withdraw unenrol",
    "enroll": "withdraw unenroll",
    "send": "recall",
}


def undoes(command: str, done: str) -> bool:
    """Whether `command` looks like the taking back of `done`: “Release reservation” for “Reserve item”."""
    verb, other = words(command)[:1], words(done)[:1]
    if not verb or not other or command == done:
        return False
    if verb[0] in {"undo", "cancel", "reverse", "revert"} and set(words(done)) <= set(words(command)):
        return True
    return verb[0] in _UNDOES.get(other[0], "").split()


#: What a failure is told with: “Payment declined”, “Reservation failed”.
_FAILURES = frozenset(
    """failed fail failure declined rejected refused denied cancelled canceled expired aborted insufficient unavailable
    invalid error timeout missed lost returned undone bounced""".split()
)


def tells_failure(event: str) -> bool:
    """Whether an event's label tells that something did not work out."""
    return any(word in _FAILURES for word in words(event))


_GIVES_UP = frozenset("reject cancel decline refuse deny abort release refund revoke undo reverse void fail".split())


def gives_up(command: str) -> bool:
    """Whether a command's label asks to stop or take back rather than to go on: “Reject order”."""
    return bool(_GIVES_UP.intersection(words(command)[:1]))
