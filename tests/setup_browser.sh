#!/usr/bin/env bash
# Finds a Chromium for the page tests, or installs one. Fails with what to do: a skipped test proves nothing.
set -euo pipefail

found() {
    local name
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" && return
    done
    return 1
}

if browser=$(found); then
    echo "[browser] using $browser"
    exit 0
fi

refuse() {
    echo "[browser] no Chromium was found, and $1." >&2
    echo "[browser] Install one, with a Chinese font, and run make test again. On Debian or Ubuntu:" >&2
    echo "[browser]   apt-get install chromium fonts-wqy-microhei" >&2
    echo "[browser] Elsewhere: put chromium, chromium-browser or google-chrome on the PATH." >&2
    exit 1
}

command -v apt-get >/dev/null || refuse "there is no apt-get to install it with"
if [ "$(id -u)" -eq 0 ]; then
    as_root=()
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root=(sudo -n)
else
    refuse "installing it needs root or a sudo that asks no password"
fi

apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Acquire::Retries=3)
log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "[browser] installing chromium and fonts-wqy-microhei (once, a minute or two)"
if ! { "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends chromium fonts-wqy-microhei; } \
    >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    refuse "apt-get could not install it (see above)"
fi
browser=$(found) || refuse "apt-get installed none under a known name"
echo "[browser] using $browser"
