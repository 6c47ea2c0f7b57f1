"""The numbers behind /metrics, in a registry of this server's own. It measures; it decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from coshop.core.jobs import JobState
from coshop.live import Counters
from coshop.ports import CanaryRow

_GAUGES = {"sockets", "rooms", "workers"}
_LABELLED = {
    "refusals": ("code", "Commands and frames refused by the switchboard."),
    "canary_failures": ("step", "Canary's calls that failed, by the step that did."),
}


class _Live(Collector):
    """Reads the switchboard's plain numbers when asked."""

    def __init__(self, counters: Callable[[], Counters]) -> None:
        self._counters = counters

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterable[Metric]:
        counters = self._counters()
        for field in fields(counters):
            value = getattr(counters, field.name)
            name = f"coshop_{field.name}"
            if field.name in _LABELLED:
                label, words = _LABELLED[field.name]
                family = CounterMetricFamily(name, words, labels=[label])
                for said, count in value.items():
                    family.add_metric([said], count)
                yield family
            elif field.name in _GAUGES:
                yield GaugeMetricFamily(name, f"{field.name} now.", value=value)
            else:
                yield CounterMetricFamily(name, f"{field.name} since the start.", value=value)


class Metrics:
    """What the API counts itself, and the switchboard's numbers beside it."""

    def __init__(self, counters: Callable[[], Counters]) -> None:
        self.registry = CollectorRegistry()
        self.registry.register(_Live(counters))
        self.requests = Counter(
            "coshop_http_requests", "HTTP requests answered.", ["status"], registry=self.registry
        )
        self.http_refusals = Counter(
            "coshop_http_refusals", "HTTP requests refused.", ["code"], registry=self.registry
        )
        self.closes = Counter(
            "coshop_socket_closes", "Sockets closed by this server.", ["code"], registry=self.registry
        )
        self.bad_frames = Counter(
            "coshop_bad_frames", "Frames that could not be taken.", ["code"], registry=self.registry
        )
        self.calls = Gauge("coshop_calls", "Open calls.", ["phase"], registry=self.registry)
        self.jobs = Gauge("coshop_jobs", "Jobs for workers.", ["kind", "state"], registry=self.registry)
        self.canary_ok = Gauge(
            "coshop_canary_ok", "Whether the last canary's call went well.", ["store"], registry=self.registry
        )
        self.canary_success = Gauge(
            "coshop_canary_last_success_timestamp_seconds",
            "When the last good canary's call ended.",
            ["store"],
            registry=self.registry,
        )
        self.canary_steps = Gauge(
            "coshop_canary_step_seconds",
            "How long a step of the last canary's call took.",
            ["store", "step"],
            registry=self.registry,
        )
        self.command_seconds = Histogram(
            "coshop_command_seconds",
            "From a command's arrival to its answer in the outbox.",
            buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
            registry=self.registry,
        )

    def canaries(self, newest: Iterable[tuple[str, CanaryRow, int]]) -> None:
        """Of each store (its public key) the newest run, and when its last good one ended, in ms."""
        for gauge in (self.canary_ok, self.canary_success, self.canary_steps):
            gauge.clear()
        for store, run, good_ms in newest:
            self.canary_ok.labels(store).set(run.ok)
            self.canary_success.labels(store).set(good_ms / 1000)
            for step, seconds in run.steps:
                self.canary_steps.labels(store, step).set(seconds)

    def text(self, calls_by_phase: Mapping[str, int], jobs: Mapping[tuple[str, JobState], int]) -> bytes:
        """The exposition format of now. `jobs` counts them by kind and state."""
        self.jobs.clear()
        for (kind, state), count in jobs.items():
            self.jobs.labels(kind, state).set(count)
        for phase in ("waiting", "ringing", "live"):
            self.calls.labels(phase).set(calls_by_phase.get(phase, 0))
        return generate_latest(self.registry)
