"""The rules on every core say what the rules say, and nobody is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

from llm.asked import NOTE

from agent.llm import Question
from agent.llm.offline import Offline
from agent.llm.offline.crew import Crew
from agent.models.bant import Bant
from prompts import Prompt

READ = Question(Prompt("read_note", 1, "Bant", "Read."), NOTE, Bant)


async def test_a_note_reads_the_same_in_another_process() -> None:
    async with Crew(2) as crew:
        assert (await crew.extract(READ)).value == (await Offline().extract(READ)).value
        assert (crew.name, crew.identity) == (Offline.name, Offline().identity)


def test_when_the_run_is_killed_its_readers_end_too() -> None:
    program = (
        "import asyncio, time\n"
        "from agent.llm.offline.crew import Crew\n"
        "async def main():\n"
        "    crew = Crew(1)\n"
        "    print(crew._pool.submit(__import__('os').getpid).result(), flush=True)\n"
        "    time.sleep(60)\n"
        "if __name__ == '__main__':\n"
        "    asyncio.run(main())\n"
    )
    run = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    reader = int(run.stdout.readline())
    run.send_signal(signal.SIGKILL)
    run.wait()
    run.stdout.close()
    deadline = time.monotonic() + 20
    while _alive(reader) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _alive(reader)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    # A process nobody waits for stays in the table; it is dead all the same.
    with open(f"/proc/{process}/stat") as file:
        return file.read().rpartition(")")[2].split()[0] != "Z"
