# Completion of bash for the programs of wbtools: options as each program's
# --help-options prints them, zones and points as the store named on the line
# (or by WB_DB) has them.

# The ids of a registry: the first column of its table.
_wbtools_ids() # _wbtools_ids STORE TABLE
{
	[[ -n $1 ]] && WB_SEAL=0 wb-query -d "$1" -f tsv "$2" 2>/dev/null |
	    sed 1d | cut -f 1 | sort -u
}

# Those of the words on standard input that go on from $cur go to COMPREPLY;
# with a first argument, from what stands behind the last comma of it.
_wbtools_take()
{
	local part=$cur before= word

	if [[ -n ${1-} && $cur == *,* ]]; then
		before=${cur%,*},
		part=${cur##*,}
	fi
	while IFS= read -r word; do
		[[ $word == "$part"* ]] && COMPREPLY+=("$before$word")
	done
}

_wbtools()
{
	local prog=${1##*/} cur=$2 prev=$3 store=${WB_DB-} i word letter takes
	local -A value=()

	COMPREPLY=()
	[[ $cur != = ]] || cur=
	[[ $prev != = ]] || prev=${COMP_WORDS[COMP_CWORD - 2]}
	for ((i = 1; i < COMP_CWORD - 1; i++)); do
		case ${COMP_WORDS[i]} in
		-d | --db)
			store=${COMP_WORDS[i + 1]}
			[[ $store != = ]] || store=${COMP_WORDS[i + 2]}
			;;
		esac
	done
	store=${store/#\~\//$HOME/}
	while IFS=, read -r word letter takes; do
		value[--$word]=$takes
		[[ -z $letter ]] || value[$letter]=$takes
	done < <("$1" --help-options 2>/dev/null | sed 1d)

	if [[ ${value[$prev]-0} = 1 ]]; then
		case $prev in
		-z | --zone | --exclude)
			_wbtools_take list < <(_wbtools_ids "$store" zones
				[[ $prog != wb-query ]] ||
				    _wbtools_ids "$store" points)
			;;
		--explain)
			_wbtools_take < <(_wbtools_ids "$store" zones) ;;
		--point)
			_wbtools_take list < <(_wbtools_ids "$store" points) ;;
		-f | --format)
			_wbtools_take < <(printf '%s\n' csv table tsv jsonl) ;;
		--spark)
			_wbtools_take < <("$1" --help-columns 2>/dev/null |
			    sed 1d | cut -d, -f2 | sort -u) ;;
		--lang)
			_wbtools_take < <(printf '%s\n' en zh) ;;
		--level | --from | --to | --day | --month | --quarter | \
		    --year | --set | --as-of | -j | --jobs | --shard) ;;
		*)	compopt -o default 2>/dev/null ;;
		esac
	elif [[ $cur == -* ]]; then
		_wbtools_take < <(printf '%s\n' "${!value[@]}" | sort)
	else
		case $prog in
		wb-import | wb-query)
			_wbtools_take < <(printf '%s\n' zones points edges \
			    readings accounts bills balance events pipes params
				[[ $prog = wb-import ]] ||
				    printf '%s\n' demand last runs terms)
			;;
		esac
		compopt -o default 2>/dev/null
	fi
}

complete -F _wbtools @PROGRAMS@
