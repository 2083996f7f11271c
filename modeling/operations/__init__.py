"""Operations: the only way a board changes (`docs/protocol.md`)."""

from modeling.operations.board import SetBoard
from modeling.operations.decisions import AnswerQuestion, DecideContext, DecideLink, PinExtraction
from modeling.operations.definitions import SetExample, SetType
from modeling.operations.element_properties import SetElement, SetLabel
from modeling.operations.elements import AddElements, MoveElements, RemoveElements
from modeling.operations.frames import AddFrames, MoveFrames, RemoveFrames, SetFrame
from modeling.operations.links import AddLinks, RemoveLinks, SetLink
from modeling.operations.membership import JoinFrame, LeaveFrame
from modeling.operations.operation import NOTHING, OPERATIONS, Operation, Refused, parse_operation, parse_sent
from modeling.operations.performing import Performed, perform, perform_all, take_back
from modeling.operations.stamps import Entry, Stamp, Stamps
from modeling.operations.undo import UndoPlan, plan_undo

__all__ = [
    "NOTHING",
    "OPERATIONS",
    "AddElements",
    "AddFrames",
    "AddLinks",
    "AnswerQuestion",
    "DecideContext",
    "DecideLink",
    "Entry",
    "JoinFrame",
    "LeaveFrame",
    "MoveElements",
    "MoveFrames",
    "Operation",
    "Performed",
    "PinExtraction",
    "Refused",
    "RemoveElements",
    "RemoveFrames",
    "RemoveLinks",
    "SetBoard",
    "SetElement",
    "SetExample",
    "SetFrame",
    "SetLabel",
    "SetLink",
    "SetType",
    "Stamp",
    "Stamps",
    "UndoPlan",
    "parse_operation",
    "parse_sent",
    "perform",
    "perform_all",
    "plan_undo",
    "take_back",
]
