"""Whatever the order, the number of workers, the crashes and the repetitions: the same events, each told once."""

from __future__ import annotations

import os
import random
import signal
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from extract.types import Mention
from feeds.types import Item
from tests.faults import checks
from tests.worker.builders import NOON, a_mention, a_place, a_span, an_actor, an_item
from worker import keys
from worker.commit import commit_item
from worker.errors import ContendedError
from worker.inbox import item_of
from worker.leases import Work
from worker.replay import FEED, owe
from worker.store import Store, connect

TOWNS = "الرملية الحصوة النبعة الجسرين الميادنة السبيل القنطرة الوادية المرجان الزيتونة الحجيرة الخرزة".split()
#: What happens: kind, the deed in three wordings, and what surrounds it.
DEEDS = (
    (
        "territory.capture",
        ("الجيش يستعيد {}", "القوات الحكومية تبسط سيطرتها على {}", "جنود يدخلون {} ويرفعون العلم فيها"),
    ),
    ("conflict.bombing", ("انفجار عبوة في سوق {}", "عبوة ناسفة تنفجر وسط سوق {}", "تفجير يهز سوقا شعبية في {}")),
    ("accident.transport", ("تصادم حافلتين قرب {}", "حافلتان تتصادمان على طريق {}", "ضحايا في تصادم على مدخل {}")),
    ("protest.demonstration", ("مظاهرة للمعلمين في {}", "معلمون يتظاهرون في {}", "احتجاج معلمي {} على تأخر الرواتب")),
)
#: What else is told; each happening has two of its own.
DETAILS = tuple(
    sentence + "."
    for sentence in """
وقال شهود إن الطرق المؤدية إلى الحي الشمالي أغلقت ساعات عدة
ونقلت سيارات الإسعاف المصابين إلى مستشفى الشفاء القريب
وأظهرت صور تجمعا كبيرا قرب المدرسة القديمة
وانقطع التيار الكهربائي عن الأحياء المحيطة بمحطة المياه
وطالب وجهاء العشائر بفتح تحقيق مستقل
وعطل المجلس البلدي الدوام في الدوائر يوما واحدا
وكانت الأمطار قد جرفت الجسر الخشبي قبل شهر
ووزعت جمعية خيرية بطانيات وأدوية على العائلات
وتأخر وصول فرق الإطفاء بسبب ضيق الأزقة
واحتمى عشرات التجار داخل خان السلطان
وشارك أطباء متطوعون في استقبال الحالات الحرجة
وزار المحافظ المكان برفقة قائد الشرطة
وأقيمت نقاط تفتيش جديدة على الطريق الدولي
وحلقت طائرة مروحية فوق البساتين حتى المغيب
وتوقفت حركة القطارات نحو الميناء
وألغت الجامعة امتحانات كلية الهندسة
وسحب عمال الإنقاذ شاحنة من الوادي
وناشد إمام الجامع الكبير السكان التبرع بالدم
ونفدت الخبز من الأفران قبل الظهر
وعقدت لجنة الطوارئ اجتماعا في قاعة البريد
وعثر رعاة على حقائب مهجورة عند السفح
ونشرت نقابة المحامين بيانا من ثلاث صفحات
وأعيد افتتاح السوق المسقوف بعد ساعتين
واشتكى مزارعون من تلف محصول القطن
""".strip().splitlines()
)
SEED = 11


def world(seed: int = SEED) -> dict[str, tuple[Item, Mention, str]]:
    """Items by id, each with its lead and the happening that it is about: 30 happenings, one to five reports of each."""
    dice = random.Random(seed)
    told = {}
    for n in range(30):
        kind, wordings = DEEDS[n % len(DEEDS)]
        town = TOWNS[(n * 5) % len(TOWNS)]
        # The same kind in the same town comes again, but on another day.
        when = NOON - timedelta(days=8 * (n // 12), hours=dice.uniform(0, 5))
        details = dice.sample(DETAILS, 2)
        for k in range(dice.randint(1, 5)):
            title = dice.choice(wordings).format(town)
            more = " ".join(dice.sample(details, dice.randint(1, 2)))
            item = an_item(
                f"i{n}-{k}", feed_id=FEED, agency=f"wakala{k}", title=title, published=when + timedelta(hours=2 * k),
                text=f"{dice.choice(wordings).format(town)}، كما قال مسؤول محلي. {more}",
            )  # fmt: skip
            mention = a_mention(
                item, id=f"m{item.id}", type=kind, places=(a_place(town),), actors=(an_actor(),) * (n % 2),
                evidence=a_span(title),
            )  # fmt: skip
            told[item.id] = (item, mention, f"h{n}")
    return told


def clusters(store: Store) -> dict[str, str]:
    """Item -> the live event that tells it."""
    states = checks.latest(checks.read(store.redis))
    return {m["item"]: event for event, state in states.items() for m in state["mentions"]}


def b_cubed(one: Mapping[str, str], other: Mapping[str, str]) -> float:
    """F of two clusterings of the same items."""
    by_one, by_other = defaultdict(set), defaultdict(set)
    for item in one:
        by_one[one[item]].add(item)
        by_other[other[item]].add(item)
    both = [(len(by_one[one[i]] & by_other[other[i]]), len(by_one[one[i]]), len(by_other[other[i]])) for i in one]
    p, r = (sum(row[0] / row[k] for row in both) / len(both) for k in (1, 2))
    return 2 * p * r / (p + r)


def in_order(told: Mapping[str, tuple[Item, Mention, str]]) -> list[Item]:
    return sorted((item for item, _, _ in told.values()), key=lambda item: (item.published, item.id))


def ready(store: Store, items: Sequence[Item]) -> list[Work]:
    """Works of the items, in their order."""
    store.feeds.add(FEED, FEED)
    works = dict(owe(store, items))
    return [works[item.id] for item in items]


def work_off(store: Store, works: Sequence[Work], told: Mapping[str, tuple[Item, Mention, str]]) -> None:
    for work in works:
        for _ in range(50):
            try:
                commit_item(store, work, item_of(work), [told[work.id][1]])
                break
            except ContendedError:
                continue


def single(store: Store) -> dict[str, str]:
    """What one worker makes of the stream in its order."""
    told = world()
    work_off(store, ready(store, in_order(told)), told)
    made = clusters(store)
    store.redis.flushdb()
    return made


@pytest.fixture(autouse=True)
def what_holds_always(store: Store) -> Iterator[None]:
    yield
    messages = checks.read(store.redis)
    assert [id_ for id_, count in Counter((m.subject, m.rev) for m in messages).items() if count > 1] == []
    assert [*checks.no_hole(messages), *checks.revs_rise_by_one(messages)] == []
    assert list(checks.redis_agrees(store.redis, messages)) == []


def test_one_worker_finds_the_happenings(store: Store) -> None:
    told = world()
    assert b_cubed(single(store), {item: about for item, (_, _, about) in told.items()}) >= 0.9


@pytest.mark.parametrize("seed", range(4))
def test_order_makes_no_difference(store: Store, seed: int) -> None:
    wanted, told = single(store), world()
    items = in_order(told)
    random.Random(seed).shuffle(items)
    work_off(store, ready(store, items), told)
    assert b_cubed(wanted, clusters(store)) >= 0.98


@pytest.mark.parametrize("workers", [4, 16])
def test_workers_make_no_difference(store: Store, redis_server: str, workers: int) -> None:
    wanted, told = single(store), world()
    works = ready(store, in_order(told))
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(lambda n: work_off(Store(connect(redis_server)), works[n::workers], told), range(workers)))
    assert set(clusters(store)) == set(told), "no report is lost"
    assert b_cubed(wanted, clusters(store)) >= 0.98


def test_repeated_deliveries_make_no_difference(store: Store) -> None:
    wanted, told = single(store), world()
    works = ready(store, in_order(told))
    dice = random.Random(3)
    for n, work in enumerate(works):
        work_off(store, [work, *dice.sample(works[: n + 1], min(n, 2)), work], told)
    assert clusters(store) == wanted


def test_crashes_make_no_difference(store: Store, redis_server: str) -> None:
    """Workers are processes that die by SIGKILL at any moment; what they held is leased again."""
    wanted, told = single(store), world()
    ready(store, in_order(told))
    store.redis.zadd(keys.INBOX, dict.fromkeys(store.redis.zrange(keys.INBOX, 0, -1), 0))  # type: ignore[arg-type]
    dice = random.Random(5)
    for _ in range(40):
        pid = os.fork()
        if pid == 0:
            _lease_and_commit(redis_server, told)
        os.waitpid(pid, os.WNOHANG)
        _sleep(dice.uniform(0.004, 0.05))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    own = Store(store.redis, max_attempts=1000)
    while store.work.depth():
        store.redis.zadd(keys.INBOX, dict.fromkeys(store.redis.zrange(keys.INBOX, 0, -1), 0))  # type: ignore[arg-type]
        work_off(own, own.work.lease(50, lease=timedelta(seconds=5)), told)
    assert set(clusters(store)) == set(told), "no report is lost"
    assert b_cubed(wanted, clusters(store)) >= 0.98


def _lease_and_commit(url: str, told: Mapping[str, tuple[Item, Mention, str]]) -> None:
    try:
        store = Store(connect(url), max_attempts=1000)
        while True:
            work_off(store, store.work.lease(2, lease=timedelta(milliseconds=20)), told)
    finally:
        os._exit(1)


def _sleep(seconds: float) -> None:
    import time

    time.sleep(seconds)


def test_two_events_that_a_later_report_joins_become_one(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after an eviction or a lost second: the second report did not see the first."""
    items = [
        an_item(f"n{n}", feed_id=FEED, agency=f"wakala{n}", published=NOON + timedelta(hours=n),
                title=f"{DEEDS[0][1][n].format('الرملية')}", text=f"دخلت القوات الرملية بعد معارك. {DETAILS[0]} {DETAILS[1]}")
        for n in range(3)
    ]  # fmt: skip
    told = {item.id: (item, a_mention(item, id=f"m{item.id}", places=(a_place("الرملية"),)), "") for item in items}
    first, second, third = ready(store, items)
    work_off(store, [first], told)
    with monkeypatch.context() as blind:
        near = store.events.near
        blind.setattr(store.events, "near", lambda looks: replace(near(looks), candidates=tuple(() for _ in looks)))
        work_off(store, [second], told)
    assert len(set(clusters(store).values())) == 2
    work_off(store, [third], told)
    assert len(set(clusters(store).values())) == 1
    kinds = [fields[b"type"].rpartition(b".")[2] for _, fields in store.redis.xrange(keys.EVENTS)]  # type: ignore[union-attr]
    assert sorted(kinds) == [b"merged", b"merged", b"new", b"new"]
