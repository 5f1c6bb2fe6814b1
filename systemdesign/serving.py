"""The `serve` command: what a chapter has taught, as a service on a port of this machine.

A service is a click command called `command` in the module `service` of its room.
"""

import sys
from importlib import import_module
from pathlib import Path

import click

from systemdesign.engines.child.errors import EngineFailed, EngineMissing
from systemdesign.show.errors import suggestion

ROOMS = Path(__file__).parent


def services():
    """The names of the rooms that have a service."""
    return sorted(path.parent.name for path in ROOMS.glob("*/service.py"))


class Services(click.Group):
    """The services by name, each loaded when it is asked for."""

    def list_commands(self, context):
        return services()

    def get_command(self, context, name):
        if name not in services():
            raise click.UsageError(f"No service is called {name!r}.{suggestion(name, services())} "
                                   f"There is: {', '.join(services())}.", context)
        return import_module(f"{__package__}.{name}.service").command

    def invoke(self, context):
        """Run the service; where it cannot run, the reason and the exit code 2."""
        try:
            return super().invoke(context)
        except (EngineMissing, EngineFailed) as error:
            click.echo(f"Error: {error}", err=True)
            sys.exit(2)


@click.group("serve", cls=Services, invoke_without_command=True, subcommand_metavar="NAME [OPTIONS]")
@click.pass_context
def command(context):
    """Run one of the course's services on 127.0.0.1, until Ctrl-C; without a NAME, list them."""
    if context.invoked_subcommand is None:
        for name in services():
            click.echo(f"{name}: {command.get_command(context, name).get_short_help_str(100)}")
