"""Every line of the table: what is measured, what it is to reach, and what stands beside it in RESULTS.md."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Aim:
    """One figure. `most` or `least` is the bound; a figure without either is told, not judged."""

    name: str
    words: str
    most: float | None = None
    least: float | None = None
    why: str = ""
    """Why it is what it is, where it is not reached."""

    def holds(self, value: float) -> bool | None:
        """Whether the bound is kept; None where there is none."""
        if self.most is not None:
            return value <= self.most
        return value >= self.least if self.least is not None else None

    def bound(self) -> str:
        """The bound in words."""
        if self.most is not None:
            return f"at most {self.most:g}"
        return f"at least {self.least:g}" if self.least is not None else ""


ANEW = (
    "A full board is 100 KB of HTML with two folded forms under each moment: rendering it is two thirds of the cost, "
    "eight SQLAlchemy statements a fifth. Bare Flask under this server is quicker than on the machine of the aim."
)
CHANGE = "What is not rendering (statements, sign-in, the frame) is the same after a change and is half of the whole."
MEMORY = (
    "Flask and SQLAlchemy take 38 MB in each of two processes that share nothing; the server's parent adds 19, the "
    "supervisor 9. Sharing them (one process that loads and forks both) is not done yet."
)
START = "Half of what is beyond the libraries is our own models and pages, the rest Babel, WTForms and cryptography."
WAITS = "Between 1.2 and 3.4 times, and 0.12 to 0.55, in different runs; what makes the difference was not looked into."
BLOCKS = (
    "One process builds twelve blocks one after another, 6 to 8 ms each, on the cores that the twelve readers share; "
    "the signal itself is there after 20 ms at most."
)
GROWS = "Within the noise of this machine when other things run; three shorter runs gave 0.95 to 1.10."

STREAMS = "54 KB before a stream let go of its request and context. What holds the rest was not looked into."

AIMS = (
    Aim("hello_million_instructions", "Bare Flask with the same cookie, million instructions"),
    Aim("hello_cpu_ms", "The same under the shipped server, CPU ms"),
    Aim("board_unchanged_vs_hello_instructions", "Board unchanged, × hello (instructions)", most=1.6),
    Aim("poll_not_modified_vs_hello_instructions", "Poll not modified, × hello (instructions)", most=1.3),
    Aim("board_anew_vs_hello_instructions", "Board built anew, × hello (instructions, without the server)"),
    Aim("board_unchanged_vs_hello", "Board unchanged, × hello (CPU, under the server)", most=1.6),
    Aim("poll_not_modified_vs_hello", "Poll not modified, × hello (CPU, under the server)", most=1.3),
    Aim("board_anew_vs_hello", "Board built anew, × hello (CPU, under the server)", most=25, why=ANEW),
    Aim("board_one_change_vs_anew", "Board after one change of one moment, × anew", most=0.4, why=CHANGE),
    Aim("board_anew_100k_vs_1k", "Random boards built anew: 100,000 circles × 1,000", most=1.10, why=GROWS),
    Aim("board_unchanged_100k_vs_1k", "Random boards unchanged: 100,000 circles × 1,000", most=1.05, why=GROWS),
    Aim("writers_32_lock_errors", "32 post at once: lock errors", most=0),
    Aim("writers_32_posts_per_second", "32 post at once: posts per second, each on disk"),
    Aim("writers_32_posts_vs_plain", "32 post at once: posts, × plain BEGIN IMMEDIATE", least=3, why=WAITS),
    Aim("writers_32_p99_ms", "32 post at once: p99, ms"),
    Aim("writers_32_p99_vs_plain", "32 post at once: p99, × plain BEGIN IMMEDIATE", most=0.1, why=WAITS),
    Aim(
        "change_to_last_of_12_ms",
        "A change at the last of 12 boards, signal and block, median ms",
        most=100,
        why=BLOCKS,
    ),
    Aim("stream_kb", "An idle stream, KB (of 1,000)", most=20, why=STREAMS),
    Aim("page_with_5000_streams", "An ordinary page among 5,000 idle streams, × without", most=1.2),
    Aim("pss_web_and_jobs_mb", "Web, jobs and supervisor at rest, MB PSS", most=110, why=MEMORY),
    Aim("cold_start_vs_imports", "Cold start CPU, × importing Flask, its SQLAlchemy and Login", most=1.6, why=START),
    Aim("board_compressed_bytes", "The board compressed, bytes", most=8192),
    Aim("board_bytes", "The board as it is, bytes"),
    Aim("search_common_ms", "Search among 100,000 moments, very common words, CPU ms", most=50),
    Aim("search_typing_ms", "Search among 100,000 moments, two letters, CPU ms", most=50),
    Aim("search_rare_ms", "Search among 100,000 moments, rare words beside common ones, CPU ms", most=50),
    Aim("first_visit_requests", "Requests of a first visit", most=8),
    Aim("first_visit_script_bytes", "Compressed script of a first visit, bytes", most=25 * 1024),
)
