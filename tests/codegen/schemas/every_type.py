"""A system whose messages have a field of every type, names that are keywords, and text that tries to break out."""

from __future__ import annotations

from codegen import ir
from codegen.ir import Context, Event, Field, Name, Symbol, System, Type, ValueType
from modeling.model import Model

NASTY = (
    'quotes " and \' and """ and \\ and ${x} and {{ y }} and\nnew: line # and <b> and 日本語 \u2028 & *x \x00\x1b */ ?>'
)


def name(*words: str, text: str = "") -> Name:
    return Name(text or " ".join(words), words)


def field(wire: str, kind: Type, required: bool = True, description: str = "", personal: bool = False) -> Field:
    return Field(name(wire.lower()), wire, kind, required, description, personal=personal)


STRING = Type("string")
SCALARS = "string int long double boolean uuid date time timestamp duration money bytes".split()

LINE = ValueType("line", name("order", "line"), (field("sku", STRING), field("note", STRING, required=False)))
CHANNEL = ValueType("channel", name("channel"), symbols=(Symbol(name("web"), "web"), Symbol(name("class"), "class")))
TREE = ValueType("tree", name("tree"), (field("left", Type("record", True, target="tree"), required=False),))
EMPTY = ValueType("empty", name("empty"))
MONEY = ValueType("money", name("money"), (field("coins", Type("int")),))  # named as the built-in type

FIELDS = (
    *(field(kind, Type(kind)) for kind in SCALARS),
    *(field(f"{kind}OrNull", Type(kind, nullable=True)) for kind in SCALARS),
    *(field(f"{kind}Maybe", Type(kind), required=False) for kind in SCALARS),
    field("price", Type("decimal", precision=12, scale=2), description=NASTY),
    field("whole", Type("decimal", precision=5, scale=0)),
    field("share", Type("decimal", precision=4, scale=4)),
    field("lines", Type("list", item=Type("record", target="line"))),
    field("first", Type("record", True, target="line"), required=False),
    field("channel", Type("enum", target="channel")),
    field("channelMaybe", Type("enum", True, target="channel"), required=False),
    field("tree", Type("record", target="tree")),
    field("empty", Type("record", target="empty")),
    field("coins", Type("record", target="money")),
    field("tags", Type("map", item=Type("list", item=Type("string", nullable=True)))),
    field("customer", Type("ref", target="sales.customer", item=Type("uuid")), personal=True),
    field("from", STRING),
    field("namespace", STRING),
)

ORDER_PLACED = Event(
    "sales.order_placed", name("order", "placed", text=NASTY), "sales", FIELDS, "shop.sales.OrderPlaced",
    "shop.sales.order", description=NASTY, consumers=("billing",),
)  # fmt: skip
BARE = Event("sales.none", name("none"), "sales", (), "shop.sales.None", "shop.sales.order")
PLACE_ORDER = ir.Command(
    "sales.place_order", name("place", "order"), "sales", FIELDS, "shop.sales.PlaceOrder", "shop.sales.commands"
)
TYPES = (LINE, CHANNEL, TREE, EMPTY, MONEY)


def context(key: str, **more: object) -> Context:
    given = {
        "aggregates": (), "commands": (), "events": (), "policies": (), "sagas": (), "read_models": (),
        "externals": (), "examples": (), "types": TYPES, "consumes": (), **more,
    }  # fmt: skip
    return Context(key, name(key), **given)  # type: ignore[arg-type]


SYSTEM = System(
    name("shop", text=NASTY),
    (
        context("sales", events=(ORDER_PLACED, BARE), commands=(PLACE_ORDER,)),
        context(
            "billing",
            consumes=("sales.order_placed",),
            policies=(ir.Policy("billing.p", name("p"), "billing", ("sales.order_placed",), ("sales.place_order",)),),
        ),
        context("quiet"),
    ),
    TYPES,
    (),
    Model(),
)
