"""The command that serves, as a host meets it: real processes, real signals, a real port."""

from __future__ import annotations

import os
import re
import signal
import socket
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from micronet.config import Settings
from tests import database
from tests.serve.house import House, alive, below, command_of, refused, served, wait_for
from tests.world import World


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with database.fresh() as where, served(tmp_path_factory.mktemp("house") / "instance", **where) as house:
        yield house


def one_line(answer: tuple[int, str, str]) -> str:
    """The single line that a start which cannot succeed says; nothing else, no traceback."""
    code, said, complained = answer
    assert code not in (0, None)
    assert said == ""
    assert complained.startswith("micronet: ")
    assert complained.count("\n") == 1
    return complained


def test_an_occupied_port_is_one_clear_line(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        line = one_line(refused(tmp_path / "instance", port))
    assert f"Port {port} is taken" in line


def test_a_port_that_comes_free_in_time_is_waited_for(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as leaving:
        house = House(tmp_path / "instance", leaving.getsockname()[1])
        time.sleep(0.5)  # so that it finds the port taken; were it slower than that, it would find it free
    try:
        wait_for(house.well, 60, lambda: house.complained)
    finally:
        house.end()


def test_an_instance_folder_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "instance").write_text("a file where the folder should be")
    assert "cannot be written" in one_line(refused(tmp_path / "instance"))


@pytest.mark.parametrize(
    "setting", [{"PORT": "eighty"}, {"HOST": "nowhere"}, {"MICRONET_URL": "home"}, {"MICRONET_FAMILY_CAP": "4000"}]
)
def test_a_bad_setting_is_one_clear_line_that_names_it(tmp_path: Path, setting: dict[str, str]) -> None:
    (name,) = setting
    assert name in one_line(refused(tmp_path / "instance", **setting))
    assert not (tmp_path / "instance").exists()


def test_an_address_of_another_machine_is_one_clear_line(tmp_path: Path) -> None:
    assert "192.0.2.1" in one_line(refused(tmp_path / "instance", HOST="192.0.2.1"))


def test_the_first_start_makes_an_instance_that_only_its_owner_can_read(house: House) -> None:
    assert (house.folder / "micronet.db").exists() is not database.POSTGRES
    assert stat.S_IMODE((house.folder / "secrets.json").stat().st_mode) == 0o600
    for path in (house.folder, *house.folder.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_the_first_start_says_where_it_is_and_how_to_set_it_up(house: House) -> None:
    where, how = house.said.splitlines()
    assert where == f"Micronet is at http://localhost:{house.port}"
    assert re.search(rf"http://localhost:{house.port}/setup#\S{{20,}}$", how)
    assert house.get("/healthz") == 200


def test_jobs_that_are_killed_come_back(house: House) -> None:
    before = house.child("micronet.jobs")
    os.kill(before, signal.SIGKILL)
    wait_for(lambda: house.child("micronet.jobs") not in (0, before))
    assert "the jobs process ended (signal 9)" in house.complained


def test_a_web_server_that_is_killed_comes_back_and_loses_no_visitor(house: House) -> None:
    before = house.child("micronet.web_server")
    all_of_it = [before, *below(before)]
    os.kill(before, signal.SIGKILL)
    wait_for(lambda: not any(alive(pid) for pid in all_of_it))
    assert house.get("/healthz", timeout=20) == 200
    assert house.child("micronet.web_server") not in (0, before)


def test_when_the_supervisor_is_killed_nothing_of_the_house_is_left_and_the_port_is_free(tmp_path: Path) -> None:
    with database.fresh() as where, served(tmp_path / "instance", **where) as house:
        family = house.family()
        assert len(family) >= 2
        house.process.kill()
        house.process.wait()
        wait_for(lambda: not [pid for pid in family if alive(pid)])
        with socket.socket() as next_one:
            next_one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            next_one.bind(("127.0.0.1", house.port))


def test_a_stop_is_quick_and_leaves_no_process_even_with_visitors(tmp_path: Path) -> None:
    with (
        database.fresh() as where,
        served(tmp_path / "instance", **where) as house,
        socket.create_connection(("127.0.0.1", house.port)),
    ):
        family = house.family()
        titles = {command_of(pid).split(":")[0].strip() for pid in family} - {""}  # one that has just ended has none
        assert titles == {"micronet.web_server", "micronet.jobs"}
        seconds = wait_for(lambda: house.stop() == 0)
        assert seconds < 6, "three at most on a machine that does nothing else"
        assert not [pid for pid in family if alive(pid)]
        assert house.complained == ""


def test_the_second_start_is_quick_and_asks_for_no_set_up(world: World, settings: Settings) -> None:
    with served(settings.instance, **database.of(settings)) as house:
        assert house.said == f"Micronet is at http://localhost:{house.port} (stop: Ctrl-C)\n"
        assert house.stop() == 0


def test_two_that_start_at_once_on_one_empty_database_are_both_well(tmp_path: Path) -> None:
    """Two machines on PostgreSQL; on SQLite two runs over one folder."""
    folder = tmp_path / "instance"
    with database.fresh() as where, served(folder, **where) as one, served(folder, **where) as other:
        assert [house.get("/healthz") for house in (one, other)] == [200, 200]


def test_a_database_that_cannot_be_reached_is_one_clear_line(tmp_path: Path) -> None:
    nowhere = {"MICRONET_DATABASE": f"postgresql://micronet@/micronet?host={tmp_path}"}
    assert "The database cannot be used" in one_line(refused(tmp_path / "instance", **nowhere))
