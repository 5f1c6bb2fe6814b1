"""What honest answers use of Python's standard library, each as a few lines that fail where it does."""

USES = {
    "array": "import array\nassert array.array('d', [1.0]).itemsize == 8",
    "asyncio.gather": "import asyncio\nassert asyncio.gather and asyncio.Queue and asyncio.Semaphore",
    "base64": "import base64\nassert base64.b64encode(b'a') == b'YQ=='",
    "bisect": "import bisect\nassert bisect.bisect([1, 2], 1) == 1",
    "calendar": "import calendar\nassert calendar.monthrange(2024, 2)[1] == 29",
    "collections": "from collections import *\nassert Counter('aa')['a'] == 2 and deque([1]) and ChainMap()== {}",
    "concurrent futures": (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "with ThreadPoolExecutor(2) as p: assert list(p.map(abs, [-1])) == [1]"
    ),
    "configparser": "import configparser\nconfigparser.ConfigParser().read_string('[a]\\nb = 1')",
    "contextlib": "import contextlib\nwith contextlib.suppress(KeyError): {}[1]",
    "contextvars": "import contextvars\ncontextvars.ContextVar('a').set(1)",
    "copy": "import copy\nassert copy.deepcopy([[1]]) == [[1]]",
    "csv": "import csv, io\nassert list(csv.reader(io.StringIO('a,b'))) == [['a', 'b']]",
    "dataclasses": (
        "import dataclasses\n@dataclasses.dataclass(order=True, slots=True)\nclass A:\n    x: int = 0\n"
        "assert A(1) > A() and dataclasses.asdict(A())"
    ),
    "datetime": (
        "from datetime import datetime, timedelta, timezone\n"
        "assert datetime.strptime('2026-01-02', '%Y-%m-%d').day == 2\nassert datetime.now(timezone.utc)"
    ),
    "decimal": "from decimal import Decimal, getcontext\nassert Decimal('0.1') * 3 == Decimal('0.3')",
    "difflib": "import difflib\nassert difflib.get_close_matches('ape', ['apple'])",
    "email": "import email.message\nemail.message.EmailMessage()['a'] = 'b'",
    "enum": "import enum\nclass A(enum.Enum):\n    b = enum.auto()\nassert A.b.name == 'b'",
    "fnmatch": "import fnmatch\nassert fnmatch.fnmatch('a.b', '*.b')",
    "fractions": "from fractions import Fraction as F\nassert F(1, 3) * 3 == 1",
    "functools": (
        "import functools\n@functools.lru_cache\ndef f(x): return x\n"
        "assert f(1) == 1 and functools.reduce(max, [1, 2]) == 2"
    ),
    "gc": "import gc\ngc.collect()",
    "getpass of names": "import string\nassert string.ascii_letters",
    "graphlib": "import graphlib\nassert list(graphlib.TopologicalSorter({1: [2]}).static_order()) == [2, 1]",
    "hashlib": (
        "import hashlib\n"
        "for n in ('md5', 'sha1', 'sha256', 'blake2b', 'sha3_256', 'sha512'): hashlib.new(n, b'a').hexdigest()\n"
        "hashlib.md5(b'a'), hashlib.blake2b(b'a', digest_size=8)"
    ),
    "heapq": "import heapq as pile\nassert pile.nsmallest(1, [2, 1]) == [1]",
    "hmac": "import hmac\nhmac.new(b'k', b'm', 'sha256').digest()",
    "html": "import html\nassert html.escape('<') == '&lt;'",
    "import_module": "import importlib\nassert importlib.import_module('colorsys')",
    "inspect": "import inspect\nassert inspect.signature(len)",
    "io": "import io\nassert io.StringIO('a').read() == io.BytesIO(b'a').read().decode()",
    "ipaddress": "import ipaddress\nassert ipaddress.ip_address('127.0.0.1').is_loopback",
    "itertools": "from itertools import *\nassert list(chain([1], [2])) == [1, 2] and list(pairwise('ab'))",
    "json": "import json\nassert json.loads(json.dumps({'a': [1, None]}))['a'][1] is None",
    "keyword": "import keyword\nassert keyword.iskeyword('if')",
    "locale": "import locale\nlocale.localeconv()",
    "logging": (
        "import logging\nlogging.basicConfig(level=logging.DEBUG)\nlogging.getLogger('a').warning('b %s', 1)\n"
        "logging.exception('c')"
    ),
    "math": "import math, cmath\nassert math.isclose(math.tau, 2 * math.pi) and cmath.sqrt(-1)",
    "numbers": "import numbers\nassert isinstance(1, numbers.Integral)",
    "operator": "from operator import itemgetter as get\nassert get(0)([1]) == 1",
    "os.path": (
        "import os\n"
        "assert os.path.join('a', 'b') == 'a/b' and os.environ.get('NO') is None and os.getpid() and os.cpu_count()"
    ),
    "os.urandom": "import os\nassert len(os.urandom(8)) == 8",
    "pathlib names": "from pathlib import PurePosixPath as P\nassert P('a/b').name == 'b'",
    "pickle": "import pickle\nassert pickle.loads(pickle.dumps([1])) == [1]",
    "platform": "import platform\nassert platform.python_version()",
    "pprint": "from pprint import pprint\npprint({'a': 1})",
    "prints": (
        "print('x' * 100_000)\nprint('é\\udcff☃', flush=True)\nimport sys\nprint('e', file=sys.stderr)\n"
        "sys.stdout.write('a')"
    ),
    "queue": "import queue\nq = queue.PriorityQueue()\nq.put(1)\nassert q.get() == 1",
    "random": "import random\nrandom.Random(3).sample(range(9), 2), random.random(), random.SystemRandom().random()",
    "re": "import re\nassert re.fullmatch(r'(?P<a>\\w+)', 'ab')['a'] == 'ab'",
    "reprlib": "import reprlib\nreprlib.repr([1] * 99)",
    "sched": "import sched, time\nsched.scheduler(time.monotonic, time.sleep)",
    "secrets": "import secrets\nassert len(secrets.token_hex(4)) == 8",
    "shlex": "import shlex\nassert shlex.split('a b') == ['a', 'b']",
    "signals known": "import signal\nassert signal.SIGTERM == 15",
    "statistics": (
        "from statistics import *\nassert mean([1, 2]) == 1.5 and quantiles([1, 2, 3]) and NormalDist().cdf(0) == 0.5"
    ),
    "struct": "import struct\nassert struct.unpack('>H', b'\\0\\1') == (1,)",
    "sys": "import sys\nsys.getsizeof(1), sys.getrecursionlimit(), sys.version_info, sys.maxsize, sys.intern('a')",
    "textwrap": "import textwrap\ntextwrap.dedent(' a')",
    "threads": (
        "import threading\nfound = []\n"
        "ts = [threading.Thread(target=found.append, args=(n,)) for n in range(8)]\n"
        "[t.start() for t in ts], [t.join() for t in ts]\nassert len(found) == 8"
    ),
    "thread locks": (
        "import threading\n"
        "with threading.Lock(), threading.RLock(), threading.Condition(), threading.Semaphore(): pass\n"
        "assert threading.local() and not threading.Event().wait(0.01)"
    ),
    "a timer": "import threading\nt = threading.Timer(0.001, print)\nt.start()\nt.join()",
    "time": (
        "import time\n"
        "time.time(), time.monotonic(), time.perf_counter(), time.localtime(), time.strftime('%H')\n"
        "time.process_time(), time.thread_time(), time.ctime(), time.sleep(0.001)"
    ),
    "timeit": "import timeit\ntimeit.timeit('1', number=9)",
    "traceback": (
        "import traceback\ntry: 1 / 0\nexcept ZeroDivisionError: traceback.print_exc(), traceback.format_exc()"
    ),
    "tracemalloc": "import tracemalloc\ntracemalloc.start(), tracemalloc.stop()",
    "types": "import types\ntypes.SimpleNamespace(a=1)",
    "typing": (
        "from typing import *\nT = TypeVar('T')\nclass A(Generic[T], Protocol): pass\nx: Optional[int] = None\n"
        "get_type_hints(A)"
    ),
    "unicodedata": "import unicodedata\nassert unicodedata.name('a')",
    "unittest.mock": "from unittest.mock import Mock\nMock()(1)",
    "urllib.parse": "from urllib.parse import urlparse, quote\nassert urlparse('http://a/b').path == '/b'",
    "uuid": "import uuid\nuuid.uuid4(), uuid.uuid5(uuid.NAMESPACE_DNS, 'a')",
    "warnings": "import warnings\nwarnings.warn('a')\nwarnings.simplefilter('ignore')",
    "weakref": "import weakref\nclass A: pass\nweakref.WeakValueDictionary()['a'] = A()",
    "xml": "import xml.etree.ElementTree as E\nE.fromstring('<a/>')",
    "zlib": (
        "import zlib, gzip, bz2, lzma\n"
        "assert gzip.decompress(gzip.compress(b'a')) == b'a' and zlib.crc32(b'a')\n"
        "assert bz2.compress(b'a') and lzma.compress(b'a')"
    ),
    "codecs": (
        "import codecs\n"
        "assert 'a'.encode('utf-16') and b'\\xe9'.decode('latin-1') and codecs.encode('a', 'rot13') == 'n'"
    ),
    "idna and others": "assert 'é'.encode('cp1252') and 'a'.encode('punycode')",
    "abc": "import abc\nclass A(abc.ABC):\n    @abc.abstractmethod\n    def f(self): pass",
    "an import in an except": (
        "try:\n    import no_such_module\nexcept ImportError:\n    import cmath as no_such_module"
    ),
    "a large number": "assert len(str(3 ** 5000)) > 2000",
    "a recursion": "def f(n): return n and f(n - 1)\nassert f(900) == 0",
    "memory": "assert len(bytearray(100_000_000)) and len(list(range(1_000_000)))",
    "a finaliser": "class A:\n    def __del__(self): print('gone')\nA()",
    "an f-string": "x = 3\nassert f'{x=:>5}' == 'x=    3'",
    "a match": "match [1, 2]:\n    case [1, x]: assert x == 2",
    "the course": (
        "from systemdesign import now, run\nfrom systemdesign.sim import Server\nimport systemdesign.sim as sim\n"
        "import systemdesign.kernel"
    ),
}
ASYNC = {
    "to_thread": "assert await asyncio.to_thread(abs, -1) == 1",
    "a queue": "q = asyncio.Queue()\nawait q.put(1)\nassert await q.get() == 1",
    "a lock": "async with asyncio.Lock(): pass",
    "a group": "async with asyncio.TaskGroup() as g: g.create_task(asyncio.sleep(0))",
    "an executor": "assert await asyncio.get_running_loop().run_in_executor(None, abs, -1) == 1",
}
