# Shared by the commands in this folder: where things are, what must be installed, how it is built.
# shellcheck shell=bash
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
jobs=$(nproc 2>/dev/null || echo 2)

say() { printf '%s\n' "$*" >&2; }

# Installs the packages of packages.txt that are missing. Asks for root rights only when there is something to do.
install_packages() {
	local wanted missing=() package sudo=()
	wanted=$(sed 's/#.*//' "$root/tools/packages.txt")
	for package in $wanted; do
		dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
	done
	[ ${#missing[@]} -eq 0 ] && return
	if [ "$(id -u)" != 0 ]; then
		command -v sudo >/dev/null || { say "These packages are missing, and neither root nor sudo is at hand: ${missing[*]}"; exit 2; }
		sudo=(sudo)
	fi
	say "Installing ${#missing[@]} packages: ${missing[*]}"
	# Debian's redis-server package starts a server of its own; ours is private, so that one is not wanted now.
	"${sudo[@]}" apt-get update -qq >&2
	"${sudo[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2 </dev/null
}

# build DIR [CMAKE OPTIONS]: configures once, builds what changed; quiet unless it fails.
build() {
	local dir=$1 log
	shift
	log=$(mktemp)
	if ! { cmake -S "$root" -B "$dir" -G Ninja "$@" && cmake --build "$dir" -j "$jobs"; } >"$log" 2>&1; then
		cat "$log" >&2
		rm -f "$log"
		say "The build failed."
		exit 1
	fi
	rm -f "$log"
}
