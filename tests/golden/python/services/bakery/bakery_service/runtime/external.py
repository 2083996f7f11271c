"""Anti-corruption adapters: what another system is asked and what it answers, in our words."""

from typing import ClassVar

from .messages import Command


class External:
    """One external system. `deciders` names the method for each command that goes to it."""

    deciders: ClassVar[dict[type[Command], str]]

    async def handle(self, command: Command, subject: str) -> list[Command]:
        """Asks the system; returns what it reported at once, as commands to ourselves."""
        reports: list[Command] = await getattr(self, self.deciders[type(command)])(command, subject)
        return reports
