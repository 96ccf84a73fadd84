"""`monitor completion`: the script that completes commands in a shell."""

import click

from monitor.cli.command import Command
from monitor.cli.exits import DOING

EXAMPLES = """\b
Examples:
  monitor completion bash >> ~/.bashrc
  monitor completion zsh >> ~/.zshrc
  monitor completion fish > ~/.config/fish/completions/monitor.fish"""


@click.command("completion", cls=Command, epilog=f"{EXAMPLES}\n\n{DOING}")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion_command(shell: str) -> None:
    """Print the script that completes commands in your shell."""
    from click.shell_completion import get_completion_class

    from monitor.cli import COMPLETE_VARIABLE, cli

    completion = get_completion_class(shell)
    assert completion is not None  # noqa: S101 - the choices above are those that click has
    click.echo(completion(cli, {}, "monitor", COMPLETE_VARIABLE).source())
