/* A workbook whose parts were changed: it is refused, or read to its end; its
 * cells are in order, and each that is asked why answers or says why not. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <zip.h>

#include "fuzz.h"
#include "whycell.h"
#include "xalloc.h"

enum { PARTS = 4, PART_MOST = 8192 };

static const struct {
	const char *name, *text;
} part[PARTS] = {
    {"xl/worksheets/sheet1.xml",
	"<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c>"
	"</row><row r=\"3\"><c r=\"A3\" t=\"s\"><v>1</v></c><c r=\"B3\" "
	"t=\"s\">"
	"<v>2</v></c><c r=\"C3\" t=\"s\"><v>3</v></c><c t=\"s\"><v>4</v></c>"
	"</row><row><c t=\"s\"><v>5</v></c><c t=\"str\"><f>A1</f><v>A2</v></c>"
	"<c><v>1000.5</v></c><c r=\"D4\"><v>9.25</v></c><c t=\"inlineStr\"><is>"
	"<t>x</t></is></c></row></sheetData><mergeCells count=\"1\"><mergeCell "
	"ref=\"A1:D2\"/></mergeCells></worksheet>"},
    {"xl/sharedStrings.xml",
	"<sst><si><t>漏损月报 2026年3月</t></si><si><t>分区</t></si><si><t>编号"
	"</t></si><si><r><t>供水</t></r><r><t>总量\nm³</t></r></"
	"si><si><t>漏损率"
	"</t><rPh><t>x</t></rPh></si><si><t>柳树巷</t></si></sst>"},
    {"xl/workbook.xml",
	"<workbook xmlns:r=\"r\"><sheets><sheet name=\"分区指标\" "
	"sheetId=\"1\" "
	"r:id=\"rId1\"/><sheet name=\"数据来源\" sheetId=\"2\" r:id=\"rId2\"/>"
	"</sheets></workbook>"},
    {"xl/_rels/workbook.xml.rels",
	"<Relationships><Relationship Id=\"rId1\" "
	"Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" "
	"Target=\"/xl/worksheets/sheet1.xml\"/></Relationships>"}};

/* What a change may put in. */
static const char *const word[] = {"<row r=\"", "<row r=\"4294967295\">",
    "<c r=\"ZZZZZZZ99999999\">", "<c r=\"", "<c>", "</c>", "<v>4294967295</v>",
    "<v>-1</v>", " t=\"s\"", " t=\"inlineStr\"", "<mergeCell ref=\"D9:A1\"/>",
    "<mergeCell ref=\"A1:XFD1048576\"/>", "<mergeCell ref=\":\"/>", "<t>",
    "</t>", "<si>", "</si>", "<rPh>", "</rPh>", "<x:row>", "</row>",
    "<sheet name=\"\" r:id=\"rId1\"/>", "&#0;", "&amp;", "]]>", "全市",
    "2026-03-01", "2026-03-01 ~ 2026-03-31", "上限", "标记", "zone_id", "报警",
    "始于", "夜间流量", "水量平衡", "\n", "<!--", "-->", "\xEF\xBB\xBF"};

enum { WORDS = sizeof word / sizeof *word };

static void
put(char *s, size_t *n, size_t at, const char *what, size_t len)
{
	if (*n + len > PART_MOST)
		return;
	memmove(s + at + len, s + at, *n - at);
	memcpy(s + at, what, len);
	*n += len;
}

/* Four bytes for each change: the part, the place (two), what to do there. */
static void
change(char s[PARTS][PART_MOST], size_t n[PARTS], const uint8_t *p, size_t len)
{
	for (; len >= 4; p += 4, len -= 4) {
		int k = p[0] % PARTS;
		size_t at = n[k] ? (size_t)(p[1] | p[2] << 8) % n[k] : 0;
		const char byte = (char)p[0];

		if (p[3] < WORDS) {
			put(s[k], &n[k], at, word[p[3]], strlen(word[p[3]]));
		} else if (p[3] < 200) {
			put(s[k], &n[k], at, &byte, 1);
		} else if (n[k] > at) { /* some bytes go */
			size_t gone = p[3] - 199U;

			gone = gone < n[k] - at ? gone : n[k] - at;
			memmove(s[k] + at, s[k] + at + gone, n[k] - at - gone);
			n[k] -= gone;
		}
	}
}

/* The parts as a workbook, in memory: its descriptor, to be closed. */
static int
write_book(char s[PARTS][PART_MOST], const size_t n[PARTS], char path[32])
{
	static char whole[(PARTS + 1) * PART_MOST];
	zip_source_t *to = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *z = zip_open_from_source(to, ZIP_TRUNCATE, NULL);
	zip_int64_t size;

	zip_source_keep(to);
	for (int i = 0; i < PARTS; i++) {
		zip_int64_t at = zip_file_add(
		    z, part[i].name, zip_source_buffer(z, s[i], n[i], 0), 0);

		if (at < 0 || zip_set_file_compression(
				  z, (zip_uint64_t)at, ZIP_CM_STORE, 0) < 0)
			abort();
	}
	if (zip_close(z) < 0 || zip_source_open(to) < 0 ||
	    (size = zip_source_read(to, whole, sizeof whole)) < 0)
		abort();
	zip_source_close(to);
	zip_source_free(to);
	return fuzz_file(whole, (size_t)size, path);
}

static void
ask(const struct book_sheet *s)
{
	struct whycell c;

	for (size_t i = 0; i < s->n; i++) {
		const struct book_cell *a = &s->cell[i];
		uint32_t row = a->row, col = a->col;

		if (i > 0 &&
		    (a[-1].row > row || (a[-1].row == row && a[-1].col > col)))
			abort();
		if (*book_text(s, row, col) == '\0' && *a->text != '\0' &&
		    (i == 0 || a[-1].row != row || a[-1].col != col) &&
		    (i + 1 == s->n || a[1].row != row || a[1].col != col))
			abort();
		book_anchor(s, &row, &col);
		c = (struct whycell){.from = INT64_MIN};
		whycell_find(s, a->row, a->col, &c);
	}
}

static void
read_book(const char *path)
{
	struct book *b = book_open(path);
	struct book_sheet s;
	int64_t from, to;

	if (b == NULL)
		return;
	for (size_t i = 0; i < book_sheets(b) && i < 4; i++) {
		if (book_find(b, book_name(b, i)) < 0)
			abort();
		if (book_sheet(b, i, &s) < 0)
			continue;
		ask(&s);
		book_sheet_release(&s);
	}
	whycell_period(b, &from, &to);
	book_free(b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static char s[PARTS][PART_MOST];
	size_t len[PARTS];
	char path[32];
	int fd;

	if (n > 2 && p[0] == 'P' && p[1] == 'K') {
		fd = fuzz_file(p, n, path);
	} else {
		for (int i = 0; i < PARTS; i++) {
			len[i] = strlen(part[i].text);
			memcpy(s[i], part[i].text, len[i]);
		}
		change(s, len, p, n);
		fd = write_book(s, len, path);
	}
	read_book(path);
	close(fd);
	return 0;
}
