# What scripts/daily and scripts/monthly share; sourced, not run.
#
# Options of both: -d STORE (or WB_DB), -o DIR (or WB_OUT), -i DIR (or WB_IN), -l
# LANG; then the day or the month.  Programs are found on PATH.  All tables
# between programs are sealed, so an upstream that died ends the chain.

me=${0##*/}

fail()
{
	echo "$me: $*" >&2
	exit 1
}

# chain_options "$@": sets store, out, in, lang, when.
chain_options()
{
	store=${WB_DB:-} out=${WB_OUT:-.} in=${WB_IN:-} lang=${WB_LANG:-zh}
	while getopts d:o:i:l: opt; do
		case $opt in
		d) store=$OPTARG ;;
		o) out=$OPTARG ;;
		i) in=$OPTARG ;;
		l) lang=$OPTARG ;;
		*) usage ;;
		esac
	done
	shift $((OPTIND - 1))
	[ $# -eq 1 ] || usage
	when=$1
	[ -n "$store" ] || fail "no store: give -d STORE or set WB_DB"
	mkdir -p "$out"
}

# One run at a time on a store: the lock goes with the process.
chain_lock()
{
	exec 9>>"$store.lock" || fail "cannot write $store.lock"
	flock -n 9 || fail "another run is at work on $store: $(cat "$store.lock")"
	echo "$me $when, process $$" >"$store.lock"
	work=$(mktemp -d)
	trap 'rm -rf "$work"' EXIT
	trap 'exit 1' HUP INT TERM
	export WB_SEAL=1 WB_DB="$store"
}

# Imports what lies in the inbox by its list of feeds: lines TABLE MAP PATTERN,
# MAP "-" for our own form; names without blanks.  Nothing is imported twice.
# Exports come unsealed.
chain_import()
{
	[ -n "$in" ] || return 0
	[ -r "$in/feeds" ] || fail "$in/feeds: cannot be read"
	while read -r table map pattern; do
		case $table in '' | '#'*) continue ;; esac
		for file in "$in"/$pattern; do
			[ -e "$file" ] || continue
			if [ "$map" = - ]; then
				WB_SEAL=0 wb-import -q "$table" "$file"
			else
				WB_SEAL=0 wb-import -q --map "$in/$map" "$table" "$file"
			fi
		done
	done <"$in/feeds"
}
