"""The rehearsal: every saga completes, fails at each step and is taken back; every command is answered.

This file is yours: what you write is kept when the system is generated again.
"""

from in_memory import SAMPLES, STORIES, Story, System, expected_way_back, failing


async def main() -> int:
    problems: list[str] = []
    for story in STORIES:
        await play(story, None, problems)
        for failed in range(len(story.steps)):
            await play(story, failed, problems)
    await play_commands(problems)
    for problem in problems:
        print(f"PROBLEM: {problem}")
    print("All as it should be." if not problems else f"{len(problems)} problems.")
    return 1 if problems else 0


async def play(story: Story, failed: int | None, problems: list[str]) -> None:
    """Plays one saga; `failed` is the step that does not succeed."""
    async with System() as system:
        print(f"\n{story.title}: {story.trigger.message_type} happens")
        if failed is None:
            saga = await system.happen(story)
            await system.settle()
        else:
            with failing(story.steps[failed]):
                saga = await system.happen(story)
                await system.settle()
        journey = await system.journey(story, saga)
        for step, state in zip(story.steps, journey["steps"], strict=False):
            print(f"  {step.title} ({step.service}): {SAID[state]}")
        if failed is None:
            ended = "completed"
        else:
            ended = "compensated"
            print(f"{story.title}: failed at step {failed + 1}, {story.steps[failed].title}")
            way_back = system.taken_back(journey["correlation"])
            print(f"  taken back in reverse: {', '.join(way_back) or 'nothing'}")
            if way_back != expected_way_back(story, failed):
                problems.append(f"{story.title}: {way_back} is not the way back")
        print(f"{story.title}: {journey['status']}")
        if journey["status"] != ended:
            problems.append(f"{story.title}: {journey['status']} instead of {ended}")


async def play_commands(problems: list[str]) -> None:
    """Sends each command of each service and tells what followed."""
    async with System() as system:
        for name, samples in SAMPLES.items():
            service = system.services[name]
            print(f"\n{name}")
            for command in samples:
                before = len(system.bus.recorded)
                answer = await service.execute(command)
                await system.settle()
                followed = [message["type"] for message in system.bus.recorded[before:]]
                print(f"  {command.message_type} → {', '.join(followed[:6]) or 'no event'}")
                if answer.outcome != "done":
                    problems.append(f"{command.message_type} was refused: {answer.reason}")


SAID = {
    "sent": "not answered",
    "done": "completed",
    "refused": "failed",
    "unknown": "not answered in time",
    "compensated": "completed, then compensated",
    "kept": "completed, nothing to take back",
}
