#!/bin/sh
# In a bare Debian, as root: installs each form of Larder, uses it, and removes it again.
#   bare.sh FOLDER    the folder that holds the archives and the package (dist/target)
set -eux
target=$1
export DEBIAN_FRONTEND=noninteractive LARDER_ROOT=/tmp/pantry
cd /tmp

use() {
  "$1" version
  echo '{"a.py": {"walltime": 1.5}}' | "$1" merge timings
  [ "$("$1" get timings /a.py/walltime)" = 1.5 ]
  [ "$(cat "$("$1" build hello --key 1 -- sh -c 'echo hello > {}')")" = hello ]
  "$1" stop
  rm -rf "$LARDER_ROOT"
}

# With a Java of its own, in a system that has none.
[ -z "$(command -v java || true)" ]
mkdir own
tar xzf "$target"/larder-*-linux-*.tar.gz -C own
use "$(echo /tmp/own/larder-*/bin/larder)"
"$(echo /tmp/own/larder-*/bin/larder)" demo
rm -rf own

# The package, which brings Debian's Java.
apt-get update -q
apt-get install -q --yes --no-install-recommends "$target"/larder_*_all.deb systemd >/tmp/apt.log
use larder
ls /var/cache/larder-archives/*-client.jsa /var/cache/larder-archives/*-serve.jsa
[ "$(stat -c %U:%a /usr/share/larder/bin/larder)" = root:755 ]

# By its socket, as the system's service would: by its user, in its folder.
install -d -o larder -g larder -m 750 /var/cache/larder
setpriv --reuid=larder --regid=larder --clear-groups \
  systemd-socket-activate -l /var/cache/larder/larder.sock -E PATH="$PATH" \
  /usr/bin/larder serve --root /var/cache/larder >/tmp/serve.log 2>&1 &
manager=$!
until [ -S /var/cache/larder/larder.sock ]; do sleep 0.1; done
setpriv --reuid=larder --regid=larder --clear-groups \
  env HOME=/tmp LARDER_ROOT=/var/cache/larder sh -c 'echo "{\"a\": 1}" | larder merge kept --no-start'
kill "$manager"
wait "$manager"
[ -S /var/cache/larder/larder.sock ]
grep -q '"a"' /var/cache/larder/stats/kept.json

# The archive on Debian's Java.
mkdir plain
plain=$(find "$target" -maxdepth 1 -name "larder-*.tar.gz" ! -name "*linux*")
tar xzf "$plain" -C plain
use "$(echo /tmp/plain/larder-*/bin/larder)"
rm -rf plain

# A removal keeps the data, a purge does not.
apt-get remove -q --yes larder >>/tmp/apt.log
[ ! -e /usr/bin/larder ]
[ -e /var/cache/larder/stats/kept.json ]
apt-get purge -q --yes larder >>/tmp/apt.log
[ ! -e /var/cache/larder ]
[ ! -e /var/cache/larder-archives ]
[ ! -e /usr/share/larder ]
echo "bare: done"
