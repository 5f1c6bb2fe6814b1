"""Requests drawn by chance: every command, over few keys and awkward values, now and then with an argument too many.

A form is the words of a request; one that `WORDS` has in capitals stands for any of those, another for itself. What
follows the last ( is repeated at …, and what stands in [ ] may be left out.

Left out of the comparison: sums of fractions that take more than 63 bits (Valkey's are another on each processor, ours
exact), so keys of their own have the few that are added; LSET at the place 2⁶³ - 1, which Valkey takes for the last; a
negative offset in LIMIT, which means to Valkey what the set's encoding makes of it; EXEC with an argument; databases
other than 0; and what chance chooses, unless it can choose but one.
"""

LATER = b"4102444800"  # a second of the year 2100
WORDS = {
    "KEY": [b"a", b"b", b"c", b"d"],
    "MEMBER": [b"x", b"y", b"z", b"", b"\xff\x00\r\n", b"10"],
    "VALUE": [b"", b"10", b"-7", b" 12", b"012", b"+1", b"-0", b"3.0e3", b"1.5", b"9223372036854775807",
              b"-9223372036854775808", b"9223372036854775808", b"nan", b"x\r\ny\x00\xff", b"ohmytext", b"mynewtext"],
    "INDEX": [b"0", b"1", b"2", b"-1", b"-2", b"-100", b"100", b"5", b"x", b"9223372036854775807",
              b"-9223372036854775808", b"1.0", b""],
    "PLACE": [b"0", b"1", b"2", b"-1", b"-2", b"-100", b"100", b"5", b"x"],
    "OFFSET": [b"0", b"1", b"2", b"100", b"x"],
    "SHORT": [b"0", b"1", b"3", b"-1", b"17", b"-100", b"x", b"4294967296"],
    "COUNT": [b"0", b"1", b"2", b"-1", b"10", b"x", b"-9223372036854775808"],
    "ALL": [b"1000"],
    "NUMBER": [b"1", b"-1", b"3", b"9223372036854775807", b"-9223372036854775808", b"x", b" 1", b"01"],
    "FRACTION": [b"f"],
    "FRACTIONS": [b"g"],
    "REAL": [b"1.5", b"-0.25", b"3.0e2", b"x", b"", b"inf", b"nan", b"5", b" 1", b"0.5"],
    "UNREAL": [b"x", b"", b"inf", b"nan", b" 1"],
    "SCORE": [b"0", b"1", b"-1", b"2.5", b"1e3", b"inf", b"-inf", b"nan", b"x", b"0.1", b"1e-7", b"123456789012345680",
              b"3e21", b"1.", b"+1"],
    "BOUND": [b"-inf", b"+inf", b"0", b"1", b"(1", b"(2.5", b"x", b"(", b"(inf"],
    "NAME": [b"-", b"+", b"[x", b"(x", b"[y", b"(z", b"[", b"x", b"-x"],
    "END": [LATER, b"4102444801", b"1", b"0", b"-1", b"x", b"9223372036854775807"],
    "MILLI": [LATER + b"123", LATER + b"000", b"1000", b"0", b"-5", b"x", b"9223372036854775807"],
    "SPAN": [b"100", b"200", b"0", b"-1", b"x", b"9223372036854775807"],
    "MILLIS": [b"100000", b"200000", b"0", b"-1", b"x", b"9223372036854775807"],
    "MANY": [b"0", b"1", b"2", b"3", b"x", b"-1"],
    "SIDE": [b"LEFT", b"right", b"x"],
    "GLOB": [b"*", b"a*", b"?", b"[a-c]", b"[^a]", b"\\a", b"[", b"x"],
    "BIT": [b"0", b"1", b"2"],
}
FORMS = """
GET KEY | SET KEY VALUE [NX] [XX] [GET] [KEEPTTL] [EX SPAN] [PX MILLIS] [EXAT END] [PXAT MILLI] | SET KEY VALUE |
SETNX KEY VALUE | STRLEN KEY | SETEX KEY SPAN VALUE | PSETEX KEY MILLIS VALUE | GETSET KEY VALUE | GETDEL KEY |
GETEX KEY [PERSIST] [EX SPAN] [PX MILLIS] [EXAT END] [PXAT MILLI] | APPEND KEY VALUE | SETRANGE KEY SHORT VALUE |
GETRANGE KEY INDEX INDEX | SUBSTR KEY INDEX INDEX | MGET (KEY … | MSET (KEY VALUE … | MSETNX (KEY VALUE … |
LCS KEY KEY [IDX] [LEN] [WITHMATCHLEN] [MINMATCHLEN COUNT] | INCR KEY | DECR KEY | INCRBY KEY NUMBER |
DECRBY KEY NUMBER | INCRBYFLOAT FRACTION REAL | INCRBYFLOAT KEY UNREAL | SETBIT KEY SHORT BIT | GETBIT KEY INDEX |
LPUSH KEY (MEMBER … | RPUSH KEY (MEMBER … | LPUSHX KEY (MEMBER … | RPUSHX KEY (MEMBER … | LLEN KEY |
LPOP KEY [COUNT] | RPOP KEY [COUNT] | LRANGE KEY INDEX INDEX | LINDEX KEY INDEX | LSET KEY PLACE MEMBER |
LINSERT KEY BEFORE MEMBER MEMBER | LINSERT KEY after MEMBER MEMBER | LREM KEY COUNT MEMBER | LTRIM KEY INDEX INDEX |
LMOVE KEY KEY SIDE SIDE | RPOPLPUSH KEY KEY | LPOS KEY MEMBER [RANK COUNT] [COUNT COUNT] [MAXLEN COUNT] |
LMPOP MANY KEY SIDE [COUNT COUNT] | LMPOP 2 KEY KEY SIDE [COUNT COUNT] | SADD KEY (MEMBER … | SREM KEY (MEMBER … |
SMEMBERS KEY | SISMEMBER KEY MEMBER | SMISMEMBER KEY (MEMBER … | SCARD KEY | SMOVE KEY KEY MEMBER | SPOP KEY ALL |
SRANDMEMBER KEY ALL | SINTER (KEY … | SUNION (KEY … | SDIFF (KEY … | SINTERSTORE KEY (KEY … | SUNIONSTORE KEY (KEY … |
SDIFFSTORE KEY (KEY … | SINTERCARD MANY (KEY … [LIMIT COUNT] | SSCAN KEY 0 [MATCH GLOB] [COUNT COUNT] |
HSET KEY (MEMBER VALUE … | HMSET KEY (MEMBER VALUE … | HSETNX KEY MEMBER VALUE | HGET KEY MEMBER |
HMGET KEY (MEMBER … | HGETALL KEY | HKEYS KEY | HVALS KEY | HLEN KEY | HEXISTS KEY MEMBER | HSTRLEN KEY MEMBER |
HDEL KEY (MEMBER … | HINCRBY KEY MEMBER NUMBER | HINCRBYFLOAT FRACTIONS MEMBER REAL | HINCRBYFLOAT KEY MEMBER UNREAL |
HRANDFIELD KEY ALL [WITHVALUES] | HSCAN KEY 0 [MATCH GLOB] [NOVALUES] |
ZADD KEY [NX] [XX] [GT] [LT] [CH] [INCR] (SCORE MEMBER … | ZADD KEY (SCORE MEMBER … | ZINCRBY KEY SCORE MEMBER |
ZREM KEY (MEMBER … | ZCARD KEY | ZSCORE KEY MEMBER | ZMSCORE KEY (MEMBER … | ZRANK KEY MEMBER [WITHSCORE] |
ZREVRANK KEY MEMBER [WITHSCORE] | ZPOPMIN KEY [COUNT] | ZPOPMAX KEY [COUNT] | ZMPOP 2 KEY KEY MIN [COUNT COUNT] |
ZMPOP MANY KEY MAX [COUNT COUNT] | ZRANDMEMBER KEY ALL [WITHSCORES] | ZRANGE KEY INDEX INDEX [REV] [WITHSCORES] |
ZRANGE KEY BOUND BOUND BYSCORE [REV] [LIMIT OFFSET COUNT] [WITHSCORES] | ZRANGE KEY INDEX INDEX [LIMIT COUNT COUNT] |
ZREVRANGE KEY INDEX INDEX [WITHSCORES] | ZRANGEBYSCORE KEY BOUND BOUND [WITHSCORES] [LIMIT OFFSET COUNT] |
ZREVRANGEBYSCORE KEY BOUND BOUND [WITHSCORES] [LIMIT OFFSET COUNT] | ZCOUNT KEY BOUND BOUND |
ZREMRANGEBYRANK KEY INDEX INDEX | ZREMRANGEBYSCORE KEY BOUND BOUND | ZRANGESTORE KEY KEY INDEX INDEX [REV] |
ZRANGESTORE KEY KEY BOUND BOUND BYSCORE [LIMIT OFFSET COUNT] |
ZUNION 2 KEY KEY [WEIGHTS SCORE SCORE] [AGGREGATE MAX] [WITHSCORES] | ZUNION MANY (KEY … [WITHSCORES] |
ZINTER 2 KEY KEY [WEIGHTS SCORE SCORE] [AGGREGATE min] [WITHSCORES] | ZDIFF 2 KEY KEY [WITHSCORES] |
ZUNIONSTORE KEY 2 KEY KEY [WEIGHTS SCORE SCORE] [AGGREGATE MAX] | ZINTERSTORE KEY 2 KEY KEY [AGGREGATE SUM] |
ZDIFFSTORE KEY 2 KEY KEY | ZINTERCARD 2 KEY KEY [LIMIT COUNT] | ZSCAN KEY 0 [MATCH GLOB] | DEL (KEY … |
UNLINK (KEY … | EXISTS (KEY … | TOUCH (KEY … | TYPE KEY | RENAME KEY KEY | RENAMENX KEY KEY |
COPY KEY KEY [REPLACE] [DB 0] | DBSIZE | KEYS GLOB | SCAN 0 [MATCH GLOB] [COUNT 100] | FLUSHDB |
EXPIRE KEY SPAN [NX] [XX] [GT] [LT] | PEXPIRE KEY MILLIS | EXPIREAT KEY END [NX] [XX] [GT] [LT] |
PEXPIREAT KEY MILLI [GT] [LT] | TTL KEY | PTTL KEY | EXPIRETIME KEY | PEXPIRETIME KEY | PERSIST KEY | PING [VALUE] |
ECHO VALUE | SELECT 0 | SELECT x | MULTI | EXEC | DISCARD | WATCH KEY | UNWATCH | NOSUCH KEY |
SORT KEY [ALPHA] [DESC] [LIMIT COUNT COUNT] [GET #] [GET KEY*] [STORE KEY] | SORT KEY ALPHA | SORT_RO KEY [BY KEY*] |
SORT KEY BY nosort GET # GET KEY*->x
"""
BY_MEMBER = """
ZRANGE KEY NAME NAME BYLEX [REV] [LIMIT OFFSET COUNT] [WITHSCORES] | ZRANGEBYLEX KEY NAME NAME [LIMIT OFFSET COUNT] |
ZREVRANGEBYLEX KEY NAME NAME [LIMIT OFFSET COUNT] | ZLEXCOUNT KEY NAME NAME | ZREMRANGEBYLEX KEY NAME NAME
"""
FORMS, BY_MEMBER = ([" ".join(form.split()) for form in text.split("|")] for text in (FORMS, BY_MEMBER))
"""By member a range means something only where all scores are equal, so such forms are drawn apart."""
UNORDERED = set(b"SMEMBERS SINTER SUNION SDIFF SPOP SRANDMEMBER KEYS SCAN SSCAN HGETALL HKEYS HVALS HSCAN HRANDFIELD"
                b" ZRANDMEMBER ZSCAN EXEC".split())
"""Whose replies are lists in no order, or hold such, so are compared sorted."""
TIMED = {b"TTL", b"PTTL", b"EXPIRETIME", b"PEXPIRETIME"}
"""Whose replies depend on the moment, so may differ by as much as a test takes."""


def request(pick):
    """A request; `pick` chooses one of a list."""
    words = filled(pick(FORMS).split(), pick)
    odd = pick([None] * 30 + ["more", "less", "lower"])
    if odd == "more" and words != [b"EXEC"]:  # which ends the transaction even where it is misspelt
        words.append(b"more")
    elif odd == "less" and words[-1:] != WORDS["ALL"] and len(words) > 1:
        words.pop()
    elif odd == "lower":
        words[0] = words[0].lower()
    return words


def filled(form, pick):
    """The words of a form, chosen."""
    words, begin, at = [], 0, 0
    while at < len(form):
        word = form[at]
        if word.startswith("["):
            end = next(place for place in range(at, len(form)) if form[place].endswith("]"))
            if pick([False, False, False, True]):
                words += filled([part.strip("[]") for part in form[at : end + 1]], pick)
            at = end
        elif word == "…":
            if pick([False, True]):
                at = begin - 1
        else:
            begin = at if word.startswith("(") else begin
            word = word.removeprefix("(")
            words.append(pick(WORDS[word]) if word in WORDS else word.encode())
        at += 1
    return words
