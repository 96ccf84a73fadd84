"""Two hundred hosts, some of them dead, dripping or asking for peace: the others do not wait for those."""

from benchmarks.hosts import EVERY, SICK, compare

HOSTS, PAGES, PAUSE_S = 200, 4, 0.5


def test_healthy_hosts_do_not_wait_for_sick_ones_and_none_is_asked_too_often() -> None:
    alone, together = compare(HOSTS, PAGES, PAUSE_S, timeout_s=2.0)
    healthy = sum(1 for host in range(HOSTS) if host % EVERY not in SICK)
    assert alone.fetched == together.fetched == healthy * PAGES
    # benchmarks/hosts.py measures how much longer; here others work beside it.
    assert together.healthy_s <= 1.5 * alone.healthy_s + 1.0
    assert together.shortest > 0.7  # a request that is sent at once and one whose connection takes long
