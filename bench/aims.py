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
    "A full board is 100 KB of HTML with two folded forms under each moment. Moments and windows are half of the cost, "
    "statements and sign-in a quarter, compression a tenth. Templates, addresses and statements are put together "
    "beforehand by now: what is left is Python that runs once for each thing on the page."
)
CHANGE = (
    "What is not rendering (statements, sign-in, the frame, compression) is the same after a change, and the change "
    "comes from another connection, after which SQLite reads its pages again. Rendering anew has become so much "
    "cheaper that little is left to be saved: the two take about the same."
)
MEMORY = (
    "Web, jobs and supervisor share the 47 MB that are loaded once, but the web server has written to 28 of them, as "
    "Python counts references in what it reads; 17 are its own, up to 19 are the machine code of libraries. It was "
    "about 110 before photos, albums, letters, the shelf and search came, with obstore and what they load."
)
START = (
    "Half of what is beyond the libraries is our own models and pages, the rest Babel, WTForms and cryptography. It "
    "was 1.4 to 1.6 before photos, albums, letters, the shelf and search came: "
    "their rows and forms are all made at the start."
)
WAITS = (
    "It follows what a commit costs: here 0.2 ms (the log is written over and no core is busy) to 4 ms and more, while "
    "a post takes 0.4 ms of Python with the lock held, either way. Where waiting costs nothing there is nothing to "
    "share: plain reaches 870 posts per second then, and 200 where a commit takes milliseconds."
)
GROUPS = (
    "A group of sixteen is at work for 7 to 10 ms, then waits for the disk; whoever comes late waits for two groups."
)
BLOCKS = (
    "One process builds twelve blocks one after another. Rows and faces are read once for all; most of the rest is "
    "putting together what differs by reader. On a machine that does other things it is that much longer."
)
SIZE = (
    "The circle is over a year old by now, so that a card of what was shared on this day stands at the end of the "
    "page: some 140 bytes more than there is room for."
)
GROWS = "Within the noise of this machine when other things run; three shorter runs gave 0.95 to 1.10."

HEIC = "The decoder of pi-heif holds two copies of 12 million pixels at once: 81 MB before the first of them is shown."
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
    Aim("writers_32_p99_vs_plain", "32 post at once: p99, × plain BEGIN IMMEDIATE", most=0.1, why=GROUPS),
    Aim(
        "change_to_last_of_12_ms",
        "A change at the last of 12 boards, signal and block, median ms",
        most=100,
        why=BLOCKS,
    ),
    Aim("stream_kb", "An idle stream, KB (of 1,000)", most=20),
    Aim("page_with_5000_streams", "An ordinary page among 5,000 idle streams, × without", most=1.2),
    Aim("jpeg_cpu_vs_naive", "A JPEG of 12 megapixels in three sizes, CPU, × decoded anew for each", most=0.4),
    Aim("jpeg_memory_vs_naive", "The same, peak memory of the process", most=0.4),
    Aim("heic_cpu_vs_naive", "A HEIC of 12 megapixels in three sizes, CPU, × decoded anew for each", most=0.45),
    Aim("heic_memory_vs_naive", "The same, peak memory of the process", most=0.4, why=HEIC),
    Aim("jpeg_cpu_s", "The JPEG, CPU seconds"),
    Aim("jpeg_peak_mb", "The JPEG, MB at the peak"),
    Aim("heic_cpu_s", "The HEIC, CPU seconds"),
    Aim("heic_peak_mb", "The HEIC, MB at the peak"),
    Aim("upload_of_500_mb_grows_mb", "A film of 500 MB sent and fetched: web process at its peak, MB more", most=30),
    Aim("pss_web_and_jobs_mb", "Web, jobs and supervisor at rest, MB PSS", most=110, why=MEMORY),
    Aim("cold_start_vs_imports", "Cold start CPU, × importing Flask, its SQLAlchemy and Login", most=1.6, why=START),
    Aim("board_compressed_bytes", "The board compressed, bytes", most=8192, why=SIZE),
    Aim("board_bytes", "The board as it is, bytes"),
    Aim("search_common_ms", "Search among 100,000 moments, very common words, CPU ms", most=50),
    Aim("search_typing_ms", "Search among 100,000 moments, two letters, CPU ms", most=50),
    Aim("search_rare_ms", "Search among 100,000 moments, rare words beside common ones, CPU ms", most=50),
    Aim("photo_board_pictures_kb", "A board of 20 photos on a phone, first screen: pictures, KB", most=250),
    Aim("photo_board_page_kb", "The same: HTML, style and script, compressed, KB", most=60),
    Aim("first_visit_requests", "Requests of a first visit", most=8),
    Aim("first_visit_script_bytes", "Compressed script of a first visit, bytes", most=25 * 1024),
)
