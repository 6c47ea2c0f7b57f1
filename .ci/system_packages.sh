#!/usr/bin/env bash
# Sees to the programs that the tests start: installs Debian's packages when root, else names what is missing.
# Writes one line for each missing program into the file given as $1, and never fails for a missing program.
set -euo pipefail
report="$1"
mkdir -p "$(dirname "$report")"
: >"$report"

have() {
  case "$1" in
    postgresql) compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null ;;
    redis-server) command -v redis-server >/dev/null ;;
    coturn) command -v turnserver >/dev/null ;;
    fonts-dejavu-core) compgen -G '/usr/share/fonts/truetype/dejavu/*' >/dev/null ;;
    fonts-noto-color-emoji) compgen -G '/usr/share/fonts/truetype/noto/NotoColorEmoji*' >/dev/null ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

missing() {
  for package in chromium firefox-esr postgresql redis-server coturn fonts-dejavu-core fonts-noto-color-emoji; do
    have "$package" || printf '%s\n' "$package"
  done
}

# The same engine without windows and menus around it, for a third less processor time. Where there is none, the tests take chromium.
lighter=chromium-headless-shell
wanted="$(missing)"
[ -n "$wanted" ] || ! have "$lighter" || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "installing Debian packages:" $wanted "$lighter"
  export DEBIAN_FRONTEND=noninteractive
  log="$(dirname "$report")/apt.log"
  patience=300 # seconds; where nothing but the lighter one is missing, it is worth less
  [ -n "$wanted" ] || patience=60
  install() { timeout "$((3 * patience))" apt-get install -y --no-install-recommends "$@" >>"$log" 2>&1; }
  timeout "$patience" apt-get update >"$log" 2>&1 || tail -n 20 "$log"
  [ -z "$wanted" ] || install $wanted || tail -n 20 "$log"
  install "$lighter" || echo "no $lighter here: the browser tests take the whole of chromium and some minutes more"
fi
for package in $(missing); do
  echo "Debian package $package is missing: the tests that need it did not run" >>"$report"
done
if [ -s "$report" ]; then
  cat "$report"
  echo "to run them: sudo apt-get install" $(missing)
fi
