"""What a board means: who handles what, what leads to what, what reacts to what."""

from __future__ import annotations

from boards_for_targets import DEGENERATE, Board, kennel, odd_links, process_level, same_names

from codegen import ir
from codegen.lowering import lower


def lowered(board: Board) -> ir.System:
    return lower(board.model(), board.analysis())


def test_a_command_goes_to_its_aggregate_and_leads_to_the_event_that_sounds_like_it() -> None:
    system = lowered(kennel())
    command = system.command("boarding.confirm_stay")
    assert command.aggregate == "boarding.stay"
    assert command.outcomes == (ir.Outcome("all", ("boarding.stay_confirmed",)),)
    assert command.target == "stayId"
    assert (command.type, command.topic) == ("boarding.confirm-stay.v1", "boarding.commands.v1")


def test_an_arrow_group_is_a_choice_whose_first_is_the_success() -> None:
    command = lowered(kennel()).command("kennels.reserve_kennel")
    assert command.outcomes == (ir.Outcome("one", ("kennels.kennel_reserved", "kennels.reservation_refused")),)
    assert command.expected == ("kennels.kennel_reserved",)


def test_a_policy_that_orchestrates_is_a_saga_with_its_way_back() -> None:
    (saga,) = lowered(kennel()).context("boarding").sagas
    assert saga.triggers == ("boarding.dog_admitted",)
    assert saga.steps == (
        ir.SagaStep("kennels.reserve_kennel", "kennels.free_kennel", ("kennels.reservation_refused",)),
        ir.SagaStep("billing.charge_fee", "billing.refund_fee", ("billing.charge_declined",)),
        ir.SagaStep("boarding.confirm_stay", "boarding.turn_dog_away"),
    )
    assert lowered(kennel()).context("boarding").policies == ()


def test_drawn_compensations_make_a_saga_without_any_analysis() -> None:
    board = kennel()
    board.sagas.clear()
    (saga,) = lowered(board).context("boarding").sagas
    assert [step.command for step in saga.steps] == [
        "kennels.reserve_kennel",
        "billing.charge_fee",
        "boarding.confirm_stay",
    ]


def test_an_external_system_gets_an_adapter_and_a_way_to_report() -> None:
    billing = lowered(kennel()).context("billing")
    (system,) = billing.externals
    assert system.commands == ("billing.post_letter",)
    assert system.reports == ("billing.record_letter_posted",)
    report = next(command for command in billing.commands if command.key in system.reports)
    assert (report.implied, report.entry, report.expected) == (True, "report", ("billing.letter_posted",))


def test_every_type_is_resolved() -> None:
    fields = {field.wire: field.type for field in lowered(kennel()).event("boarding.dog_admitted").fields}
    assert fields["size"] == ir.Type("enum", target="size")
    assert fields["diet"] == ir.Type("list", item=ir.Type("record", target="meal"))
    assert fields["deposit"] == ir.Type("decimal", precision=12, scale=2)
    assert fields["nickname"] == ir.Type("string", nullable=True)
    assert fields["kennel"] == ir.Type("ref", item=ir.Type("string"), target="kennels.kennel")


def test_types_come_before_what_uses_them_and_a_type_that_needs_itself_is_loosened() -> None:
    board = kennel()
    board.document["types"] += [
        {"name": "Node", "fields": [{"name": "next", "type": "Node"}, {"name": "leaf", "type": "Leaf"}]},
        {"name": "Leaf", "fields": []},
    ]
    system = lowered(board)
    keys = [kind.key for kind in system.types]
    assert keys.index("leaf") < keys.index("node")
    assert keys.index("meal") < keys.index("owner")
    assert system.type("node").fields[0].type.nullable
    assert any("contains itself" in problem.message for problem in system.problems)


def test_what_no_type_is_becomes_a_string_and_a_problem() -> None:
    board = Board("Types").context("Here")
    board.note("domain_event", "e", "Seen", {"a": "Nonsense", "b": "list<", "c": "ref<Nobody>"})
    system = lowered(board)
    assert [field.type for field in system.event("here.seen").fields] == [ir.Type("string")] * 3
    assert [problem.where for problem in system.problems] == ["e"] * 3


def test_one_name_in_one_context_is_one_event_and_in_two_contexts_two() -> None:
    system = lowered(same_names())
    assert [event.key for event in system.events] == ["left.bell_rung", "right.bell_rung"]
    merged = system.event("left.bell_rung")
    assert [field.wire for field in merged.fields] == ["bellId", "loud"]
    assert merged.sources == ("e1", "e2")
    assert merged.consumers == ("right",)
    assert [command.key for command in system.context("left").commands] == ["left.ring_bell", "left.bell_rung_command"]


def test_links_that_are_no_grammar_get_a_meaning() -> None:
    context = lowered(odd_links()).context("odd")
    policies = {policy.name.text: policy for policy in context.policies}
    assert policies["Crow at dawn"].sends == ("odd.record_cock_crowed",)
    assert policies["Wake the farm"].sends == ("odd.wake_the_farm_command",) or policies["Wake the farm"].sends == (
        "odd.wake_the_farm",
    )
    asked = next(command for command in context.commands if command.key == policies["Wake the farm"].sends[0])
    assert (asked.aggregate, asked.expected, asked.entry) == ("odd.farm", ("odd.farm_woken",), "internal")
    assert policies["Whisper after Rung"].triggers == ("odd.rung",)
    (mornings,) = context.read_models
    assert mornings.events == ("odd.cock_crowed",)


def test_commands_without_aggregates_are_handled_by_one_that_stands_in() -> None:
    context = lowered(process_level()).context("bakery")
    (aggregate,) = context.aggregates
    assert aggregate.implied
    assert set(aggregate.commands) == {command.key for command in context.commands}
    sell = next(command for command in context.commands if command.name.text == "Sell bread")
    assert sell.outcomes == (ir.Outcome("one", ("bakery.bread_sold", "bakery.bread_given_away")),)


def test_every_event_can_happen() -> None:
    for make in (kennel, *DEGENERATE):
        system = lowered(make())
        possible = {event for command in system.commands for event in command.possible}
        assert {event.key for event in system.events} == possible


def test_the_same_board_is_lowered_to_the_same_system() -> None:
    for make in (kennel, *DEGENERATE):
        one, other = lowered(make()), lowered(make())
        assert (one.contexts, one.types, one.problems) == (other.contexts, other.types, other.problems)


def test_elements_outside_all_contexts_are_put_somewhere_and_told_about() -> None:
    board = kennel()
    board.contexts["Billing"].remove("c7")
    system = lowered(board)
    assert any("in no context" in problem.message for problem in system.problems)
    assert any(command.name.text == "Refund fee" for command in system.commands)
