/*
 * Where figures come from: wb-explain, and what wb-import says of files.
 */
#include "term_private.h"

static const struct term terms[] = {
    /* a trail */
    {"what", "对象", "What", "", 0, "what a row of a trail tells of", ""},
    {"file", "文件", "File", "", 0,
	"of the import, where it was found; else as it was called", ""},
    {"line", "行号", "Line", "", 0,
	"of that file, from 1: it says what the row says", ""},
    {"last_line", "末行号", "Last line", "", 0,
	"where several lines are behind the row, the last of them", ""},

    /* data quality */
    {"table", "数据表", "Table", "", 0, "table of the store", ""},
    {"feed", "数据来源", "Feed", "", 0,
	"files of one name but for its digits; empty: the whole table", ""},
    {"dimension", "质量维度", "Dimension", "", 0,
	"conformity completeness accuracy consistency timeliness "
	"accessibility overall",
	GBT},
    {"passed", "合格数", "Passed", "", 0, "of those checked", ""},
    {"checked", "检查数", "Checked", "", 0, "number checked", ""},
    {"counted", "计数对象", "Counted", "", 0, "what was counted", ""},
    {"score", "得分", "Score", "", 4,
	"passed / checked; overall: mean of the scores there are", GBT},

    /* imports */
    {"id", "编号", "Id", "", 0, "number of the import, in order", ""},
    {"mapping", "映射", "Mapping", "", 0, "the mapping that read it", ""},
    {"added", "新增", "Added", "", 0, "rows that were new", ""},
    {"repeated", "重复", "Repeated", "", 0, "rows that were there already", ""},
    {"empty", "空值", "Empty", "", 0, "rows without a value", ""},
    {"rejected", "拒收", "Rejected", "", 0, "rows that were refused", ""},
    {"first_time", "最早时刻", "First", "", 0, "of its readings", ""},
    {"last_time", "最晚时刻", "Last", "", 0, "of its readings", ""},
    {"bytes", "字节数", "Bytes", "", 0, "of the file", ""},
    {"sha256", "SHA-256", "SHA-256", "", 0, "digest of the file", ""},
    {"at", "导入时间", "Imported at", "", 0, "when it came, UTC", ""},
    {"tool_version", "程序版本", "Version", "", 0,
	"of the program that took it in", ""},
    {"retracted_by", "撤销于", "Retracted by", "", 0,
	"the import that took it back; empty: it stands", ""},
    {"merged_by", "合并于", "Merged by", "", 0,
	"the import that it was merged into", ""},
};

static const char *const explain_col[] = {"kind", "what", "value", "unit",
    "source", "import", "file", "line", "last_line", "sha256"};

static const char *const quality_col[] = {
    "table", "feed", "dimension", "passed", "checked", "counted", "score"};

static const char *const imports_col[] = {"id", "source", "table", "mapping",
    "rows", "added", "repeated", "changed", "empty", "rejected", "first_time",
    "last_time", "bytes", "sha256", "at", "tool_version", "retracted_by",
    "merged_by"};

static const struct term_table tables[] = {
    TABLE("wb-explain", explain_col),
    TABLE("wb-import --check", quality_col),
    TABLE("wb-import --list", imports_col),
};

const struct term_family term_import = {
    terms, COUNT(terms), tables, COUNT(tables)};
