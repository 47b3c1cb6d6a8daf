# What test-store and long-kill share; to be sourced in an empty directory, with
# the programs in PATH.  TAP.
n=0

ok() { # ok STATUS NAME
	n=$((n + 1))
	[ "$1" -eq 0 ] && echo "ok $n - $2" || echo "not ok $n - $2"
}

skip() { # skip NAME REASON
	n=$((n + 1))
	echo "ok $n - $1 # SKIP $2"
}

# gen POINTS DAYS FIRST: five-minute readings, point by point in each slot.
gen() {
	awk -v np="$1" -v nd="$2" -v d0="$3" 'BEGIN {
		print "point_id,time,value"
		for (d = 0; d < nd; d++)
			for (i = 0; i < 288; i++)
				for (p = 1; p <= np; p++) {
					x = (x * 1103 + 12345 + p) % 65536
					printf "P%02d,2026-03-%02d %02d:%02d,%d.%02d\n",
					    p, d0 + d, i / 12, i % 12 * 5,
					    x / 600, x % 100
				}
	}'
}

# all STORE: what it holds, as a sum.
all() {
	(wb-query -d "$1" points && wb-query -d "$1" readings) | cksum
}

# whole STORE: nothing broken in it.
if command -v sqlite3 >/dev/null; then
	whole() { [ "$(sqlite3 "$1" 'PRAGMA integrity_check' 2>&1)" = ok ]; }
else
	echo '# no sqlite3: integrity is judged by reading alone'
	whole() { :; }
fi

ms() { # ms COMMAND...: how long it takes
	t0=$(date +%s%N)
	"$@" >/dev/null || return 1
	t1=$(date +%s%N)
	case $t0 in
	*N) echo 1000 ;;
	*) echo $(((t1 - t0) / 1000000)) ;;
	esac
}

# killed TIMES NAME STORE SUM COMMAND...: SUM STORE prints what counts.  COMMAND,
# which changes "s", is killed at random moments: s, a copy of STORE, is then as
# before or as after, and COMMAND can be repeated.
killed() {
	times=$1 name=$2 from=$3 sum=$4
	shift 4
	before=$($sum "$from")
	rm -f s s-journal s-wal s-shm
	cp "$from" s
	took=$(ms "$@") || { ok 1 "$name"; return; }
	after=$($sum s)
	bad=0 old=0 new=0 i=0
	while [ $i -lt "$times" ]; do
		i=$((i + 1))
		rm -f s s-journal s-wal s-shm
		cp "$from" s
		"$@" >/dev/null 2>&1 &
		pid=$!
		wait=$(awk -v ms="$took" -v i=$i -v n="$times" -v seed=$$ '
		    BEGIN { srand(seed * 31 + i)
		    printf "%.4f", (i - rand()) / n * ms * 2 / 1000 }')
		sleep "$wait"
		kill -9 $pid 2>/dev/null
		wait $pid 2>/dev/null
		now=$($sum s)
		if ! whole s; then
			bad=1
			echo "# killed after $wait s: damaged"
		elif [ "$now" = "$before" ]; then
			old=$((old + 1))
		elif [ "$now" = "$after" ]; then
			new=$((new + 1))
		else
			bad=1
			echo "# killed after $wait s: neither before nor after"
		fi
		"$@" >/dev/null && [ "$($sum s)" = "$after" ] ||
		    { bad=1; echo "# killed after $wait s: it cannot be repeated"; }
	done
	echo "# killed $times times within $took ms: as before $old, as after $new"
	[ "$before" != "$after" ] || bad=1
	ok $bad "$name"
}

# many_imports STORE: each hour of a day an import of its own, and one taken back.
many_imports() {
	wb-import -q -d "$1" --init --tz UTC
	gen 100 1 1 >day.csv
	for h in 00 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19; do
		(sed 1q day.csv; grep "01 $h:" day.csv) >hour.csv
		wb-import -q -d "$1" --new-points readings hour.csv || return 1
	done
	wb-import -q -d "$1" --retract 7
}

# merged STORE: what it holds, and how many events there were.
merged() {
	all "$1"
	wb-import -d "$1" --list | wc -l
}
