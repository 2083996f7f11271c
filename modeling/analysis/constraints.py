"""What people said about who belongs together: frames, answers, and what follows from them.

"Same" is transitive, and "separate" holds between everything that is the same as either side. Elements of one accepted
frame are the same, elements of two accepted frames are separate. What is said later outweighs what was said before,
frames outweigh answers; an answer that cannot hold beside the others is left out and named by a finding (A1). Contexts
to which people gave different names they told apart: that holds as far as frames and answers do not join them.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, replace

from modeling.findings import Finding, Severity
from modeling.flow import listed, quoted
from modeling.kinds import UNCLUSTERED
from modeling.model import Decisions, Frame, Model

CONTRADICTION = "A1"
CONTEXT_FRAME = "bounded_context"


class Belief:
    """Who is the same as whom and who is apart from whom, closed under both. Elements never mentioned are on their own.

    Union–find; the smaller id leads, so the order in which things are learnt does not show in the result.
    """

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self._apart: dict[str, set[str]] = {}
        self._frame: dict[str, str] = {}
        self._names: dict[str, frozenset[str]] = {}

    def copy(self) -> Belief:
        twin = Belief()
        twin._parent = dict(self._parent)
        twin._apart = {name: set(others) for name, others in self._apart.items()}
        twin._frame = dict(self._frame)
        twin._names = dict(self._names)
        return twin

    def find(self, name: str) -> str:
        parent = self._parent
        while (above := parent.get(name, name)) != name:
            parent[name] = parent.get(above, above)
            name = above
        return name

    def same(self, one: str, other: str) -> bool:
        return self.find(one) == self.find(other)

    def apart(self, one: str, other: str) -> bool:
        """Whether the two are known to be separate."""
        first, second = self.find(one), self.find(other)
        if second in self._apart.get(first, ()):
            return True
        mine, theirs = self._frame.get(first), self._frame.get(second)
        if mine is not None and theirs is not None and mine != theirs:
            return True
        named, called = self._names.get(first), self._names.get(second)
        return named is not None and called is not None and named.isdisjoint(called)

    def join(self, one: str, other: str) -> bool:
        """Makes the two the same; False, and nothing happens, where they are apart."""
        first, second = sorted((self.find(one), self.find(other)))
        if first == second:
            return True
        if self.apart(first, second):
            return False
        self._parent[second] = first
        for enemy in self._apart.pop(second, set()):
            self._apart[enemy].discard(second)
            self._apart[enemy].add(first)
            self._apart.setdefault(first, set()).add(enemy)
        if (frame := self._frame.pop(second, None)) is not None:
            self._frame[first] = frame
        if (names := self._names.pop(second, None)) is not None:
            self._names[first] = names | self._names.get(first, frozenset())
        return True

    def part(self, one: str, other: str) -> bool:
        """Makes the two separate; False, and nothing happens, where they are the same."""
        first, second = self.find(one), self.find(other)
        if first == second:
            return False
        self._apart.setdefault(first, set()).add(second)
        self._apart.setdefault(second, set()).add(first)
        return True

    def accept(self, element: str, frame: str) -> None:
        """Says that an element nobody spoke of yet is in an accepted context."""
        self._frame[element] = frame

    def call(self, element: str, name: str) -> None:
        """Says what the context that holds the element is called: one that has only other names is another one."""
        leader = self.find(element)
        self._names[leader] = self._names.get(leader, frozenset()) | {name}

    def divided(self, elements: Iterable[str]) -> bool:
        """Whether any two of the elements are apart. Cost: quadratic in those that anything was said of."""
        spoken_of = self._apart.keys() | self._frame.keys() | self._names.keys()
        leaders = sorted({leader for name in elements if (leader := self.find(name)) in spoken_of})
        return any(self.apart(one, other) for at, one in enumerate(leaders) for other in leaders[at + 1 :])

    def answered_apart(self) -> list[tuple[str, str]]:
        """Pairs of leaders that an answer keeps apart, smaller first, sorted."""
        return sorted((one, other) for one, others in self._apart.items() for other in others if one < other)

    def frame(self, element: str) -> str | None:
        """The accepted context that holds the element or anything that is the same as it."""
        return self._frame.get(self.find(element))


@dataclass(frozen=True, slots=True)
class Said:
    """One answer of the document, on two clustered elements."""

    one: str
    other: str
    same: bool
    by: str = ""


@dataclass(frozen=True)
class Constraints:
    """The belief that the decisions and frames give, the answers that hold, those given more than once (once for each
    time after the first), and findings on those that do not hold."""

    belief: Belief
    held: tuple[Said, ...]
    repeated: tuple[Said, ...]
    frame_of: dict[str, str]
    findings: tuple[Finding, ...]


def constraints(model: Model) -> Constraints:
    """What people decided about who belongs together. Cost: near linear in frames' members and answers."""
    belief = Belief()
    frame_of = accepted_frames(model)
    leaders: dict[str, str] = {}
    for element in sorted(frame_of):
        frame = frame_of[element]
        belief.accept(element, frame)
        belief.join(leaders.setdefault(frame, element), element)
    held: list[Said] = []
    findings: list[Finding] = []
    for said in _newest_first(model):
        fits = belief.join(said.one, said.other) if said.same else belief.part(said.one, said.other)
        if fits:
            held.append(said)
        else:
            findings.append(_contradiction(model, said, held, frame_of))
    for decision in model.decisions.contexts:
        name = " ".join(decision.name.split()).casefold()
        if name and _clustered(model, decision.anchor):
            belief.call(decision.anchor, name)
    return Constraints(belief, tuple(held), _repeated(model), frame_of, tuple(findings))


def accepted_frames(model: Model) -> dict[str, str]:
    """Clustered element id → id of the innermost bounded context that holds it, directly or through other frames."""
    chosen: dict[str, tuple[int, str]] = {}
    for frame in model.frames.values():
        if frame.kind != CONTEXT_FRAME:
            continue
        for element, depth in _members(model, frame).items():
            if model.elements[element].kind not in UNCLUSTERED:
                rank = (depth, frame.id)
                chosen[element] = min(chosen.get(element, rank), rank)
    return {element: frame for element, (_, frame) in chosen.items()}


def _members(model: Model, frame: Frame) -> dict[str, int]:
    """Element id → through how many frames it is held."""
    found: dict[str, int] = {}
    seen = {frame.id}
    waiting = deque([(frame, 0)])
    while waiting:
        here, depth = waiting.popleft()
        for member in here.elements:
            if member in model.elements:
                found.setdefault(member, depth)
            elif member in model.frames and member not in seen:
                seen.add(member)
                waiting.append((model.frames[member], depth + 1))
    return found


def _answers(model: Model) -> list[Said]:
    """What holds of the two lists, in document order, on clustered elements only."""
    decisions = model.decisions
    return [
        Said(min(one, other), max(one, other), same)
        for same, pairs in ((True, decisions.same_context), (False, decisions.separate_context))
        for one, other in pairs
        if one != other and _clustered(model, one) and _clustered(model, other)
    ]


def _repeated(model: Model) -> tuple[Said, ...]:
    seen: set[tuple[str, str]] = set()
    again = []
    for said in _answers(model):
        if (said.one, said.other) in seen:
            again.append(said)
        seen.add((said.one, said.other))
    return tuple(again)


def _newest_first(model: Model) -> list[Said]:
    """What holds, the weightiest first: recorded answers, newest first, then the others, by how often they were
    given.
    """
    recorded = _recorded(model.decisions)
    times = Counter(_answers(model))

    def rank(said: Said) -> tuple[int, int, bool, str, str]:
        place = recorded.get((frozenset((said.one, said.other)), said.same), (-1, ""))[0]
        # Without a record, "separate" before "same": keeping apart what belongs together costs less than the reverse.
        return (-place, -times[said], said.same, said.one, said.other)

    return [
        replace(said, by=recorded.get((frozenset((said.one, said.other)), said.same), (-1, ""))[1])
        for said in sorted(times, key=rank)
    ]


def _recorded(decisions: Decisions) -> dict[tuple[frozenset[str], bool], tuple[int, str]]:
    """(pair, verdict) → (place in the list of answers, who said it); the last record of each counts."""
    return {
        (frozenset(answer.elements), answer.same): (place, answer.by) for place, answer in enumerate(decisions.answers)
    }


def _clustered(model: Model, element: str) -> bool:
    return element in model.elements and model.elements[element].kind not in UNCLUSTERED


def _contradiction(model: Model, said: Said, held: Iterable[Said], frame_of: dict[str, str]) -> Finding:
    """The finding that names an answer and what it contradicts."""
    one, other = (quoted(model.elements[name]) for name in (said.one, said.other))
    who = f"{said.by} said" if said.by else "An answer says"
    verdict = "belong together" if said.same else "are separate"
    against = [_told(model, step) for step in _reason(said, list(held), frame_of)]
    if not against:
        against = ["the accepted contexts on the board"]
    message = (
        f"{who} that {one} and {other} {verdict}, but that contradicts what holds: {listed(against, 6)}. "
        "The last word wins, so this answer is left out."
    )
    return Finding(CONTRADICTION, Severity.WARNING, said.one, message, "Take one of these answers back.")


def _told(model: Model, said: Said) -> str:
    one, other = (quoted(model.elements[name]) for name in (said.one, said.other))
    return f"{one} {'with' if said.same else 'apart from'} {other}" + (f" ({said.by})" if said.by else "")


def _reason(said: Said, held: list[Said], frame_of: dict[str, str]) -> list[Said]:
    """The answers that `said` cannot hold beside: a path of "same" between its ends, with one "separate" if it says
    same.
    """
    beside: dict[str, list[tuple[str, Said | None]]] = defaultdict(list)
    for step in held:
        beside[step.one].append((step.other, step))
        beside[step.other].append((step.one, step))
    for element, frame in frame_of.items():
        beside[element].append((f"frame {frame}", None))
        beside[f"frame {frame}"].append((element, None))
    start = (said.one, False)
    came: dict[tuple[str, bool], tuple[tuple[str, bool], Said | None]] = {}
    waiting = deque([start])
    goal = (said.other, said.same)
    while waiting and goal not in came:
        here, crossed = waiting.popleft()
        for there, link in beside[here]:
            separates = link is not None and not link.same
            if separates and (crossed or not said.same):
                continue
            place = (there, crossed or separates)
            if place != start and place not in came:
                came[place] = ((here, crossed), link)
                waiting.append(place)
    path: list[Said] = []
    at = goal
    while at in came:
        at, passed = came[at]
        if passed is not None:
            path.append(passed)
    return path[::-1]
