# A bare Debian system in a folder, made by debootstrap; sourced by the tests
# that install the package there.  WB_ROOT: one that was made before, to be
# copied (debootstrap --variant=minbase bookworm DIR takes minutes).

# root_wanting: what keeps this machine from making one; nothing: all is there.
root_wanting()
{
	[ "$(id -u)" -eq 0 ] || { echo 'only root can make a system'; return; }
	for need in dpkg-deb dpkg-shlibdeps debootstrap unshare; do
		command -v $need >/dev/null || { echo "there is no $need"; return; }
	done
	[ -e "$BIN/wbstore.so" ] || { echo 'built with sanitizers'; return; }
	unshare --mount --pid --fork true 2>/dev/null ||
	    echo 'unshare is not allowed'
}

# root_make DIR: the system.
root_make()
{
	if [ -n "${WB_ROOT:-}" ]; then
		mkdir "$1" && cp -a --one-file-system "$WB_ROOT/." "$1"
	else
		suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
		debootstrap --variant=minbase "$suite" "$1" >"$1.log" 2>&1 ||
		    { tail "$1.log" >&2; return 1; }
	fi
	cp /etc/resolv.conf "$1/etc/resolv.conf"
}

# root_run DIR COMMAND...: a command there, in its own tree of processes; none of
# them, and no mount, outlives it.
root_run()
{
	system=$1
	shift
	unshare --mount --pid --fork --kill-child --mount-proc="$system/proc" \
	    chroot "$system" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
	    LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
}

# root_install DIR DEB: the package, with what it depends on.
root_install()
{
	cp "$2" "$1/tmp/wbtools.deb" &&
	    root_run "$1" sh -ec 'apt-get update
	    apt-get install -y --no-install-recommends /tmp/wbtools.deb
	    rm /tmp/wbtools.deb' >"$1.log" 2>&1 || { tail "$1.log" >&2; return 1; }
}
