# What scripts/daily, monthly and annual (and inspect, backup, restore) share;
# sourced, not run.
#
# Options: -d STORE (or WB_DB), -o DIR (or WB_OUT), -i DIR (or WB_IN), -l LANG
# (zh, en, both: then reasons and advice are in Chinese);
# --wait S for another run on the store, --catch-up N periods before this one
# that are made up for; then the day or the month.  Programs are found on PATH.
# All tables between programs are sealed, so an upstream that died ends the
# chain.  Each step is a row in the store's ledger of runs (wb-run).

me=${0##*/}
umask 027
. "$(dirname "$0")/say.sh"

# complain FORMAT ARGUMENT...: a line on standard error; fail: and the end
complain()
{
	echo "$me: $(spoken "$@")" >&2
}
fail()
{
	complain "$@"
	exit 1
}

# number OPTION TEXT: the option's value, if it is one
number()
{
	case $2 in
	'' | *[!0-9]*) complain "%s '%s' is not a number" "$1" "$2"; usage ;;
	esac
}

# Options of one script: sets what it needs, and how many arguments that took in
# `took`; 1: not known.
chain_own_option()
{
	return 1
}

# chain_options "$@": sets store, out, in, lang, when; and words, the language of
# programs that write in one.
chain_options()
{
	store=${WB_DB:-} out=${WB_OUT:-.} in=${WB_IN:-} lang=${WB_LANG:-zh}
	patience=0
	while :; do
		took=2
		case ${1-} in
		-d) store=${2-} ;;
		-o) out=${2-} ;;
		-i) in=${2-} ;;
		-l) lang=${2-} ;;
		--wait) patience=${2-} && number --wait "$patience" ;;
		--catch-up) catch_up=${2-} && number --catch-up "$catch_up" ;;
		--) shift && break ;;
		-*) chain_own_option "$@" || usage ;;
		*) break ;;
		esac
		[ $# -ge $took ] || usage
		shift $took
	done
	words=$lang
	[ "$lang" != both ] || words=zh
	[ $# -eq 1 ] || usage
	when=$1
	[ -n "$store" ] || fail 'no store: give -d STORE or set WB_DB'
	mkdir -p "$out"
}

# chain_holder RUN: writes into the lock whose it is.
chain_holder()
{
	say '%s, process %s on %s, since %s' "$1" $$ "$(uname -n)" \
	    "$(date +%Y-%m-%dT%H:%M:%S%z)" >"$store.lock"
}

# One run at a time on a store: the lock goes with the processes of the run.
chain_lock()
{
	command -v wb-query >/dev/null || fail '%s is not in PATH' wb-query
	exec 9>>"$store.lock" || fail 'cannot write %s' "$store.lock"
	flock -w "$patience" 9 ||
	    fail 'another run is at work on %s: %s' "$store" \
		"$(cat "$store.lock")"
	chain_holder "$me $when"
	work=$out/.$me-$when
	trap 'rm -rf "$work"; : >"$store.lock"' EXIT
	trap 'exit 1' HUP INT TERM
	export WB_SEAL=1 WB_DB="$store"
	unset WB_RUN
	why=$(wb-query --sql 'SELECT 1' 2>&1 >/dev/null) && return
	printf '%s\n' "$why" >&2
	case $why in
	*--migrate*) fail 'nothing was done (before a migration take a backup: scripts/backup)' ;;
	esac
	fail 'nothing was done: the store cannot be read'
}

# step NAME COMMAND...: a step of the job, noted in the ledger; the job ends
# where one fails.
step()
{
	name=$1
	shift
	wb-run --step "$name" -- "$@" && return
	status=$?
	complain '%s: step %s failed with status %s' "$period" "$name" $status
	exit $status
}

# chain_job JOB PERIOD FUNCTION: a job, noted in the ledger; $work is an empty
# directory meanwhile, on the disk of $out.  Its status is in job_status.  Not to
# be called behind if or ||: there the shell would not stop at a failure.
chain_job()
{
	period=$2
	WB_RUN=$(wb-run --begin --job "$1" --period "$2")
	export WB_RUN
	rm -rf "$work"
	mkdir "$work"
	set +e
	(set -e; "$3" "$2")
	job_status=$?
	set -e
	rm -rf "$work"
	wb-run --end "$WB_RUN" --status $job_status
	unset WB_RUN
}

# chain_words: what the words of tables read as in the language of the texts,
# lines COLUMN, WORD, TEXT; none in English, where they stand as they are.
chain_words()
{
	[ "$words" != zh ] || WB_SEAL=0 wb-query -f tsv terms |
	    awk -F '\t' -v OFS='\t' 'NR > 1 { print $2, $1, $3 }'
}

# For awk, whose first file has these lines: word(COLUMN, WORD).
awk_word='
FILENAME == ARGV[1] { reads[$1, $2] = $3; next }
function word(col, text)
{
	if (!((col, text) in reads))
		col = ("*", text) in reads ? "*" : ""
	return (col, text) in reads ? reads[col, text] : text
}'

# months_before MONTH N: the month so many before it
months_before()
{
	date -u -d "$1-01 $2 months ago" +%Y-%m
}

# chain_months MONTH N: that month, and of the N before it those that have
# readings, the first first.
chain_months()
{
	first=$(WB_SEAL=0 wb-import --list -f tsv | awk -F '\t' '
		NR > 1 && $11 != "" && (f == "" || $11 < f) { f = $11 }
		END { print substr(f, 1, 7) }')
	ago=$2
	while [ "$ago" -gt 0 ]; do
		months_before "$1" "$ago"
		ago=$((ago - 1))
	done | awk -v first="$first" 'first != "" && $1 >= first'
	echo "$1"
}

# chain_registry TABLE...: what the store holds of each, in $work/TABLE.csv; and
# quality.csv and imports.csv, of what the figures rest on.
chain_registry()
{
	for table; do
		step "$table" wb-query -o "$work/$table.csv" "$table"
	done
	step quality wb-import --check -o "$work/quality.csv"
	step imports wb-import --list -o "$work/imports.csv"
}

# publish FILE...: from $work to $out, in that order: the workbook last, so that
# where it lies all is there.
publish()
{
	for file; do
		mv -f "$work/$file" "$out/$file"
	done
}

# Imports what lies in the inbox by its list of feeds: lines TABLE MAP PATTERN,
# MAP "-" for our own form; names without blanks.  Nothing is imported twice.
# Exports come unsealed.
chain_import()
{
	export WB_SEAL=0
	while read -r table map pattern; do
		case $table in '' | '#'*) continue ;; esac
		set --
		for file in "$in"/$pattern; do
			[ ! -e "$file" ] || set -- "$@" "$file"
		done
		[ $# -gt 0 ] || continue
		if [ "$map" = - ]; then
			step "import $pattern" wb-import -q "$table" "$@"
		else
			step "import $pattern" \
			    wb-import -q --map "$in/$map" "$table" "$@"
		fi
	done <"$in/feeds"
}

# The inbox, if there is one, as a job of its own.
chain_inbox()
{
	[ -n "$in" ] || return 0
	[ -r "$in/feeds" ] || fail '%s: cannot be read' "$in/feeds"
	chain_job inbox "$when" chain_import
	[ $job_status -eq 0 ] || fail 'no report of %s: an import failed' "$when"
}

# chain_missed BACK: of the last $catch_up periods before this one those that
# were never done, from the first that ever was; BACK N prints the one N before.
chain_missed()
{
	well=$(WB_SEAL=0 wb-query -f tsv --sql "SELECT DISTINCT period FROM run
	    WHERE job = '$me' AND step = '' AND status = 0 ORDER BY 1") ||
	    return 1
	i=$catch_up
	while [ "$i" -gt 0 ]; do
		"$1" "$i"
		i=$((i - 1))
	done | WELL=$well awk '
	BEGIN { n = split(ENVIRON["WELL"], a, "\n") # a[1] is the heading
		for (k = 2; k <= n; k++) was[a[k]] }
	n > 1 && $1 > a[2] && !($1 in was)'
}

# chain_gap BACK: says so where the last that was done lies further back than
# $catch_up.
chain_gap()
{
	last=$(WB_SEAL=0 wb-query -f tsv --sql "SELECT max(period) FROM run
	    WHERE job = '$me' AND step = '' AND status = 0 AND period < '$when'" |
	    sed 1d)
	first=$("$1" $((catch_up + 1)))
	[ -z "$last" ] || ! expr "$last" '<' "$first" >/dev/null ||
	    echo "$me: $(spoken 'nothing was done from the one after %s up to %s: run it with a larger --catch-up than %s' \
		"$last" "$first" "$catch_up")"
}

# chain_periods BACK FUNCTION: the job for the periods that were missed, then
# for this one; one that fails is tried again next time.  Exits 1 if any failed.
chain_periods()
{
	missed=$(chain_missed "$1")
	chain_gap "$1"
	failed='' made_up='' made=''
	for p in $missed "$when"; do
		chain_job "$me" "$p" "$2"
		if [ $job_status -ne 0 ]; then
			failed="$failed $p"
			continue
		fi
		made="$made $p"
		[ "$p" = "$when" ] || made_up="$made_up $p"
	done
	[ -z "$made_up" ] || echo "$me: $(spoken 'made up for%s' "$made_up")"
}

# chain_tell: tells the command of --notify-cmd, if there is one, of each workbook
# that was made.
chain_tell()
{
	[ -n "$notify_cmd" ] || return 0
	for p in $made; do
		chain_job notify "$p" chain_tell_one
		[ $job_status -eq 0 ] ||
		    fail 'the workbook of %s was not told to %s' "$p" "$notify_cmd"
	done
}
chain_tell_one()
{
	printf '{"job":"%s","period":"%s","workbook":"%s"}\n' "$me" "$1" \
	    "$(cd "$out" && printf %s "$(pwd)/$me-$1.xlsx" |
		sed 's/[\\"]/\\&/g')" >"$work/line"
	step notify sh -c "$notify_cmd" <"$work/line"
}

# The end of a script.
chain_end()
{
	[ -z "$failed" ] || fail 'no report of%s' "$failed"
}
