"""What two strings have in common."""

from systemdesign.distributed_cache.commands.arguments import integer, options
from systemdesign.distributed_cache.commands.table import reads
from systemdesign.distributed_cache.replies import Error


@reads("lcs", -3, keys=(1, 2, 1))
def lcs(engine, one, other, *words):
    chosen = options(words, (b"IDX", b"LEN", b"WITHMATCHLEN"), (b"MINMATCHLEN",))
    least = max(0, integer(chosen.get(b"MINMATCHLEN", b"0")))
    if b"IDX" in chosen and b"LEN" in chosen:
        raise Error("ERR If you want both the length and indexes, please just use IDX.")
    try:
        a, b = engine.open(one, bytes), engine.open(other, bytes)
    except Error:
        raise Error("ERR The specified keys must contain string values") from None
    common, matches = subsequence(a, b)
    if b"LEN" in chosen:
        return len(common)
    if b"IDX" not in chosen:
        return common
    matches = [[*match, match[0][1] - match[0][0] + 1] for match in matches]
    kept = [match if b"WITHMATCHLEN" in chosen else match[:2] for match in matches if match[2] >= least]
    return {b"matches": kept, b"len": len(common)}


def subsequence(a, b):
    """The longest common subsequence, and its matches from the end: [[first, last] in a, [first, last] in b]."""
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a, 1):
        above, row = table[i - 1], table[i]
        for j, y in enumerate(b, 1):
            row[j] = above[j - 1] + 1 if x == y else max(above[j], row[j - 1])
    i, j, common, matches = len(a), len(b), bytearray(), []
    while i and j:
        if a[i - 1] == b[j - 1]:
            i, j = i - 1, j - 1
            common.append(a[i])
            if matches and matches[-1][0][0] == i + 1 and matches[-1][1][0] == j + 1:
                matches[-1][0][0], matches[-1][1][0] = i, j
            else:
                matches.append([[i, i], [j, j]])
        elif table[i - 1][j] > table[i][j - 1]:
            i -= 1
        else:
            j -= 1
    return bytes(common[::-1]), matches
