"""`make bench`: build the register, start the peers, compare their answers, measure them in turn, say what came of the targets."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from deploy.bench.in_process import CHOOSING, PAGE
from deploy.bench.peers import Peer, answers, ask_once, signed_in, timed
from deploy.bench.questions import QUESTIONS
from deploy.bench.verdict import Verdict, verdict_on
from deploy.local.broker import start_broker
from deploy.local.cluster import remembered_port
from deploy.local.commands import run_migrations
from deploy.local.database import ensure_database, wait_for_database_to_stop
from deploy.local.datafolder import owned_folder, prepare_data_folder
from deploy.local.paths import ROOT
from deploy.local.preflight import folder_account
from deploy.local.problems import Problem, last_lines, say
from deploy.local.processes import run_logged, stop_group
from deploy.local.programs import Program, start_program, stop_programs
from deploy.local.settings import environment_without_make, program_environment, read_choices
from deploy.local.static_files import collect_static_files

FOLDER = "bench"
SIZES = {"small": 10_000, "full": 200_000}
ROUNDS = 5
SECONDS = {"small": 0.5, "full": 2.0}
CLIENTS = (1, 8)
SCHEMA, EMAIL, PASSWORD = "nwf", "coordinator@voorbeeld.example", "voorbeeld-wachtwoord"
READY_SECONDS = 60.0


def run_bench() -> int:
    """Measure the targets about finding complaints. Status 1 where one is not met, or could not be shown."""
    choices = read_choices()
    size = os.environ.get("SIZE", "").strip() or "small"
    if size not in SIZES:
        raise Problem(f"SIZE={size} is not a size. SIZE=small (10,000 files) is the usual one, SIZE=full has 200,000.")
    data = prepare_data_folder(prepare_data_folder(choices.data, account=folder_account(choices)) / f"{FOLDER}-{size}")
    try:
        with _peers(data, SIZES[size], choices.base_domain) as (product, bare, environment):
            say(_surroundings(SIZES[size]))
            _compare(product, bare)
            verdicts = [*_measure(product, bare, seconds=SECONDS[size]), *_measure_in_process(environment, data)]
    finally:
        wait_for_database_to_stop(data, seconds=40.0)
    met = sum(one.word == "pass" for one in verdicts)
    say(f"make bench: {met} of {len(verdicts)} figures within their limit")
    return 0 if met == len(verdicts) else 1


@contextmanager
def _peers(data: Path, files: int, base_domain: str) -> Iterator[tuple[Peer, Peer, dict[str, str]]]:
    """The product with somebody signed in, and the bare handler: as many processes each, on one database."""
    programs: list[Program] = []
    broker = start_broker(data)
    try:
        environment = _environment(data, broker.address, base_domain)
        began = time.monotonic()
        run_migrations(data, environment)
        log = owned_folder(data / "logs") / "register.log"
        _run([sys.executable, "manage.py", "load_demo"], log=log, environment=environment)
        _run([sys.executable, "-m", "deploy.bench.register", SCHEMA, str(files)], log=log, environment=environment)
        collect_static_files(Path(environment["STATIC_ROOT"]), data, environment)
        say(f"A register of {files:,} files: {time.monotonic() - began:.0f} s")
        ports = [remembered_port(data / f"{name}.port") for name in ("product", "bare")]
        for name, port, wsgi in (("product", ports[0], ()), ("bare", ports[1], ("deploy.bench.bare:application",))):
            command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "deploy" / "local" / "web_server.py"), *wsgi]
            programs.append(start_program(name, command, environment=environment | {"PORT": str(port)}, data=data))
        host = f"{SCHEMA}.{base_domain}:{ports[0]}"
        _wait_for(ports, programs)
        product = signed_in(Peer(name="the product", port=ports[0], host=host), email=EMAIL, password=PASSWORD)
        yield product, Peer(name="the bare handler", port=ports[1], host=host), environment
    finally:
        stop_programs(programs, patience=5.0, hurried=lambda: False)
        stop_group(broker.process, seconds=5)


def _environment(data: Path, broker_address: str, base_domain: str) -> dict[str, str]:
    os.environ.pop("DATABASE_URL", None)  # what is measured is always a register of its own
    return {
        **environment_without_make(),
        **program_environment(data),
        "DATABASE_URL": ensure_database(data=data),
        "BROKER_URL": broker_address,
        "BASE_DOMAIN": base_domain,
        "BENCH_SCHEMA": SCHEMA,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "graphql")]),
    }


def _run(command: list[str], *, log: Path, environment: dict[str, str]) -> None:
    if run_logged(command, log=log, environment=environment) != 0:
        raise Problem(f"The register could not be made.{last_lines(log)}")


def _wait_for(ports: list[int], programs: list[Program]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not all(answers(port) for port in ports):
        ended = next((one for one in programs if one.process.poll() is not None), None)
        if ended is not None or time.monotonic() > deadline:
            raise Problem(f"A web server does not answer.{last_lines((ended or programs[0]).log)}")
        time.sleep(0.2)


def _compare(product: Peer, bare: Peer) -> None:
    """A ratio between different answers says nothing."""
    for question in QUESTIONS:
        if ask_once(product, question) != ask_once(bare, question):
            raise Problem(f"{question.name!r} is answered differently by {product.name} and {bare.name}: nothing was measured.")
    say(f"{len(QUESTIONS)} questions answered alike by both")


def _measure(product: Peer, bare: Peer, *, seconds: float) -> list[Verdict]:
    """Over HTTP, median time to the answer, every peer in turn."""
    verdicts = []
    for question in QUESTIONS:
        for clients in CLIENTS:
            rounds = []
            for number in range(ROUNDS + 1):
                taken = [median(timed(peer, question, clients=clients, seconds=seconds)) for peer in (product, bare)]
                if number:  # the first warms up
                    rounds.append(taken)
            people = "1 client" if clients == 1 else f"{clients} clients"
            verdicts.append(_told(f"target {question.target}, {question.name}, {people}", rounds, limit=question.limit))
    return verdicts


def _measure_in_process(environment: dict[str, str], data: Path) -> list[Verdict]:
    log = data / "logs" / "in_process.log"
    with log.open("wb") as written:
        done = subprocess.run(
            [sys.executable, "-m", "deploy.bench.in_process", SCHEMA, EMAIL, str(ROUNDS)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=written,
            check=False,
        )
    if done.returncode != 0:
        raise Problem(f"The search itself could not be measured.{last_lines(log)}")
    taken = json.loads(done.stdout)
    return [
        _told(f"target {one.target}, {one.name}, {figure}", taken[f"{one.name}, {figure}"], limit=one.limit)
        for figure in (CHOOSING, PAGE)
        for one in QUESTIONS
    ]


def _told(name: str, rounds: list[list[float]], *, limit: float) -> Verdict:
    verdict = verdict_on([ours / bare for ours, bare in rounds], limit=limit)
    ours, bare = (median(each) * 1000 for each in zip(*rounds, strict=True))
    say(f"{name:58} {ours:7.1f} ms beside {bare:6.1f} ms   {verdict} (limit {limit})")
    return verdict


def _surroundings(files: int) -> str:
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return f"Python {platform.python_version()}, {os.cpu_count()} processors, load {load}; {files:,} files; {ROUNDS} rounds"
