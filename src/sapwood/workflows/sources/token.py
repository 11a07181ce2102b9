"""Access tokens for servers that take no passwords: a command of the operator's prints one."""

import shlex
import subprocess

from django.conf import settings

from sapwood.collecting.catch import Unreachable

TIMEOUT_S = 60
MOST_BYTES = 16_384


def token_of(name: str, user: str) -> str:
    """What the command called `name` in SAPWOOD_TOKEN_COMMANDS prints for this user. No shell is involved. Raises
    Unreachable with a sentence that repeats nothing of what it printed."""
    command = settings.SAPWOOD_TOKEN_COMMANDS.get(name)
    if command is None:
        raise Unreachable(f"SAPWOOD_TOKEN_COMMANDS has no command called {name}. The operator may add it.")
    words = [word.replace("{user}", user) for word in shlex.split(command)]
    try:
        done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT_S)
    except subprocess.TimeoutExpired:
        raise Unreachable(f"The command that gets a token from {name} did not end within a minute.") from None
    except OSError as error:
        raise Unreachable(f"The command that gets a token from {name} could not be run ({error.strerror}).") from None
    if done.returncode:
        raise Unreachable(
            f"The command that gets a token from {name} ended with {done.returncode}. Run it by hand to see why."
        )
    token = done.stdout[:MOST_BYTES].decode("ascii", "replace").strip()
    if not token or not token.isprintable() or " " in token:
        raise Unreachable(f"The command that gets a token from {name} printed no token.")
    return token
