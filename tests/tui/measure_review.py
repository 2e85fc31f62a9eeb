"""How quick the desk is with many leads: python tests/tui/measure_review.py [100000] [80x24]

Fills a store with invented leads, opens the desk in a terminal of its own (a pty), and tells how long it
takes to show the queue, and from a key to the first and the last byte of the answer.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

from review_leads import account_of, lead_of, plain_parts, proposal_of

from agent.models.score import Stage
from agent.store import accounts, leads, open_store, proposals

QUIET = 0.12
"""Seconds without a byte after which an answer is complete: the panes follow the cursor 0.05 s later."""
STAGES = (Stage.SQL, Stage.EQL, Stage.MQL, Stage.NURTURING, Stage.LEAD)
DESK = "from tui.review import run_review; import sys; run_review(sys.argv[1], actor='Ana', language='en')"


def fill(url: str, many: int) -> None:
    """So many leads, each with its account and proposal."""
    with open_store(url) as store:
        for start in range(0, many, 5000):
            some = [
                lead_of(f"Company {n:06}", f"Person {n:06}", email=f"p{n}@company{n}.example", title="Buyer")
                for n in range(start, min(start + 5000, many))
            ]
            with store.write() as tx:
                accounts.save(tx, [account_of(lead) for lead in some])
                leads.save(tx, some)
                for n, lead in enumerate(some, start):
                    proposals.add(
                        tx, proposal_of(lead, STAGES[n % 5], plain_parts(n * 7919 % 100), "Because.")
                    )


class Terminal:
    """The desk in a pty."""

    def __init__(self, url: str, size: tuple[int, int]) -> None:
        self.born = time.perf_counter()
        self.seen = b""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
            os.execv(sys.executable, [sys.executable, "-c", DESK, url])
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def read(self, patience: float) -> bool:
        """Whether something came within so many seconds."""
        if not select.select([self.fd], [], [], patience)[0]:
            return False
        self.seen += os.read(self.fd, 1 << 16)
        return True

    def until(self, pattern: bytes, patience: float = 60) -> float:
        """Seconds since birth until this was painted."""
        end = time.perf_counter() + patience
        while not re.search(pattern, self.seen) and time.perf_counter() < end:
            self.read(0.05)
        return time.perf_counter() - self.born

    def press(self, key: bytes) -> tuple[float, float]:
        """Milliseconds to the first and to the last byte of the answer."""
        began = time.perf_counter()
        os.write(self.fd, key)
        if not self.read(5):
            return float("nan"), float("nan")
        first = last = time.perf_counter()
        while self.read(QUIET):
            last = time.perf_counter()
        return (first - began) * 1000, (last - began) * 1000

    def memory(self) -> int:
        """Resident megabytes."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) // 1024

    def close(self) -> None:
        os.kill(self.pid, signal.SIGTERM)
        os.waitpid(self.pid, 0)


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(many: int, size: tuple[int, int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"{folder}/leads.db"
        fill(url, many)
        desk = Terminal(url, size)
        ready = desk.until(rb"of " + f"{many:,}".encode())
        while desk.read(0.5):
            pass
        tell(f"{many:,} leads, {size[0]}x{size[1]}: ready {ready:.2f} s, {desk.memory()} MB")
        keys = {
            "j": b"j",
            "down": b"\x1b[B",
            "page down": b"\x1b[6~",
            "end": b"G",
            "home": b"g",
            "tab": b"\t",
        }
        for name, key in keys.items():
            answers = sorted(desk.press(key) for _ in range(4 if name in ("end", "home", "tab") else 40))
            lasts = sorted(last for _, last in answers)
            middle, high = len(answers) // 2, int(len(answers) * 0.95)
            tell(
                f"{name:>10}: first byte p50 {answers[middle][0]:4.0f} ms, p95 {answers[high][0]:4.0f} ms;"
                f" panes drawn p50 {lasts[middle]:4.0f} ms, p95 {lasts[high]:4.0f} ms"
            )
        began = time.perf_counter()
        burst = 200
        os.write(desk.fd, b"j" * burst)
        while desk.read(0.3):
            pass
        tell(f"{burst} j at once: {time.perf_counter() - began - 0.3:.2f} s; {desk.memory()} MB")
        desk.close()


if __name__ == "__main__":
    width, _, height = (sys.argv[2] if len(sys.argv) > 2 else "120x40").partition("x")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, (int(width), int(height)))
