"""Writes the fixtures of the Go tests from testdata/texts.jsonl, with the tokenizers library and JAX in float32.

  python reference.py PUBLISHED.bin TUNED.safetensors ../testdata

  tokens.jsonl   the pieces of each text, as a query, in the numbers of the model file
  vectors.jsonl  what the tuned layers make of three texts in five, as float16 in base64
  tiny.jsonl     a model of made-up weights (tiny() below; the Go tests make the same one): the versions of its two
                 files, its pieces with their scores, then pieces and vectors of texts
"""
import base64
import json
import os
import sys
import tempfile

import jax
import numpy as np

import export
from e5 import Model, forward
from published import H, floats, tokenizer

PREFIXES = {"query": "query: ", "passage": "passage: "}
TINY_LAYERS, TINY_INNER = 2, 64


def noise(seed, *shape):
    """Numbers in [-1, 1) that any language can make: murmur3's last step over a counter."""
    i = np.arange(np.prod(shape), dtype=np.uint32) + np.uint32(seed * 0x9E3779B9 & 0xFFFFFFFF)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        i = (i ^ i >> np.uint32(shift)) * np.uint32(factor)
    i ^= i >> np.uint32(16)
    return ((i >> np.uint32(8)).astype(np.float32) / np.float32(1 << 23) - np.float32(1)).reshape(shape)


def tiny(pieces):
    """Word blocks and params of a model with made-up weights."""
    seed = iter(range(1, 1000))

    def amplitude(a, *shape):
        return noise(next(seed), *shape) * np.float32(a)

    blocks = np.zeros((pieces, H // 32, 18), np.uint8)
    blocks[:, :, 1] = 0x2C  # the scale: 1/16 in float16
    blocks[:, :, 2:] = ((noise(next(seed), pieces, H // 32, 16) + np.float32(1)) * np.float32(128)).astype(np.uint8)
    params = {"pos": amplitude(.2, export.POSITIONS, H), "type": np.zeros(H, np.float32),
              "elw": amplitude(.2, H) + np.float32(1), "elb": amplitude(.1, H), "L": []}
    for _ in range(TINY_LAYERS):
        layer = {}
        for w, b, out, inner in (("qw", "qb", H, H), ("kw", "kb", H, H), ("vw", "vb", H, H), ("ow", "ob", H, H),
                                 ("fw", "fb", TINY_INNER, H), ("gw", "gb", H, TINY_INNER)):
            layer[w], layer[b] = amplitude(.12, out, inner), amplitude(.1, out)
        for w, b in export.NORMS.values():
            layer[w], layer[b] = amplitude(.2, H) + np.float32(1), amplitude(.1, H)
        params["L"].append(layer)
    return blocks.reshape(pieces, -1), params


def write(folder, name, rows):
    with open(os.path.join(folder, name), "w", encoding="utf8") as f:
        for row in rows:
            f.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")


def packed(v):
    return base64.b64encode(np.asarray(v, "<f2").tobytes()).decode()


class Kept:
    """The tokenizer of the model file, in the numbers of the file (ids) and of the published pieces (published)."""

    def __init__(self, model):
        self._keep = export.vocabulary(model.pieces)
        self._cut = Cut([model.pieces[i] for i in self._keep], model.scores[self._keep])

    def ids(self, text, role):
        return self._cut.ids(text, role)

    def published(self, text, role):
        return [self._keep[i] for i in self.ids(text, role)]


class Cut:
    """A tokenizer of the given pieces."""

    def __init__(self, pieces, scores):
        self._begin, self._end, unk = (pieces.index(x) for x in (export.BOS, export.EOS, export.UNK))
        self._tokenizer = tokenizer(pieces, scores, unk)

    def ids(self, text, role):
        return [self._begin] + self._tokenizer.encode(PREFIXES[role] + text).ids[:export.POSITIONS - 2] + [self._end]


def tokens(model, kept, texts):
    """Pieces of the texts. Where the published tokenizer needs no other pieces, it must give the same."""
    same = 0
    for text in texts:
        full = model.ids(text, PREFIXES["query"])
        if all(export.kept(model.pieces[i]) for i in full):
            assert full == kept.published(text, "query"), text
            same += 1
        yield kept.ids(text, "query")
    print(f"tokens: {same} of {len(texts)} texts need no piece that was left out")


def vectors(model, kept, texts):
    at = [(i, "passage" if i % 5 == 1 else "query") for i in range(len(texts)) if i % 5 < 3]
    encoded = model.encode_ids([kept.published(texts[i], role) for i, role in at])
    return [dict(text=i, role=role, vector=packed(v)) for (i, role), v in zip(at, encoded)]


def tiny_rows(model, texts):
    used = sorted({i for t in texts[::7] for i in model.ids(t, "query: ") + model.ids(t, "passage: ")[:4]} | {0, 1, 2, 3})
    used = [i for i in used if export.kept(model.pieces[i])]
    used.sort(key=lambda i: model.pieces[i].encode())
    pieces, scores = [model.pieces[i] for i in used], model.scores[used]
    words, params = tiny(len(pieces))
    with tempfile.TemporaryDirectory() as folder:
        versions = {kind: export.write(os.path.join(folder, kind), pieces, scores, scores.min(), words, params, kind == "float")
                    for kind in ("float", "int8")}
    yield versions
    yield [[p, float(s)] for p, s in zip(pieces, scores)]
    cut, word = Cut(pieces, scores), floats(words).reshape(len(pieces), H)
    run = jax.jit(forward)
    for i, text in list(enumerate(texts))[::4]:
        role = "passage" if i % 8 else "query"
        ids = cut.ids(text, role)
        emb, mask = np.zeros((1, 128, H), np.float32), np.zeros((1, 128), np.float32)
        emb[0, :len(ids)], mask[0, :len(ids)] = word[ids], 1
        yield dict(text=i, role=role, ids=ids, vector=packed(run(params, emb, mask)[0]))


def main():
    published, tuned, folder = sys.argv[1:]
    texts = [json.loads(line) for line in open(os.path.join(folder, "texts.jsonl"), encoding="utf8")]
    model = Model(published, tuned)
    kept = Kept(model)
    write(folder, "tokens.jsonl", tokens(model, kept, texts))
    write(folder, "vectors.jsonl", vectors(model, kept, texts))
    write(folder, "tiny.jsonl", tiny_rows(model, texts))


if __name__ == "__main__":
    main()
