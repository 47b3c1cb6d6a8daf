"""What csv-dump reads, held against JSON and Python's csv module; see
test-csv."""
import csv
import glob
import io
import json
import os
import random
import subprocess
import sys
import tempfile

dump, data = sys.argv[1:]
done = 0


def ok(good, what):
    global done
    done += 1
    print(f"{'ok' if good else 'not ok'} {done} - {what}")


def read(path, *opts):
    """Status, rows without their line numbers, messages."""
    p = subprocess.run([dump, *opts, path], capture_output=True)
    rows = [json.loads(l)[1:] for l in p.stdout.decode().splitlines() if l]
    return p.returncode, rows, p.stderr.decode()


def pieces(raw, cuts, *opts):
    """The same through a pipe whose reader gets these very pieces."""
    r, w = os.pipe2(os.O_DIRECT | os.O_CLOEXEC)
    p = subprocess.Popen([dump, *opts, "-"], stdin=r, stdout=subprocess.PIPE)
    os.close(r)
    at = 0
    for cut in cuts + [len(raw)]:
        if cut > at:
            os.write(w, raw[at:cut])
        at = cut
    os.close(w)
    out = p.communicate()[0].decode()
    return p.returncode, [json.loads(l)[1:] for l in out.splitlines() if l]


def written(raw):
    with tempfile.NamedTemporaryFile(delete=False) as f:
        f.write(raw)
    return f.name


def same(got, want):
    if got == want:
        return True
    print("# got  " + ascii(got)[:300])
    print("# want " + ascii(want)[:300])
    return False


# --- odd files.  Those with crlf in the name have LF since they were published:
# read as they are, against the reading without CR, and with CR put back.
def spectrum(path):
    with open(path[:-4] + ".json", encoding="utf-8") as f:
        right = json.load(f)
    raw = open(path, "rb").read()
    want = [list(right[0])] + [list(r.values()) for r in right]
    plain = [[v.replace("\r", "") for v in r] for r in want]
    good = same(read(path), (0, plain, ""))
    if path.endswith("_crlf.csv"):
        copy = written(raw.replace(b"\n", b"\r\n"))
        good &= same(read(copy), (0, want, ""))
        os.unlink(copy)
    return good


# What our contract refuses: a quote that does not close takes the file with it,
# since nobody knows which rows it swallowed.
REFUSED = {"miller-lazy-quotes.csv": ":2: the quote opened here never closes"}


def miller(path):
    name = os.path.basename(path)
    if name in REFUSED:
        status, _, err = read(path)
        return status == 1 and err.count("\n") == 1 and REFUSED[name] in err
    with open(path, encoding="utf-8-sig", newline="") as f:
        want = [r for r in csv.reader(f, strict=True) if r]
    return same(read(path), (0, want, ""))


def torture():
    files = sorted(glob.glob(data + "/*.csv"))
    if not files:
        ok(True, "odd files # SKIP no data folder")
    for path in files:
        right = os.path.exists(path[:-4] + ".json")
        ok((spectrum if right else miller)(path), os.path.basename(path))


# --- random tables
PARTS = ["", "a", "7.25", " ", ",", ";", "\t", '"', '""', "'", "\n", "\r\n",
         "\r", "\\", "时间", "é", "\U0001F4A7", "-", "#end,1", "一区 入口"]


def table(rnd):
    width = rnd.randrange(1, 6)
    field = lambda: "".join(rnd.choices(PARTS, k=rnd.randrange(4)))
    rows = [[field() for _ in range(width)] for _ in range(rnd.randrange(1, 30))]
    rows[0][0] = "x" + rows[0][0]
    return rows


def written_by_python(rnd, rows):
    """Bytes, and how to read them."""
    sep = rnd.choice(",;\t")
    encoding, name = rnd.choice([("utf-8", None), ("utf-8-sig", None),
                                 ("gb18030", "GB18030"),
                                 ("utf-16-le", "UTF-16LE"), ("utf-16", "UTF-16")])
    # a CR that is not quoted would be refused
    cr = any("\r" in f for r in rows for f in r)
    out = io.StringIO()
    csv.writer(out, delimiter=sep, lineterminator=rnd.choice(["\n", "\r\n"]),
               quoting=csv.QUOTE_ALL if cr or rnd.random() < 0.3
               else csv.QUOTE_MINIMAL).writerows(rows)
    opts = ["-s", sep] + (["-e", name] if name else [])
    return out.getvalue().encode(encoding), opts


def random_tables(count):
    rnd = random.Random(20260301)
    whole = cut = True
    for _ in range(count):
        rows = table(rnd)
        raw, opts = written_by_python(rnd, rows)
        path = written(raw)
        whole &= same(read(path, *opts), (0, rows, ""))
        os.unlink(path)
        cuts = sorted(rnd.randrange(len(raw) + 1)
                      for _ in range(rnd.randrange(1, 12)))
        cut &= same(pieces(raw, cuts, *opts), (0, rows))
    ok(whole, f"{count} random tables written by Python read back")
    ok(cut, "and so they do in pieces, cut anywhere")


torture()
random_tables(300)
print(f"1..{done}")
