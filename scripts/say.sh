# What the scripts say, in the reader's language; sourced by chain.sh.
#
# A message is a format of printf(1) in 'single quotes', English, and its Chinese
# stands below: scripts/test-lang looks that none lacks.  The language is found
# as the programs find it (lib/say.h).

say_locale=${LC_ALL:-${LC_MESSAGES:-${LANG:-C}}}
say_lang=en
case $say_locale in
C | C.* | POSIX) ;;
*.[Uu][Tt][Ff]-8* | *.[Uu][Tt][Ff]8*)
	case ${LANGUAGE:-$say_locale} in zh*) say_lang=zh ;; esac
	;;
*.*) ;;
*)
	case ${LANGUAGE:-$say_locale} in zh*) say_lang=zh ;; esac
	;;
esac

# say_chinese FORMAT: sets `said`
say_chinese()
{
	case $1 in
	'usage: ') said='用法：' ;;
	'no store: give -d STORE or set WB_DB')
		said='没有数据库：请给出 -d STORE 或设置 WB_DB' ;;
	'no folder: give -b DIR or set WB_BACKUP')
		said='没有备份目录：请给出 -b DIR 或设置 WB_BACKUP' ;;
	"%s '%s' is not a number") said='%s“%s”不是数字' ;;
	'--keep 0 would keep none') said='--keep 0 将一份不留' ;;
	'%s: there is no such store') said='%s：没有这个数据库' ;;
	'%s: cannot be read') said='%s：无法读取' ;;
	'%s: exists already') said='%s：已经存在' ;;
	'cannot write %s') said='无法写入 %s' ;;
	'a run is at work on %s: %s') said='%s 上有运行：%s' ;;
	'another run is at work on %s: %s') said='%s 上另有运行：%s' ;;
	'%s, process %s on %s, since %s') said='%s，进程 %s，主机 %s，始于 %s' ;;
	'nothing was done (before a migration take a backup: scripts/backup)')
		said='未做任何处理（升级前请先备份：scripts/backup）' ;;
	'%s is not in PATH') said='%s 不在 PATH 中' ;;
	'nothing was done: the store cannot be read')
		said='未做任何处理：数据库无法读取' ;;
	'%s: step %s failed with status %s') said='%s：步骤 %s 失败，状态 %s' ;;
	'no report of %s: an import failed') said='%s 没有生成报告：导入失败' ;;
	'no report of%s') said='没有生成报告%s' ;;
	'made up for%s') said='已补做%s' ;;
	'nothing was done from the one after %s up to %s: run it with a larger --catch-up than %s')
		said='%s 之后至 %s 没有运行过：请用大于 %s 的 --catch-up 重新运行' ;;
	'alarms were not told to %s: next time again')
		said='报警未能通知 %s：下次再试' ;;
	'the workbook of %s was not told to %s')
		said='%s 的工作簿未能通知 %s' ;;
	'what is red was not told to %s: next time again')
		said='红色项未能通知 %s：下次再试' ;;
	'no backup; the old ones are kept') said='没有备份成功；旧备份仍保留' ;;
	'%s cannot be restored; %s is as it was') said='%s 无法恢复；%s 未动' ;;
	'%s was put aside as %s') said='%s 已移存为 %s' ;;
	'%s restored from %s') said='%s 已由 %s 恢复' ;;
	'These came later and have to come again:')
		said='以下文件在备份之后导入，须重新导入：' ;;
	'ops.ini is not there: set WB_REPORTS')
		said='没有 ops.ini：请设置 WB_REPORTS' ;;
	'import %s: %s was not taken') said='第 %s 次导入：%s 未被接收' ;;
	'import %s: no file has what %s had (%s)')
		said='第 %s 次导入：没有文件与 %s 内容相同（%s）' ;;
	'import %s: the mapping %s is not there')
		said='第 %s 次导入：没有映射文件 %s' ;;
	'import %s of %s: the ledger has %s rows, %s added, %s repeated, %s changed, %s rejected; now: %s')
		said='第 %s 次导入 %s：台账为 %s 行，新增 %s，重复 %s，更改 %s，拒收 %s；现在：%s' ;;
	'import %s of %s has another number now: %s')
		said='第 %s 次导入 %s 现在序号不同：%s' ;;
	*) said=$1 ;;
	esac
}

# spoken FORMAT ARGUMENT...: prints it
spoken()
{
	said=$1
	[ $say_lang = en ] || say_chinese "$1"
	shift
	# shellcheck disable=SC2059
	printf -- "$said" "$@"
}

# say FORMAT ARGUMENT...: a line
say()
{
	spoken "$@"
	echo
}
